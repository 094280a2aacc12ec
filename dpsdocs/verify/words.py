"""The tamper check in words, for the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .align import redline
from .returned import LOCK_LABELS, STATE_LABELS, ClauseReport, ReturnReport

_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}


def report_lines(report: ReturnReport) -> Iterator[str]:
    """What was compared, each clause that differs with its redline, what came, and the verdict last."""
    yield f"{report.file} er sammenlignet med {report.document}."
    if report.tracked:
        yield "Filen har sporede endringer. De er lest som om de var godtatt."
    for clause in report.clauses:
        if clause.state in ("changed", "deleted", "moved"):
            yield f"{STATE_LABELS[clause.state]}: {clause.id} ({LOCK_LABELS[clause.lock]})"
            yield f"  {_marked(clause)}"
    for line in report.added:
        yield f"Lagt til: {line}"
    yield from report.around
    counts = Counter(clause.state for clause in report.clauses)
    yield ", ".join(f"{STATE_LABELS[state].lower()}: {count}" for state, count in counts.items())
    filled = sum(len(clause.filled) for clause in report.clauses)
    if filled:
        yield f"Utfylte felt: {filled}"
    yield "Ingen låste punkter er endret." if report.is_intact else "Dokumentet er ikke slik det ble utstedt."


def _marked(clause: ClauseReport) -> str:
    if clause.state != "changed":
        return clause.before
    parts = redline(clause.before, clause.after)
    return "".join(_MARKS[kind][0] + text.strip() + _MARKS[kind][1] + " " for kind, text in parts).strip()
