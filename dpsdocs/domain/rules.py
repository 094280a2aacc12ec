"""The rule engine: dated rows pick the checks that apply, and each hit becomes a finding with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from .competition import Competition

Severity = Literal["stop", "warning", "note"]
ORDER: dict[str, int] = {"stop": 0, "warning": 1, "note": 2}
RULE_STATES: dict[str, str] = {"in_force": "Gjelder", "advice": "Råd", "off": "Slått av"}
SEVERITY_LABELS: dict[str, str] = {"stop": "Stopp", "warning": "Advarsel", "note": "Merknad"}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: a headline, how to mend it, and the answers it points at."""

    title: str
    mend: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated row. ``deciding`` names the date that picks the row; ``setting`` softens it when off."""

    id: str
    check: str
    severity: Severity
    source: str
    why: str
    deciding: Literal["none", "dps_notice", "invitation", "deadline", "contract"] = "none"
    regimes: tuple[str, ...] = ("foa3", "foa2")
    valid_from: date | None = None
    valid_to: date | None = None
    state: Literal["in_force", "advice", "off"] = "in_force"
    setting: str = ""
    softer: Severity = "warning"

    def applies(self, day: date, regime: str) -> bool:
        """Whether the row is in force on the deciding day under this regime."""
        begun = self.valid_from is None or self.valid_from <= day
        ended = self.valid_to is not None and day > self.valid_to
        return self.state != "off" and regime in self.regimes and begun and not ended


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with its rule: what is wrong, how to mend it, why, and where that stands."""

    rule: str
    severity: Severity
    title: str
    mend: str
    keys: tuple[str, ...]
    source: str
    why: str
    version: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rows and the version that stands in every result."""

    version: str
    rules: tuple[Rule, ...]


Check = Callable[[Competition], Iterable[Hit]]


class RulebookError(ValueError):
    """A rulebook that contradicts itself; the message names the row."""


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The rulebook that ships with the program."""
    path = Path(__file__).with_name("rulebook.toml")
    return read_rulebook(path.read_text(encoding="utf-8"))


def read_rulebook(text: str) -> Rulebook:
    """A rulebook from TOML, or ``RulebookError`` with the row's name."""
    content = tomllib.loads(text)
    rules = []
    for row in content["rule"]:
        known = {**row, "regimes": tuple(row.get("regimes", ("foa3", "foa2")))}
        rules.append(Rule(**known))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RulebookError(f"Regelen {rule.id} står to ganger.")
        if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
            raise RulebookError(f"Regelen {rule.id} slutter før den begynner.")
        seen.add(rule.id)
    return Rulebook(content["version"], tuple(rules))


def deciding_day(competition: Competition, rule: Rule) -> date:
    """The day that decides which law applies; the day the supplier list was read stands in when unknown."""
    today = competition.case.suppliers_at.date()
    deadline = competition.moment("tender_deadline")
    days: dict[str, date | None] = {
        "dps_notice": competition.case.dps.announced,
        "invitation": competition.day("sending_date"),
        "deadline": deadline.date() if deadline else None,
        "contract": competition.day("start_date"),
    }
    return days.get(rule.deciding) or today


def findings(
    competition: Competition, checks: Mapping[str, Check], book: Rulebook | None = None
) -> tuple[Finding, ...]:
    """Everything the rules find, stops first, in the order of the rulebook."""
    book = book or rulebook()
    found: list[Finding] = []
    for rule in book.rules:
        if not rule.applies(deciding_day(competition, rule), competition.case.dps.regime):
            continue
        severity = _severity(rule, competition)
        found += [
            Finding(rule.id, severity, h.title, h.mend, h.keys, rule.source, rule.why, book.version)
            for h in checks[rule.check](competition)
        ]
    return tuple(sorted(found, key=lambda f: ORDER[f.severity]))


def _severity(rule: Rule, competition: Competition) -> Severity:
    if rule.setting and not getattr(competition.case.settings, rule.setting):
        return rule.softer
    return rule.severity
