"""Dated amounts and the law of the day: what holds when, what UKE has confirmed, and tables that are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.domain import case_file, environment
from dpsdocs.domain.amounts import AmountError, amount_on, amounts, read_amounts
from dpsdocs.domain.case import AmountChoice, Case, RuleChoice, Settings
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import Finding, RulebookError, read_rulebook, rulebook, rulebook_for
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

ROW = '[eea]\nlabel = "EØS"\n[[eea.row]]\namount = 1\nsource = "s"\nconfirmed = true\n'
RULE = '[[rule]]\nid = "a"\ncheck = "c"\nseverity = "stop"\nsource = "s"\nwhy = "w"\n'


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def case(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())


def sent(case: Case, day: date, **answers: Any) -> Case:
    """The case sent on a day, under a system that ran then."""
    late = date(day.year, day.month, 28)
    dates = {
        "sending_date": f"{day:%d.%m.%Y}", "tender_deadline": {"date": f"{late:%d.%m.%Y}", "time": "12.00"},
        "start_date": f"01.12.{day.year}", "end_date": f"30.11.{day.year + 2}",
    }  # fmt: skip
    dps = replace(
        case.dps, valid_from=date(2019, 1, 1), valid_to=date(2028, 12, 31), announced=date(2018, 9, 3)
    )
    admitted = tuple(replace(s, admitted_from=date(2019, 1, 1), admitted_until=None) for s in case.suppliers)
    at = datetime(day.year, day.month, day.day, 8)
    return replace(
        case, dps=dps, suppliers=admitted, suppliers_at=at, answers={**case.answers, **dates, **answers}
    )


def light(case: Case, **answers: Any) -> Case:
    """Climate and environment counts 20 %, which the system announced."""
    price, quality, green = case.dps.criteria
    criteria = (price, quality, replace(green, minimum=Decimal(10)))
    weights = {"price": "50", "quality": "30", "environment": "20"}
    return replace(
        case, dps=replace(case.dps, criteria=criteria), answers={**case.answers, "weights": weights, **answers}
    )  # fmt: skip


def found(case: Case, release: Release) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings(build(case, release.catalogue))}


DAY_2019, JUNE, JULY = date(2019, 10, 1), date(2026, 6, 1), date(2026, 7, 1)


def test_each_competition_is_judged_by_its_own_law(case: Case, release: Release) -> None:
    """2019: no duty about climate. June 2026: 30 %, or requirements with a reason. July 2026: also together."""
    old, june, july = (light(sent(case, day)) for day in (DAY_2019, JUNE, JULY))
    assert "criteria.environment" not in found(old, release)
    assert found(june, release)["criteria.environment"].severity == "stop"
    assert found(july, release)["criteria.environment"].severity == "stop"
    assert "eller det skal stilles krav" in found(july, release)["criteria.environment"].why
    assert "eller det skal stilles krav" not in found(june, release)["criteria.environment"].why


def test_the_routes_are_those_of_the_day_and_the_notice(case: Case) -> None:
    def names(made: Case) -> list[str]:
        return [option.value for option in environment.routes(made)]

    price, quality, _ = case.dps.criteria
    bare = replace(case, dps=replace(case.dps, criteria=(price, quality)))
    assert names(sent(case, DAY_2019)) == []
    assert names(sent(case, JUNE)) == ["requirements", "insignificant"]
    assert names(sent(case, JULY)) == ["requirements", "both", "insignificant", "critical", "national"]
    assert names(sent(bare, JULY)) == ["requirements", "insignificant", "critical", "national"]


@pytest.mark.parametrize(
    ("day", "route", "reasoned"),
    [
        (JUNE, "requirements", True), (JUNE, "insignificant", True),
        (JULY, "requirements", False), (JULY, "both", False),
        (JULY, "insignificant", True), (JULY, "critical", True), (JULY, "national", True),
    ],
)  # fmt: skip
def test_a_reason_is_asked_where_the_law_of_the_day_asks(
    case: Case, release: Release, day: date, route: str, reasoned: bool
) -> None:
    competition = build(light(sent(case, day), environment_route=route), release.catalogue)
    assert ("environment_reason" in competition.missing) is reasoned
    assert competition.value("environment_route") == route


def test_a_route_the_other_day_had_is_not_a_choice(case: Case, release: Release) -> None:
    competition = build(light(sent(case, JUNE), environment_route="both"), release.catalogue)
    assert "environment_route" in competition.errors


def test_enough_weight_is_a_route_by_itself_and_asks_nothing(case: Case, release: Release) -> None:
    competition = build(case, release.catalogue)
    assert competition.value("environment_route") == "criterion"
    assert not {"environment_route", "environment_reason"} & {question.key for question in competition.asked}


@pytest.mark.parametrize(
    ("kind", "day", "amount", "confirmed"),
    [
        ("eea", DAY_2019, 2_050_000, False), ("eea", date(2026, 4, 20), 2_300_000, True),
        ("eea", date(2026, 4, 21), 2_500_000, False), ("special", date(2026, 4, 20), 7_800_000, True),
        ("special", JULY, 8_700_000, False),
        ("entry", date(2026, 6, 30), 100_000, False), ("entry", JULY, 500_000, False),
        ("environment", JULY, 30, True),
    ],
)  # fmt: skip
def test_amounts_hold_from_and_to_and_including(kind: str, day: date, amount: int, confirmed: bool) -> None:
    row = amount_on(Settings(), kind, day)
    assert row is not None
    assert (row.amount, row.confirmed) == (amount, confirmed)


def test_before_there_was_a_duty_there_is_no_amount() -> None:
    assert amount_on(Settings(), "environment", date(2023, 12, 31)) is None


def test_the_threshold_of_the_day_is_used(case: Case, release: Release) -> None:
    """2 200 000 is above the threshold of 2019 and below that of 2026."""
    bare = replace(case, dps=replace(case.dps, notice_id=""))
    value = {"estimated_value": "2 200 000", "hourly_estimate": "200"}
    assert "value.announced" in found(sent(bare, DAY_2019, **value), release)
    assert "value.announced" not in found(sent(bare, JUNE, **value), release)


def test_what_rests_on_an_unconfirmed_amount_says_so_and_never_stops(case: Case, release: Release) -> None:
    bare = replace(case, dps=replace(case.dps, notice_id=""))
    unconfirmed = found(bare, release)["value.announced"]
    assert unconfirmed.source.endswith("beløpet er ikke bekreftet av UKE")
    choice = AmountChoice("eea", Decimal(2_500_000), date(2026, 4, 21))
    settings = Settings(amounts=(choice,), rules_version="1")
    confirmed = found(replace(bare, settings=settings), release)["value.announced"]
    assert "bekreftet" not in confirmed.source
    assert confirmed.version == f"{rulebook().version}.1"
    row = amount_on(settings, "eea", JULY)
    assert row is not None
    assert row.source == "Oppgitt ny verdi fra 21. april 2026. Bekreftet av UKE"


def test_a_rule_on_several_amounts_says_so_until_all_are_confirmed(case: Case, release: Release) -> None:
    started = date(2023, 5, 4)
    confirmed: list[AmountChoice] = []
    for kind, first in (("oslo_low", started), ("oslo_high", started), ("eea_state", date(2026, 4, 21))):
        told = found(replace(case, settings=Settings(amounts=tuple(confirmed), rules_version="1")), release)
        assert told["work.proposal"].source.endswith("beløpet er ikke bekreftet av UKE")
        amount = amount_on(Settings(), kind, JULY)
        assert amount is not None
        confirmed.append(AmountChoice(kind, amount.amount, first))
    told = found(replace(case, settings=Settings(amounts=tuple(confirmed), rules_version="1")), release)
    assert "bekreftet" not in told["work.proposal"].source


def test_uke_switches_a_rule_and_the_version_follows(case: Case, release: Release) -> None:
    choices = (RuleChoice("work.proposal", "off"), RuleChoice("answers.required", "off"))
    settings = Settings(rules=choices, rules_version="4")
    book = rulebook_for(settings)
    assert book.version == f"{rulebook().version}.4"
    assert book.row("work.proposal").state == "off"
    assert book.row("answers.required").state == "in_force", "a fixed row stays"
    told = found(replace(case, settings=settings, answers={**case.answers, "title": ""}), release)
    assert "work.proposal" not in told
    assert told["answers.required"].version == book.version


def test_advice_that_uke_confirms_becomes_law_with_its_paragraph() -> None:
    rows = f'version = "9"\n{RULE}state = "advice"\nlaw = "Loven § 1"\n'
    (rule,) = read_rulebook(rows).rules
    assert rule.basis == "Råd, ikke bekreftet av UKE"
    assert replace(rule, state="in_force").basis == "Loven § 1"


def test_the_case_file_carries_what_uke_has_chosen(case: Case) -> None:
    choice = AmountChoice("eea", Decimal(2_600_000), date(2026, 4, 21))
    settings = Settings(rules=(RuleChoice("dps.beyond", "off"),), amounts=(choice,), rules_version="2")
    made = replace(case, settings=settings)
    assert case_file.read(case_file.dump(made)) == made
    assert b"rules_version" not in case_file.dump(case), "nothing chosen leaves no trace"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROW + ROW.partition("\n\n")[0].split("\n", 2)[2], "eea har to verdier"),
        (f"{ROW}valid_from = 2027-01-02\nvalid_to = 2027-01-01\n", "eea slutter før"),
    ],
)
def test_a_table_of_amounts_that_contradicts_itself(rows: str, words: str) -> None:
    with pytest.raises(AmountError, match=words):
        read_amounts(rows)


def test_rows_of_one_rule_may_follow_each_other_but_not_overlap() -> None:
    old, new = f"{RULE}valid_to = 2026-06-30\n", f"{RULE}valid_from = 2026-07-01\n"
    assert len(read_rulebook(f'version = "9"\n{old}{new}').rules) == 2
    for other in (
        RULE,
        f"{RULE}valid_from = 2026-06-30\n",
        f"{RULE}valid_from = 2020-01-01\nvalid_to = 2020-02-01\n",
    ):
        with pytest.raises(RulebookError, match="Regelen a står to ganger for samme tid"):
            read_rulebook(f'version = "9"\n{old}{other}')
    apart = f'{RULE}regimes = ["foa2"]\n{RULE}regimes = ["foa3"]\n'
    assert len(read_rulebook(f'version = "9"\n{apart}').rules) == 2


@pytest.mark.parametrize(("rows", "words"), [(f"{RULE}colour = 1\n", "a har et ukjent felt: colour"),
                                             ('[[rule]]\nid = "b"\n', "b mangler et felt")])  # fmt: skip
def test_a_row_that_cannot_be_read_is_named(rows: str, words: str) -> None:
    with pytest.raises(RulebookError, match=words):
        read_rulebook(f'version = "9"\n{rows}')


def test_the_shipped_amounts_have_a_source_each() -> None:
    kinds = {row.kind for row in amounts()}
    assert {kind for rule in rulebook().rules for kind in rule.amount.split()} <= kinds
    assert all(row.source and row.label and row.amount > 0 for row in amounts())


def test_only_amounts_whose_text_is_checked_are_shown_as_law() -> None:
    """Those of the regulation as it read from March 2024 to April 2026, and what Oslo has published itself."""
    checked = {(row.kind, row.valid_from) for row in amounts() if row.confirmed}
    spring = date(2024, 3, 21)
    assert checked == {
        ("national", spring), ("eea", spring), ("eea_state", spring), ("special", spring),
        ("tax", date(2017, 1, 1)), ("framework", date(2017, 1, 1)), ("environment", date(2024, 1, 1)),
        ("transport", date(2025, 1, 1)),
    }  # fmt: skip
    for row in amounts():
        assert row.confirmed or "§" not in row.source, row


def test_rows_of_an_amount_follow_each_other_day_by_day() -> None:
    for kind in {row.kind for row in amounts()}:
        rows = sorted((r for r in amounts() if r.kind == kind), key=lambda r: r.valid_from or date.min)
        for before, after in pairwise(rows):
            assert before.valid_to is not None and after.valid_from is not None
            assert before.valid_to + timedelta(days=1) == after.valid_from, kind
        assert rows[-1].valid_to is None, kind
