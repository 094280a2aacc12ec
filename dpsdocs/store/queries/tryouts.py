"""Queries on groups that try masters before they are live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from ..models import Agency, Competition, MasterDraft, MasterTester, MasterTryout, Release, User


def open_of(session: Session, draft_id: str) -> MasterTryout | None:
    """The tryout of a draft that is open, if any."""
    query = select(MasterTryout).where(MasterTryout.draft_id == draft_id, MasterTryout.closed_at.is_(None))
    return session.scalars(query.order_by(MasterTryout.opened_at.desc()).limit(1)).first()


def names(session: Session, tryout_id: str) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """The agencies (id and name) and the persons (e-mail and name) of a group, by name."""
    agencies = session.execute(
        select(Agency.id, Agency.name)
        .join(MasterTester, MasterTester.agency_id == Agency.id)
        .where(MasterTester.tryout_id == tryout_id)
        .order_by(Agency.name)
    )
    people = session.execute(
        select(User.email, User.name)
        .join(MasterTester, MasterTester.user_id == User.id)
        .where(MasterTester.tryout_id == tryout_id)
        .order_by(User.name)
    )
    return [(a, b) for a, b in agencies], [(a, b) for a, b in people]


def count(session: Session, release_id: str) -> int:
    """How many competitions try a release."""
    query = select(func.count()).select_from(Competition).where(Competition.release_id == release_id)
    return session.scalar(query) or 0


def offered(
    session: Session, user_id: str, agencies: Sequence[str], at: datetime
) -> Sequence[tuple[str, str]]:
    """Id and version of the releases somebody may try: not once the draft is taken back, or live."""
    made = aliased(Release)
    mine = or_(MasterTester.user_id == user_id, MasterTester.agency_id.in_(tuple(agencies)))
    waits = or_(
        MasterDraft.status == "submitted", and_(MasterDraft.status == "released", made.live_from > at)
    )
    query = (
        select(Release.id, Release.version)
        .join(MasterTryout, MasterTryout.release_id == Release.id)
        .join(MasterTester, MasterTester.tryout_id == MasterTryout.id)
        .join(MasterDraft, MasterDraft.id == MasterTryout.draft_id)
        .outerjoin(made, made.id == MasterDraft.release_id)
        .where(MasterTryout.closed_at.is_(None), mine, waits)
        .distinct()
        .order_by(Release.version)
    )
    return [(a, b) for a, b in session.execute(query)]


def by_digest(session: Session, digest: str) -> str | None:
    """The id of the release with these files, if there is one."""
    return session.scalar(select(Release.id).where(Release.digest == digest))
