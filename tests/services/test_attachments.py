"""Attachments of a competition: added, renamed, marked, moved, taken away and put back, with limits and a history."""

from __future__ import annotations

import os
import uuid

import pikepdf
import pytest
from sqlalchemy import func, select

from dpsdocs.domain.roles import Actor
from dpsdocs.services import assistance, attachment_page, attachments, audit, cases, competitions, row_changes
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.services.journey import Journey
from tests.services.test_file_check import carrying, pdf, scripted, with_parts, word, workbook

EXTRAS = ["attachments"]


def large(size: int = 16) -> bytes:
    """A PDF no other is like, a little over a size in bytes."""

    def fill(made: pikepdf.Pdf) -> None:
        made.Root.Filling = made.make_stream(os.urandom(size))

    return pdf(fill)


def add(
    journey: Journey, made: str, title: str = "Plantegning", *, secret: bool | None = False, name: str = "plan.pdf",
    data: bytes | None = None, by: Actor | None = None, new_id: str = "",
) -> str:  # fmt: skip
    """One more attachment, with content of its own unless it is given."""
    content = large() if data is None else data
    return attachments.add(
        journey.session, by or journey.drafter, made, title, secret, name, content, new_id=new_id
    )


def titles(journey: Journey, made: str) -> list[str]:
    journey.session.expire_all()
    return [a.title for a in attachments.attachments(journey.session, journey.drafter, made)]


def test_added_files_stand_in_order_with_who_and_how_large(journey: Journey) -> None:
    made = journey.draft()
    data = pdf()
    add(journey, made, "  Plantegning av  1. etasje ", name="Plan våren.PDF", data=data)
    add(journey, made, "Mengder", name="m.xlsx", data=workbook(), by=journey.second)
    add(journey, made, "Nøkkelskap", secret=True, name="n.docx", data=word())
    journey.session.expire_all()
    found = attachments.attachments(journey.session, journey.drafter, made)
    assert [(a.title, a.file_name, a.extension, a.confidential, a.added_by) for a in found] == [
        ("Plantegning av 1. etasje", "Plan-varen.pdf", "pdf", False, "Dina Drafter"),
        ("Mengder", "m.xlsx", "xlsx", False, "Sara Second"),
        ("Nøkkelskap", "n.docx", "docx", True, "Dina Drafter"),
    ]
    assert found[0].size == len(data)


def test_each_change_counts_as_one_and_stands_in_the_log(journey: Journey) -> None:
    made = journey.draft()
    before = journey.row(made).revision
    first, second = add(journey, made, "A"), add(journey, made, "B")
    session, drafter = journey.session, journey.drafter
    attachments.change(session, drafter, made, first, "A", False)  # nothing changed
    attachments.change(session, drafter, made, first, "A2", True)
    attachments.move(session, drafter, made, second, -1)
    attachments.move(session, drafter, made, second, -1)  # stands first already
    attachments.remove(session, drafter, made, first)
    attachments.remove(session, drafter, made, first)
    attachments.restore(session, drafter, made, first)
    attachments.restore(session, drafter, made, first)
    assert journey.row(made).revision == before + 6
    deeds = [event.action for event in reversed(audit.events(session, journey.admin))]
    assert [deed for deed in deeds if deed.startswith("attachment.")] == [
        "attachment.added", "attachment.added", "attachment.changed", "attachment.moved",
        "attachment.removed", "attachment.restored",
    ]  # fmt: skip


def test_they_are_moved_one_place_at_a_time(journey: Journey) -> None:
    made = journey.draft()
    ids = [add(journey, made, title) for title in "ABC"]
    attachments.move(journey.session, journey.drafter, made, ids[2], -1)
    assert titles(journey, made) == ["A", "C", "B"]
    attachments.move(journey.session, journey.drafter, made, ids[0], 1)
    assert titles(journey, made) == ["C", "A", "B"]
    attachments.move(journey.session, journey.drafter, made, ids[1], 1)
    assert titles(journey, made) == ["C", "A", "B"]


def test_one_taken_away_comes_back_where_it_stood(journey: Journey) -> None:
    made = journey.draft()
    ids = [add(journey, made, title) for title in "ABC"]
    attachments.remove(journey.session, journey.drafter, made, ids[1])
    assert titles(journey, made) == ["A", "C"]
    assert attachments.removed(journey.session, journey.drafter, made, ids[1]) == "B"
    assert attachments.removed(journey.session, journey.reader, made, ids[1]) is None
    with pytest.raises(NotFound):
        attachments.fetch(journey.session, journey.drafter, made, ids[1])
    with pytest.raises(NotFound):
        attachments.change(journey.session, journey.drafter, made, ids[1], "B2", False)
    attachments.restore(journey.session, journey.drafter, made, ids[1])
    assert titles(journey, made) == ["A", "B", "C"]
    assert attachments.removed(journey.session, journey.drafter, made, ids[1]) is None


