"""Queries on the audit log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import AuditEvent, User


def last_hash(session: Session) -> str:
    """The hash of the newest line; empty before the first."""
    return session.scalar(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)) or ""


def whole_log(session: Session) -> Iterator[AuditEvent]:
    """Every line, oldest first, read a thousand at a time."""
    last = 0
    while page := session.scalars(
        select(AuditEvent).where(AuditEvent.id > last).order_by(AuditEvent.id).limit(1000)
    ).all():
        yield from page
        last = page[-1].id


def newest_with_names(
    session: Session, limit: int, before: int | None
) -> Sequence[tuple[AuditEvent, str | None]]:
    """The newest lines with the person's name, newest first, older than the line ``before``."""
    query = select(AuditEvent, User.name).join(User, User.id == AuditEvent.user_id, isouter=True)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    rows = session.execute(query.order_by(AuditEvent.id.desc()).limit(limit))
    return [(event, name) for event, name in rows]
