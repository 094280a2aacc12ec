"""The count shown day by day: every day has its word, and what hangs on the deadline holds by the rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain import day_count, deadlines

DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("sent", "confidential", "visit", "deadline"),
    [
        (date(2026, 11, 23), False, False, datetime(2026, 12, 4, 12)),
        (date(2026, 11, 23), True, False, datetime(2026, 12, 9, 12)),
        (date(2026, 11, 23), False, True, datetime(2026, 12, 7, 12)),  # Friday is the minimum, so Monday
        (date(2027, 5, 7), False, False, datetime(2027, 5, 19, 12)),
    ],
)
def test_the_deadline(sent: date, confidential: bool, visit: bool, deadline: datetime) -> None:
    assert day_count.plan(sent, confidential=confidential, visit=visit).deadline == deadline


def test_each_day_says_what_it_counts_as() -> None:
    plan = day_count.plan(date(2027, 3, 16), visit=True)
    told = {line.day: (line.word, line.holiday) for line in plan.days}
    assert told[date(2027, 3, 16)] == ("sendes, telles ikke", "")
    assert told[date(2027, 3, 26)] == ("dag 10", "Langfredag")
    assert told[date(2027, 3, 27)] == ("fridag, flyttes forbi", "")
    assert told[date(2027, 3, 29)] == ("fridag, flyttes forbi", "Andre påskedag")
    assert told[date(2027, 3, 30)] == ("siste telledag, flyttet hit", "")
    assert told[date(2027, 3, 31)] == ("for kort når det er befaring", "")
    assert told[date(2027, 4, 1)] == ("tidligste frist kl. 12.00", "")


@given(DAYS, st.booleans(), st.booleans())
def test_the_days_are_counted_without_a_gap(sent: date, confidential: bool, visit: bool) -> None:
    plan = day_count.plan(sent, confidential=confidential, visit=visit)
    days = [line.day for line in plan.days]
    assert days == [sent + timedelta(days=n) for n in range(len(days))]
    assert days[-1] == plan.deadline.date()
    numbers = [word.split(",")[0] for word in (line.word for line in plan.days) if word.startswith("dag ")]
    assert numbers == [f"dag {n}" for n in range(1, (16 if confidential else 11))]
    assert sum("siste telledag" in line.word for line in plan.days) == 1
    assert sum("tidligste frist" in line.word for line in plan.days) == 1


@given(DAYS, st.booleans(), st.booleans())
def test_what_hangs_on_the_deadline_holds(sent: date, confidential: bool, visit: bool) -> None:
    plan = day_count.plan(sent, confidential=confidential, visit=visit)
    assert deadlines.has_full_days(plan.deadline, plan.count)
    assert plan.deadline - plan.answers_due >= timedelta(days=6)
    assert plan.questions < plan.answers_due
    assert plan.last_sending is not None
    assert plan.last_sending >= sent
    roomy = plan.with_questions or plan.deadline
    assert deadlines.question_deadline(roomy).date() > sent
    assert (plan.with_questions is None) == (plan.questions.date() > sent)


def test_before_easter_the_shortest_deadline_leaves_no_time_for_questions() -> None:
    plan = day_count.plan(date(2027, 3, 25))
    assert plan.deadline == datetime(2027, 4, 6, 12)
    assert plan.questions == datetime(2027, 3, 24, 12)
    assert plan.with_questions == datetime(2027, 4, 7, 12)