def test_one_click_too_many_adds_once_and_the_same_file_is_told(journey: Journey) -> None:
    made, data, click = journey.draft(), pdf(), str(uuid.uuid4())
    first = add(journey, made, data=data, new_id=click)
    assert add(journey, made, data=data, new_id=click) == first
    with pytest.raises(Invalid, match="allerede lagt til som «Plantegning»"):
        add(journey, made, "En annen tittel", data=data, new_id=str(uuid.uuid4()))
    assert titles(journey, made) == ["Plantegning"]
    attachments.remove(journey.session, journey.drafter, made, first)
    again = add(journey, made, data=data)
    with pytest.raises(Conflict, match="allerede lagt til"):
        attachments.restore(journey.session, journey.drafter, made, first)
    assert again != first
    assert journey.session.scalar(select(func.count()).where(models.Blob.size == len(data))) == 1


def test_what_cannot_be_used_is_told_at_its_field(journey: Journey) -> None:
    made = journey.draft()
    macros = with_parts(word(), lambda parts: parts.update({"word/vbaProject.bin": b"\xd0\xcf"}))
    for title, secret, name, data, told in (
        ("", None, "", b"", {"title", "confidential", "file"}),
        ("x" * 201, False, "p.pdf", pdf(), {"title"}),
        ("x\x00", True, "p.pdf", pdf(), {"title"}),
        ("x", None, "p.pdf", pdf(), {"confidential"}),
        ("x", False, "setup.exe", b"MZ", {"file"}),
        ("x", False, "p.pdf", b"MZ" + b"\0" * 600, {"file"}),
        ("x", False, "p.docx", macros, {"file"}),
        ("x", False, "p.pdf", pdf(scripted), {"file"}),
        ("x", False, "p.pdf", pdf(carrying), {"file"}),
    ):
        with pytest.raises(Invalid) as caught:
            add(journey, made, title, secret=secret, name=name, data=data)
        assert caught.value.problems.keys() == told
    assert titles(journey, made) == []


