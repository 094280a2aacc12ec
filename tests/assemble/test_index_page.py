"""The index page tells of every file the bidders get, and of none of the others."""

from __future__ import annotations

from dpsdocs.assemble import check
from dpsdocs.document.model import Table, plain, walk
from dpsdocs.domain.case import Case
from dpsdocs.masters.release import Release
from tests.assemble.cases import confidential


def listed(case: Case, release: Release, document: str) -> dict[str, tuple[str, ...]]:
    blocks = walk(check(case, release).documents[document].blocks)
    table = next(b for b in blocks if isinstance(b, Table) and b.id == "filtabell")
    rows = [tuple(plain(cell) for cell in row.cells) for row in table.rows]
    return {row[0]: row for row in rows}


def test_every_file_is_listed_with_what_to_do(reception: Case, release: Release) -> None:
    for case in (reception, confidential(reception)):
        competition = check(case, release).competition
        open_to_bidders = {spec.number for spec in release.chosen(competition) if spec.package != "internal"}
        open_to_bidders |= {spec.number for spec in release.annexes if spec.when.holds(competition.values)}
        rows = listed(case, release, "oversikt")
        assert set(map(int, rows)) == open_to_bidders == set(map(int, listed(case, release, "kgv_liste")))
        assert all(row[1] and row[3] and row[4] for row in rows.values())
        assert rows["04"][1:] == ("Prisskjema", "3", "Excel", "Fyller ut og leverer")


def test_the_evaluation_sheet_is_internal(release: Release) -> None:
    spec = release.document("evaluering")
    assert (spec.package, spec.kind, spec.formats) == ("internal", "evaluation", ("xlsx",))
