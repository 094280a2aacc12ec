"""Issuing: freeze the case, let the worker make the package, keep it for ever; withdraw or mark as sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..assemble import NotReady
from ..domain import case_file
from ..domain.case import Case
from ..domain.competition import build
from ..domain.roles import Actor
from ..store import models
from ..store.models import now
from . import audit, cases, competitions, files, jobs, sent
from .errors import Conflict, NotFound
from .fields import own_words
from .releases import Releases

TYPES = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STANDING = ("current", "replaced")  # issued and not taken back


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of an issued package."""

    id: str
    part: str
    name: str
    title: str
    is_archive: bool
    sha256: str
    size: int

    @property
    def extension(self) -> str:
        """«docx», «pdf» …"""
        return Path(self.name).suffix.lstrip(".")


@dataclass(frozen=True, slots=True)
class PackageView:
    """An issued package."""

    id: str
    number: int
    state: str
    issued_by: str
    issued_at: datetime
    last_sending_day: date | None
    sent_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_words: str
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class JobView:
    """How far the making of a package has come."""

    id: str
    state: str
    done: int
    total: int
    step: str
    error: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Packages of a competition, the latest first, and the job at work if any."""

    packages: Sequence[PackageView]
    job: JobView | None


def issue(session: Session, releases: Releases, actor: Actor, competition_id: str) -> str:
    """Freeze the case and queue its package; asking twice gives the same job. Returns the job's id."""
    row = cases.writable(session, actor, competition_id)
    if row.status == "issued":
        raise Conflict("Pakken er allerede utstedt.")
    if releases.load(session, row.release_id).is_tryout:
        raise Conflict("Konkurransen er en prøve av maler som ikke gjelder ennå. Den kan ikke utstedes.")
    cases.moved(row, "issue")
    opened = competitions.open_case(session, releases, actor, competition_id)
    if opened.checked.stops:
        raise NotReady(opened.checked.stops)
    number = cases.next_number(session, row.id)
    frozen = cases.build(session, row)
    sha = files.put(session, case_file.dump(frozen))
    job_id = jobs.enqueue(
        session, key=f"{row.id}:{row.revision}:{number}", competition_id=row.id, revision=row.revision,
        package_number=number, case_sha256=sha, release_id=row.release_id, requested_by=actor.id,
    )  # fmt: skip
    audit.record(session, actor.id, "package.ordered", row.id, f"versjon {number}")
    session.commit()
    return job_id


def list_as(session: Session, releases: Releases, row: models.Competition, package: models.Package) -> None:
    """The columns kept for lists say what the package says."""
    catalogue = releases.load(session, package.release_id).catalogue
    competitions.set_columns(session, row, build(frozen_case(session, package.case_sha256), catalogue))


def frozen_case(session: Session, sha256: str) -> Case:
    """The case a package was made from."""
    return sent.case_of(session, sha256)


def issued(session: Session, actor: Actor, competition_id: str) -> Issue:
    """The packages and the job at work."""
    row = cases.readable(session, actor, competition_id)
    query = (
        select(models.Package)
        .where(models.Package.competition_id == row.id)
        .order_by(models.Package.number.desc())
    )
    found = [
        view(session, package, actor, row.agency_id)
        for package in session.scalars(query)
        if _stands(actor, row, package)
    ]
    newest = session.scalar(
        select(models.RenderJob)
        .where(models.RenderJob.competition_id == row.id)
        .order_by(models.RenderJob.created_at.desc())
        .limit(1)
    )
    job = None
    waits = row.status == "approved" and newest is not None and newest.revision == row.revision
    if newest is not None and waits and newest.state != "done":
        job = JobView(newest.id, newest.state, newest.done, newest.total, newest.step, newest.error)
    return Issue(found, job)