def test_there_is_room_for_so_many_and_so_much(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    made = journey.draft()
    first = add(journey, made, "A", data=large(40_000))
    monkeypatch.setattr(attachments, "TOGETHER", 60_000)
    with pytest.raises(Invalid, match=r"kB til sammen, og denne filen er på 3\d\skB\. Grensen er 60\skB"):
        add(journey, made, "B", data=large(30_000))
    attachments.remove(journey.session, journey.drafter, made, first)
    add(journey, made, "B", data=large(30_000))
    with pytest.raises(Conflict, match=r"Grensen er 60\skB"):
        attachments.restore(journey.session, journey.drafter, made, first)
    monkeypatch.setattr(attachments, "MOST", 1)
    with pytest.raises(Invalid, match="plass til 1 vedlegg"):
        add(journey, made, "C")


def test_readers_fetch_and_others_do_not_know_of_it(journey: Journey) -> None:
    made, data = journey.draft(), pdf()
    one = add(journey, made, data=data)
    assert attachments.fetch(journey.session, journey.reader, made, one) == (
        "plan.pdf",
        "application/pdf",
        data,
    )
    for stranger in (journey.outsider, journey.manager, journey.editor, journey.admin):
        with pytest.raises(NotFound):
            attachments.fetch(journey.session, stranger, made, one)
        with pytest.raises(NotFound):
            attachments.attachments(journey.session, stranger, made)
    with pytest.raises(NotFound):
        attachments.fetch(journey.session, journey.drafter, journey.draft(), one)
    with pytest.raises(Forbidden):
        add(journey, made, by=journey.reader)
    for deed in (attachments.remove, attachments.restore):
        with pytest.raises(Forbidden):
            deed(journey.session, journey.reader, made, one)


def test_the_manager_who_is_asked_sees_all_and_later_only_what_is_open(journey: Journey) -> None:
    made = journey.filled(extras=EXTRAS)
    open_one, secret = add(journey, made), add(journey, made, "Koder", secret=True)
    assistance.ask(journey.session, journey.drafter, made, "Er dette riktig?")
    for one in (open_one, secret):
        assert attachments.fetch(journey.session, journey.manager, made, one)[2]
    with pytest.raises(Forbidden):
        attachments.change(journey.session, journey.manager, made, open_one, "x", False)
    thread = assistance.thread(journey.session, journey.releases, journey.drafter, made)
    assert thread.open is not None
    assistance.close(journey.session, journey.drafter, made, thread.open.id)
    journey.row(made).status = "issued"
    journey.session.commit()
    assert attachments.fetch(journey.session, journey.manager, made, open_one)[2]
    seen = attachments.attachments(journey.session, journey.manager, made)
    assert [(a.title, a.open_to_me) for a in seen] == [("Plantegning", True), ("Koder", False)]
    with pytest.raises(Forbidden, match="skjermet"):
        attachments.fetch(journey.session, journey.manager, made, secret)


def test_nothing_is_changed_while_it_waits_for_approval(journey: Journey) -> None:
    made = journey.filled(extras=EXTRAS)
    one = add(journey, made)
    journey.submit(made)
    for deed in (
        lambda: add(journey, made, "Ny"),
        lambda: attachments.change(journey.session, journey.drafter, made, one, "Nytt navn", False),
        lambda: attachments.move(journey.session, journey.drafter, made, one, 1),
        lambda: attachments.remove(journey.session, journey.drafter, made, one),
        lambda: attachments.restore(journey.session, journey.drafter, made, one),
    ):
        with pytest.raises(Conflict, match="Vedleggene er ikke endret"):
            deed()
        journey.session.rollback()
    assert titles(journey, made) == ["Plantegning"]


def test_they_are_in_the_case_only_while_the_choice_stands(journey: Journey) -> None:
    made = journey.draft(extras=EXTRAS)
    add(journey, made, "Koder", secret=True)
    case = cases.build(journey.session, journey.row(made))
    assert [(f.title, f.file, f.confidential) for f in case.attachments] == [("Koder", "plan.pdf", True)]
    journey.save(made, {"extras": []})
    assert cases.build(journey.session, journey.row(made)).attachments == ()
    journey.save(made, {"extras": EXTRAS})
    assert len(cases.build(journey.session, journey.row(made)).attachments) == 1


def test_a_copy_begins_with_them_and_another_agency_gets_only_what_was_sent(journey: Journey) -> None:
    session, releases = journey.session, journey.releases
    made = journey.filled(extras=EXTRAS)
    for title, secret in (("A", False), ("Koder", True), ("B", False)):
        add(journey, made, title, secret=secret)
    attachments.remove(session, journey.drafter, made, add(journey, made, "Fjernet"))
    own = competitions.copy(session, releases, journey.drafter, made, journey.agency.id, "egen")
    assert titles(journey, own) == ["A", "Koder", "B"]
    (first, *_) = attachments.attachments(session, journey.drafter, own)
    attachments.remove(session, journey.drafter, own, first.id)
    assert titles(journey, made) == ["A", "Koder", "B"]
    journey.row(made).status = "awarded"
    session.commit()
    theirs = competitions.copy(session, releases, journey.outsider, made, journey.other_agency.id, "deres")
    found = attachments.attachments(session, journey.outsider, theirs)
    assert [a.title for a in found] == ["A", "B"]
    journey.session.get_one(models.Answer, (made, "extras")).raw = []
    session.commit()
    theirs = competitions.copy(session, releases, journey.outsider, made, journey.other_agency.id, "igjen")
    assert attachments.attachments(session, journey.outsider, theirs) == ()


def test_the_history_tells_what_differs_between_two_revisions(journey: Journey) -> None:
    made = journey.draft()
    kept, gone = add(journey, made, "A"), add(journey, made, "B")
    since = journey.row(made).revision
    attachments.change(journey.session, journey.second, made, kept, "A2", True)
    attachments.remove(journey.session, journey.drafter, made, gone)
    add(journey, made, "C")
    (change,) = row_changes.changes(journey.session, made, since)
    assert change.key == attachments.KEY
    assert [row["title"] for row in change.added] == ["C"]
    assert [row["title"] for row in change.removed] == ["B"]
    assert [(row.old["title"], row.new["title"]) for row in change.changed] == [("A", "A2")]
    assert set(change.by) == {"Sara Second", "Dina Drafter"}
    assert attachment_page.told(change) == (
        "Fjernet: B (åpent)\nA (åpent)", "Lagt til: C (åpent)\nA2 (skjermet)",
    )  # fmt: skip
    since = journey.row(made).revision
    attachments.move(journey.session, journey.drafter, made, kept, 1)
    (change,) = row_changes.changes(journey.session, made, since)
    assert attachment_page.told(change) == ("", "Rekkefølgen er endret")
