"""Queries on UKE's changes of the table of rules, and on what people say of findings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from ..models import Judgement, RuleChange, User


def changes(session: Session) -> Sequence[tuple[RuleChange, str]]:
    """Every change with the name of who made it, the oldest first."""
    query = (
        select(RuleChange, User.name).join(User, User.id == RuleChange.made_by).order_by(RuleChange.number)
    )
    return [(change, name) for change, name in session.execute(query)]


def latest(session: Session) -> int:
    """The number of the latest change; 0 when there is none."""
    return session.scalar(select(func.max(RuleChange.number))) or 0


def standing(session: Session, competition_id: str) -> Sequence[tuple[Judgement, str, str]]:
    """What stands for a competition, with who said it and who approved it, the oldest first."""
    approver = aliased(User)
    query = (
        select(Judgement, User.name, approver.name)
        .join(User, User.id == Judgement.made_by)
        .join(approver, approver.id == Judgement.approved_by, isouter=True)
        .where(Judgement.competition_id == competition_id, Judgement.removed_at.is_(None))
        .order_by(Judgement.made_at, Judgement.id)
    )
    return [(row, name, other or "") for row, name, other in session.execute(query)]


def one(session: Session, competition_id: str, judgement_id: str) -> Judgement | None:
    """What stands under an id, if it is the competition's."""
    query = select(Judgement).where(
        Judgement.competition_id == competition_id,
        Judgement.id == judgement_id,
        Judgement.removed_at.is_(None),
    )
    return session.scalar(query)
