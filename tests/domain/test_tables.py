"""Answers that are tables: parsed row by row, opened by answers, kept aside when hidden, read from a case file."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case
from dpsdocs.domain.case_file import CaseFileError
from dpsdocs.domain.case_schema import schema
from dpsdocs.domain.competition import Competition, build, unknown_answers
from dpsdocs.domain.scope import Scope
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.domain.long_path import changed, long_case, rows, with_rows


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def case(release: Release) -> Case:
    """The small long case."""
    return long_case(case_file.read((release.folder / "samples" / "reception.json").read_bytes()))


@pytest.fixture(scope="module")
def made(case: Case, release: Release) -> Competition:
    """It as facts."""
    return build(case, release.catalogue)


def test_the_short_path_asks_nothing_of_the_long(release: Release) -> None:
    short = case_file.read((release.folder / "samples" / "reception.json").read_bytes())
    asked = {q.key for q in build(short, release.catalogue).asked}
    assert asked.isdisjoint(
        {"lots", "sites", "shifts", "volumes", "equipment", "visits", "buyers", "grading"}
    )


def test_the_long_path_asks_for_tables_and_not_for_the_one_site(made: Competition) -> None:
    asked = {q.key for q in made.asked}
    assert {"lots", "sites", "shifts", "volumes", "confidential_access"} <= asked
    assert asked.isdisjoint({"site_name", "hours", "guards", "equipment", "visits", "undivided_reason"})


def test_rows_know_their_values_names_and_numbers(made: Competition) -> None:
    first, _, third = made.tables["sites"]
    assert (first.name, first.number, first.value("lot"), first.is_complete) == ("Rådhuset", 1, "d1", True)
    assert third.value("homes") == 12 and third.value("secret") is True


def test_a_column_is_hidden_until_an_answer_opens_it(made: Competition, case: Case, release: Release) -> None:
    assert "homes" not in made.tables["sites"][0].values  # an office has no homes
    undivided = build(replace(case, answers={**case.answers, "extras": ["places"]}), release.catalogue)
    assert all("lot" not in row.values and row.is_complete for row in undivided.tables["sites"])


def test_faults_and_holes_are_told_by_cell(case: Case, release: Release) -> None:
    broken = changed(changed(case, "sites", "s1", homes="-3", kind="castle"), "sites", "s2", address="")
    first, second, _ = build(broken, release.catalogue).tables["sites"]
    assert set(first.errors) == {"kind"} and "finnes ikke lenger" in first.errors["kind"]
    assert second.missing == ("address",)
    housing = changed(case, "sites", "s1", homes="-3", kind="housing")
    assert "negativt" in build(housing, release.catalogue).tables["sites"][0].errors["homes"]


def test_a_row_that_points_at_a_lot_that_is_gone(case: Case, release: Release) -> None:
    gone = replace(case, tables={**case.tables, "lots": case.tables["lots"][:1]})
    found = build(gone, release.catalogue).tables["sites"]
    assert [bool(row.errors) for row in found] == [False, True, True]


def test_hidden_rows_are_kept_aside(case: Case, release: Release) -> None:
    hidden = build(replace(case, answers={**case.answers, "extras": []}), release.catalogue)
    assert {"lots", "sites", "shifts"} <= set(hidden.set_aside)
    assert hidden.tables == {} or "sites" not in hidden.tables
    assert hidden.value("confidential") is False


def test_a_secret_site_makes_the_competition_confidential(
    made: Competition, case: Case, release: Release
) -> None:
    assert made.value("confidential") is True
    opened = build(changed(case, "sites", "s3", secret="no"), release.catalogue)
    assert opened.value("confidential") is False


def lines(scope: Scope) -> dict[str, tuple[str, Decimal]]:
    return {line.id: (line.lot.short, line.quantity) for line in scope.lines}


def test_shifts_become_hours_and_price_lines_per_lot(made: Competition) -> None:
    found = lines(made.scope)
    assert {lot for lot, _ in found.values()} == {"Delkontrakt\u00a01", "Delkontrakt\u00a02"}
    reception, evening = made.scope.posts
    assert reception.week == 40 and evening.week == 16  # two guards, eight hours
    assert found["1-L-1"][1] == sum(reception.whole.values())
    # three of eight hours each Friday are evening; what falls on a public holiday the day after is not night
    assert evening.whole["evening"] * 8 == sum(evening.whole.values()) * 3
    assert evening.whole["holiday"] > 0
    assert found["2-L-2"][1] == evening.whole["evening"]


def test_a_yearly_quantity_becomes_one_for_the_whole_contract(made: Competition) -> None:
    assert made.scope.term is not None and made.scope.term.years == 4
    assert lines(made.scope)["2-L-11"][1] == 1200
    line = next(line for line in made.scope.lines if line.number == "L-11")
    assert (line.per_year, line.estimate) == (300, 200)


def test_two_lines_of_the_same_kind_get_numbers_of_their_own(case: Case, release: Release) -> None:
    twice = with_rows(
        case, "volumes", {"unit": "round", "lot": "d1", "quantity": "10"},
        {"unit": "round", "lot": "d1", "quantity": "0,5"}, {"unit": "round", "lot": "d2", "quantity": "1"},
    )  # fmt: skip
    found = {k: v[1] for k, v in lines(build(twice, release.catalogue).scope).items() if "L-11" in k}
    assert found == {"1-L-11.1": 40, "1-L-11.2": 2, "2-L-11": 4}


def test_rented_equipment_is_counted_in_months(case: Case, release: Release) -> None:
    equipped = with_rows(
        replace(case, answers={**case.answers, "extras": ["places", "lots", "equipment"]}), "equipment",
        {"name": "Alarm", "kind": "rent", "quantity": "2", "lot": "d1"},
        {"name": "Leser", "kind": "buy", "quantity": "3", "lot": "d2"},
    )  # fmt: skip
    found = lines(build(equipped, release.catalogue).scope)
    assert found["1-U-1"][1] == 96 and found["2-U-2"][1] == 3


def test_the_estimate_is_hours_and_units_at_ones_own_prices(made: Competition) -> None:
    hours = sum(sum(post.whole.values()) for post in made.scope.posts)
    assert made.amount("estimate_total") == hours * 500 + 1200 * 200


def test_secret_sites_stand_apart_from_the_open_ones(made: Competition) -> None:
    assert [row["number"] for row in made.rows["sites"]] == ["O-01", "O-02"]
    assert [row["secret_note"] for row in made.rows["secret_sites"]] == ["Koden er 4417"]
    assert [row["place"] for row in made.rows["posts"]] == ["O-01 Rådhuset", "O-03"]
    assert [row["place"] for row in made.rows["secret_posts"]] == ["O-03 Huset"]


def test_sites_and_posts_stand_lot_by_lot(case: Case, release: Release) -> None:
    moved = changed(changed(case, "sites", "s1", lot="d2"), "sites", "s2", lot="d1")
    found = build(moved, release.catalogue)
    assert [row["number"] for row in found.rows["sites"]] == ["O-02", "O-01"]
    mixed = build(changed(changed(case, "sites", "s1", lot="d2"), "sites", "s3", lot="d1"), release.catalogue)
    assert [row["number"] for row in mixed.rows["posts"]] == ["P-2", "P-1"]


def test_every_band_is_explained_when_hours_can_be_ordered(case: Case, release: Release) -> None:
    day = changed(case, "shifts", "p2", hours={"from": "10.00", "to": "12.00"}, weekdays=["mon"])
    extra = with_rows(day, "volumes", {"unit": "extra_night", "lot": "d2", "quantity": "10"})
    rows_of = {row["id"]: row["hours"] for row in build(extra, release.catalogue).rows["bands"]}
    assert list(rows_of) == ["day", "evening", "night", "weekend", "holiday"]
    assert rows_of["day"] != "–" and rows_of["night"] == "–"
    assert [row["id"] for row in build(day, release.catalogue).rows["bands"]] == ["day"]


def test_a_requirement_tells_for_whom_it_holds_and_where_it_is_answered(case: Case, release: Release) -> None:
    extras = ["places", "lots", "own_requirements"]
    own = {"text": "Oppdragsgiveren ønsker hund.", "kind": "B", "criterion": "quality", "chapter": "runder",
           "documentation": "Beskrivelse", "site": "s2"}  # fmt: skip
    plain = replace(case, answers={**case.answers, "extras": extras})
    assert build(plain, release.catalogue).value("reach_limited") is False
    found = build(with_rows(plain, "own_requirements", own), release.catalogue)
    assert found.value("reach_limited") is True
    forms = {row["number"]: (row["reach"], row["form"]) for row in found.rows["requirements"]}
    assert forms["E-01"] == ("O-02", "svarskjema")
    assert forms["K-12"] == ("Alle", "referanser") and forms["K-39"] == ("Alle", "miljosvar")
    assert forms["K-01"] == ("Alle", "")


def test_a_case_file_with_tables_reads_back_equal(case: Case) -> None:
    assert case_file.read(case_file.dump(case)) == case


def test_the_schema_takes_the_tables(case: Case, release: Release) -> None:
    validator = Draft202012Validator(schema(release.catalogue.questions))
    content = case_file.to_json(case)
    assert list(validator.iter_errors(content)) == []
    content["tables"]["sites"][0]["colour"] = "red"
    assert [e.validator for e in validator.iter_errors(content)] == ["additionalProperties"]


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ([], "tables: skal være et objekt"),
        ({"sites": {}}, "tables: skal være et objekt"),
        ({"sites": [1]}, r"tables.sites\[1\].id: hver rad skal ha sin egen id"),
        ({"sites": [{"name": "x"}]}, r"tables.sites\[1\].id"),
        ({"sites": [{"id": "a"}, {"id": "a"}]}, r"tables.sites\[2\].id"),
        ({"sites": [{"id": "../x"}]}, r"tables.sites\[1\].id"),
        ({"sites": [{"id": "a", "name": [[1]]}]}, r"tables.sites\[1\].name: skal være"),
    ],
)
def test_tables_that_cannot_be_read_are_named(case: Case, tables: object, words: str) -> None:
    content = {**case_file.to_json(case), "tables": tables}
    with pytest.raises(CaseFileError, match=words):
        case_file.read(json.dumps(content).encode())


def test_unknown_tables_and_columns_are_named(case: Case, release: Release) -> None:
    strange = replace(case, tables={"hus": rows({"name": "x"}), "lots": rows({"colour": "red"})},
                      answers={**case.answers, "sites": "x"})  # fmt: skip
    assert unknown_answers(strange, release.catalogue.questions) == ("hus", "lots.colour", "sites")


def test_two_thousand_sites_are_judged_one_by_one(case: Case, release: Release) -> None:
    many = with_rows(
        replace(case, answers={**case.answers, "extras": ["places"]}), "sites",
        *({"name": f"Hus {n}", "address": f"Gate {n}", "kind": "housing", "risk": "1",
           "secret": "no", "homes": "3" if n % 100 else "tre"} for n in range(2000)),
    )  # fmt: skip
    found = build(many, release.catalogue)
    assert sum(bool(row.errors) for row in found.tables["sites"]) == 20
    assert found.value("sites_file") is True and found.value("sites_listed") is False
    assert found.rows["site_summary"][0]["count"] == "2\u00a0000"
