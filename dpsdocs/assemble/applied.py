"""Which rules a competition was held against, and what each of them found: rows of the compliance sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..domain import formats
from ..domain.competition import Competition
from ..domain.rules import SEVERITY_LABELS, Finding, Rule, deciding_day, rulebook_for


def rule_rows(competition: Competition, found: Iterable[Finding]) -> tuple[Mapping[str, Any], ...]:
    """The rules about answers and documents that hold for this competition, and those that are switched off."""
    return tuple(_rows(competition, Counter(finding.rule for finding in found)))


def _rows(competition: Competition, counts: Counter[str]) -> Iterator[Mapping[str, Any]]:
    book, regime = rulebook_for(competition.case.settings), competition.case.dps.regime
    for rule in book.rules:
        if rule.stage == "afterwards" or not rule.holds(deciding_day(competition, rule), regime):
            continue
        yield {
            "id": rule.id, "table": f"Regeltabell {book.version}", "rule": rule.headline, "source": rule.basis,
            "severity": SEVERITY_LABELS[rule.severity], "result": _result(rule, counts[rule.id]),
        }  # fmt: skip


def _result(rule: Rule, count: int) -> str:
    if rule.state == "off":
        return "Slått av"
    return formats.capital(f"{'ett' if count == 1 else formats.word(count)} funn") if count else "Ingen funn"
