"""The people of the demo: one for each role, with a fresh random password at every start."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.roles import ROLE_LABELS, Actor
from ..services import passwords
from ..store import models

_SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "ha",
    "jo",
    "ka",
    "lo",
    "mi",
    "no",
    "pe",
    "ro",
    "sa",
    "tu",
    "vi",
    "så",
    "lø",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody with an address, a name, and a role in an agency or at UKE; not all of them sign in."""

    email: str
    name: str
    role: str
    agency: str = ""
    signs_in: bool = True


PEOPLE = (
    Figure("ingrid@example.org", "Ingrid Solbakken", "drafter", "Etat for byens arkiver"),
    Figure("amir@example.org", "Amir Hussain", "approver", "Etat for byens arkiver"),
    Figure("liv@example.org", "Liv Aamodt", "reader", "Etat for byens arkiver"),
    Figure("jonas@example.org", "Jonas Berge", "drafter", "Etat for badeanlegg"),
    Figure("sara@example.org", "Sara Nguyen", "approver", "Etat for badeanlegg"),
    Figure("samira@example.org", "Samira Haugland", "drafter", "Etat for kommunale boliger"),
    Figure("bjorn@example.org", "Bjørn Lie", "approver", "Etat for kommunale boliger"),
    Figure("eva@example.org", "Eva Strøm", "reader", "Etat for kommunale boliger"),
    Figure("mette@example.org", "Mette Aune", "drafter", "Etat for yrkesopplæring"),
    Figure("kristin@example.org", "Kristin Bakke", "drafter", "Etat for byterminaler"),
    Figure("henrik@example.org", "Henrik Moe", "drafter", "Etat for drift og anlegg", signs_in=False),
    Figure("maja@example.org", "Maja Tangen", "drafter", "Etat for kultur i parkene", signs_in=False),
    Figure("oddvar@example.org", "Oddvar Sletten", "drafter", "Etat for skolebygg", signs_in=False),
    Figure("tone@example.org", "Tone Rygg", "dps_manager"),
    Figure("erik@example.org", "Erik Dahl", "master_editor"),
    Figure("nora@example.org", "Nora Vik", "master_approver"),
    Figure("admin@example.org", "Mari Lunde", "admin"),
)


def add_people(session: Session, agencies: dict[str, models.Agency]) -> None:
    """The people with their roles, still without passwords."""
    for figure in PEOPLE:
        user = models.User(email=figure.email, name=figure.name, is_admin=figure.role == "admin")
        session.add(user)
        session.flush()
        if figure.role != "admin":
            agency = agencies[figure.agency].id if figure.agency else None
            session.add(models.Membership(user_id=user.id, agency_id=agency, role=figure.role))
    session.flush()


def new_passwords(session: Session) -> Iterator[str]:
    """Give everybody who signs in a new password; one line per person for the screen."""
    for figure in PEOPLE:
        user = session.scalar(select(models.User).where(models.User.email == figure.email))
        if user is not None and figure.signs_in:
            word = "-".join("".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(3))
            user.password_hash = passwords.hashed(word)
            place = figure.agency or ("UKE" if figure.role != "admin" else "")
            yield f"  {ROLE_LABELS[figure.role]:<20} {figure.email:<22} {word:<24} {figure.name}, {place}".rstrip(
                ", "
            )
    session.commit()


def actor(session: Session, email: str) -> Actor:
    """One of the people as an actor for the services."""
    user = session.scalar(select(models.User).where(models.User.email == email))
    if user is None:
        raise LookupError(email)
    agencies: dict[str, set[str]] = {}
    central: set[str] = set()
    for membership in user.memberships:
        if membership.agency_id:
            agencies.setdefault(membership.agency_id, set()).add(membership.role)
        else:
            central.add(membership.role)
    held = {key: frozenset(roles) for key, roles in agencies.items()}
    return Actor(user.id, user.name, user.email, held, frozenset(central), user.is_admin)
