"""What it costs to find what is wrong: a competition of many sites and requirements, new and after a change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from ..domain import case_file
from ..domain.case import Case, TableRow
from ..domain.checks import findings
from ..domain.competition import build
from ..domain.rules import Finding
from ..masters.loader import load
from ..masters.release import Release
from .steps import Step

_OWN, _CHOSEN = 60, 300


def _large(case: Case, release: Release, sites: int) -> Case:
    """The sample with many sites, and with library and own requirements, in proportion."""
    pattern = case.tables["sites"]
    chosen = max(1, min(_CHOSEN, sites * _CHOSEN // 2000))
    own = max(1, min(_OWN, sites * _OWN // 2000))
    rows = tuple(
        TableRow(
            f"s{n}", {**pattern[n % len(pattern)].answers, "name": f"Objekt {n}", "address": f"Gate {n}"}
        )
        for n in range(sites)
    )
    words = ("nøkler", "adgang", "rapport", "bil", "uniform", "samband", "kart")
    wanted = tuple(
        TableRow(f"e{n}", {"text": f"Leverandøren skal bytte {words[n % 7]} i uke {n} uten tillegg i prisen.",
                           "kind": "A", "chapter": "vekterne", "documentation": "Plan"})
        for n in range(own)
    )  # fmt: skip
    answers = {
        **case.answers, "requirements": [r.id for r in release.catalogue.requirements][:chosen],
        "extras": [*case.answers["extras"], "own_requirements"],
    }  # fmt: skip
    return replace(case, tables={**case.tables, "sites": rows, "own_requirements": wanted}, answers=answers)


def _anew(case: Case, number: int) -> Case:
    """The same sites as somebody else's: nothing in them can be used again."""
    rows = tuple(
        TableRow(row.id, {**row.answers, "opening_hours": f"{number}"}) for row in case.tables["sites"]
    )
    return replace(case, tables={**case.tables, "sites": rows})


def _renamed(case: Case, number: int) -> Case:
    """Another name of the competition, read from the store once more: equal rows that are not the same objects."""
    tables = {
        key: tuple(TableRow(row.id, dict(row.answers)) for row in rows) for key, rows in case.tables.items()
    }
    return replace(case, tables=tables, answers={**case.answers, "title": f"Vakthold {number}"})


def _one_cell(case: Case, number: int) -> Case:
    """Another note on one site."""
    made = _renamed(case, 0)
    rows = list(made.tables["sites"])
    at = number % len(rows)
    rows[at] = TableRow(rows[at].id, {**rows[at].answers, "note": f"Merknad {number}"})
    return replace(made, tables={**made.tables, "sites": tuple(rows)})


@contextmanager
def rules(folder: Path) -> Iterator[dict[str, Step]]:
    """Every finding of 200, 2 000 and 20 000 sites, and of 2 000 after one changed field."""
    release = load(folder)
    sample = case_file.read((folder / "samples" / "housing.json").read_bytes())
    cases = {sites: _large(sample, release, sites) for sites in (200, 2000, 20_000)}
    number = count(1)

    def found(case: Case) -> tuple[Finding, ...]:
        return findings(build(case, release.catalogue))

    def whole(sites: int) -> Step:
        return lambda: found(_anew(cases[sites], next(number)))

    found(cases[2000])
    yield {
        "alle funn, 200 objekter": whole(200),
        "alle funn, 2 000 objekter og 300 krav": whole(2000),
        "alle funn, 20 000 objekter": whole(20_000),
        "2 000 objekter, ett svar endret": lambda: found(_renamed(cases[2000], next(number))),
        "2 000 objekter, én celle endret": lambda: found(_one_cell(cases[2000], next(number))),
    }
