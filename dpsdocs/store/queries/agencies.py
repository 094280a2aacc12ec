"""Queries on agencies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Agency


def by_name(session: Session) -> Sequence[Agency]:
    """All agencies, by name."""
    return session.scalars(select(Agency).order_by(func.lower(Agency.name))).all()


def with_same_name_or_number(session: Session, name: str, org_number: str) -> Sequence[Agency]:
    """The agencies that have one of these already."""
    same = (func.lower(Agency.name) == name.lower()) | (Agency.org_number == org_number)
    return session.scalars(select(Agency).where(same)).all()
