"""The rule engine: dated rows pick the checks that apply, and each hit becomes a finding with its reason."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from .amounts import AmountRow, amount_on, overlap
from .case import Case, Judgement, RuleState, Settings
from .competition import Competition

Severity = Literal["stop", "warning", "note"]
Stage = Literal["answers", "documents", "afterwards"]
ORDER: dict[str, int] = {"stop": 0, "warning": 1, "note": 2}
RULE_STATES: dict[str, str] = {
    "in_force": "Gjelder", "advice": "Råd", "off": "Av til UKE har bekreftet",
}  # fmt: skip
SEVERITY_LABELS: dict[str, str] = {"stop": "Stopp", "warning": "Advarsel", "note": "Merknad"}
STAGES: dict[str, str] = {
    "answers": "Svarene", "documents": "Dokumentene", "afterwards": "Etter utsending",
}  # fmt: skip
ADVICE = "Råd, ikke bekreftet av UKE"
_UNCONFIRMED = "beløpet er ikke bekreftet av UKE"


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: a headline, how to mend it, and the answers it points at.

    ``fact`` is what the finding rests on, where the words tell of something that changes by itself (like a time).
    """

    title: str
    mend: str
    keys: tuple[str, ...] = ()
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated row. ``deciding`` names the date that picks the row; ``setting`` softens it when off.

    ``law`` is the source once UKE has confirmed a row that ships as advice or off, ``amount`` the dated amounts it
    rests on, ``override`` what must be shown for going past a stop where the law leaves room, and ``catalogue`` its
    numbers in the catalogue of checks. What a ``confirm`` row finds is for a person to confirm. A ``fixed`` row cannot
    be switched: documents fall apart without it.
    """

    id: str
    check: str
    severity: Severity
    source: str
    why: str
    deciding: Literal["none", "dps_notice", "invitation", "deadline", "contract"] = "none"
    regimes: tuple[str, ...] = ("foa3", "foa2")
    valid_from: date | None = None
    valid_to: date | None = None
    state: RuleState = "in_force"
    setting: str = ""
    softer: Severity = "warning"
    stage: Stage = "answers"
    law: str = ""
    amount: str = ""
    override: str = ""
    confirm: bool = False
    fixed: bool = False
    catalogue: tuple[int, ...] = ()

    def holds(self, day: date, regime: str) -> bool:
        """Whether the row is the law of the deciding day under this regime, switched off or not."""
        begun = self.valid_from is None or self.valid_from <= day
        ended = self.valid_to is not None and day > self.valid_to
        return regime in self.regimes and begun and not ended

    def applies(self, day: date, regime: str) -> bool:
        """Whether the row is in force on the deciding day under this regime."""
        return self.state != "off" and self.holds(day, regime)

    @property
    def headline(self) -> str:
        """The rule in one sentence, without its full stop: the first of why it is there."""
        return self.why.split(". ", 1)[0].rstrip(".")

    @property
    def basis(self) -> str:
        """The source as it is shown: of what is not confirmed, that it is advice."""
        if self.state == "in_force":
            return self.law or self.source
        return ADVICE if self.law else self.source


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with its rule: what is wrong, how to mend it, why, and where that stands.

    ``fact`` is what it rests on. ``judged`` is what somebody has said of it: put aside, overridden or confirmed.
    """

    rule: str
    severity: Severity
    title: str
    mend: str
    keys: tuple[str, ...]
    source: str
    why: str
    version: str
    fact: str = field(default="", compare=False)
    override: str = ""
    confirm: bool = False
    judged: Judgement | None = None

    @property
    def mark(self) -> str:
        """The fingerprint: the same as long as the finding rests on the same."""
        told = "\0".join((self.rule, *self.keys, self.fact or f"{self.title}\0{self.mend}"))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rows and the version that stands in every result."""

    version: str
    rules: tuple[Rule, ...]

    def row(self, rule_id: str) -> Rule:
        """The latest row of a rule."""
        return next(rule for rule in reversed(self.rules) if rule.id == rule_id)


Check = Callable[[Competition], Iterable[Hit]]


class RulebookError(ValueError):
    """A rulebook that contradicts itself; the message names the row."""


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The rulebook that ships with the program."""
    path = Path(__file__).with_name("rulebook.toml")
    return read_rulebook(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def rulebook_for(settings: Settings) -> Rulebook:
    """The rulebook as UKE has changed it: rows switched, and a version of its own."""
    book, states = rulebook(), {choice.rule: choice.state for choice in settings.rules}
    if not settings.rules_version:
        return book
    rules = tuple(r if r.fixed else replace(r, state=states.get(r.id, r.state)) for r in book.rules)
    return Rulebook(f"{book.version}.{settings.rules_version}", rules)


def read_rulebook(text: str) -> Rulebook:
    """A rulebook from TOML, or ``RulebookError`` with the row's name."""
    content = tomllib.loads(text)
    rules = tuple(_row(row) for row in content["rule"])
    for rule in rules:
        if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
            raise RulebookError(f"Regelen {rule.id} slutter før den begynner.")
    for one, other in combinations(rules, 2):
        if one.id == other.id and set(one.regimes) & set(other.regimes) and overlap(one, other):
            raise RulebookError(f"Regelen {one.id} står to ganger for samme tid.")
    return Rulebook(content["version"], rules)


def _row(row: Mapping[str, Any]) -> Rule:
    name, unknown = row.get("id", "uten navn"), set(row) - {f.name for f in fields(Rule)}
    if unknown:
        raise RulebookError(f"Regelen {name} har et ukjent felt: {', '.join(sorted(unknown))}.")
    lists = {key: tuple(row[key]) for key in ("regimes", "catalogue") if key in row}
    try:
        return Rule(**{**row, **lists})
    except TypeError as error:
        raise RulebookError(f"Regelen {name} mangler et felt.") from error


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
    competition: Competition, checks: Mapping[str, Check], book: Rulebook | None = None, stage: Stage = "answers"
) -> tuple[Finding, ...]:  # fmt: skip
    """Everything the rules of a stage find, stops first, in the order of the rulebook."""
    book = book or rulebook_for(competition.case.settings)
    found: list[Finding] = []
    for rule in book.rules:
        if rule.stage == stage and rule.applies(deciding_day(competition, rule), competition.case.dps.regime):
            found += [finding(rule, h, competition, book) for h in checks[rule.check](competition)]
    return tuple(sorted(found, key=lambda f: ORDER[f.severity]))


