"""Who somebody is and what the roles let them do; one table, no exceptions elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

AgencyRole = Literal["reader", "drafter", "approver"]
CentralRole = Literal["master_editor", "master_approver", "dps_manager"]
Role = Literal["reader", "drafter", "approver", "master_editor", "master_approver", "dps_manager"]

ROLE_LABELS: dict[str, str] = {
    "reader": "Leser",
    "drafter": "Saksbehandler",
    "approver": "Godkjenner",
    "master_editor": "Malredaktør",
    "master_approver": "Malgodkjenner",
    "dps_manager": "DPS-forvalter",
    "admin": "Systemadministrator",
}
AGENCY_ROLES: tuple[AgencyRole, ...] = ("reader", "drafter", "approver")
CENTRAL_ROLES: tuple[CentralRole, ...] = ("master_editor", "master_approver", "dps_manager")


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person. ``agencies`` holds the roles per agency id, ``central`` those at UKE."""

    id: str
    name: str
    email: str
    agencies: dict[str, frozenset[str]] = field(default_factory=dict)
    central: frozenset[str] = frozenset()
    is_admin: bool = False

    def roles_in(self, agency_id: str) -> frozenset[str]:
        """The roles held in one agency."""
        return self.agencies.get(agency_id, frozenset())

    def agencies_with(self, *roles: str) -> tuple[str, ...]:
        """The agencies where at least one of the roles is held."""
        return tuple(a for a, held in self.agencies.items() if held & set(roles))

    def is_central(self, role: str) -> bool:
        """Whether a UKE role is held."""
        return role in self.central


def can_read_case(actor: Actor, agency_id: str, status: str, *, asked: bool = False) -> bool:
    """Own agency's people see their cases; the DPS manager sees issued and later ones, and those asked about.

    ``asked`` says that the agency has a request for help open.
    """
    if actor.roles_in(agency_id):
        return True
    seen = asked or status in ("issued", "sent", "awarded", "cancelled")
    return actor.is_central("dps_manager") and seen


def works_with_cases(actor: Actor) -> bool:
    """Whether there are competitions somebody could see before they are in the register."""
    return bool(actor.agencies) or actor.is_central("dps_manager")


def can_draft(actor: Actor, agency_id: str) -> bool:
    """Drafters write; approvers may mend too."""
    return bool(actor.roles_in(agency_id) & {"drafter", "approver"})


def help_side(actor: Actor, agency_id: str) -> Literal["agency", "uke", ""]:
    """For whom somebody writes when an agency asks UKE for help; nothing for those who only read."""
    if can_draft(actor, agency_id):
        return "agency"
    return "uke" if actor.is_central("dps_manager") else ""


def can_approve(actor: Actor, agency_id: str, requested_by: str) -> bool:
    """Another person than the one who asked, with the approver's role."""
    return "approver" in actor.roles_in(agency_id) and actor.id != requested_by
