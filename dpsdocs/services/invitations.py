"""One-time links with which a person chooses a password, the first one or a forgotten one."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.store.models import Invite, User, now
from dpsdocs.store.queries import people as queries

from . import audit, passwords, saving
from .errors import Forbidden, Invalid, NotFound
from .fields import Fields
from .passwords import token_hash
from .people import Person, as_person

LASTS = timedelta(days=7)
_GONE = "Lenken er brukt eller for gammel. Be systemadministratoren om en ny."


def new_invite(session: Session, actor: Actor, user_id: str) -> str:
    """The token of a new link; earlier links of the person stop working. Only for administrators."""
    if not actor.is_admin:
        raise Forbidden
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("Fant ikke personen.")
    if not user.active:
        raise Invalid({"active": f"{user.name} er deaktivert. Aktiver personen før du lager en lenke."})
    return _invited(session, actor.id, user)


def invited_person(session: Session, token: str) -> Person | None:
    """Whom a link is for, or None when it is used, too old or unknown."""
    invite = queries.open_invite(session, token_hash(token), now())
    user = session.get(User, invite.user_id) if invite is not None else None
    return as_person(user) if user is not None and user.active else None


def accept_invite(session: Session, token: str, password: str) -> None:
    """Set the password; the link is used up, and earlier sessions of the person end."""
    person = invited_person(session, token)
    if person is None:
        raise NotFound(_GONE)
    if problem := passwords.password_problem(password, person.name, person.email):
        raise Invalid({"password": problem})
    session.commit()  # argon2 takes its time, and nobody should wait for the write lock meanwhile
    stored = passwords.hashed(password)
    user_id = queries.use_invite(session, token_hash(token), now())
    user = session.get(User, user_id) if user_id is not None else None
    if user is None or not user.active:
        session.rollback()
        raise NotFound(_GONE)
    user.password_hash = stored
    queries.close_invites(session, user.id, now())
    queries.end_sessions(session, user.id)
    queries.forget_failures(session, user.email)
    audit.record(session, user.id, "account.password_set", user.id)
    saving.commit(session)


def first_admin(session: Session, name: str, email: str) -> str:
    """Make somebody administrator from the command line and give the token of their link.

    Also the way back in when the last administrator has lost the password.
    """
    fields = Fields()
    read_name, address = fields.line("name", name, "Navnet", 200), fields.email("email", email)
    fields.raise_problems()
    user = queries.by_email(session, address)
    if user is None:
        user = User(name=read_name, email=address)
        session.add(user)
    user.is_admin = user.active = True
    saving.flush(session)
    audit.record(session, "", "person.made_admin", user.id, "command line")
    return _invited(session, "", user)


def _invited(session: Session, by: str, user: User) -> str:
    at, token = now(), secrets.token_urlsafe(32)
    queries.close_invites(session, user.id, at)
    session.add(Invite(token_hash=token_hash(token), user_id=user.id, expires_at=at + LASTS))
    audit.record(session, by, "account.invited", user.id)
    saving.commit(session)
    return token
