"""Persons and their roles."""

from __future__ import annotations

from typing import ClassVar

from wtforms import FieldList, FormField
from wtforms import Form as Part

from dpsdocs.domain.questions import Option
from dpsdocs.domain.roles import AGENCY_ROLES, CENTRAL_ROLES, ROLE_LABELS
from dpsdocs.services.agencies import AgencyView
from dpsdocs.services.people import Person

from .base import Form, choice, choices, line, tick

MAY = {
    "reader": "Leser konkurransene i virksomheten",
    "drafter": "Lager konkurranser og fyller ut svar",
    "approver": "Godkjenner det andre har laget, og kan rette selv",
    "master_editor": "Skriver maler",
    "master_approver": "Godkjenner maler som andre har skrevet",
    "dps_manager": "Forvalter innkjøpsordninger og leverandører, ser utstedte konkurranser og svarer på spørsmål",
}
SPARE = 2


def _options(roles: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(role, ROLE_LABELS[role], MAY[role]) for role in roles)


class Place(Part):
    """The roles in one agency."""

    agency = choice("Virksomhet", kind="select", empty="Ingen valgt")
    roles = choices("Roller i virksomheten", _options(AGENCY_ROLES))


class PersonForm(Form):
    """A person, and what the person may do."""

    parts: ClassVar = {"roles": "roller"}
    name = line("Navn", autocomplete="off", width="mid")
    email = line("E-postadresse", "Adressen personen logger inn med", "email")
    places = FieldList(FormField(Place))
    central = choices("Roller i UKE", _options(CENTRAL_ROLES), optional=True)
    is_admin = tick("Systemadministrator", "Forvalter personer og virksomheter. Ser ingen konkurranser.")
    active = tick("Kan logge inn", "Tar du bort haken, logges personen ut overalt med en gang.")

    def offer(self, agencies: tuple[AgencyView, ...], person: Person | None = None) -> None:
        """Fill in the agencies to choose from, the person as stored, and rows to spare."""
        if not self.is_submitted():
            self._fill(person)
        while len(self.places) < SPARE or (not self.is_submitted() and self.places[-1].agency.data):
            self.places.append_entry({"agency": "", "roles": []})
        options = tuple(Option(agency.id, agency.name) for agency in agencies)
        for place in self.places:
            place.agency.render_kw = {**place.agency.render_kw, "options": options}

    def _fill(self, person: Person | None) -> None:
        self.active.data = person is None or person.active
        if person is None:
            return
        self.name.data, self.email.data, self.is_admin.data = person.name, person.email, person.is_admin
        self.central.data = [role for agency, role in person.roles if agency is None]
        held: dict[str, list[str]] = {}
        for agency, role in person.roles:
            if agency is not None:
                held.setdefault(agency, []).append(role)
        for agency, roles in held.items():
            self.places.append_entry({"agency": agency, "roles": roles})

    def chosen(self) -> tuple[tuple[str | None, str], ...]:
        """The roles as the service wants them: (agency id or none, role)."""
        local = [
            (place.agency.data, role)
            for place in self.places
            if place.agency.data
            for role in place.roles.data or []
        ]
        return tuple(dict.fromkeys([*local, *((None, role) for role in self.central.data or [])]))
