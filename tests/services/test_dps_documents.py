"""Documents of a purchasing system: added by managers, fetched by all, kept when removed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.services import audit, dps_documents
from dpsdocs.services.errors import Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.builders import Make
from tests.services.test_file_check import pdf, scripted, word, workbook


@pytest.fixture
def manager(make: Make) -> Actor:
    """Who adds and removes."""
    return make.actor("dps_manager", name="Tone Rygg")


@pytest.fixture
def system(make: Make) -> str:
    """A purchasing system."""
    return str(make.dps().id)


def test_added_documents_stand_on_the_page_by_title(session: Session, manager: Actor, system: str) -> None:
    for title, name, data in (
        ("Veiledning", "Veiledning våren.pdf", pdf()),
        ("avtale", "a.DOCX", word()),
        ("Priser", "p.xlsx", workbook()),
    ):
        dps_documents.add(session, manager, system, f"  {title} ", name, data)
    session.expire_all()
    found = dps_documents.documents(session, system)
    assert [(d.title, d.file_name, d.extension, d.added_by) for d in found] == [
        ("avtale", "a.docx", "docx", "Tone Rygg"),
        ("Priser", "p.xlsx", "xlsx", "Tone Rygg"),
        ("Veiledning", "Veiledning-varen.pdf", "pdf", "Tone Rygg"),
    ]
    assert all(d.size > 500 for d in found)


def test_everybody_fetches_what_was_put_in(session: Session, make: Make, manager: Actor, system: str) -> None:
    data = pdf()
    made = dps_documents.add(session, manager, system, "Veiledning", "v.pdf", data)
    reader = make.actor("reader", agency=make.agency())
    assert dps_documents.fetch(session, reader, system, made) == ("v.pdf", "application/pdf", data)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    made = dps_documents.add(session, manager, system, "Avtale", "a.docx", word())
    assert dps_documents.fetch(session, reader, system, made)[1] == kind
    with pytest.raises(NotFound):
        dps_documents.fetch(session, reader, str(make.dps().id), made)
    with pytest.raises(NotFound):
        dps_documents.fetch(session, reader, system, "finnes-ikke")


def test_a_removed_document_stays_in_the_history(
    session: Session, make: Make, manager: Actor, system: str
) -> None:
    data, reader = pdf(), make.actor("reader", agency=make.agency())
    made = dps_documents.add(session, manager, system, "Veiledning", "v.pdf", data)
    dps_documents.remove(session, manager, system, made)
    dps_documents.remove(session, manager, system, made)
    session.expire_all()
    assert dps_documents.documents(session, system) == ()
    (gone,) = dps_documents.removed(session, manager, system)
    assert gone.id == made and gone.removed_by == "Tone Rygg" and gone.removed_at
    assert dps_documents.fetch(session, manager, system, made)[2] == data
    with pytest.raises(NotFound):
        dps_documents.fetch(session, reader, system, made)
    deeds = [event.action for event in audit.events(session, make.admin())]
    assert deeds.count("dps.document_removed") == 1 and deeds.count("dps.document_added") == 1


def test_it_can_be_added_anew_after_it_was_removed(session: Session, manager: Actor, system: str) -> None:
    data = pdf()
    first = dps_documents.add(session, manager, system, "Veiledning", "v.pdf", data)
    dps_documents.remove(session, manager, system, first)
    assert dps_documents.add(session, manager, system, "Veiledning", "v.pdf", data) != first
    assert session.scalar(select(func.count()).select_from(models.Blob)) == 1


def test_a_double_click_adds_once(session: Session, manager: Actor, system: str) -> None:
    data = pdf()
    first = dps_documents.add(session, manager, system, "Veiledning", "v.pdf", data)
    assert dps_documents.add(session, manager, system, "Veiledning", "v.pdf", data) == first
    assert dps_documents.add(session, manager, system, "Rundskriv", "v.pdf", data) != first


def test_only_managers_change_the_page(session: Session, make: Make, manager: Actor, system: str) -> None:
    made = dps_documents.add(session, manager, system, "Veiledning", "v.pdf", pdf())
    for other in (make.admin(), make.actor("master_editor"), make.actor("approver", agency=make.agency())):
        with pytest.raises(Forbidden):
            dps_documents.add(session, other, system, "x", "v.pdf", pdf())
        with pytest.raises(Forbidden):
            dps_documents.remove(session, other, system, made)
        with pytest.raises(Forbidden):
            dps_documents.removed(session, other, system)


def test_what_cannot_be_used_is_told_at_its_field(session: Session, manager: Actor, system: str) -> None:
    for title, name, data, told in (
        ("", "v.pdf", pdf(), {"title"}),
        ("x" * 201, "v.pdf", pdf(), {"title"}),
        ("x\x00", "v.pdf", pdf(), {"title"}),
        ("Veiledning", "", b"", {"file"}),
        ("Veiledning", "v.pdf", pdf(scripted), {"file"}),
        ("Veiledning", "v.odt", b"PK\x03\x04", {"file"}),
        ("", "v.exe", b"MZ", {"title", "file"}),
    ):
        with pytest.raises(Invalid) as caught:
            dps_documents.add(session, manager, system, title, name, data)
        assert caught.value.problems.keys() == told
    assert dps_documents.documents(session, system) == ()
    assert session.scalar(select(func.count()).select_from(models.Blob)) == 0


def test_a_file_over_the_limit_is_told_with_its_size(session: Session, manager: Actor, system: str) -> None:
    with pytest.raises(Invalid, match=r"20,1 MB\. Grensen er 20 MB"):
        dps_documents.add(session, manager, system, "Stor", "v.pdf", b"%PDF-1.7" + b" " * 20_100_000)


def test_documents_of_systems_that_are_not_there(session: Session, manager: Actor, system: str) -> None:
    with pytest.raises(NotFound):
        dps_documents.add(session, manager, "finnes-ikke", "Veiledning", "v.pdf", pdf())
    with pytest.raises(NotFound):
        dps_documents.remove(session, manager, system, "finnes-ikke")
    assert dps_documents.documents(session, "finnes-ikke") == ()


def test_there_is_room_for_so_many(
    session: Session, manager: Actor, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dps_documents, "MOST", 1)
    dps_documents.add(session, manager, system, "Veiledning", "v.pdf", pdf())
    with pytest.raises(Invalid, match="Det er plass til 1 dokumenter"):
        dps_documents.add(session, manager, system, "Rundskriv", "v.pdf", pdf())


def test_the_log_tells_who_fetched_what(session: Session, make: Make, manager: Actor, system: str) -> None:
    made = dps_documents.add(session, manager, system, "Veiledning", "v.pdf", pdf())
    dps_documents.note_fetch(session, manager, made, "v.pdf")
    newest = audit.events(session, make.admin())[0]
    assert (newest.action, newest.object_id, newest.detail) == ("file.downloaded", made, "v.pdf")
