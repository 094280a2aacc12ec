"""Queries on what competitions have otherwise than the masters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from ..models import AdaptedClause, Agency, Competition, Release, ReleaseMove, User


@dataclass(frozen=True, slots=True)
class Line:
    """A text of a competition's own with the competition, its agency and release, and people by name."""

    row: AdaptedClause
    competition: Competition
    agency: str
    release: Release
    made_by: str
    decided_by: str


def standing(session: Session, competition_id: str) -> Sequence[tuple[AdaptedClause, str, str]]:
    """What counts or waits for a competition, with who made it and who decided, by document and clause."""
    decider = aliased(User)
    query = (
        select(AdaptedClause, User.name, decider.name)
        .join(User, User.id == AdaptedClause.made_by)
        .join(decider, decider.id == AdaptedClause.decided_by, isouter=True)
        .where(AdaptedClause.competition_id == competition_id, AdaptedClause.ended_at.is_(None))
        .order_by(AdaptedClause.document, AdaptedClause.clause, AdaptedClause.made_at, AdaptedClause.id)
    )
    return [(row, name, other or "") for row, name, other in session.execute(query)]


def lines(session: Session, *wanted: object) -> Sequence[Line]:
    """Everything that counts or waits and is so, the newest first."""
    decider = aliased(User)
    query = (
        select(AdaptedClause, Competition, Agency.name, Release, User.name, decider.name)
        .join(Competition, Competition.id == AdaptedClause.competition_id)
        .join(Agency, Agency.id == Competition.agency_id)
        .join(Release, Release.id == Competition.release_id)
        .join(User, User.id == AdaptedClause.made_by)
        .join(decider, decider.id == AdaptedClause.decided_by, isouter=True)
        .where(AdaptedClause.ended_at.is_(None), *wanted)  # type: ignore[arg-type]
        .order_by(AdaptedClause.made_at.desc(), AdaptedClause.id)
    )
    return [Line(*found[:5], found[5] or "") for found in session.execute(query)]


def public(session: Session, wanted: ColumnElement[bool]) -> frozenset[str]:
    """The ids of competitions that are so and have a text of their own."""
    query = (
        select(Competition.id)
        .join(AdaptedClause, AdaptedClause.competition_id == Competition.id)
        .where(wanted, AdaptedClause.ended_at.is_(None))
    )
    return frozenset(session.scalars(query))


def moves(session: Session, competition_id: str) -> Sequence[tuple[ReleaseMove, str, str, str]]:
    """Every move of a competition with the versions it went from and to and who moved it, the oldest first."""
    old, new = aliased(Release), aliased(Release)
    query = (
        select(ReleaseMove, old.version, new.version, User.name)
        .join(old, old.id == ReleaseMove.old_id)
        .join(new, new.id == ReleaseMove.new_id)
        .join(User, User.id == ReleaseMove.moved_by)
        .where(ReleaseMove.competition_id == competition_id)
        .order_by(ReleaseMove.moved_at, ReleaseMove.id)
    )
    return [(row, a, b, name) for row, a, b, name in session.execute(query)]
