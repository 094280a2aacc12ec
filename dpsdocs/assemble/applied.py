"""Which rules a competition was held against, and what each of them found: rows of the compliance sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..domain import formats
from ..domain.competition import Competition
from ..domain.rules import SEVERITY_LABELS, Finding, Rule, deciding_day, rulebook_for

Rows = tuple[Mapping[str, Any], ...]
_IN_A_ROW = 8  # a row is never split between pages, so it may not be taller than a few lines


def rule_rows(competition: Competition, found: Iterable[Finding]) -> dict[str, Rows]:
    """The rules about answers and documents that hold for this competition.

    ``rules``: those that found something or are switched off, one by one. ``rules_clean``: the others, some in each
    row, by severity.
    """
    counts = Counter(finding.rule for finding in found)
    book, regime = rulebook_for(competition.case.settings), competition.case.dps.regime
    told, clean = list[Mapping[str, Any]](), dict[str, dict[str, None]]()
    for rule in book.rules:
        if rule.stage == "afterwards" or not rule.holds(deciding_day(competition, rule), regime):
            continue
        severity = SEVERITY_LABELS[rule.severity]
        if counts[rule.id] or rule.state == "off":
            told.append({
                "id": rule.id, "table": f"Regeltabell {book.version}", "rule": rule.headline, "source": rule.basis,
                "severity": severity, "result": _result(rule, counts[rule.id]),
            })  # fmt: skip
        else:
            clean.setdefault(severity, {})[f"{rule.headline} ({rule.basis})."] = None
    return {
        "rules": tuple(told),
        "rules_clean": tuple(
            {
                "id": f"{severity}-{first}",
                "severity": severity,
                "rules": " ".join(said[first : first + _IN_A_ROW]),
            }
            for severity in SEVERITY_LABELS.values()
            for said in [list(clean.get(severity, ()))]
            for first in range(0, len(said), _IN_A_ROW)
        ),
    }


def _result(rule: Rule, count: int) -> str:
    if rule.state == "off":
        return "Slått av"
    return formats.capital(f"{'ett' if count == 1 else formats.word(count)} funn")
