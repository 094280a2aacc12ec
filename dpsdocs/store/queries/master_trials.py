"""Queries on trial renders of drafts of masters. Each change holds only while the row is as it was read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from ..models import MasterTrial, RenderJob

_OPTIONS: dict[str, Any] = {"synchronize_session": False}


def latest(session: Session, draft_id: str) -> MasterTrial | None:
    """The trial of a draft that was asked for last."""
    query = select(MasterTrial).where(MasterTrial.draft_id == draft_id)
    query = query.order_by(MasterTrial.created_at.desc(), MasterTrial.id).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def has_failed(session: Session, draft_id: str, revision: int) -> bool:
    """Whether the last trial of the draft as it stands found a document that cannot be made."""
    row = latest(session, draft_id)
    if row is None or row.revision != revision or row.report is None:
        return False
    return any(document["failed"] for document in row.report["documents"])


def next_id(session: Session, at: datetime) -> str | None:
    """The trial that has waited longest, or one whose worker died."""
    query = select(MasterTrial.id).where(_free(at)).order_by(MasterTrial.created_at, MasterTrial.id).limit(1)
    return session.scalar(query)


def take(session: Session, trial_id: str, at: datetime, until: datetime) -> MasterTrial | None:
    """Take the row if it still waits. Two workers never get the same."""
    query = update(MasterTrial).where(MasterTrial.id == trial_id, _free(at))
    counted = {"attempt": MasterTrial.attempt + 1, "tries": MasterTrial.tries + 1}
    taken = query.values(**counted, state="running", lease_until=until).returning(MasterTrial)
    return session.scalar(taken.execution_options(**_OPTIONS, populate_existing=True))


def change_mine(session: Session, trial_id: str, attempt: int, **values: Any) -> bool:
    """Change a running trial as long as the attempt is the row's own; whether it was."""
    mine = and_(MasterTrial.id == trial_id, MasterTrial.attempt == attempt, MasterTrial.state == "running")
    query = update(MasterTrial).where(mine).values(**values).returning(MasterTrial.id)
    return session.scalar(query.execution_options(**_OPTIONS)) is not None


def package_waits(session: Session, at: datetime) -> bool:
    """Whether a package is ordered that nobody makes."""
    abandoned = and_(RenderJob.state == "running", RenderJob.lease_until < at)
    query = select(RenderJob.id).where(or_(RenderJob.state == "queued", abandoned)).limit(1)
    return session.scalar(query) is not None


def _free(at: datetime) -> ColumnElement[bool]:
    abandoned = and_(MasterTrial.state == "running", MasterTrial.lease_until < at)
    return or_(MasterTrial.state == "queued", abandoned)
