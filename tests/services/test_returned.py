"""The tamper check as a use case: against the current package, own agency only, hostile files refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.assemble import assemble
from dpsdocs.domain import case_file
from dpsdocs.domain.roles import Actor
from dpsdocs.masters.loader import load
from dpsdocs.services import audit, files, returned
from dpsdocs.services.errors import Invalid, NotFound
from dpsdocs.store import models
from tests.builders import Make
from tests.writers.tracked import marks


@pytest.fixture(scope="module")
def package(root: Path) -> bytes:
    folder = root / "templates" / "masters" / "vektertjenester"
    case = case_file.read((folder / "samples" / "reception.json").read_bytes())
    return assemble(case, load(folder)).archives["bidders"].data


def contract(package: bytes, old: str = "", new: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        inner = source.read(next(n for n in source.namelist() if n.endswith("_avtale.docx")))
    with zipfile.ZipFile(io.BytesIO(inner)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(
                name, source.read(name).decode("latin-1").replace(old or "\0", new).encode("latin-1")
            )
    return out.getvalue()


@pytest.fixture
def issued(session: Session, make: Make, package: bytes) -> tuple[Actor, str]:
    """A drafter and a competition with an issued package."""
    agency = make.agency()
    drafter = make.actor("drafter", agency=agency)
    row = make.competition(agency, drafter.id, status="issued")
    sha = files.put(session, package)
    made = models.Package(
        competition_id=row.id,
        number=1,
        revision=0,
        case_sha256=sha,
        release_id=row.release_id,
        issued_by=drafter.id,
    )
    session.add(made)
    session.flush()
    session.add(
        models.PackageFile(
            package_id=made.id,
            position=0,
            part="bidders",
            name="p.zip",
            is_archive=True,
            sha256=sha,
            size=len(package),
        )
    )
    session.commit()
    return drafter, row.id


def test_what_was_changed_is_told_and_logged(
    session: Session, issued: tuple[Actor, str], package: bytes
) -> None:
    drafter, competition_id = issued
    assert returned.check(session, drafter, competition_id, "svar.docx", contract(package)).is_intact
    report = returned.check(
        session, drafter, competition_id, "svar.docx", contract(package, "er 30 dager", "er 60 dager")
    )
    assert [c.state for c in report.breaches] == ["changed"]
    assert audit.verify(session) is None
    last = session.query(models.AuditEvent).order_by(models.AuditEvent.id.desc()).first()
    assert last is not None
    assert (last.action, last.detail) == ("package.compared", "endret")


def test_only_the_agency_itself_and_only_issued_packages(
    session: Session, issued: tuple[Actor, str], make: Make, package: bytes
) -> None:
    other = make.actor("drafter", agency=make.agency())
    with pytest.raises(NotFound):
        returned.check(session, other, issued[1], "svar.docx", contract(package))
    own = make.agency()
    drafter = make.actor("drafter", agency=own)
    draft = make.competition(own, drafter.id)
    with pytest.raises(NotFound, match="ingen utstedt pakke"):
        returned.check(session, drafter, draft.id, "svar.docx", contract(package))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("svar.docx", b"%PDF-1.7 noe", "innholdet er noe annet"),
        ("svar.pdf", b"%PDF-1.7 noe", "er ikke en Word-fil"),
        ("svar.docx", b"", "er tom"),
        ("svar.docx", b"PK\x03\x04" + b"\0" * 50, "skadet"),
        ("svar.docx", b"x" * 6_000_000, "Grensen er 5 MB"),
    ],
)
def test_what_is_no_word_file_is_refused(
    session: Session, issued: tuple[Actor, str], name: str, data: bytes, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        returned.check(session, issued[0], issued[1], name, data)


def test_the_report_comes_as_a_word_file_with_tracked_changes(
    session: Session, issued: tuple[Actor, str], package: bytes
) -> None:
    drafter, competition_id = issued
    data = contract(package, "er 30 dager", "er 60 dager")
    name, report = returned.marked(session, drafter, competition_id, "Svar på æ.docx", data)
    assert name == "Svar-pa-ae_kontrollert.docx"
    assert marks(report) == {"ins": 1, "del": 1}
    with pytest.raises(Invalid, match="er tom"):
        returned.marked(session, drafter, competition_id, "svar.docx", b"")


def test_a_file_is_compared_with_the_version_it_came_from(
    session: Session, issued: tuple[Actor, str], package: bytes
) -> None:
    drafter, competition_id = issued
    first = session.query(models.Package).one()
    first.state = "replaced"
    session.commit()
    assert returned.versions(session, drafter, competition_id) == (1,)
    assert returned.check(session, drafter, competition_id, "svar.docx", contract(package), 1).is_intact
    with pytest.raises(NotFound, match="ingen utstedt pakke"):
        returned.check(session, drafter, competition_id, "svar.docx", contract(package))
    first.state = "withdrawn"
    session.commit()
    assert returned.versions(session, drafter, competition_id) == ()
    with pytest.raises(NotFound):
        returned.check(session, drafter, competition_id, "svar.docx", contract(package), 1)