def finding(rule: Rule, hit: Hit, competition: Competition, book: Rulebook) -> Finding:
    """A hit of a rule as a finding. Advice, and what rests on an amount nobody has confirmed, never stops."""
    severity, source = rule.severity, rule.basis
    if rule.setting and not getattr(competition.case.settings, rule.setting):
        severity = rule.softer
    limit = _amount(rule, competition)
    if limit is not None and not limit.confirmed:
        source = f"{source}, {_UNCONFIRMED}"
    if severity == "stop" and (rule.state == "advice" or (limit is not None and not limit.confirmed)):
        severity = "warning"
    return Finding(
        rule.id, severity, hit.title, hit.mend, hit.keys, source, rule.why, book.version, _fact(hit, competition),
        rule.override if severity == "stop" else "", rule.confirm,
    )  # fmt: skip


def _fact(hit: Hit, competition: Competition) -> str:
    """What a finding rests on: what its check says, else its words and the answers it points at."""
    if hit.fact:
        return hit.fact
    pointed = (competition.facts.get(key) for key in hit.keys)
    answers = (
        str(f.value)
        for f in pointed
        if f is not None and f.question is not None and f.question.kind != "table"
    )
    return "\0".join((hit.title, hit.mend, *answers))


def _amount(rule: Rule, competition: Competition) -> AmountRow | None:
    """The amount a rule rests on; of several the first that nobody has confirmed."""
    day = deciding_day(competition, rule)
    found = (amount_on(competition.case.settings, kind, day) for kind in rule.amount.split())
    rows = [row for row in found if row is not None]
    return next((row for row in rows if not row.confirmed), rows[0] if rows else None)


def judged(found: Iterable[Finding], case: Case) -> tuple[Finding, ...]:
    """The findings with what people have said of them, stops first.

    A finding that has changed is a new one. An override that a second person has approved no longer stops.
    """
    known = {(j.rule, j.mark): j for j in case.judgements}
    return tuple(
        sorted((_judged(f, known.get((f.rule, f.mark))) for f in found), key=lambda f: ORDER[f.severity])
    )


def _judged(found: Finding, judgement: Judgement | None) -> Finding:
    if judgement is None or (judgement.kind == "override") != bool(found.override):
        return found
    if found.severity == "stop" and not (judgement.kind == "override" and judgement.approved_by):
        return replace(found, judged=judgement if judgement.kind == "override" else None)
    severity: Severity = "note" if judgement.kind == "override" else found.severity
    return replace(found, severity=severity, judged=judgement)
