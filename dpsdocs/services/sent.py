"""The version the suppliers have: which package a competition changes, and the case that package was made from."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain import case_file, workflow
from ..domain.case import Case, Replaces
from ..domain.formats import OSLO
from ..store import models
from . import files


def changed_by(session: Session, row: models.Competition) -> models.Package | None:
    """The sent package the competition changes; once the change is issued, the one before it; else None."""
    current = _package(session, row, models.Package.state == "current")
    if workflow.is_before_issue(row.status) or current is None:
        return current
    earlier = (models.Package.number < current.number, models.Package.state == "replaced")
    return _package(session, row, *earlier)


def is_changing(session: Session, row: models.Competition) -> bool:
    """Whether a version is sent while the next one is being made."""
    return workflow.is_before_issue(row.status) and changed_by(session, row) is not None


def replaces(session: Session, row: models.Competition) -> Replaces | None:
    """The sent version as the case names it."""
    package = changed_by(session, row)
    if package is None:
        return None
    archive = session.scalar(
        select(models.PackageFile.sha256).where(
            models.PackageFile.package_id == package.id, models.PackageFile.part == "bidders",
            models.PackageFile.is_archive,
        )
    )  # fmt: skip
    at = (
        package.sent_at.astimezone(OSLO).replace(second=0, microsecond=0, tzinfo=None)
        if package.sent_at
        else None
    )
    version = case_of(session, package.case_sha256).version
    return Replaces(version, package.case_sha256, archive or "", at)


def previous(session: Session, case: Case) -> Case | None:
    """The version a case changes, as it was issued."""
    return case_of(session, case.replaces.sha256) if case.replaces else None


def case_of(session: Session, sha256: str) -> Case:
    """The case in a stored case file."""
    return _read(files.get(session, sha256))


@lru_cache(maxsize=8)
def _read(data: bytes) -> Case:
    return case_file.read(data)


def _package(session: Session, row: models.Competition, *wanted: object) -> models.Package | None:
    """The latest package of the competition that is so."""
    query = select(models.Package).where(models.Package.competition_id == row.id, *wanted)  # type: ignore[arg-type]
    return session.scalars(query.order_by(models.Package.number.desc()).limit(1)).first()
