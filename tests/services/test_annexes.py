"""UKE's files for annexes: put in, replaced with the old one kept, taken away; packages take what is there at issue."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from dpsdocs.domain.roles import Actor
from dpsdocs.services import annexes, audit, cases, jobs, packages
from dpsdocs.services.annexes import Slot
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.services.journey import Journey
from tests.services.test_attachments import large
from tests.services.test_file_check import pdf, scripted, word

CONTRACT = "standardkontrakt"


def put(
    journey: Journey, data: bytes, *, seen: str = "", note: str = "", name: str = "kontrakt.pdf",
    by: Actor | None = None, annex: str = CONTRACT,
) -> str:  # fmt: skip
    return annexes.put(
        journey.session, journey.releases, by or journey.manager, annex, note, name, data, seen=seen
    )


def slot(journey: Journey, actor: Actor | None = None) -> Slot:
    journey.session.expire_all()
    return annexes.slot(journey.session, journey.releases, actor or journey.manager, CONTRACT)


def test_every_annex_of_the_set_has_a_place_that_says_when_it_is_needed(journey: Journey) -> None:
    found = annexes.slots(journey.session, journey.releases, journey.reader)
    assert [(s.spec.id, s.file) for s in found] == [
        ("standardkontrakt", None), ("oslomodellen-krav", None), ("databehandleravtale", None),
    ]  # fmt: skip
    assert [s.condition for s in found] == ["", "", "«Databehandling for oppdragsgiveren» er «ja»"]


def test_a_file_is_put_in_replaced_and_taken_away(journey: Journey) -> None:
    first, second = pdf(), word()
    one = put(journey, first, note="  Vedtatt  2024 ")
    shown = slot(journey, journey.reader)
    assert shown.file is not None and shown.earlier == ()
    assert (shown.file.file_name, shown.file.note, shown.file.size) == (
        "kontrakt.pdf",
        "Vedtatt 2024",
        len(first),
    )
    two = put(journey, second, seen=one, name="Kontrakt æ.docx", by=journey.editor)
    now = slot(journey)
    assert now.file is not None and (now.file.id, now.file.extension) == (two, "docx")
    assert [(f.id, f.removed_by) for f in now.earlier] == [(one, now.file.added_by)]
    annexes.remove(journey.session, journey.releases, journey.manager, CONTRACT, two)
    annexes.remove(journey.session, journey.releases, journey.manager, CONTRACT, two)
    gone = slot(journey)
    assert gone.file is None and [f.id for f in gone.earlier] == [two, one]
    assert slot(journey, journey.reader).earlier == ()
    deeds = [
        e for e in reversed(audit.events(journey.session, journey.admin)) if e.action.startswith("annex.")
    ]
    assert [(e.action, e.detail) for e in deeds] == [
        ("annex.put", CONTRACT), ("annex.replaced", CONTRACT), ("annex.removed", CONTRACT),
    ]  # fmt: skip


def test_everybody_fetches_what_counts_and_writers_what_was(journey: Journey) -> None:
    data = pdf()
    one = put(journey, data)
    kind = "application/pdf"
    assert annexes.fetch(journey.session, journey.reader, one) == ("kontrakt.pdf", kind, data)
    put(journey, word(), seen=one, name="k.docx")
    assert annexes.fetch(journey.session, journey.editor, one)[2] == data
    for reader in (journey.reader, journey.drafter, journey.admin):
        with pytest.raises(NotFound):
            annexes.fetch(journey.session, reader, one)
    with pytest.raises(NotFound):
        annexes.fetch(journey.session, journey.manager, "finnes-ikke")


def test_a_double_click_puts_in_once_and_nobody_replaces_unseen(journey: Journey) -> None:
    data = pdf()
    one = put(journey, data)
    assert put(journey, data) == one
    with pytest.raises(Conflict, match="mellomtiden"):
        put(journey, large(), seen="")
    journey.session.rollback()
    assert put(journey, data, seen="noe-gammelt") == one
    annexes.remove(journey.session, journey.releases, journey.manager, CONTRACT, one)
    assert put(journey, data) != one
    assert journey.session.scalar(select(func.count()).where(models.Blob.size == len(data))) == 1


def test_only_uke_changes_them(journey: Journey) -> None:
    one = put(journey, pdf())
    approver_of_masters = journey.make.actor("master_approver")
    for other in (journey.admin, journey.drafter, journey.approver, approver_of_masters):
        with pytest.raises(Forbidden):
            put(journey, word(), by=other, seen=one, name="k.docx")
        with pytest.raises(Forbidden):
            annexes.remove(journey.session, journey.releases, other, CONTRACT, one)
    assert slot(journey).file is not None


def test_what_cannot_be_used_is_told_at_its_field(journey: Journey) -> None:
    for note, name, data, told in (
        ("", "", b"", {"file"}),
        ("x" * 301, "k.exe", b"MZ", {"note", "file"}),
        ("x" * 301, "k.pdf", pdf(), {"note"}),
        ("", "k.pdf", pdf(scripted), {"file"}),
    ):
        with pytest.raises(Invalid) as caught:
            put(journey, data, note=note, name=name)
        assert caught.value.problems.keys() == told
    for annex in ("finnes-ikke", "", "../x"):
        with pytest.raises(NotFound):
            put(journey, pdf(), annex=annex)
        with pytest.raises(NotFound):
            annexes.slot(journey.session, journey.releases, journey.manager, annex)
    other = put(journey, pdf(), annex="oslomodellen-krav")
    with pytest.raises(NotFound):
        annexes.remove(journey.session, journey.releases, journey.manager, CONTRACT, other)


def test_a_draft_follows_the_file_that_counts(journey: Journey) -> None:
    made = journey.draft()
    assert cases.build(journey.session, journey.row(made)).annexes == ()
    one = put(journey, pdf())
    (before,) = cases.build(journey.session, journey.row(made)).annexes
    put(journey, word(), seen=one, name="k.docx")
    (after,) = cases.build(journey.session, journey.row(made)).annexes
    assert (before.annex, before.file) == (CONTRACT, "kontrakt.pdf") and after.file == "k.docx"
    assert before.sha256 != after.sha256


def test_a_package_gets_the_file_that_was_there_when_it_was_ordered(journey: Journey) -> None:
    """Between the order and the work of the worker UKE replaces the file."""
    first, second = pdf(), word()
    one = put(journey, first)
    made = journey.approved()
    packages.issue(journey.session, journey.releases, journey.drafter, made)
    put(journey, second, seen=one, name="k.docx")
    claimed = jobs.claim(journey.session, "test")
    assert claimed is not None
    (frozen,) = packages.frozen_case(journey.session, claimed.case_sha256).annexes
    assert frozen.file == "kontrakt.pdf"
    (live,) = cases.build(journey.session, journey.row(made)).annexes
    assert live.file == "k.docx" and live.sha256 != frozen.sha256
