"""Each rule: one case that triggers it and the sample that does not; and the short path's measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dpsdocs.assemble import check
from dpsdocs.domain.case import Case, Confirmed, Settings
from dpsdocs.domain.competition import options_for
from dpsdocs.domain.rules import RulebookError, read_rulebook, rulebook
from dpsdocs.masters.release import Release


def answered(case: Case, **answers: Any) -> Case:
    return replace(case, answers={**case.answers, **answers})


def found(case: Case, release: Release) -> dict[str, str]:
    return {f.rule: f.severity for f in check(case, release).findings}


def test_the_sample_has_no_stops_and_no_gaps(reception: Case, release: Release) -> None:
    checked = check(reception, release)
    assert checked.stops == ()
    assert set(found(reception, release)) <= {"suppliers.fresh", "annex.missing", "work.proposal"}


@pytest.mark.parametrize(
    ("rule", "severity", "answers"),
    [
        ("answers.required", "stop", {"need": ""}),
        ("answers.readable", "stop", {"estimated_value": "mye"}),
        ("answers.unknown", "stop", {"finnes_ikke": "x"}),
        ("deadline.order", "stop", {"tender_deadline": "2027-01-10T12:00"}),
        ("deadline.minimum", "stop", {"tender_deadline": "2027-01-20T12:00"}),
        ("deadline.full_days", "stop", {"tender_deadline": "2027-01-21T12:00"}),
        ("deadline.working_day", "warning", {"tender_deadline": "2027-01-24T12:00"}),
        ("deadline.questions", "stop", {"adjust_dates": "yes", "question_deadline": "2027-01-22T12:00"}),
        ("deadline.past", "stop", {"sending_date": "2027-01-08"}),
        ("dps.valid", "stop", {"sending_date": "2030-01-11", "tender_deadline": "2030-01-28T12:00"}),
        ("criteria.sum", "stop", {"weights": {"price": "41", "quality": "30", "environment": "30"}}),
        ("criteria.range", "stop", {"weights": {"price": "65", "quality": "5", "environment": "30"}}),
        ("value.lines", "stop", {"estimated_value": "1 000 000"}),
        ("value.high", "warning", {"estimated_value": "50 000 000"}),
        ("value.ceiling", "stop", {"contract_form": "framework", "ceiling": "1 000 000"}),
        ("term.order", "stop", {"end_date": "2027-03-01"}),
        ("term.long", "stop", {"contract_form": "framework", "ceiling": "9 000 000", "option_count": "4"}),
        ("term.start", "warning", {"start_date": "2027-02-20"}),
    ],
)
def test_a_rule_is_triggered(
    reception: Case, release: Release, rule: str, severity: str, answers: dict[str, Any]
) -> None:
    assert rule not in found(reception, release)
    assert found(answered(reception, **answers), release)[rule] == severity


def _weights(case: Case) -> set[str]:
    return {c.id for c in case.dps.criteria}


def test_the_sample_criteria_have_the_ids_the_tests_use(reception: Case) -> None:
    assert _weights(reception) == {"price", "quality", "environment"}


def test_dps_suppliers_and_numbers(reception: Case, release: Release) -> None:
    dps = reception.dps
    assert "dps.confirmed" in found(
        replace(reception, dps=replace(dps, confirmed=Confirmed(True, False, True))), release
    )
    assert "suppliers.any" in found(replace(reception, suppliers=()), release)
    wrong = replace(reception.suppliers[0], org_number="958935421")
    assert "organisation.numbers" in found(replace(reception, suppliers=(wrong,)), release)
    assert "cpv.codes" in found(replace(reception, dps=replace(dps, cpv_main="45000000")), release)


def test_environment_below_thirty_is_a_stop_only_from_2024(reception: Case, release: Release) -> None:
    low = tuple(replace(c, minimum=Decimal(0), maximum=Decimal(100)) for c in reception.dps.criteria)
    case = replace(
        answered(reception, weights={"price": "50", "quality": "30", "environment": "20"}),
        dps=replace(reception.dps, criteria=low),
    )
    assert found(case, release)["criteria.environment"] == "stop"
    old = replace(case, dps=replace(case.dps, valid_from=date(2019, 1, 1)))
    then = answered(old, sending_date="2023-06-01")
    assert "criteria.environment" not in found(then, release)


def test_uke_may_soften_the_strict_reading_but_not_the_minimum(reception: Case, release: Release) -> None:
    lenient = replace(reception, settings=Settings(strict_deadline=False))
    on_last_day = answered(lenient, tender_deadline="2027-01-21T12:00")
    assert found(on_last_day, release)["deadline.full_days"] == "warning"
    assert found(answered(lenient, tender_deadline="2027-01-20T12:00"), release)["deadline.minimum"] == "stop"


def test_midnight_on_the_last_counted_day_is_enough(reception: Case, release: Release) -> None:
    rules = found(answered(reception, tender_deadline="2027-01-21T23:59"), release)
    assert "deadline.full_days" not in rules


def test_confidential_parts_lengthen_the_deadline(reception: Case, release: Release) -> None:
    case = answered(
        reception,
        extras=["secret"],
        confidential_text="Koden er 1234.",
        confidential_access="i KGV på forespørsel",
        tender_deadline="2027-01-25T12:00",
    )
    assert found(case, release)["deadline.minimum"] == "stop"


def test_part_two_has_advice_instead_of_the_ten_days(reception: Case, release: Release) -> None:
    case = replace(reception, dps=replace(reception.dps, regime="foa2"))
    rules = found(answered(case, tender_deadline="2027-01-15T12:00"), release)
    assert rules["deadline.part2"] == "warning"
    assert "deadline.minimum" not in rules


def test_every_rule_names_its_source_and_reason() -> None:
    book = rulebook()
    for rule in book.rules:
        assert rule.source and rule.why.endswith("."), rule.id
        assert rule.state != "advice" or "§" not in rule.source, rule.id


def test_a_rulebook_with_twins_or_backward_dates_is_refused() -> None:
    row = '[[rule]]\nid="a"\ncheck="c"\nseverity="stop"\nsource="s"\nwhy="w"\n'
    with pytest.raises(RulebookError, match="a står to ganger"):
        read_rulebook('version="1"\n' + row + row)
    with pytest.raises(RulebookError, match="slutter før"):
        read_rulebook('version="1"\n' + row + "valid_from=2027-01-01\nvalid_to=2026-01-01\n")


def test_the_short_path_asks_at_most_25_fields_on_10_pages(reception: Case, release: Release) -> None:
    competition = check(reception, release).competition
    questions = release.catalogue.questions
    pages = questions.visible_sections(competition.values)
    count = 0
    for question in competition.asked:
        rows = len(options_for(question, reception, release.catalogue)) if question.kind == "weights" else 1
        count += rows
    assert len(pages) <= 10
    assert count <= 25, [q.key for q in competition.asked]
