"""Oslomodellen: type, value, duration and risk lead to proposed requirements, each with its point in the instruction.

It is a proposal that a person confirms. The text of the requirements is UKE's own and lies in an annex.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from . import formats
from .amounts import amount_on
from .case import Case
from .environment import day_of
from .questions import Option

Risk = Literal["low", "risk", "high"]
Derived = dict[str, tuple[str, Any, str, bool]]
DEFAULT_RISK: Risk = "risk"
RISKS: dict[Risk, str] = {"low": "lav risiko", "risk": "risiko", "high": "høy risiko"}
LETTERS: dict[str, str] = {
    "AE": "A–E", "AT-low": "A–E og F–T", "AH": "A–H", "AT": "A–H og I–T", "AHV": "A–H og V", "ATV": "A–H, I–T og V",
}  # fmt: skip
_FEW_SUPPLIERS = 3
_YEAR, _APPRENTICE_MONTHS = 12, 3
_PLACE = "Instruksen punkt"


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the proposal: what, the result, why, and the point in the instruction."""

    id: str
    what: str
    result: str
    why: str
    point: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed. ``letters`` is a key of LETTERS, ``tiers`` how many links of subcontractors are allowed."""

    letters: str
    risk: Risk
    tiers: int
    diligence: Literal["", "A", "B"]
    apprentice: bool
    transport: bool
    lines: tuple[Line, ...]

    @property
    def letter_words(self) -> str:
        """«A–H og I–T»."""
        return LETTERS[self.letters]


def openers(case: Case, values: Mapping[str, Any]) -> dict[str, bool]:
    """Whether the value reaches Oslomodellen, and the transport and tax amounts."""
    value = values.get("estimated_value")
    low, risk = _limit(case, "oslo_low"), values.get("work_risk") or DEFAULT_RISK
    changed = risk != DEFAULT_RISK or bool(values.get("work_letters"))
    transport, tax = _limit(case, "transport"), _limit(case, "tax")
    return {
        "work_open": bool(value and low is not None and value >= low),
        "work_changed": bool(value) and changed,
        "zero_emission": bool(value and transport is not None and value >= transport),
        "tax_certificate": bool(value and tax is not None and value > tax),
    }


def _limit(case: Case, kind: str) -> Decimal | None:
    row = amount_on(case.settings, kind, day_of(case))
    return None if row is None else row.amount


def proposal(case: Case, values: Mapping[str, Any]) -> Proposal | None:
    """What is proposed for a competition; None below the lower limit, or when the value is not known."""
    value, low, high = values.get("estimated_value"), _limit(case, "oslo_low"), _limit(case, "oslo_high")
    if value is None or low is None or high is None or value < low:
        return None
    risk: Risk = values.get("work_risk") or DEFAULT_RISK
    months = values.get("term_months") or 0
    full = value > high
    apprentice, trained = _apprentice(case, value, months)
    letters, lettered = _letters(values, value, high, risk, apprentice)
    diligence, assessed = _diligence(case, values, risk, months) if full else ("", _no_diligence(high))
    tiers, linked = _tiers(risk)
    transport = bool(values.get("has_cars")) and bool(values.get("zero_emission"))
    lines = (lettered, linked, assessed, trained, _transport(case, transport, bool(values.get("has_cars"))))
    return Proposal(letters, risk, tiers, diligence, letters.endswith("V"), transport, lines)


def _letters(
    values: Mapping[str, Any], value: Decimal, high: Decimal, risk: Risk, apprentice: bool
) -> tuple[str, Line]:  # fmt: skip
    full, risky = value > high, risk != "low"
    found = (
        (("AT" if risky else "AH") + ("V" if apprentice else "")) if full else ("AT-low" if risky else "AE")
    )
    size = f"{'over' if full else 'ikke over'} {formats.number(high)} kroner"
    over = f"Verdien er {size}, og vurderingen er {RISKS[risk]}."
    why, chosen = f"{over}{_assessed(values)}", values.get("work_letters")
    if chosen and chosen != found:
        why = f"Valgt av oppdragsgiveren. Forslaget var {LETTERS[found]}. {values.get('work_reason') or ''}".strip()
        found = chosen
    point = f"{_PLACE}{formats.NBSP}{'4.3' if full else '4.1'}"
    return found, Line("letters", "Krav i Oslomodellen", LETTERS[found], why, point)


def _assessed(values: Mapping[str, Any]) -> str:
    if not values.get("work_risk"):
        return " Risikoen er foreslått, fordi tjenesten har høy andel arbeid."
    return f" {values['work_reason']}" if values.get("work_reason") else ""


def _tiers(risk: Risk) -> tuple[int, Line]:
    tiers = 2 if risk == "low" else 1
    why = {
        "low": "Lav risiko: høyst to ledd.", "risk": "Risiko: høyst ett ledd.",
        "high": "Høy risiko: høyst ett ledd. Underleverandører kan nektes helt når ikke noe mildere virker.",
    }[risk]  # fmt: skip
    return tiers, Line(
        "tiers",
        "Ledd av underleverandører",
        "Høyst ett ledd" if tiers == 1 else f"Høyst {formats.word(tiers)} ledd",
        why,
        f"{_PLACE}{formats.NBSP}5",
    )


def _diligence(
    case: Case, values: Mapping[str, Any], risk: Risk, months: int
) -> tuple[Literal["", "A", "B"], Line]:
    what, point = "Aktsomhet", f"{_PLACE}{formats.NBSP}7"
    if risk != "high":
        return "", Line("diligence", what, "Ingen kravsett", "Kravsett gjelder ved høy risiko.", point)
    reasons = [
        words
        for words, holds in (
            ("det er ett kjøp", values.get("contract_form") == "single"),
            ("avtalen er kortere enn ett år", 0 < months < _YEAR),
            ("færre enn tre leverandører kan levere", len(case.suppliers) < _FEW_SUPPLIERS),
        )
        if holds
    ]
    if reasons:
        why = f"Høy risiko, og {formats.listing(reasons)}."
        return "B", Line("diligence", what, "Kravsett B", why, point)
    return "A", Line("diligence", what, "Kravsett A", "Høy risiko og verdi over grensen.", point)


def _no_diligence(high: Decimal) -> Line:
    why = f"Verdien er ikke over {formats.number(high)} kroner."
    return Line("diligence", "Aktsomhet", "Ingen kravsett", why, f"{_PLACE}{formats.NBSP}7")


def _apprentice(case: Case, value: Decimal, months: int) -> tuple[bool, Line]:
    limit = _limit(case, "eea_state")
    holds = limit is not None and value > limit and months > _APPRENTICE_MONTHS
    why = (
        "Verdien er over terskelverdien for staten, og avtalen varer over tre måneder. UKE må bekrefte faget."
    )
    if not holds:
        why = "Kravet gjelder bare over terskelverdien for staten og når avtalen varer over tre måneder."
    result = "Krav V foreslås" if holds else "Ikke krav V"
    return holds, Line("apprentice", "Lærlinger", result, why, f"{_PLACE}{formats.NBSP}6")


def _transport(case: Case, holds: bool, cars: bool) -> Line:
    limit = _limit(case, "transport")
    why = "Vekterne bruker ikke bil i oppdraget."
    if cars:
        size = formats.number(limit) if limit is not None else "grensen"
        why = f"Vekterne bruker bil, og verdien er {'minst' if holds else 'under'} {size} kroner."
    result = "Utslippsfri transport" if holds else "Ikke krav om utslippsfri transport"
    return Line("transport", "Transport", result, why, "Byrådssak 1004/25")


def letter_options() -> tuple[Option, ...]:
    """The sets of requirements a drafter can choose instead of the proposed one."""
    return tuple(Option(key, f"Krav {words}") for key, words in LETTERS.items())


def facts(case: Case, values: Mapping[str, Any]) -> Derived:
    """The proposal as facts, for masters and conditions."""
    found = proposal(case, values)
    if found is None:
        return {}
    return {
        "work_letters_text": ("Krav i Oslomodellen", found.letter_words, "", False),
        "work_tiers": ("Ledd av underleverandører", found.tiers, "tall", False),
        "work_diligence": ("Kravsett for aktsomhetsvurderinger", found.diligence or None, "", False),
        "work_apprentice": ("Lærlinger", found.apprentice, "", False),
        "work_risk_words": ("Risiko i arbeidslivet", RISKS[found.risk], "", True),
    }


def rows(case: Case, values: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The proposal line by line, for the page and the internal record."""
    found = proposal(case, values)
    return tuple(
        {"id": line.id, "what": line.what, "proposal": line.result, "why": line.why, "point": line.point}
        for line in (found.lines if found else ())
    )
