"""Counting tender deadlines against the vectors of the research and an independent count."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain import deadlines

VECTORS = [
    ("2026-11-23", "2026-12-03", "2026-12-04"),
    ("2026-11-25", "2026-12-07", "2026-12-08"),
    ("2026-12-15", "2026-12-28", "2026-12-29"),
    ("2026-12-22", "2027-01-04", "2027-01-05"),
    ("2027-03-16", "2027-03-30", "2027-03-31"),
    ("2027-05-07", "2027-05-18", "2027-05-19"),
]
WITH_FIVE = [("2026-11-23", "2026-12-08"), ("2026-12-22", "2027-01-06"), ("2027-05-07", "2027-05-24")]
DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(("sent", "last", "earliest"), VECTORS)
def test_ten_days(sent: str, last: str, earliest: str) -> None:
    counted = deadlines.count(date.fromisoformat(sent))
    assert counted.last_counted == date.fromisoformat(last)
    assert counted.earliest == datetime.combine(date.fromisoformat(earliest), time(12))


@pytest.mark.parametrize(("sent", "last"), WITH_FIVE)
def test_five_days_more_for_confidential_parts(sent: str, last: str) -> None:
    assert deadlines.count(date.fromisoformat(sent), 5).last_counted == date.fromisoformat(last)


def _easter(year: int) -> date:
    """Easter Sunday by Gauss's method as Meeus gives it: an independent source for the movable days."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _free(day: date) -> bool:
    moved = [_easter(day.year) + timedelta(days=offset) for offset in (-3, -2, 0, 1, 39, 49, 50)]
    fixed = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)]
    return day.weekday() > 4 or day in moved or (day.month, day.day) in fixed


@given(DAYS, st.sampled_from([0, 5]))
def test_equals_an_independent_count(sent: date, extra: int) -> None:
    counted = deadlines.count(sent, extra)
    day, passed = sent, 0
    while passed < 10 + extra:
        day += timedelta(days=1)
        passed += 1
    while _free(day):
        day += timedelta(days=1)
    assert counted.last_counted == day
    day += timedelta(days=1)
    while _free(day):
        day += timedelta(days=1)
    assert counted.earliest.date() == day


@given(DAYS, st.sampled_from([0, 5]))
def test_last_sending_day_is_the_last_that_holds(sent: date, extra: int) -> None:
    deadline = deadlines.count(sent, extra).earliest
    last = deadlines.last_sending_day(deadline, extra)
    assert last is not None
    assert last >= sent
    assert deadlines.has_full_days(deadline, deadlines.count(last, extra))
    assert not deadlines.has_full_days(deadline, deadlines.count(last + timedelta(days=1), extra))


def test_clock_time_decides_on_the_last_counted_day() -> None:
    counted = deadlines.count(date(2026, 11, 23))
    assert deadlines.is_before_last_day(datetime(2026, 12, 2, 23, 59), counted)
    assert not deadlines.is_before_last_day(datetime(2026, 12, 3, 12), counted)
    assert not deadlines.has_full_days(datetime(2026, 12, 3, 12), counted)
    assert deadlines.has_full_days(datetime(2026, 12, 3, 23, 59), counted)


@given(DAYS)
def test_questions_close_before_answers_are_due(sent: date) -> None:
    deadline = deadlines.count(sent).earliest
    asked = deadlines.question_deadline(deadline)
    assert asked.date() < deadline.date() - timedelta(days=6)
    assert deadlines.is_working_day(asked.date())


def test_extra_days_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        deadlines.count(date(2026, 11, 23), -1)


def test_two_holidays_on_one_day_have_both_names() -> None:
    assert deadlines.holiday_name(date(2027, 5, 17)) == "Andre pinsedag; Grunnlovsdag"
    assert deadlines.holiday_name(date(2027, 5, 23)) is None


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (datetime(2027, 2, 9, 12), datetime(2027, 2, 3, 12)),  # six full days by clock time
        (datetime(2027, 2, 9, 23, 59), datetime(2027, 2, 3, 16)),
        (datetime(2027, 2, 13, 12), datetime(2027, 2, 5, 16)),  # six days before is a Sunday
        (datetime(2027, 4, 2, 12), datetime(2027, 3, 24, 16)),  # Easter lies between
    ],
)
def test_answers_are_due_six_full_days_before_on_a_working_day(deadline: datetime, due: datetime) -> None:
    assert deadlines.answers_due(deadline) == due


def test_the_last_sending_day_leaves_time_for_questions_and_visits() -> None:
    deadline, questions = datetime(2027, 2, 9, 12), datetime(2027, 2, 1, 12)
    plain = deadlines.last_sending_day(deadline)
    assert deadlines.latest_sending(deadline, 0, questions, None) == plain == date(2027, 1, 29)
    assert deadlines.latest_sending(deadline, 0, datetime(2027, 1, 20, 12), None) == date(2027, 1, 19)
    assert deadlines.latest_sending(deadline, 0, questions, datetime(2027, 1, 18, 9)) == date(2027, 1, 17)
    assert deadlines.latest_sending(deadline, 0, questions, datetime(2027, 2, 5, 9)) == date(2027, 1, 26)


@given(DAYS, st.sampled_from([0, 5]))
def test_with_a_visit_the_last_sending_day_still_gives_more_than_the_minimum(sent: date, extra: int) -> None:
    """Sent on that day the deadline is longer than the shortest one; sent on the next working day it is not."""
    deadline = deadlines.after_visit(deadlines.count(sent, extra))
    last = deadlines.last_sending_day(deadline, extra, visit=True)
    assert last is not None
    assert last >= sent
    assert deadline > deadlines.count(last, extra).earliest
    assert deadline <= deadlines.count(last + timedelta(days=1), extra).earliest
