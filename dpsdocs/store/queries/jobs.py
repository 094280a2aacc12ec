"""Queries on the queue of render jobs. Each change holds only while the row is as it was read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..models import Competition, RenderJob, new_id, now


def add_once(session: Session, **values: Any) -> str:
    """The id of the job with this key, made when there is none."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"id": new_id(), "created_at": now(), **values}
    session.execute(insert(RenderJob).values(**row).on_conflict_do_nothing(index_elements=[RenderJob.key]))
    return session.scalars(select(RenderJob.id).where(RenderJob.key == values["key"])).one()


def give_up(session: Session, at: datetime, words: str) -> list[str]:
    """Fail the jobs whose last allowed attempt died; their ids."""
    dead = (RenderJob.state == "running") & (RenderJob.lease_until < at)
    query = update(RenderJob).where(dead, RenderJob.attempt >= RenderJob.attempt_limit)
    values = {"state": "failed", "error": words, "finished_at": at, "lease_until": None}
    return list(session.scalars(query.values(values).returning(RenderJob.id).execution_options(**_OPTIONS)))


def take_next(session: Session, at: datetime, until: datetime, worker: str) -> RenderJob | None:
    """Take the oldest waiting job, or one whose worker died. Two workers never get the same."""
    abandoned = (RenderJob.state == "running") & (RenderJob.lease_until < at)
    chosen = (
        select(RenderJob.id)
        .where((RenderJob.state == "queued") | abandoned)
        .order_by(RenderJob.created_at, RenderJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    values = {"state": "running", "attempt": RenderJob.attempt + 1, "lease_until": until, "worker": worker}
    query = update(RenderJob).where(RenderJob.id == chosen.scalar_subquery()).values(values | _FRESH)
    return session.scalar(query.returning(RenderJob).execution_options(**_OPTIONS, populate_existing=True))


def change_mine(session: Session, job_id: str, attempt: int, **values: Any) -> bool:
    """Change a running job as long as the attempt is the row's own; whether it was."""
    mine: ColumnElement[bool] = (RenderJob.attempt == attempt) & (RenderJob.state == "running")
    query = update(RenderJob).where(RenderJob.id == job_id, mine).values(**values).returning(RenderJob.id)
    return session.scalar(query.execution_options(**_OPTIONS)) is not None


def requeue(session: Session, job_id: str, attempts: int, **changed: Any) -> bool:
    """Queue a failed job again with so many new attempts; whether it was a failed one."""
    query = update(RenderJob).where(RenderJob.id == job_id, RenderJob.state == "failed")
    values = {"state": "queued", "attempt_limit": RenderJob.attempt + attempts, "finished_at": None}
    query = query.values(values | _FRESH | changed)
    return session.scalar(query.returning(RenderJob.id).execution_options(**_OPTIONS)) is not None


def agency_of(session: Session, competition_id: str) -> str:
    """The agency a competition belongs to."""
    return session.scalars(select(Competition.agency_id).where(Competition.id == competition_id)).one()


_FRESH: dict[str, Any] = {"error": "", "done": 0, "total": 0, "step": ""}
# the row may be loaded in the session: it is read anew when next asked for
_OPTIONS: dict[str, Any] = {"synchronize_session": False}
