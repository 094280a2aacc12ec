"""The main menu: what each person sees, and where in it a page belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request, url_for

from dpsdocs.domain.roles import Actor, works_with_cases
from dpsdocs.services import agencies, annexes, deviations, master_drafts

from .context import session, visitor


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: str
    endpoint: str
    seen_by: Callable[[Actor | None], bool]


def _signed_in(person: Actor | None) -> bool:
    return person is not None


def _works_with_cases(person: Actor | None) -> bool:
    return person is not None and works_with_cases(person)


def _admin(person: Actor | None) -> bool:
    return person is not None and person.is_admin


def _dps_manager(person: Actor | None) -> bool:
    return person is not None and person.is_central("dps_manager")


def _annex_writer(person: Actor | None) -> bool:
    return person is not None and annexes.may_edit(person)


def _deviation_reader(person: Actor | None) -> bool:
    return person is not None and deviations.may_see(person)


def _master_reader(person: Actor | None) -> bool:
    return person is not None and master_drafts.may_see(person)


MENU = (
    Entry("Mine konkurranser", "competitions.index", _works_with_cases),
    Entry("Register", "register.index", _signed_in),
    Entry("Innkjøpsordninger", "dps.index", _signed_in),
    Entry("Rutine", "routine.index", _signed_in),
    Entry("Maler", "masters.index", _master_reader),
    Entry("Fravik", "deviations.index", _deviation_reader),
    Entry("Bilag", "annexes.index", _annex_writer),
    Entry("Spørsmål fra virksomhetene", "assistance.index", _dps_manager),
    Entry("Personer", "people.index", _admin),
    Entry("Virksomheter", "agencies.index", _admin),
    Entry("Logg", "audit.index", _admin),
    Entry("Hjelp", "help.index", lambda person: True),
)
# pages that belong under another noun's line
BELONGS = {
    "sections": "competitions",
    "check": "competitions",
    "findings": "competitions",
    "trials": "competitions",
    "preview": "competitions",
    "approvals": "competitions",
    "adaptations": "competitions",
    "master_moves": "masters",
    "following": "competitions",
    "packages": "competitions",
    "attachments": "competitions",
    "returned": "competitions",
    "suppliers": "dps",
    "dps_documents": "dps",
    "settings": "dps",
    "master_blocks": "masters",
    "master_clauses": "masters",
    "master_documents": "masters",
    "master_sets": "masters",
    "master_tables": "masters",
    "master_theme": "masters",
    "master_records": "masters",
    "master_weighing": "masters",
    "recalls": "masters",
    "tryouts": "masters",
    "master_word": "masters",
    "rules": "help",
    "calculator": "help",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A line as shown."""

    label: str
    address: str
    current: bool


def links() -> list[Link]:
    """The lines for whoever is here; endpoints that aren't built yet are left out."""
    here = BELONGS.get(request.blueprint or "", request.blueprint)
    if here == "assistance" and not _dps_manager(visitor()):
        here = "competitions"  # to the agency its questions are part of the competition
    return [
        Link(entry.label, url_for(entry.endpoint), here == entry.endpoint.split(".")[0])
        for entry in MENU
        if entry.endpoint in current_app.view_functions and entry.seen_by(visitor())
    ]


def workplace(person: Actor) -> str:
    """Where the person works, in words, for the top bar."""
    names = {agency.id: agency.short or agency.name for agency in agencies.agencies(session())}
    found = [names[agency_id] for agency_id in person.agencies if agency_id in names]
    if person.central:
        found.append("UKE")
    if not found:
        return "Systemadministrator" if person.is_admin else ""
    return found[0] if len(found) == 1 else f"{found[0]} og {len(found) - 1} til"
