"""Queries on people, their sessions, invitations and failed sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from ..models import Agency, Invite, LoginFailure, User, UserSession


def by_email(session: Session, email: str) -> User | None:
    """The person with this address, in small letters."""
    return session.scalar(select(User).where(User.email == email))


def everybody(session: Session) -> Sequence[User]:
    """All people, by name."""
    return session.scalars(select(User).order_by(func.lower(User.name), User.email)).all()


def active_admins(session: Session) -> Sequence[User]:
    """The active administrators, held until the transaction ends."""
    query = select(User).where(User.is_admin, User.active).order_by(User.id).with_for_update()
    return session.scalars(query).all()


def known_agencies(session: Session, ids: set[str]) -> set[str]:
    """Those of the ids that are agencies."""
    return set(session.scalars(select(Agency.id).where(Agency.id.in_(ids))))


def session_with_person(session: Session, token_hash: str) -> tuple[UserSession, User] | None:
    """A signed-in browser and whose it is."""
    query = select(UserSession, User).join(User, User.id == UserSession.user_id)
    row = session.execute(query.where(UserSession.token_hash == token_hash)).one_or_none()
    return None if row is None else (row[0], row[1])


def see(session: Session, token_hash: str, at: datetime) -> None:
    """Note that a browser was here."""
    session.execute(update(UserSession).where(UserSession.token_hash == token_hash).values(seen_at=at))


def end_session(session: Session, token_hash: str) -> str | None:
    """Forget one browser; whose it was, or None when it was gone already."""
    query = delete(UserSession).where(UserSession.token_hash == token_hash).returning(UserSession.user_id)
    return session.scalar(query)


def end_sessions(session: Session, user_id: str, *, keep: str = "") -> None:
    """Forget all browsers of a person, but the one to keep."""
    query = delete(UserSession).where(UserSession.user_id == user_id, UserSession.token_hash != keep)
    session.execute(query)


def forget_old_sessions(session: Session, created_before: datetime, seen_before: datetime) -> None:
    """Forget browsers whose time is out."""
    old = (UserSession.created_at < created_before) | (UserSession.seen_at < seen_before)
    session.execute(delete(UserSession).where(old))


def newest_failures(
    session: Session, limit: int, *, email: str | None = None, origin: str | None = None
) -> Sequence[datetime]:
    """When sign-in last failed for an address, from a place, or both, newest first."""
    query = select(LoginFailure.at)
    if email is not None:
        query = query.where(LoginFailure.email == email)
    if origin is not None:
        query = query.where(LoginFailure.origin == origin)
    return session.scalars(query.order_by(LoginFailure.at.desc()).limit(limit)).all()


def forget_failures(session: Session, email: str, origin: str | None = None) -> None:
    """Begin counting anew for an address, from one place or from all."""
    query = delete(LoginFailure).where(LoginFailure.email == email)
    session.execute(query if origin is None else query.where(LoginFailure.origin == origin))


def forget_old_failures(session: Session, before: datetime) -> None:
    """Forget failures that no longer count."""
    session.execute(delete(LoginFailure).where(LoginFailure.at < before))


def open_invite(session: Session, token_hash: str, at: datetime) -> Invite | None:
    """An invitation that can still be used."""
    unused = Invite.used_at.is_(None) & (Invite.expires_at > at)
    return session.scalar(select(Invite).where(Invite.token_hash == token_hash, unused))


def use_invite(session: Session, token_hash: str, at: datetime) -> str | None:
    """Use an invitation up; whose it was, or None when somebody else was first."""
    unused = Invite.used_at.is_(None) & (Invite.expires_at > at)
    query = update(Invite).where(Invite.token_hash == token_hash, unused).values(used_at=at)
    return session.scalar(query.returning(Invite.user_id).execution_options(synchronize_session=False))


def close_invites(session: Session, user_id: str, at: datetime) -> None:
    """No earlier link of this person works any more."""
    query = update(Invite).where(Invite.user_id == user_id, Invite.used_at.is_(None)).values(used_at=at)
    session.execute(query.execution_options(synchronize_session=False))
