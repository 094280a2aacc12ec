"""Signing in and out. Browsers hold a random token; the database holds only its hash."""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dpsdocs.domain import formats
from dpsdocs.domain.answers import cleaned
from dpsdocs.domain.roles import Actor
from dpsdocs.store.engines import serialise, writing_beside
from dpsdocs.store.models import User, UserSession, now
from dpsdocs.store.queries import people as queries

from . import audit, lockout, passwords, saving
from .errors import Invalid, ServiceError
from .invitations import accept_invite, first_admin, invited_person, new_invite
from .passwords import password_problem, token_hash

__all__ = [
    "SignInRefused",
    "accept_invite",
    "actor_for",
    "as_actor",
    "change_password",
    "first_admin",
    "invited_person",
    "new_invite",
    "password_problem",
    "sign_in",
    "sign_out",
    "token_hash",
    "touch",
]

IDLE, ABSOLUTE = timedelta(minutes=60), timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)


class SignInRefused(ServiceError):
    """Not signed in. The message never tells whether the address is known."""

    def __init__(self, message: str = "Feil e-postadresse eller passord. Prøv igjen.") -> None:
        super().__init__(message)


def sign_in(
    session: Session, email: str, password: str, browser: str = "", remote: str | None = None
) -> tuple[Actor, str]:
    """The person and the token for the browser, or ``SignInRefused``. ``remote``: the address it came from."""
    address, origin = cleaned(email).strip().lower()[:254], lockout.place(remote)
    _refuse_when_locked(session, address, origin)
    user = queries.by_email(session, address)
    stored = user.password_hash if user is not None else None
    session.commit()  # argon2 takes its time, and nobody should wait for the write lock meanwhile
    right = passwords.fits(stored, password)
    serialise(session, f"sign-in {address}")
    _refuse_when_locked(session, address, origin)  # guesses sent at the same time count against each other
    user = queries.by_email(session, address)
    if user is None or not right or user.password_hash != stored or not user.active:
        lockout.note(session, address, origin)
        if user is not None:
            audit.record(session, user.id, "account.sign_in_failed", user.id)
        session.commit()
        raise SignInRefused
    queries.forget_failures(session, address, origin)
    return _signed_in(session, user, password, browser)


def actor_for(session: Session, token: str) -> Actor | None:
    """Who holds the token, or None when it is unknown, ended or its time is out. Only reads."""
    found = queries.session_with_person(session, token_hash(token)) if token else None
    if found is None or not _lives(found[0], now()) or not found[1].active:
        return None
    return as_actor(found[1])


def touch(session: Session, token: str) -> None:
    """Note that the browser is in use, at most once a minute; beside a reading session in a short write."""
    key, at = token_hash(token), now()
    found = queries.session_with_person(session, key)
    if found is None or at - found[0].seen_at < TOUCH_EVERY or not _lives(found[0], at):
        return
    if not session.info.get("read_only"):
        queries.see(session, key, at)
        session.commit()
        return
    with writing_beside(session) as own:
        queries.see(own, key, at)
        own.commit()


def sign_out(session: Session, token: str) -> None:
    """End this browser's session; nothing happens when it has ended."""
    user_id = queries.end_session(session, token_hash(token))
    if user_id is not None:
        audit.record(session, user_id, "account.signed_out", user_id)
    session.commit()


def change_password(session: Session, actor: Actor, old: str, new: str, keep_token: str) -> None:
    """A new password; all other browsers of the person must sign in again."""
    user = session.get(User, actor.id)
    if user is None or not passwords.fits(user.password_hash, old):
        raise Invalid({"old": "Det nåværende passordet er feil. Skriv det på nytt."})
    if problem := password_problem(new, user.name, user.email):
        raise Invalid({"new": problem})
    if old == new:
        raise Invalid({"new": "Det nye passordet er likt det gamle. Velg et annet."})
    user.password_hash = passwords.hashed(new)
    queries.end_sessions(session, user.id, keep=token_hash(keep_token))
    queries.close_invites(session, user.id, now())
    audit.record(session, user.id, "account.password_changed", user.id)
    saving.commit(session)


def _refuse_when_locked(session: Session, address: str, origin: str) -> None:
    until = lockout.closed_until(session, address, origin)
    if until is not None:
        session.commit()
        # rounded up, or the time shown would still be refused
        shown = (until + timedelta(seconds=59)).astimezone(formats.OSLO)
        raise SignInRefused(f"For mange mislykkede forsøk. Prøv igjen {formats.clock(shown)}.")


def _signed_in(session: Session, user: User, password: str, browser: str) -> tuple[Actor, str]:
    at, token = now(), secrets.token_urlsafe(32)
    if user.password_hash and passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    queries.forget_old_sessions(session, at - ABSOLUTE, at - IDLE)
    row = UserSession(token_hash=token_hash(token), user_id=user.id, created_at=at, seen_at=at)
    row.browser = cleaned(browser)[:200]
    session.add(row)
    audit.record(session, user.id, "account.signed_in", user.id)
    actor = as_actor(user)
    session.commit()
    return actor, token


def _lives(row: UserSession, at: datetime) -> bool:
    return at - row.seen_at < IDLE and at - row.created_at < ABSOLUTE


def as_actor(user: User) -> Actor:
    """The person with roles as they are in the database now."""
    held: dict[str, set[str]] = defaultdict(set)
    for membership in user.memberships:
        held[membership.agency_id or ""].add(membership.role)
    central = frozenset(held.pop("", set()))
    agencies = {agency_id: frozenset(roles) for agency_id, roles in held.items()}
    return Actor(user.id, user.name, user.email, agencies, central, user.is_admin)
