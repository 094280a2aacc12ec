"""A returned Word file against the package it was issued in; the file is looked at and never kept."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..package import slug
from ..store import models
from ..verify import Refused, ReturnReport, report_apart
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
    row = cases.readable(session, actor, competition_id)
    if not actor.roles_in(row.agency_id):
        raise NotFound("Konkurransen finnes ikke, eller du har ikke tilgang til den.")
    uploads.guard(filename, data, "docx")
    package = files.get(session, _archive(session, row.id, number))
    try:
        report, made = report_apart(Path(filename).name[-100:], data, package, marked=marked)
    except Refused as error:
        raise Invalid({"file": str(error)}) from error
    audit.record(session, actor.id, "package.compared", row.id, "uendret" if report.is_intact else "endret")
    session.commit()
    return report, made


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
