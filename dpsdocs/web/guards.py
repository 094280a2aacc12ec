"""The guards of the access table: each lets the visitor by in silence, or raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dpsdocs.domain.roles import Actor
from dpsdocs.services import annexes, deviations, master_drafts, routine
from dpsdocs.services.errors import Forbidden

# What a guard raises: SignInNeeded, Forbidden (403), or NotFound (404: may not be known of).
# It gets the visitor and the address's values (ids as text), and may load the object to look at it.
Guard = Callable[[Actor | None, Mapping[str, Any]], None]


class SignInNeeded(Exception):
    """Nobody is signed in, and somebody must be."""


def public(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Anybody."""


def signed_in(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Anybody with an account."""
    needed(visitor)


def admin(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """System administrators."""
    if not needed(visitor).is_admin:
        raise Forbidden("Bare systemadministratorer har tilgang til denne siden.")


def dps_manager(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """UKE's DPS managers."""
    if not needed(visitor).is_central("dps_manager"):
        raise Forbidden("Bare DPS-forvaltere i UKE har tilgang til denne siden.")


def routine_writer(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """UKE's DPS managers and master editors."""
    if not routine.may_edit(needed(visitor)):
        raise Forbidden("Bare DPS-forvaltere og malredaktører i UKE kan endre rutinen.")


def annex_writer(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """UKE's DPS managers and master editors."""
    if not annexes.may_edit(needed(visitor)):
        raise Forbidden("Bare DPS-forvaltere og malredaktører i UKE kan legge inn bilag.")


def master_reader(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """UKE's master editors and approvers."""
    if not master_drafts.may_see(needed(visitor)):
        raise Forbidden("Bare malredaktører og malgodkjennere i UKE har tilgang til malene.")


def deviation_reader(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """UKE's master editors, master approvers and DPS managers."""
    if not deviations.may_see(needed(visitor)):
        raise Forbidden("Bare UKE ser fravikene på tvers av virksomhetene.")


def master_writer(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """UKE's master editors."""
    if not master_drafts.may_edit(needed(visitor)):
        raise Forbidden("Bare malredaktører i UKE kan endre maler.")


def needed(visitor: Actor | None) -> Actor:
    """The visitor, or ``SignInNeeded``."""
    if visitor is None:
        raise SignInNeeded
    return visitor
