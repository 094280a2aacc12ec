"""People and their roles. Only administrators read or write them here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dpsdocs.domain.roles import AGENCY_ROLES, CENTRAL_ROLES, Actor
from dpsdocs.store.engines import serialise
from dpsdocs.store.models import Membership, User, now
from dpsdocs.store.queries import people as queries

from . import audit, saving
from .errors import Forbidden, NotFound
from .fields import Fields

Role = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. ``roles`` are pairs of agency id (None at UKE) and role."""

    id: str
    name: str
    email: str
    active: bool
    is_admin: bool
    roles: tuple[Role, ...]
    has_password: bool


def people(session: Session, actor: Actor) -> tuple[Person, ...]:
    """Everybody, by name."""
    _admin_only(actor)
    return tuple(as_person(user) for user in queries.everybody(session))


def person(session: Session, actor: Actor, id: str) -> Person:
    """One person."""
    _admin_only(actor)
    return as_person(_found(session, id))


def add_person(
    session: Session, actor: Actor, name: str, email: str, is_admin: bool, roles: Iterable[Role]
) -> Person:
    """A new person without a password; an invitation lets them choose one."""
    _admin_only(actor)
    read_name, read_email, wanted = _read(session, name, email, roles, None)
    user = User(name=read_name, email=read_email, is_admin=is_admin)
    session.add(user)
    _give(user, wanted)
    saving.flush(session)
    audit.record(session, actor.id, "person.added", user.id, _in_words(user))
    added = as_person(user)
    saving.commit(session)
    return added


def update_person(
    session: Session,
    actor: Actor,
    id: str,
    name: str,
    email: str,
    is_admin: bool,
    roles: Iterable[Role],
    active: bool,
) -> Person:
    """Change a person. Deactivating ends their sessions and links; the last administrator stays."""
    _admin_only(actor)
    user = _found(session, id)
    values = _read(session, name, email, roles, user)
    if user.is_admin and user.active and not (is_admin and active):
        _keep_an_admin(session, user)
    user.name, user.email = values[0], values[1]
    user.is_admin, user.active = is_admin, active
    _give(user, values[2])
    if not active:
        queries.end_sessions(session, user.id)
        queries.close_invites(session, user.id, now())
    saving.flush(session)
    audit.record(session, actor.id, "person.changed", user.id, _in_words(user))
    changed = as_person(user)
    saving.commit(session)
    return changed


def as_person(user: User) -> Person:
    """The row as others see it."""
    roles = sorted(
        ((m.agency_id, m.role) for m in user.memberships), key=lambda role: (role[0] or "", role[1])
    )
    has_password = user.password_hash is not None
    return Person(user.id, user.name, user.email, user.active, user.is_admin, tuple(roles), has_password)


def _admin_only(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden


def _found(session: Session, id: str) -> User:
    user = session.get(User, id)
    if user is None:
        raise NotFound("Fant ikke personen.")
    return user


def _read(
    session: Session, name: str, email: str, roles: Iterable[Role], user: User | None
) -> tuple[str, str, set[Role]]:
    fields = Fields()
    values = (fields.line("name", name, "Navnet", 200), fields.email("email", email))
    other = queries.by_email(session, values[1])
    if other is not None and other is not user:
        fields.add("email", f"E-postadressen er i bruk av {other.name}. Endre den personen i stedet.")
    wanted = {(agency_id or None, role) for agency_id, role in roles}
    agencies = queries.known_agencies(session, {agency_id for agency_id, _ in wanted if agency_id})
    for agency_id, role in wanted:
        if agency_id is not None and agency_id not in agencies:
            fields.add("roles", "En av virksomhetene finnes ikke lenger. Last siden på nytt og velg igjen.")
        if role not in (CENTRAL_ROLES if agency_id is None else AGENCY_ROLES):
            fields.add(
                "roles", "En av rollene finnes ikke der den er gitt. Last siden på nytt og velg igjen."
            )
    fields.raise_problems()
    return *values, wanted


def _give(user: User, wanted: set[Role]) -> None:
    held = {(m.agency_id, m.role): m for m in user.memberships}
    for role in held.keys() - wanted:
        user.memberships.remove(held[role])
    for agency_id, role_name in sorted(wanted - held.keys(), key=str):
        user.memberships.append(Membership(agency_id=agency_id, role=role_name))


def _keep_an_admin(session: Session, user: User) -> None:
    # two administrators who remove each other at once must not both succeed
    serialise(session, "administrators")
    if not any(other.id != user.id for other in queries.active_admins(session)):
        fields = Fields()
        fields.add(
            "is_admin",
            f"{user.name} er den siste aktive systemadministratoren. Gjør en annen til systemadministrator først.",
        )
        fields.raise_problems()


def _in_words(user: User) -> str:
    roles = ", ".join(sorted(f"{m.role}@{m.agency_id or 'UKE'}" for m in user.memberships))
    marks = [mark for mark, on in (("admin", user.is_admin), ("inactive", not user.active)) if on]
    return "; ".join(part for part in (roles, *marks) if part)
