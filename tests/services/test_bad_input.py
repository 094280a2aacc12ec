"""What a draft on the long path must withstand: kept as typed, told in words where it is, and never sent on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import TableRow
from dpsdocs.domain.rules import Finding
from dpsdocs.services import approvals, asking
from dpsdocs.services.errors import Invalid
from tests.services import long_path
from tests.services.journey import Journey
from tests.services.long_path import NEW, TABLES, opened

POST: dict[str, Any] = {
    "name": "Dagvakt", "site": "s1", "weekdays": ["mon", "tue"], "guards": "1",
    "hours": {"from": "08.00", "to": "16.00"},
}  # fmt: skip
# answers that cannot all hold → the rule that says so, and a page it is mended on
CONTRADICTIONS: dict[str, tuple[dict[str, Raw], str, str]] = {
    "the last day before the first": ({"start_date": "01.06.2030", "end_date": "01.05.2030"}, "term.order", "varighet"),
    "a ceiling under the value": (
        {"contract_form": "framework", "estimated_value": "5 000 000", "ceiling": "4 000 000"},
        "value.ceiling", "verdi",
    ),
    "lots worth more than the whole": ({"estimated_value": "4 000 000"}, "lots.value", "verdi"),
    "weights that are not everything": (
        {"weights": {"price": "40", "quality": "40", "environment": "30"}}, "criteria.sum", "kriterier",
    ),
}  # fmt: skip


def stops(journey: Journey, made: str) -> dict[str, Finding]:
    """The stops of a draft by rule."""
    return {f.rule: f for f in opened(journey, made).checked.findings if f.severity == "stop"}


def posts(*changes: dict[str, Any]) -> dict[str, list[TableRow]]:
    """The tables with these posts, each a day shift but for what is changed."""
    return {**TABLES, "shifts": [TableRow(f"p{n}", {**POST, **row}) for n, row in enumerate(changes, 1)]}


def row_errors(journey: Journey, made: str, key: str, row_id: str = NEW) -> dict[str, str]:
    """What is said of a row, by column."""
    rows = opened(journey, made).competition.tables[key]
    return dict(next(row.errors for row in rows if row.id == row_id))


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_answers_that_contradict_each_other_stop_and_are_kept(journey: Journey, what: str) -> None:
    answers, rule, page = CONTRADICTIONS[what]
    made = long_path.draft(journey, **answers)
    finding = stops(journey, made)[rule]
    case = opened(journey, made)
    place = asking.place_of(case, finding)
    assert place is not None and place.section.id == page
    assert finding.mend.endswith(".")
    for key, raw in answers.items():
        assert case.competition.case.answers[key] == raw
    with pytest.raises(Invalid):
        approvals.submit(
            journey.session, journey.releases, journey.drafter, made, journey.row(made).revision, ""
        )


def test_a_choice_taken_back_hides_its_rows_and_gives_them_back(journey: Journey) -> None:
    made = long_path.draft(journey)
    journey.save(made, {"extras": ["places"]})
    alone = opened(journey, made).competition
    assert alone.value("has_lots") is False and [lot.name for lot in alone.scope.lots] != ["Nord", "Sør"]
    assert "lots.value" not in stops(journey, made)
    journey.save(made, {"extras": ["places", "lots"]})
    assert [lot.name for lot in opened(journey, made).competition.scope.lots] == ["Nord", "Sør"]


def test_shifts_that_overlap_are_told_at_the_row_until_they_are_mended(journey: Journey) -> None:
    made = long_path.draft(journey, posts({}, {"hours": {"from": "15.00", "to": "23.00"}}))
    second = long_path.ids(journey, made, "shifts")[1]

    def found() -> list[Finding]:
        return [f for f in opened(journey, made).checked.findings if f.rule == "posts.overlap"]

    [finding] = found()
    assert any(second in key for key in finding.keys)
    long_path.save(journey, made, "shifts", second, {"hours": {"from": "16.00", "to": "23.00"}})
    assert found() == []


@pytest.mark.parametrize(
    ("column", "raw", "words"),
    [
        ("hours", {"from": "-08.00", "to": "16.00"}, "timer.minutter"),
        ("hours", {"from": "24.30", "to": "16.00"}, "timer.minutter"),
        ("guards", "-1", "minst 1"), ("guards", "0", "minst 1"), ("guards", "1,5", "helt tall"),
    ],
)  # fmt: skip
def test_a_post_never_has_less_than_no_hours(journey: Journey, column: str, raw: Raw, words: str) -> None:
    made = long_path.draft(journey, posts({}))
    before = opened(journey, made).competition.scope.hours_of()
    long_path.save(journey, made, "shifts", NEW, {**POST, "site": "", "name": "Feil", column: raw})
    assert words in row_errors(journey, made, "shifts")[column]
    assert opened(journey, made).competition.scope.hours_of() == before
    assert long_path.stored(journey, made, "shifts")[NEW][column] == raw


def test_a_negative_quantity_is_no_line_of_the_price_schedule(journey: Journey) -> None:
    made = long_path.draft(journey)
    lot = long_path.ids(journey, made, "lots")[0]
    cells: dict[str, Raw] = {"unit": "callout", "lot": lot, "quantity": "-12", "estimate": "-5"}
    long_path.save(journey, made, "volumes", NEW, cells)
    assert set(row_errors(journey, made, "volumes")) == {"quantity", "estimate"}
    assert "rows.readable" in stops(journey, made)
    assert all(line.quantity >= 0 for line in opened(journey, made).competition.scope.lines)


def test_the_29th_of_february_is_a_day_only_in_leap_years(journey: Journey) -> None:
    made = long_path.draft(journey, posts({"first": "29.02.2031"}), start_date="29.02.2027")
    assert "29" in opened(journey, made).competition.errors["start_date"]
    row_id = long_path.ids(journey, made, "shifts")[0]
    assert "29" in row_errors(journey, made, "shifts", row_id)["first"]
    assert "rows.readable" in stops(journey, made)


def test_a_contract_from_a_leap_day_is_counted_with_its_extensions(journey: Journey) -> None:
    made = long_path.draft(
        journey, posts({"weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "hol"]}),
        start_date="29.02.2028", end_date="28.02.2030", option_count="2", option_months="12",
    )  # fmt: skip
    scope = opened(journey, made).competition.scope
    whole, firm = (sum(scope.hours_of()[what].values(), Decimal(0)) for what in ("whole", "firm"))
    assert firm == 8 * ((date(2030, 2, 28) - date(2028, 2, 29)).days + 1)
    # the last day of February stays the last day of the month
    assert whole == 8 * ((date(2032, 2, 29) - date(2028, 2, 29)).days + 1)


def test_a_site_without_an_address_stops_and_names_the_row(journey: Journey) -> None:
    made = long_path.draft(journey)
    long_path.save(journey, made, "sites", long_path.ids(journey, made, "sites")[1], {"address": "  "})
    finding = stops(journey, made)["rows.required"]
    place = asking.place_of(opened(journey, made), finding)
    assert place is not None
    assert (place.key, place.row_id, place.column) == (
        "sites",
        long_path.ids(journey, made, "sites")[1],
        "address",
    )
    assert "Bygg 2" in f"{finding.title} {finding.mend}"
