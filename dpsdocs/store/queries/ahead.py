"""Queries on what is rendered ahead. Each change holds only while the row is as it was read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..models import Ahead, Competition, RenderJob

_OPTIONS: dict[str, Any] = {"synchronize_session": False}


def is_asked(session: Session, competition_id: str, revision: int) -> bool:
    """Whether this revision is asked for already."""
    query = select(Ahead.revision).where(Ahead.competition_id == competition_id)
    return session.scalar(query) == revision


def ask(session: Session, competition_id: str, revision: int, at: datetime) -> None:
    """Ask for this revision in place of whatever was asked for; what is at work on another loses its row."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {
        "competition_id": competition_id,
        "revision": revision,
        "state": "queued",
        "attempt": 0,
        "tries": 0,
    }
    new = insert(Ahead).values(**row, worker="", asked_at=at)
    fresh = {
        "revision": revision,
        "state": "queued",
        "attempt": Ahead.attempt + 1,
        "tries": 0,
        "asked_at": at,
    }
    session.execute(
        new.on_conflict_do_update(
            index_elements=[Ahead.competition_id], set_=fresh, where=Ahead.revision != revision
        )
    )


def next_id(session: Session, at: datetime, oldest: datetime, most: int) -> str | None:
    """The competition to render for: the latest asked for, while no package waits; None when there is none."""
    query = (
        select(Ahead.competition_id)
        .join(Competition, Competition.id == Ahead.competition_id)
        .where(_free(at), Ahead.asked_at > oldest, Ahead.tries < most, _stands(), ~_ordered(at))
        .order_by(Ahead.asked_at.desc(), Ahead.competition_id)
        .limit(1)
    )
    return session.scalar(query)


def take(session: Session, competition_id: str, at: datetime, until: datetime, worker: str) -> Ahead | None:
    """Take the row if it still waits. Two workers never get the same."""
    query = update(Ahead).where(Ahead.competition_id == competition_id, _free(at))
    values = {
        "state": "running",
        "attempt": Ahead.attempt + 1,
        "tries": Ahead.tries + 1,
        "lease_until": until,
    }
    taken = query.values(**values, worker=worker).returning(Ahead)
    return session.scalar(taken.execution_options(**_OPTIONS, populate_existing=True))


def is_wanted(session: Session, competition_id: str, attempt: int, at: datetime) -> bool:
    """Whether the attempt is the row's own, the answers are as they were, and no package waits."""
    query = (
        select(Ahead.competition_id)
        .join(Competition, Competition.id == Ahead.competition_id)
        .where(_mine(competition_id, attempt), _stands(), ~_ordered(at))
    )
    return session.scalar(query) is not None


def change_mine(session: Session, competition_id: str, attempt: int, **values: Any) -> None:
    """Change the row as long as the attempt is its own."""
    query = update(Ahead).where(_mine(competition_id, attempt)).values(**values)
    session.execute(query.execution_options(**_OPTIONS))


def _mine(competition_id: str, attempt: int) -> ColumnElement[bool]:
    return and_(Ahead.competition_id == competition_id, Ahead.attempt == attempt, Ahead.state == "running")


def _free(at: datetime) -> ColumnElement[bool]:
    abandoned = and_(Ahead.state == "running", Ahead.lease_until < at)
    return or_(Ahead.state == "queued", abandoned)


def _stands() -> ColumnElement[bool]:
    """The answers are those that were asked for, and the package is not ordered or issued."""
    before_issue = Competition.status.in_(("draft", "submitted", "approved"))
    return and_(Competition.revision == Ahead.revision, before_issue)


def _ordered(at: datetime) -> ColumnElement[bool]:
    """A package somebody waits for, and nobody makes."""
    abandoned = and_(RenderJob.state == "running", RenderJob.lease_until < at)
    return exists().where(or_(RenderJob.state == "queued", abandoned))
