"""Oslomodellen: from value, duration, risk and kind to a proposal, each part with its point in the instruction."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.oslomodel import proposal
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

BASE: dict[str, Any] = {"term_months": 48, "contract_form": "framework", "zero_emission": True}


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def case(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())


@pytest.mark.parametrize(
    ("value", "months", "risk", "letters", "point"),
    [
        (100_000, 1, "low", "A–E", "4.1"), (500_000, 48, "low", "A–E", "4.1"), (500_000, 48, "", "A–E og F–T", "4.1"),
        (500_001, 48, "low", "A–H", "4.3"), (500_001, 48, "", "A–H og I–T", "4.3"),
        (500_001, 48, "high", "A–H og I–T", "4.3"), (1_630_000, 48, "risk", "A–H og I–T", "4.3"),
        (1_630_001, 48, "risk", "A–H, I–T og V", "4.3"), (1_630_001, 3, "risk", "A–H og I–T", "4.3"),
        (1_630_001, 4, "low", "A–H og V", "4.3"),
    ],
)  # fmt: skip
def test_letters_follow_value_duration_and_risk(
    case: Case, value: int, months: int, risk: str, letters: str, point: str
) -> None:
    values = {**BASE, "estimated_value": Decimal(value), "term_months": months, "work_risk": risk or None}
    found = proposal(case, values)
    assert found is not None
    assert (found.letter_words, found.lines[0].point) == (letters, f"Instruksen punkt\u00a0{point}")


def test_below_the_limit_there_is_no_proposal(case: Case) -> None:
    assert proposal(case, {**BASE, "estimated_value": Decimal(99_999)}) is None
    assert proposal(case, BASE) is None


@pytest.mark.parametrize(("risk", "tiers"), [("low", 2), ("risk", 1), ("high", 1)])
def test_links_of_subcontractors(case: Case, risk: str, tiers: int) -> None:
    found = proposal(case, {**BASE, "estimated_value": Decimal(600_000), "work_risk": risk})
    assert found is not None
    assert (found.tiers, found.lines[1].point) == (tiers, "Instruksen punkt\u00a05")


@pytest.mark.parametrize(
    ("more", "diligence"),
    [
        ({"work_risk": "risk"}, ""), ({"work_risk": "high"}, "A"),
        ({"work_risk": "high", "contract_form": "single"}, "B"), ({"work_risk": "high", "term_months": 11}, "B"),
        ({"work_risk": "high", "estimated_value": Decimal(500_000)}, ""),
    ],
)  # fmt: skip
def test_due_diligence(case: Case, more: dict[str, Any], diligence: str) -> None:
    found = proposal(case, {**BASE, "estimated_value": Decimal(600_000), **more})
    assert found is not None
    assert found.diligence == diligence


def test_few_suppliers_give_the_smaller_set(case: Case) -> None:
    few = replace(case, suppliers=case.suppliers[:2])
    found = proposal(few, {**BASE, "estimated_value": Decimal(600_000), "work_risk": "high"})
    assert found is not None
    assert found.diligence == "B"
    assert "færre enn tre leverandører" in found.lines[2].why


@pytest.mark.parametrize(
    ("value", "cars", "holds"), [("499 999", True, False), ("500 000", True, True), ("500 000", False, False)]
)
def test_transport_from_the_amount_when_there_are_cars(
    case: Case, release: Release, value: str, cars: bool, holds: bool
) -> None:  # fmt: skip
    answers = {**case.answers, "estimated_value": value, "extras": ["cars"] if cars else []}
    competition = build(replace(case, answers=answers), release.catalogue)
    found = proposal(competition.case, competition.values)
    assert found is not None
    assert found.transport is holds


def test_the_page_opens_only_above_the_limit_and_asks_a_reason_for_a_choice(
    case: Case, release: Release
) -> None:
    def asked(**answers: Any) -> tuple[set[str], tuple[str, ...]]:
        made = build(replace(case, answers={**case.answers, **answers}), release.catalogue)
        return {question.key for question in made.asked}, made.missing

    assert "work_risk" not in asked()[0]
    assert "work_risk" in asked(extras=["work"])[0]
    assert "work_reason" not in asked(extras=["work"])[1]
    assert "work_reason" in asked(extras=["work"], work_risk="low")[1]
    assert "work_risk" not in asked(extras=["work"], estimated_value="90 000")[0]


def test_an_own_choice_is_told_with_what_was_proposed(case: Case, release: Release) -> None:
    answers = {**case.answers, "extras": ["work"], "work_letters": "AH", "work_reason": "Avklart med UKE."}
    competition = build(replace(case, answers=answers), release.catalogue)
    (first, *_) = competition.rows["work"]
    assert first["proposal"] == "A–H"
    assert first["why"] == "Valgt av oppdragsgiveren. Forslaget var A–H, I–T og V. Avklart med UKE."
    assert competition.value("work_letters_text") == "A–H"


def test_the_proposal_is_never_a_stop_and_changes_with_what_it_rests_on(case: Case, release: Release) -> None:
    def mark(**answers: Any) -> str:
        made = build(replace(case, answers={**case.answers, **answers}), release.catalogue)
        (found,) = (f for f in findings(made) if f.rule == "work.proposal")
        assert found.severity == "warning"
        assert found.confirm
        return found.mark

    assert mark() == mark(title="Et annet navn")
    assert mark() != mark(estimated_value="600 000")
