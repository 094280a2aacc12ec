"""Sub-criteria and quality in kroner: each check hits and lets pass, and what is asked when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import Finding
from dpsdocs.domain.schemes import scheme_of
from dpsdocs.domain.scoring import Part, Weighed
from dpsdocs.domain.subcriterion_checks import fair_point_value
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.domain.long_path import long_case, rows

Break = Callable[[Case], Case]
FIRST = {"id": "k1", "name": "Vekterne", "criterion": "quality", "weight": "60", "documentation": "Svarskjemaet",
         "assessed": "Svarene på krav K-12 og K-18. Flest år med praksis er best."}  # fmt: skip
SECOND = {
    **FIRST,
    "id": "k2",
    "name": "Planen",
    "weight": "40",
    "assessed": "Svaret på krav K-20. Kortest tid er best.",
}


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def short(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())


def numbers(release: Release, case: Case, kind: str = "quality") -> str:
    found = build(case, release.catalogue).rows["requirements"]
    return ", ".join(row["number"] for row in found if row["kind"] == "B" and row["criterion"] == kind)


def divided(case: Case, *given: dict[str, Any], **answers: Any) -> Case:
    tables = {**case.tables, "subcriteria": rows(*given)}
    more = {"extras": [*case.answers.get("extras", ()), "evaluation"], **answers}
    return replace(case, answers={**case.answers, **more}, tables=tables)


def with_second(**cells: str) -> Break:
    return lambda c: divided(c, FIRST, {**SECOND, **cells})


def priced(worth: str, **more: str) -> Break:
    return lambda c: divided(c, price_model="priced", point_value=worth, **more)


def part2(case: Case) -> Case:
    return replace(case, dps=replace(case.dps, regime="foa2"))


def unweighed(case: Case) -> Case:
    quality = next(c for c in case.dps.criteria if c.id == "quality")
    criteria = tuple(replace(c, minimum=Decimal(0)) if c is quality else c for c in case.dps.criteria)
    made = divided(case, FIRST, SECOND, weights={"price": "60", "quality": "0", "environment": "40"})
    return replace(made, dps=replace(case.dps, criteria=criteria))


# rule: breaks it, lets it pass; on the short path
TRIED: dict[str, tuple[Break, Break]] = {
    "subcriteria.sum": (with_second(weight="39,9"), with_second()),
    "subcriteria.twins": (with_second(name="vekterne"), with_second()),
    "subcriteria.unused": (unweighed, with_second()),
    "subcriteria.precise": (with_second(), lambda c: c),
    "subcriteria.precise2": (lambda c: part2(with_second()(c)), part2),
    "subcriteria.vague": (with_second(assessed="God plan for K-20."), with_second()),
    "subcriteria.requirements": (with_second(), lambda c: c),
    "evaluation.kroner": (priced("10 000"), priced("700 000")),
}  # fmt: skip


def hits(case: Case, release: Release, rule: str) -> list[Finding]:
    return [finding for finding in findings(build(case, release.catalogue)) if finding.rule == rule]


@pytest.mark.parametrize("rule", TRIED)
def test_each_check_hits_and_lets_pass(short: Case, release: Release, rule: str) -> None:
    broken, mended = (make(short) for make in TRIED[rule])
    found = hits(broken, release, rule)
    assert found, f"{rule} found nothing"
    assert all(f.title and f.mend.rstrip().endswith((".", "»")) for f in found)
    assert hits(mended, release, rule) == []


def test_a_requirement_no_sub_criterion_names_is_told(short: Case, release: Release) -> None:
    named = numbers(release, short)
    assert named.count("K-") > 1
    all_named = divided(short, {**FIRST, "assessed": f"Svarene på {named}."}, SECOND)
    assert hits(all_named, release, "subcriteria.requirements") == []
    last = named.split(", ")[-1]
    one_left = divided(short, {**FIRST, "assessed": f"Svarene på {named.removesuffix(last)}."},
                       {**SECOND, "assessed": "Kortest tid er best.", "documentation": "Plan"})  # fmt: skip
    assert last in hits(one_left, release, "subcriteria.requirements")[0].mend


def test_a_person_confirms_that_nothing_new_is_added(short: Case, release: Release) -> None:
    """The words to confirm change with the sub-criteria, and not with their weights."""
    (found,) = hits(with_second()(short), release, "subcriteria.precise")
    assert found.confirm and "«Vekterne» og «Planen»" in found.mend
    assert short.dps.criteria[1].assessed.rstrip(".") in found.mend
    (heavier,) = hits(with_second(weight="41")(short), release, "subcriteria.precise")
    (other,) = hits(with_second(assessed="Noe annet.")(short), release, "subcriteria.precise")
    assert heavier.mark == found.mark != other.mark


def test_an_empty_cell_is_missing_like_in_other_tables(short: Case, release: Release) -> None:
    made = build(with_second(name="", weight="")(short), release.catalogue)
    assert made.tables["subcriteria"][1].missing == ("name", "weight")


@pytest.mark.parametrize(("weight", "told"), [("0", 1), ("101", 1), ("33,3", 0), ("1e9", 1), ("ti", 1)])
def test_weights_that_are_no_share_are_refused(short: Case, release: Release, weight: str, told: int) -> None:
    row = build(with_second(weight=weight)(short), release.catalogue).tables["subcriteria"][1]
    assert len(row.errors) == told


def test_thirds_do_not_become_a_hundred(short: Case, release: Release) -> None:
    third = [{**FIRST, "id": f"k{n}", "name": f"Del {n}", "weight": "33,3"} for n in range(3)]
    (found,) = hits(divided(short, *third), release, "subcriteria.sum")
    assert "99,9" in found.mend


def test_nothing_is_asked_or_used_until_it_is_chosen(short: Case, release: Release) -> None:
    """The short path is as it was; what is kept aside does not count."""
    plain = build(short, release.catalogue)
    assert {"price_model", "point_value", "subcriteria"}.isdisjoint(q.key for q in plain.asked)
    assert plain.value("pricing") == "linear_floor"
    aside = divided(short, FIRST, SECOND, extras=[], price_model="priced", point_value="1")
    kept = build(aside, release.catalogue)
    assert (kept.value("pricing"), kept.value("has_subcriteria")) == ("linear_floor", False)
    assert "point_value" not in {q.key for q in kept.asked}
    assert set(kept.set_aside) >= {"price_model", "point_value", "subcriteria"}


def test_the_scheme_is_what_the_answers_say(short: Case, release: Release) -> None:
    made = build(
        divided(short, FIRST, SECOND, price_model="priced", point_value="250 000"), release.catalogue
    )
    scheme = scheme_of(made, made.scope.lots[0])
    assert (scheme.model, scheme.point_value) == ("priced", 250_000)
    price, quality, green = scheme.criteria
    assert (price.parts, green.parts) == ((), (Part("environment", green.name),))
    assert quality == Weighed("quality", "Kvalitet", Decimal(30), (
        Part("k1", "Vekterne", Decimal(60)), Part("k2", "Planen", Decimal(40)),
    ))  # fmt: skip


def test_each_lot_has_its_own_price_on_quality(short: Case, release: Release) -> None:
    case = divided(long_case(short), price_model="priced")
    lots = [
        {"id": r.id, **r.answers, "point_value": f"{n}00 000"} for n, r in enumerate(case.tables["lots"], 1)
    ]
    made = build(replace(case, tables={**case.tables, "lots": rows(*lots)}), release.catalogue)
    assert [scheme_of(made, lot).point_value for lot in made.scope.lots] == [100_000, 200_000]
    assert "point_value" not in {question.key for question in made.asked}
    asked = build(case, release.catalogue)
    assert all("point_value" in row.missing for row in asked.tables["lots"])


@pytest.mark.parametrize(
    ("price", "value", "fair"),
    [("40", "4 000 000", 600_000), ("50", "4 000 000", 400_000), ("0", "4 000 000", None)],
)
def test_what_a_point_is_worth_by_the_weights(
    short: Case, release: Release, price: str, value: str, fair: int | None
) -> None:
    """A point for price costs a tenth of the value, and the others count 60 to 40."""
    weights = {"price": price, "quality": "30", "environment": "30"}
    case = replace(short, answers={**short.answers, "weights": weights, "estimated_value": value})
    made = build(case, release.catalogue)
    assert fair_point_value(made, made.scope.lots[0]) == fair
