"""Rendering ahead: while somebody looks through the answers, the files of the draft are made for the cache.

It never stands in the way: a package that is ordered goes first, changed answers end it, and nothing depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from ..domain.case import Case
from ..store.models import Ahead, Competition, now
from ..store.queries import ahead as queries
from . import cases

TRIES = 2
FRESH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A draft that is ours to render, as long as ``attempt`` is the row's."""

    competition_id: str
    revision: int
    attempt: int


def is_asked(session: Session, competition_id: str, revision: int) -> bool:
    """Whether these answers are asked for already; reads only."""
    return queries.is_asked(session, competition_id, revision)


def ask(session: Session, competition_id: str, revision: int) -> None:
    """Ask for the files of the draft as it stands. Who may is the caller's to know."""
    queries.ask(session, competition_id, revision, now())
    session.commit()


def waits(session: Session) -> bool:
    """Whether there is something to render, and no package is ordered; reads only."""
    at = now()
    found = queries.next_id(session, at, at - FRESH, TRIES) is not None
    session.rollback()
    return found


def claim(session: Session, worker: str, lease_seconds: int) -> Claimed | None:
    """Take what was asked for last, also one whose worker died."""
    at = now()
    key = queries.next_id(session, at, at - FRESH, TRIES)
    until = at + timedelta(seconds=lease_seconds)
    row = queries.take(session, key, at, until, worker[:80]) if key else None
    claimed = None if row is None else Claimed(row.competition_id, row.revision, row.attempt)
    session.commit()
    return claimed


def case(session: Session, claimed: Claimed) -> tuple[Case, str]:
    """The case as it would be frozen now, and the id of its release."""
    row = session.get_one(Competition, claimed.competition_id)
    return cases.build(session, row), row.release_id


def is_wanted(session: Session, claimed: Claimed) -> bool:
    """Whether to go on: the answers are as they were, and no package waits; reads only."""
    wanted = queries.is_wanted(session, claimed.competition_id, claimed.attempt, now())
    session.rollback()
    return wanted


def beat(session: Session, claimed: Claimed, lease_seconds: int) -> None:
    """Keep the row for some time more."""
    until = now() + timedelta(seconds=lease_seconds)
    queries.change_mine(session, claimed.competition_id, claimed.attempt, lease_until=until)
    session.commit()


def finish(session: Session, claimed: Claimed) -> None:
    """Nothing more to do for these answers."""
    queries.change_mine(session, claimed.competition_id, claimed.attempt, state="done", lease_until=None)
    session.commit()


def let_go(session: Session, claimed: Claimed) -> None:
    """Put it back for later, when something better came: it does not count as a try."""
    values = {"state": "queued", "lease_until": None, "tries": Ahead.tries - 1}
    queries.change_mine(session, claimed.competition_id, claimed.attempt, **values)
    session.commit()
