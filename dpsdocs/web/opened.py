"""Guards and loading for competitions: what one may not know of does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dpsdocs.domain import roles
from dpsdocs.domain.roles import Actor
from dpsdocs.services import assistance, cases, competitions
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import Forbidden

from .context import actor, session
from .guards import needed
from .releases import releases


def opened(competition_id: str) -> Opened:
    """The competition of the page."""
    return competitions.open_case(session(), releases(), actor(), competition_id)


def opened_answers(competition_id: str) -> Opened:
    """The competition of the page, quicker: without its documents."""
    return competitions.open_answers(session(), releases(), actor(), competition_id)


def reads_case(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Those who may read the competition; for others it is not there."""
    cases.readable(session(), needed(visitor), str(values["competition_id"]))


def reads_answers(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Those who may read the answers page by page, what is confidential and internal among them."""
    person = needed(visitor)
    row = cases.readable(session(), person, str(values["competition_id"]))
    if not cases.sees_secrets(session(), person, row):
        raise Forbidden("Svarene side for side er virksomhetens egne. «Kontroller svarene» viser dem samlet.")


def drafts_case(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Those who may write in the competition's agency."""
    person = needed(visitor)
    row = cases.readable(session(), person, str(values["competition_id"]))
    if not roles.can_draft(person, row.agency_id):
        raise Forbidden("Du kan lese konkurransen, men ikke endre den.")


def reads_help(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Those who may read what the agency and UKE have written; for others the competition is not there."""
    assistance.readable(session(), needed(visitor), str(values["competition_id"]))


def writes_help(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Those who write for the agency, and UKE's DPS managers when they are asked."""
    person = needed(visitor)
    row = assistance.readable(session(), person, str(values["competition_id"]))
    if not roles.help_side(person, row.agency_id):
        raise Forbidden("Du kan lese meldingene, men ikke skrive her.")


def works_in_agency(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Those who draft for at least one agency."""
    if not needed(visitor).agencies_with("drafter", "approver"):
        raise Forbidden("Bare saksbehandlere og godkjennere kan starte konkurranser.")
