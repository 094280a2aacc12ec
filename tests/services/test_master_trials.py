"""A draft of the masters is tried by the worker: one at a time, told while it goes, and stale when the draft is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.assemble.branch_trial import Report, Tried
from dpsdocs.assemble.files import theme_of
from dpsdocs.services import master_drafts, master_logo, master_theme, master_trials
from dpsdocs.services.errors import Conflict, Forbidden
from tests.clock import today
from tests.services.test_master_drafts import Room, actions, room
from tests.writers.test_logo import png

__all__ = ["room"]
GOOD = Report((Tried("a", "A", 3, 9, 4, 4, (), (), 1.5),), 2.5)
BAD = Report((Tried("a", "A", 3, 9, 4, 3, ("Punkt «x»",), ("PDF: Feil",), 1.5),), 2.5)


def ordered(room: Room) -> master_trials.Claimed:
    master_trials.order(room.session, room.releases, room.editor, room.draft)
    claimed = master_trials.claim(room.session, 60)
    assert claimed is not None
    return claimed


def latest(room: Room) -> master_trials.Trial:
    found = master_trials.latest(room.session, room.approver, room.draft)
    assert found is not None
    return found


def test_from_the_order_to_the_report(room: Room) -> None:
    assert master_trials.latest(room.session, room.editor, room.draft) is None
    claimed = ordered(room)
    assert "master.tried" in actions(room.session)
    assert master_trials.claim(room.session, 60) is None and not master_trials.waits(room.session)
    assert master_trials.beat(room.session, claimed, (2, 9, "Avtale"), 60)
    assert (latest(room).is_under_way, latest(room).done, latest(room).step) == (True, 2, "Avtale")
    with pytest.raises(Conflict, match="prøves alt"):
        master_trials.order(room.session, room.releases, room.editor, room.draft)
    master_trials.finish(room.session, claimed, GOOD)
    assert latest(room).report == GOOD and latest(room).is_good
    room.save()
    assert not latest(room).is_fresh and not latest(room).is_good


def test_a_failed_document_is_kept_in_the_report(room: Room) -> None:
    master_trials.finish(room.session, ordered(room), BAD)
    assert latest(room).report == BAD and latest(room).is_fresh and not latest(room).is_good


def test_what_is_tried_is_the_draft_with_its_texts_and_looks(room: Room, tmp_path: Path) -> None:
    room.save("Noe helt nytt.")
    release, cases = master_trials.what(room.session, room.releases, ordered(room), tmp_path)
    assert "Noe helt nytt." in str(release.masters["konkurransegrunnlag"]) and "reception" in cases
    assert theme_of(release).logo is None and not (tmp_path / "set").exists()
    master_theme.save(room.session, room.releases, room.editor, room.draft, {"accent": "004D40"})
    master_logo.take_in(room.session, room.releases, room.editor, room.draft, "a.png", png())
    claimed = master_trials.Claimed(latest(room).id, 1, room.draft)
    release, _ = master_trials.what(room.session, room.releases, claimed, tmp_path)
    assert theme_of(release).colours.accent == "004D40" and theme_of(release).logo is not None
    assert (tmp_path / "set/documents/konkurransegrunnlag.md").is_file()


def test_a_worker_that_died_is_followed_by_another_and_the_last_one_gives_up(room: Room) -> None:
    first = ordered(room)
    for _ in range(3):
        master_trials.beat(room.session, first, None, -1)
        first = master_trials.claim(room.session, -1) or first
    assert not master_trials.beat(room.session, master_trials.Claimed(first.id, 1, room.draft), None, 60)
    assert latest(room).state == "failed" and "tre ganger" in latest(room).error


def test_a_package_goes_first_and_it_is_no_try(room: Room) -> None:
    for _ in range(5):
        claimed = ordered(room) if latest_or_none(room) is None else master_trials.claim(room.session, 60)
        assert claimed is not None
        master_trials.let_go(room.session, claimed)
    assert latest(room).state == "queued"


def latest_or_none(room: Room) -> master_trials.Trial | None:
    return master_trials.latest(room.session, room.editor, room.draft)


def test_only_those_who_see_drafts(room: Room, session: Session) -> None:
    outsider = room.make.actor("drafter", agency=room.make.agency())
    with pytest.raises(Forbidden):
        master_trials.order(session, room.releases, outsider, room.draft)
    with pytest.raises(Forbidden):
        master_trials.latest(session, outsider, room.draft)


def test_a_draft_that_is_ended_is_not_tried(room: Room) -> None:
    from dpsdocs.services import master_drafts

    master_drafts.drop(room.session, room.editor, room.draft)
    with pytest.raises(Conflict, match="avsluttet"):
        master_trials.order(room.session, room.releases, room.editor, room.draft)


def test_what_is_sent_in_is_tried_once_and_what_cannot_be_made_is_not_approved(room: Room) -> None:
    room.save()
    master_drafts.submit(room.session, room.releases, room.editor, room.draft, "2030.1", "Ny tekst.")
    for _ in range(2):
        master_trials.order_unless_tried(room.session, room.releases, room.editor, room.draft)
    claimed = master_trials.claim(room.session, 60)
    assert claimed is not None and not master_trials.waits(room.session)
    master_trials.finish(room.session, claimed, BAD)
    master_trials.order_unless_tried(room.session, room.releases, room.editor, room.draft)
    assert not master_trials.waits(room.session)
    day = today().isoformat()
    with pytest.raises(Conflict, match="ikke kan lages"):
        master_drafts.approve(room.session, room.releases, room.approver, room.draft, day, "")
    master_drafts.send_back(room.session, room.approver, room.draft, "Se prøven.")
