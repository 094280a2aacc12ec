"""From each page to the heading of the routine that tells how that step is done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from dpsdocs.domain.steps import STATES, STEPS, step_of_section

# pages of questions and pages whose step depends on the competition's state are not here
PAGES: dict[str, str] = {
    "competitions.new": "forberede",
    "competitions.copy": "utkast",
    "competitions.cancel": "meddelelse",
    "attachments.index": "behov",
    "check.show": "kontroll",
    "preview.show": "kontroll",
    "approvals.ask": "godkjenning",
    "approvals.show": "godkjenning",
    "packages.issue": "utstede",
    "returned.check": "apne",
    "register.award": "meddelelse",
    "dps.index": "forberede",
    "dps.show": "forberede",
    "suppliers.index": "sende",
    "calculator.show": "frister",
    "assistance.show": "kontakt",
}
_BY_STATE = frozenset({"competitions.show", "packages.show"})


@dataclass(frozen=True, slots=True)
class Step:
    """A link to a heading of the routine, and the words after «Slik gjør du det:»."""

    address: str
    words: str


def how_to(state: str = "") -> Step | None:
    """The step this page belongs to. ``state`` is the competition's, where the page has one."""
    endpoint, values = request.endpoint or "", request.view_args or {}
    if "section_id" in values:
        step = step_of_section(str(values["section_id"]))
    elif endpoint in _BY_STATE:
        step = STATES.get(state, "")
    else:
        step = PAGES.get(endpoint, "")
    return Step(url_for("routine.index", _anchor=step), STEPS[step]) if step else None
