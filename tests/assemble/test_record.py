"""The internal record: how things were reckoned on both paths, and where each rule is answered."""

from __future__ import annotations

import pytest

from dpsdocs.assemble import check
from dpsdocs.assemble.coverage import coverage_rows
from dpsdocs.assemble.record import record_rows
from dpsdocs.document.model import Table, plain, walk
from dpsdocs.domain.case import Case
from dpsdocs.domain.competition import build
from dpsdocs.masters.release import Release
from tests.domain.long_path import long_case, with_rows


@pytest.fixture(scope="module")
def long(reception: Case) -> Case:
    """Two lots, three sites, two posts and rounds."""
    return long_case(reception)


def calculations(case: Case, release: Release) -> dict[str, tuple[str, str]]:
    """How and result of each calculation, by id."""
    rows = record_rows(build(case, release.catalogue), ())["calculations"]
    return {row["id"]: (row["how"], row["result"]) for row in rows}


def test_the_long_path_shows_posts_quantities_and_lots(long: Case, release: Release) -> None:
    found = calculations(long, release)
    assert found["post-p1"][0] == "1 på vakt, mandag–fredag kl.\u00a008.00–16.00, hele avtaletiden"
    competition = build(long, release.catalogue)
    total = competition.rows["posts"][0]["total"]
    assert found["post-p1"][1] == f"{total} timer"
    assert found["line-2-L-11"] == ("300 per år i 4 år, enhet: runde", "1\u00a0200")
    assert found["lots"] == ("Summen av 2 delkontrakter", "kr\u00a09\u00a0000\u00a0000 ekskl.\u00a0mva.")
    assert "lines" in found and "lines" not in calculations(with_rows(long, "volumes"), release)


def test_the_short_path_shows_its_one_post(reception: Case, release: Release) -> None:
    found = calculations(reception, release)
    assert found["hours"][0].startswith("Én vekter mandag–fredag")
    assert not [key for key in found if key.startswith(("post-", "line-", "lots"))]


def test_each_item_points_at_the_place_of_its_clause(reception: Case, release: Release) -> None:
    checked = check(reception, release)
    told = coverage_rows(release, checked.competition, checked.documents.values())
    by_ref = {(row["ref"], row["text"]): row for row in told["coverage"]}
    by_clause = {item.clause: by_ref.get((item.ref, item.text)) for item in release.coverage}
    delivered = by_clause["levering-tabell"]
    assert delivered is not None and delivered["place"] == "2.2.1 (2.2 Det leverandøren skal levere)"
    assert by_clause["objekter-liste"] is None
    assert {row["document"] for row in told["coverage"] if row["place"] == "Hele dokumentet"} == {
        "Prisskjema"
    }
    assert "Mangler i dokumentet" not in {row["place"] for row in told["coverage"]}


def test_an_item_that_is_not_asked_stands_with_the_rest_of_its_document(
    reception: Case, release: Release
) -> None:
    checked = check(reception, release)
    told = coverage_rows(release, checked.competition, checked.documents.values())
    rest = " ".join(row["items"] for row in told["coverage_absent"])
    (item,) = [item for item in release.coverage if item.clause == "objekter-liste"]
    assert f"{item.text} ({item.ref})." in rest
    for item in release.coverage:
        shown = (item.ref, item.text) in {(row["ref"], row["text"]) for row in told["coverage"]}
        assert shown is not (f"{item.text} ({item.ref})." in rest), item.ref


def test_the_record_shows_the_items_of_documents_before_it(reception: Case, release: Release) -> None:
    documents = check(reception, release).documents
    tables = [b for b in walk(documents["begrunnelser"].blocks) if isinstance(b, Table)]
    (sheet,) = [table for table in tables if table.id == "samsvarstabell"]
    shown = {(plain(row.cells[2]), plain(row.cells[3])) for row in sheet.rows}
    (rest,) = [table for table in tables if table.id == "restentabell"]
    assert 0 < len(sheet.rows) < len(release.coverage)
    assert 0 < len(rest.rows) < 20
    assert ("Invitasjon til å gi tilbud", "1.1 (1 Bruk)") in shown
