"""Queries on drafts of masters, their changes, and what a release has been used for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ...domain.tryout import MARK
from ..models import Competition, MasterChange, MasterDraft, MasterText, MasterWord, Package, Release, User

OPEN = ("draft", "submitted", "returned")
START = "0"  # the version of the empty release a new set begins from, which is never live


def drafts(session: Session) -> Sequence[MasterDraft]:
    """All drafts, the newest first."""
    return session.scalars(select(MasterDraft).order_by(MasterDraft.made_at.desc(), MasterDraft.id)).all()


def open_draft(session: Session, set_id: str) -> MasterDraft | None:
    """The draft of a set that is neither released nor dropped, if any."""
    return session.scalar(
        select(MasterDraft).where(MasterDraft.set_id == set_id, MasterDraft.status.in_(OPEN)).limit(1)
    )


def releases(session: Session, *, starts: bool = False) -> Sequence[Release]:
    """All releases but those for trying only, those that went live last first.

    With ``starts`` also what new sets began from.
    """
    query = select(Release).where(not_tried()).order_by(Release.live_from.desc(), Release.id)
    return session.scalars(query if starts else query.where(Release.version != START)).all()


def not_tried() -> ColumnElement[bool]:
    """A release that is not for trying only."""
    return Release.version.not_like(f"%{MARK}")


def draft_of(session: Session, release_id: str) -> MasterDraft | None:
    """The draft a release was made from, if it was made here."""
    return session.scalar(select(MasterDraft).where(MasterDraft.release_id == release_id))


def has_set(session: Session, set_id: str) -> bool:
    """Whether a set has a release."""
    return session.scalar(select(Release.id).where(Release.set_id == set_id).limit(1)) is not None


def has_version(session: Session, set_id: str, version: str) -> bool:
    """Whether a release of the set has this version."""
    query = select(Release.id).where(Release.set_id == set_id, Release.version == version).limit(1)
    return session.scalar(query) is not None


def texts(session: Session, draft_id: str) -> dict[str, str]:
    """The changed files of a draft."""
    rows = session.scalars(select(MasterText).where(MasterText.draft_id == draft_id))
    return {row.path: row.text for row in rows}


def changes(session: Session, draft_id: str) -> Sequence[tuple[MasterChange, str]]:
    """Every change of a draft with the name of who made it, the newest first."""
    rows = session.execute(
        select(MasterChange, User.name)
        .join(User, User.id == MasterChange.user_id)
        .where(MasterChange.draft_id == draft_id)
        .order_by(MasterChange.number.desc())
    )
    return [(row[0], row[1]) for row in rows]


def last_change(session: Session, draft_id: str, path: str, clause: str) -> tuple[MasterChange, str] | None:
    """The newest change of one clause and the name of who made it, or None."""
    row = session.execute(
        select(MasterChange, User.name)
        .join(User, User.id == MasterChange.user_id)
        .where(MasterChange.draft_id == draft_id, MasterChange.path == path, MasterChange.clause == clause)
        .order_by(MasterChange.number.desc())
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def writers(session: Session, draft_id: str) -> frozenset[str]:
    """The ids of everybody who has changed something in a draft."""
    query = select(MasterChange.user_id).where(MasterChange.draft_id == draft_id).distinct()
    return frozenset(session.scalars(query))


def names(session: Session, ids: Sequence[str | None]) -> dict[str, str]:
    """The names of some people by id."""
    found = session.execute(select(User.id, User.name).where(User.id.in_([id for id in ids if id])))
    return {row[0]: row[1] for row in found}


def running(session: Session, set_id: str) -> tuple[int, int]:
    """How many competitions under way began with a release of the set, and in how many agencies."""
    row = session.execute(
        select(func.count(), func.count(Competition.agency_id.distinct()))
        .join(Release, Release.id == Competition.release_id)
        .where(
            Release.set_id == set_id, not_tried(), Competition.status.in_(("draft", "submitted", "approved"))
        )
    ).one()
    return (row[0], row[1])


def packages(session: Session, set_id: str) -> int:
    """How many packages are issued from releases of the set."""
    query = (
        select(func.count())
        .select_from(Package)
        .join(Competition, Competition.id == Package.competition_id)
        .join(Release, Release.id == Competition.release_id)
        .where(Release.set_id == set_id, Competition.status.in_(("issued", "sent", "awarded")))
    )
    return session.scalar(query) or 0


def word_files(session: Session, draft_id: str) -> Sequence[MasterWord]:
    """The Word files that wait to be taken into a draft, the newest first."""
    query = select(MasterWord).where(MasterWord.draft_id == draft_id, MasterWord.status == "open")
    return session.scalars(query.order_by(MasterWord.made_at.desc(), MasterWord.id)).all()
