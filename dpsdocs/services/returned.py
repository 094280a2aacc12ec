"""A returned Word file or price schedule against the package it was issued in; it is looked at and never kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..package import slug
from ..store import models
from ..verify import Refused, ReturnReport, ScheduleReport, report_apart, schedule_apart
from . import audit, cases, files, uploads
from .errors import Invalid, NotFound
from .packages import STANDING


def check(
    session: Session, actor: Actor, competition_id: str, filename: str, data: bytes, number: int = 0
) -> ReturnReport:
    """The report, or ``Invalid`` with the reason the file is refused. The check stands in the log.

    ``number`` is the version to compare with; the one that is current when it is left out.
    """
    return _checked(session, actor, competition_id, filename, data, number, marked=False)[0]


def marked(
    session: Session, actor: Actor, competition_id: str, filename: str, data: bytes, number: int = 0
) -> tuple[str, bytes]:
    """The same as a Word file with tracked changes: its name and bytes."""
    _, made = _checked(session, actor, competition_id, filename, data, number, marked=True)
    return f"{slug(Path(filename).stem, 60)}_kontrollert.docx", made


def prices(
    session: Session, actor: Actor, competition_id: str, filename: str, data: bytes, number: int = 0
) -> ScheduleReport:
    """A returned price schedule read: prices, our own sum, and what else differs. Only that it was read is logged."""
    row, package = _opened(session, actor, competition_id, filename, data, number, "xlsx")
    try:
        report = schedule_apart(Path(filename).name[-100:], data, package)
    except Refused as error:
        raise Invalid({"file": str(error)}) from error
    _log(session, actor, row, is_intact=not report.changes)
    return report


def versions(session: Session, actor: Actor, competition_id: str) -> tuple[int, ...]:
    """The versions a file can be compared with, the latest first."""
    row = cases.readable(session, actor, competition_id)
    query = select(models.Package.number).where(
        models.Package.competition_id == row.id, models.Package.state.in_(STANDING)
    )
    return tuple(session.scalars(query.order_by(models.Package.number.desc())))


def _checked(
    session: Session,
    actor: Actor,
    competition_id: str,
    filename: str,
    data: bytes,
    number: int,
    *,
    marked: bool,
) -> tuple[ReturnReport, bytes]:
    row, package = _opened(session, actor, competition_id, filename, data, number, "docx")
    try:
        report, made = report_apart(Path(filename).name[-100:], data, package, marked=marked)
    except Refused as error:
        raise Invalid({"file": str(error)}) from error
    _log(session, actor, row, is_intact=report.is_intact)
    return report, made


def _opened(
    session: Session,
    actor: Actor,
    competition_id: str,
    filename: str,
    data: bytes,
    number: int,
    kind: Literal["docx", "xlsx"],
) -> tuple[models.Competition, bytes]:
    """The competition and the package to compare with, once the file may be opened."""
    row = cases.readable(session, actor, competition_id)
    if not actor.roles_in(row.agency_id):
        raise NotFound("Konkurransen finnes ikke, eller du har ikke tilgang til den.")
    uploads.guard(filename, data, kind)
    return row, files.get(session, _archive(session, row.id, number))


def _log(session: Session, actor: Actor, row: models.Competition, *, is_intact: bool) -> None:
    audit.record(session, actor.id, "package.compared", row.id, "uendret" if is_intact else "endret")
    session.commit()


def _archive(session: Session, competition_id: str, number: int) -> str:
    wanted = models.Package.number == number if number else models.Package.state == "current"
    query = (
        select(models.PackageFile.sha256)
        .join(models.Package, models.Package.id == models.PackageFile.package_id)
        .where(models.Package.competition_id == competition_id, models.Package.state.in_(STANDING), wanted)
        .where(models.PackageFile.part == "bidders", models.PackageFile.is_archive)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("Konkurransen har ingen utstedt pakke å sammenligne med.")
    return found
