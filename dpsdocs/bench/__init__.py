"""Figures for what users wait for: pairs in one run, medians and ratios, since machines are noisy.

Processor time, of this process and its children, hardly changes with what else the machine does.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .. import logs
from ..writers import pdf
from .groups import GROUPS
from .steps import Measured, Step

__all__ = ["run"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: median and spread over the rounds. ``processor``: median of processor time in ms."""

    name: str
    unit: str
    median: float
    low: float
    high: float
    processor: float
    rounds: int


def run(names: Sequence[str], *, rounds: int, as_json: bool) -> int:
    """Measure the named groups (all when none is named) and print the figures; 2 for an unknown name."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        sys.stderr.write(f"Ukjent måling: {', '.join(unknown)}. Velg blant {', '.join(GROUPS)}.\n")
        return 2
    logs.configure()  # to standard error: standard output is for the figures
    missing = pdf.available()
    if missing and {"package", "housing", "size", "masters"} & set(names or GROUPS):
        sys.stderr.write(f"{missing} Uten PDF kan hele pakken ikke måles.\n")
        return 2
    results: dict[str, list[Figure]] = {}
    for name in names or GROUPS:
        with GROUPS[name]() as steps:
            results[name] = _measure(steps, rounds)
    if as_json:
        rows = {name: [asdict(figure) for figure in figures] for name, figures in results.items()}
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for name, figures in results.items():
            _print(name, figures)
    return 0


def _measure(steps: dict[str, Step], rounds: int) -> list[Figure]:
    """Each round runs every step once, so that a noisy moment hits them alike."""
    values: dict[str, list[float]] = {name: [] for name in steps}
    worked: dict[str, list[float]] = {name: [] for name in steps}
    units = dict.fromkeys(steps, "ms")
    for _ in range(max(1, rounds)):
        for name, step in steps.items():
            started, before = time.perf_counter(), _processor()
            result = step()
            taken = (time.perf_counter() - started) * 1000
            worked[name].append(_processor() - before)
            if isinstance(result, Measured):
                taken, units[name] = result.value, result.unit
            values[name].append(taken)
    middle = statistics.median
    return [
        Figure(n, units[n], middle(v), min(v), max(v), middle(worked[n]), len(v)) for n, v in values.items()
    ]


def _processor() -> float:
    """Milliseconds of processor time so far, of this process and of the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) * 1000


def _print(name: str, figures: list[Figure]) -> None:
    first = figures[0].median
    sys.stdout.write(f"{name}\n")
    for f in figures:
        ratio = f"  forhold {f.median / first:.3f}  prosessor {f.processor:.0f} ms" if f.unit == "ms" else ""
        sys.stdout.write(
            f"  {f.name:<52} {f.median:9.1f} {f.unit}  ({f.low:.1f}-{f.high:.1f}, {f.rounds} runder){ratio}\n"
        )