def view(session: Session, package: models.Package, actor: Actor, agency_id: str) -> PackageView:
    """A package with the files the actor may open."""
    rows = session.scalars(
        select(models.PackageFile)
        .where(models.PackageFile.package_id == package.id)
        .order_by(models.PackageFile.position)
    )
    shown = tuple(
        FileView(f.id, f.part, f.name, f.title, f.is_archive, f.sha256, f.size)
        for f in rows
        if _may_open(actor, agency_id, f.part)
    )
    by = session.get_one(models.User, package.issued_by).name
    return PackageView(
        package.id, package.number, package.state, by, package.issued_at, package.last_sending_day,
        package.sent_at, package.withdrawn_at, package.withdrawn_words, shown,
    )  # fmt: skip


def _may_open(actor: Actor, agency_id: str, part: str) -> bool:
    """Own agency opens all; everybody else only what the bidders got."""
    return bool(actor.roles_in(agency_id)) or part == "bidders"


def download(session: Session, actor: Actor, file_id: str) -> tuple[str, str, bytes]:
    """Name, media type and bytes of one file; every download stands in the log."""
    file = session.get(models.PackageFile, file_id)
    package = session.get(models.Package, file.package_id) if file else None
    row = session.get(models.Competition, package.competition_id) if package else None
    if (
        file is None
        or package is None
        or row is None
        or not _stands(actor, row, package)
        or not may_know(session, actor, row)
        or not _may_open(actor, row.agency_id, file.part)
    ):
        raise NotFound("Filen finnes ikke, eller du har ikke tilgang til den.")
    kind = TYPES.get(Path(file.name).suffix.lstrip("."), "application/octet-stream")
    return file.name, kind, files.get(session, file.sha256)


def may_know(session: Session, actor: Actor, row: models.Competition) -> bool:
    """Who may read the competition, all when it is awarded, and UKE also while what is sent is changed."""
    changing = actor.is_central("dps_manager") and sent.is_changing(session, row)
    return changing or cases.may_read(session, actor, row) or row.status == "awarded"


def _stands(actor: Actor, row: models.Competition, package: models.Package) -> bool:
    """A withdrawn package was never sent: it stays with its agency."""
    return package.state in STANDING or bool(actor.roles_in(row.agency_id))


def note_download(session: Session, actor: Actor, file_id: str, name: str) -> None:
    """Write in the log who fetched what, in a transaction of its own."""
    audit.record(session, actor.id, "file.downloaded", file_id, name)
    session.commit()


def withdraw(session: Session, releases: Releases, actor: Actor, competition_id: str, words: str) -> None:
    """Take an issued package back before it is sent; it stays, marked as withdrawn.

    The version it would have replaced is then again the one the suppliers have.
    """
    row = cases.writable(session, actor, competition_id)
    status = cases.moved(row, "withdraw")
    package = _current(session, row.id)
    text = own_words("words", words, "Skriv hvorfor pakken trekkes tilbake.")
    before = sent.changed_by(session, row)
    row.status = status
    package.state, package.withdrawn_at, package.withdrawn_by = "withdrawn", now(), actor.id
    package.withdrawn_words = text
    if before is not None:
        before.state = "current"
        list_as(session, releases, row, before)
    row.updated_at, row.updated_by = now(), actor.id
    audit.record(session, actor.id, "package.withdrawn", row.id, f"versjon {package.number}")
    session.commit()


def mark_sent(session: Session, actor: Actor, competition_id: str) -> None:
    """Say that the invitation is sent in the KGV; nothing can be withdrawn after this."""
    row = cases.writable(session, actor, competition_id)
    if row.status == "sent":
        return
    package = _current(session, row.id)
    row.status = cases.moved(row, "send")
    package.sent_at, package.sent_by = now(), actor.id
    row.updated_at, row.updated_by = now(), actor.id
    audit.record(session, actor.id, "package.sent", row.id, f"versjon {package.number}")
    session.commit()


def _current(session: Session, competition_id: str) -> models.Package:
    package = session.scalar(
        select(models.Package).where(
            models.Package.competition_id == competition_id, models.Package.state == "current"
        )
    )
    if package is None:
        raise Conflict("Det finnes ingen utstedt pakke.")
    return package
