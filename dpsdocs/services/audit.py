"""The audit log: append-only, each line sealed with the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.store.engines import serialise
from dpsdocs.store.models import AuditEvent, now
from dpsdocs.store.queries import audit as queries

from .errors import Forbidden


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. ``name`` is empty when nobody was signed in."""

    id: int
    at: datetime
    user_id: str
    name: str
    action: str
    object_id: str
    detail: str


def record(session: Session, user_id: str, action: str, object_id: str = "", detail: str = "") -> None:
    """Add a line in the caller's transaction; without a commit it is gone with the change it tells of."""
    session.flush()  # the lock comes last, so that two writers never wait for each other in a ring
    serialise(session, "audit")
    previous, at = queries.last_hash(session), now()
    line = _line(at, user_id, action, object_id, detail)
    session.add(
        AuditEvent(
            at=at,
            user_id=user_id,
            action=action,
            object_id=object_id,
            detail=detail,
            previous=previous,
            hash=_sealed(previous, line),
        )
    )
    session.flush()


def verify(session: Session) -> int | None:
    """The id of the first line that doesn't fit, or None when the whole log holds."""
    previous = ""
    for event in queries.whole_log(session):
        line = _line(event.at, event.user_id, event.action, event.object_id, event.detail)
        if event.previous != previous or event.hash != _sealed(previous, line):
            return event.id
        previous = event.hash
    return None


def events(session: Session, actor: Actor, limit: int = 100, before: int | None = None) -> tuple[Event, ...]:
    """The newest lines, or those older than the line ``before``. Only for administrators."""
    if not actor.is_admin:
        raise Forbidden
    rows = queries.newest_with_names(session, max(1, min(limit, 1000)), before)
    return tuple(
        Event(event.id, event.at, event.user_id, name or "", event.action, event.object_id, event.detail)
        for event, name in rows
    )


def _line(at: datetime, user_id: str, action: str, object_id: str, detail: str) -> str:
    fields = [at.astimezone(UTC).isoformat(), user_id, action, object_id, detail]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _sealed(previous: str, line: str) -> str:
    return hashlib.sha256((previous + line).encode()).hexdigest()
