"""How a use case ends: saved, or refused in words."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from .errors import Conflict


def commit(session: Session) -> None:
    """Commit; ``Conflict`` when another transaction got there first."""
    try:
        session.commit()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise Conflict from error


def flush(session: Session) -> None:
    """Send what is waiting to the database; ``Conflict`` when another transaction got there first."""
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise Conflict from error


def check_version(found: int, expected: int) -> None:
    """``Conflict`` unless the version the person saw is the one that stands."""
    if found != expected:
        raise Conflict
