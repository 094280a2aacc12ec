"""Queries on dynamic purchasing systems."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Dps, User


def by_title(session: Session) -> Sequence[Dps]:
    """All systems, by title."""
    return session.scalars(select(Dps).order_by(func.lower(Dps.title), Dps.reference)).all()


def held(session: Session, id: str) -> Dps | None:
    """One system, held until the transaction ends."""
    return session.get(Dps, id, with_for_update=True, populate_existing=True)


def with_reference(session: Session, reference: str) -> Dps | None:
    """The system that has this reference."""
    return session.scalar(select(Dps).where(func.lower(Dps.reference) == reference.lower()))


def names(session: Session, user_ids: set[str]) -> dict[str, str]:
    """The people's names by their ids."""
    if not user_ids:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {id: name for id, name in rows}  # noqa: C416  a Row is not quite a pair to mypy
