"""Queries on trial runs of the evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Trial, User


def runs(session: Session, competition_id: str) -> Sequence[tuple[Trial, str]]:
    """The runs of a competition with who made them, the oldest first."""
    query = (
        select(Trial, User.name)
        .join(User, User.id == Trial.made_by)
        .where(Trial.competition_id == competition_id)
        .order_by(Trial.made_at, Trial.id)
    )
    return [(row, name) for row, name in session.execute(query)]


def count(session: Session, competition_id: str) -> int:
    """How many runs a competition has."""
    query = select(func.count()).select_from(Trial).where(Trial.competition_id == competition_id)
    return session.scalar(query) or 0


def by_token(session: Session, token: str) -> Trial | None:
    """The run a form has made already."""
    return session.scalar(select(Trial).where(Trial.token == token))
