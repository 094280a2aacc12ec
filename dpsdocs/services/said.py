"""What people have said of a competition's findings, as the case carries it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from ..domain.case import Judgement, JudgementKind
from ..domain.formats import OSLO
from ..store.queries import rules as queries


def standing(session: Session, competition_id: str) -> tuple[Judgement, ...]:
    """What stands, the oldest first; of two about the same finding the latest counts."""
    return tuple(
        Judgement(
            cast(JudgementKind, row.kind), row.rule, row.mark, row.reason, name, _clock(row.made_at), row.evidence,
            row.file_name, row.sha256 or "", other, _clock(row.approved_at) if row.approved_at else None,
        )
        for row, name, other in queries.standing(session, competition_id)
    )  # fmt: skip


def _clock(at: datetime) -> datetime:
    return at.astimezone(OSLO).replace(second=0, microsecond=0, tzinfo=None)
