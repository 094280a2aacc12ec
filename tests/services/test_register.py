"""What the register shows to whom, finds, sorts and lets out."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from dpsdocs.domain.roles import Actor
from dpsdocs.services import competitions, exports, register, search
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.register import Query
from dpsdocs.store import models
from tests.services.journey import Journey

AWARD = {
    "winner_name": "Vaktselskapet AS", "winner_org_number": "899917391", "bids": "3", "awarded_value": "1 250 000",
    "awarded_on": "01.03.2027",
}  # fmt: skip


def past(j: Journey, title: str, status: str = "awarded", **values: Any) -> str:
    """A row as the register keeps it."""
    agency = values.pop("agency", j.agency)
    outcome = values.pop("outcome", {})
    row = j.make.competition(
        agency, j.drafter.id, dps_id=values.pop("dps_id", j.dps.id), release_id=j.releases.live(j.session),
        status=status, title=title, search=search.stems(f"{title} {agency.name}"), **values,
    )  # fmt: skip
    if outcome:
        j.session.add(models.Outcome(competition_id=row.id, **outcome))
        j.session.commit()
    identity: str = row.id
    return identity


def titles(j: Journey, actor: Actor | None = None, **query: Any) -> list[str]:
    return [e.title for e in register.find(j.session, actor or j.outsider, Query(**query)).entries]


def entry(j: Journey, actor: Actor, competition_id: str) -> register.Entry:
    return register.entry(j.session, actor, competition_id)


def test_drafts_are_never_there(journey: Journey) -> None:
    made = [journey.filled(), journey.submitted(), journey.approved()]
    cancelled = journey.filled()
    competitions.cancel(journey.session, journey.drafter, cancelled, "Nei")
    for actor in (journey.drafter, journey.outsider, journey.manager, journey.admin):
        assert titles(journey, actor) == []
        for competition_id in (*made, cancelled, models.new_id()):
            with pytest.raises(NotFound):
                entry(journey, actor, competition_id)


def test_an_issued_one_that_was_cancelled_is_there_with_the_reason(journey: Journey) -> None:
    made = journey.sent()
    competitions.cancel(journey.session, journey.drafter, made, "Behovet falt bort")
    assert entry(journey, journey.outsider, made).cancelled_reason == "Behovet falt bort"


def test_running_ones_hide_the_value(journey: Journey) -> None:
    made = journey.sent()
    for actor in (journey.outsider, journey.editor, journey.admin):
        shown = entry(journey, actor, made)
        assert (shown.title, shown.value, shown.is_own) == ("Resepsjonsvakt i Akersgata", None, False)
        assert shown.deadline is not None
    for actor in (journey.reader, journey.manager):
        assert entry(journey, actor, made).value == Decimal(4_500_000)


def test_finished_ones_are_shown_and_exempt_ones_hide_the_value(journey: Journey) -> None:
    outcome = {"bids": 2, "winner_name": "Vakt AS", "awarded_value": Decimal(900)}
    made = past(journey, "Åpen", value=Decimal(1000), outcome=outcome)
    shown = entry(journey, journey.outsider, made)
    assert (shown.value, shown.bids, shown.winner, shown.awarded_value) == (1000, 2, "Vakt AS", 900)
    hidden = past(journey, "Skjermet", value=Decimal(1000), exempt=True)
    assert entry(journey, journey.outsider, hidden).value is None
    assert entry(journey, journey.reader, hidden).value == 1000


def test_an_outcome_is_not_shown_before_the_end(journey: Journey) -> None:
    made = past(journey, "Pågår", "sent", outcome={"bids": 2, "winner_name": "Vakt AS"})
    shown = entry(journey, journey.outsider, made)
    assert (shown.bids, shown.winner) == (None, "")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("vakten", True), ("VAKTHOLDET", True), ("vakthold", True), ("vekter", False), ("åpning", True),
        ("ÅPNINGEN", True), ("ærlig", True), ("øst", True), ("østensjø", True), ("helg østensjø", True),
        ("helg nattevakt", False), ("100%", True), ("%", True), ("_", True), ("b_a", False), ("a_b", True),
        ("axb", False),
        ("26/04817", True), ("26/048", True), ("'; --", True), ("\x00", True), ("", True),
    ],
)  # fmt: skip
def test_words_are_found_by_their_stems(journey: Journey, asked: str, found: bool) -> None:
    past(journey, "Vakthold ved åpningshelg på Østensjø, 100% a_b 26/04817")
    assert titles(journey, text=asked) == (
        ["Vakthold ved åpningshelg på Østensjø, 100% a_b 26/04817"] if found else []
    )


def test_answers_end_in_the_search(journey: Journey) -> None:
    journey.sent()
    for asked in ("resepsjon", "26/05120", "vakthold", "ærlighet", journey.dps.reference):
        assert titles(journey, text=asked) == ["Resepsjonsvakt i Akersgata"], asked


def test_filters(journey: Journey) -> None:
    other = journey.make.dps()
    past(journey, "A", "awarded", sending_date=date(2025, 1, 1))
    past(journey, "B", "sent", sending_date=date(2025, 12, 31), dps_id=other.id)
    past(journey, "C", "awarded", agency=journey.other_agency)
    assert titles(journey, agency=journey.other_agency.id) == ["C"]
    assert titles(journey, status="sent") == ["B"]
    assert titles(journey, dps=other.id) == ["B"]
    assert sorted(titles(journey, year=2025)) == ["A", "B"]
    assert titles(journey, year=2025, status="awarded", agency=journey.agency.id) == ["A"]
    page = register.find(journey.session, journey.outsider, Query(year=2025))
    assert (page.total, page.years) == (2, [2025])
    assert {(label, count) for _, label, count in page.agencies} == {
        ("Etat for ærlighet", 2), ("Badeetaten", 1),
    }  # fmt: skip
    assert {key: count for key, _, count in page.statuses} == {"awarded": 2, "sent": 1}


@pytest.mark.parametrize(
    "query",
    [{"year": 0}, {"year": -1}, {"year": 10**12}, {"page": 10**12}, {"page": -3}, {"status": "tull"},
     {"agency": "\x00"}, {"dps": "' or 1=1 --"}, {"status": "\x00"}, {"sort": "; drop"}, {"text": "x " * 500}],
)  # fmt: skip
def test_hostile_questions_get_an_answer(journey: Journey, query: dict[str, Any]) -> None:
    past(journey, "A")
    assert titles(journey, **query) in ([], ["A"])


def test_sorting_puts_the_unknown_last(journey: Journey) -> None:
    at = datetime(2027, 1, 1, tzinfo=UTC)
    past(journey, "a", value=None, deadline=at)
    past(journey, "B", value=Decimal(5), deadline=None)
    past(journey, "c", value=Decimal(10), deadline=at + timedelta(days=1))
    assert titles(journey, sort="value", descending=True) == ["c", "B", "a"]
    assert titles(journey, sort="value", descending=False) == ["B", "c", "a"]
    assert titles(journey, sort="deadline", descending=True) == ["c", "a", "B"]
    assert titles(journey, sort="deadline", descending=False) == ["a", "c", "B"]
    assert titles(journey, sort="title", descending=False) == ["a", "B", "c"]
    for sort in register.SORTS:
        assert len(titles(journey, sort=sort)) == 3


def test_sorting_by_value_does_not_tell_what_is_hidden(journey: Journey) -> None:
    past(journey, "Hemmelig, størst", "sent", value=Decimal(900))
    past(journey, "Skjermet, størst", "awarded", value=Decimal(900), exempt=True)
    past(journey, "Åpen", "awarded", value=Decimal(5))
    assert titles(journey, sort="value")[0] == "Åpen"
    assert titles(journey, journey.manager, sort="value")[-1] == "Åpen"
    assert titles(journey, journey.reader, sort="value")[-1] == "Åpen"


def test_paging(journey: Journey) -> None:
    for number in range(register.PAGE_SIZE + 3):
        past(journey, f"Vakt {number:03}")
    first = register.find(journey.session, journey.outsider, Query(sort="title", descending=False))
    second = register.find(journey.session, journey.outsider, Query(sort="title", descending=False, page=2))
    assert (first.total, first.pages, len(first.entries), len(second.entries)) == (28, 2, 25, 3)
    assert {e.id for e in first.entries}.isdisjoint({e.id for e in second.entries})
    assert register.find(journey.session, journey.outsider, Query(page=99)).page == 2
    assert len(register.everything(journey.session, journey.outsider, Query(page=2))) == 28


def test_the_day_is_oslos(journey: Journey) -> None:
    made = past(journey, "Midnatt", deadline=datetime(2027, 1, 14, 23, 30, tzinfo=UTC))
    assert entry(journey, journey.outsider, made).deadline == date(2027, 1, 15)


FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
)


def test_the_table_taken_out_has_no_formulas(journey: Journey) -> None:
    for formula in FORMULAS:
        past(journey, formula, "cancelled", outcome={"cancelled_reason": formula, "winner_name": formula})
    past(journey, "Åsen", value=Decimal("-12.50"), deadline=datetime(2027, 1, 1, tzinfo=UTC))
    entries = register.everything(journey.session, journey.outsider, Query())
    data, _ = exports.register_table(entries, "csv")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(FORMULAS) + 2
    for row in rows:
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row)
        assert not any(cell.startswith("-") and cell != "-12,50" for cell in row)
    data, _ = exports.register_table(entries, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)
    assert b"HYPERLINK" not in b"".join(str(h.target).encode() for h in sheet._hyperlinks)


def test_the_outcome_is_recorded_once(journey: Journey) -> None:
    made = journey.sent()
    register.award(journey.session, journey.drafter, made, AWARD)
    shown = entry(journey, journey.outsider, made)
    assert (shown.status, shown.winner, shown.bids, shown.awarded_value) == (
        "awarded", "Vaktselskapet AS", 3, 1_250_000,
    )  # fmt: skip
    with pytest.raises(Conflict):
        register.award(journey.session, journey.drafter, made, AWARD)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("winner_name", ""), ("winner_name", "x\x00y"), ("winner_name", "x" * 201), ("winner_org_number", "123"),
        ("bids", ""), ("bids", "2,5"), ("bids", "0"), ("bids", "-1"), ("bids", "99999999999"), ("bids", "mange"),
        ("awarded_value", ""), ("awarded_value", "-5"), ("awarded_value", "9" * 20), ("awarded_on", "31.02.2027"),
        ("awarded_on", ""),
    ],
)  # fmt: skip
def test_an_outcome_that_cannot_be_used(journey: Journey, field: str, typed: str) -> None:
    made = journey.sent()
    with pytest.raises(Invalid) as refused:
        register.award(journey.session, journey.drafter, made, {**AWARD, field: typed})
    assert set(refused.value.problems) == {field}
    journey.session.rollback()
    assert journey.row(made).status == "sent"
    assert journey.count(models.Outcome) == 0


def test_who_may_record_the_outcome(journey: Journey) -> None:
    made = journey.sent()
    for actor in (journey.reader, journey.manager):
        with pytest.raises(Forbidden):
            register.award(journey.session, actor, made, AWARD)
    with pytest.raises(NotFound):
        register.award(journey.session, journey.outsider, made, AWARD)
