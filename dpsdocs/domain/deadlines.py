"""Counting tender deadlines: FOA § 26-7 (3) and the EEA rules on time limits (Reg. 1182/71)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

MINIMUM_DAYS = 10
QUESTION_DAYS = 6
NOON = time(12)
CLOSING = time(16)
_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("NO", years=year, language="no"))


def holiday_name(day: date) -> str | None:
    """The Norwegian name of a public holiday, or None. Ordinary Sundays are not named."""
    return _holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor public holiday (Reg. 1182/71 art. 2 (2))."""
    return day.weekday() < 5 and holiday_name(day) is None


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, otherwise the first one after it."""
    while not is_working_day(day):
        day += _DAY
    return day


@dataclass(frozen=True, slots=True)
class Count:
    """How a shortest deadline was counted.

    ``last_counted`` is the last day of the period, moved to a working day.
    ``earliest`` is the first noon on a working day after it, when all days are full.
    """

    sent: date
    days: int
    calendar_end: date
    last_counted: date
    earliest: datetime

    @property
    def moved_over(self) -> tuple[date, ...]:
        """The days the end was moved past: weekends and public holidays."""
        span = (self.last_counted - self.calendar_end).days
        return tuple(self.calendar_end + _DAY * i for i in range(span))


def count(sent: date, extra_days: int = 0) -> Count:
    """The shortest deadline for an invitation sent on ``sent``; the sending day is not counted."""
    if extra_days < 0:
        raise ValueError("extra_days must be zero or more")
    days = MINIMUM_DAYS + extra_days
    end = sent + _DAY * days
    last = next_working_day(end)
    return Count(sent, days, end, last, datetime.combine(next_working_day(last + _DAY), NOON))


def is_before_last_day(deadline: datetime, counted: Count) -> bool:
    """True when the deadline falls on a day before the last counted one: too short on any reading."""
    return deadline.date() < counted.last_counted


def has_full_days(deadline: datetime, counted: Count) -> bool:
    """True when every day of the period is full by clock time (the strict reading).

    23.59 on the last counted day is its end for this purpose.
    """
    return deadline >= datetime.combine(counted.last_counted, time(23, 59))


def after_visit(counted: Count) -> datetime:
    """The first noon on a working day after the shortest deadline: a site visit needs more (FOA § 20-1 (2))."""
    return datetime.combine(next_working_day(counted.earliest.date() + _DAY), NOON)


def last_sending_day(deadline: datetime, extra_days: int = 0, *, visit: bool = False) -> date | None:
    """The last day the invitation can be sent for ``deadline`` to hold, or None when none is found.

    With a site visit the deadline must be longer than the shortest one (FOA § 20-1 (2)).
    """
    day = deadline.date() - _DAY * (MINIMUM_DAYS + extra_days - 1)
    for _ in range(60):
        counted = count(day, extra_days)
        if has_full_days(deadline, counted) and (not visit or deadline > counted.earliest):
            return day
        day -= _DAY
    return None


def answers_due(deadline: datetime) -> datetime:
    """The last moment for answers: six full days before the tender deadline, on a working day (FOA § 14-2 (2)).

    Not later than four in the afternoon, and never later in the day than the deadline itself.
    """
    day = deadline.date() - _DAY * QUESTION_DAYS
    if is_working_day(day):
        return datetime.combine(day, min(CLOSING, deadline.time()))
    while not is_working_day(day):
        day -= _DAY
    return datetime.combine(day, CLOSING)


def latest_sending(
    deadline: datetime, extra_days: int, questions: datetime, visit: datetime | None
) -> date | None:
    """The last day the invitation can be sent: the minimum holds, and there is time to ask and to sign up.

    ``visit`` is the deadline for signing up for a site visit: those invited must hear of it before that.
    """
    days = [last_sending_day(deadline, extra_days, visit=visit is not None), questions.date() - _DAY]
    if visit is not None:
        days.append(visit.date() - _DAY)
    return min((day for day in days if day), default=None)


def question_deadline(deadline: datetime) -> datetime:
    """Proposed last moment for questions: noon, two working days before answers are due.

    Answers are due six days before the tender deadline (FOA § 14-2 (2)); that count runs backwards
    and is not moved for holidays.
    """
    answers_due = deadline.date() - _DAY * QUESTION_DAYS
    day = answers_due
    left = 2
    while left:
        day -= _DAY
        left -= is_working_day(day)
    return datetime.combine(day, NOON)
