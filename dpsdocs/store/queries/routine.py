"""Queries on the versions of the routine page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ..models import RoutineVersion, User


def newest(session: Session) -> tuple[RoutineVersion, str] | None:
    """The version with the highest number and the name of who wrote it, or None when there is none."""
    row = session.execute(_named().limit(1)).first()
    return None if row is None else (row[0], row[1])


def numbered(session: Session, number: int) -> tuple[RoutineVersion, str] | None:
    """One version and the name of who wrote it."""
    row = session.execute(_named().where(RoutineVersion.number == number)).first()
    return None if row is None else (row[0], row[1])


def newest_first(session: Session) -> Sequence[tuple[RoutineVersion, str]]:
    """All versions, each with the name of who wrote it."""
    return [(row[0], row[1]) for row in session.execute(_named())]


def _named() -> Select[RoutineVersion, str]:
    return (
        select(RoutineVersion, User.name)
        .join(User, User.id == RoutineVersion.written_by)
        .order_by(RoutineVersion.number.desc())
    )
