"""A shortest deadline shown day by day: what each day counts as, and the dates that hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import deadlines
from .derived import CONFIDENTIAL_EXTRA_DAYS

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the count: what it counts as, and the name of a public holiday."""

    day: date
    word: str
    holiday: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The shortest deadline for a sending day, and what follows from it.

    ``deadline`` is later than the count asks for when there is a site visit. ``with_questions`` is the first deadline
    that leaves a day for questions, when ``deadline`` does not; around Easter the shortest one may leave none.
    """

    count: deadlines.Count
    visit: bool
    deadline: datetime
    questions: datetime
    answers_due: datetime
    last_sending: date | None
    with_questions: datetime | None
    days: tuple[DayLine, ...]

    @property
    def confidential(self) -> bool:
        """Whether days are added for confidential parts."""
        return self.count.days > deadlines.MINIMUM_DAYS


def plan(sent: date, *, confidential: bool = False, visit: bool = False) -> Plan:
    """The shortest deadline for an invitation sent on ``sent`` (FOA §§ 14-2 (2), 20-1 (2), 20-3 (6) and 26-7 (3))."""
    extra = CONFIDENTIAL_EXTRA_DAYS if confidential else 0
    counted = deadlines.count(sent, extra)
    deadline = deadlines.after_visit(counted) if visit else counted.earliest
    roomy = deadline
    while deadlines.question_deadline(roomy).date() <= sent:
        roomy = datetime.combine(deadlines.next_working_day(roomy.date() + _DAY), deadlines.NOON)
    questions, last = (
        deadlines.question_deadline(deadline),
        deadlines.last_sending_day(deadline, extra, visit=visit),
    )
    if last is not None:
        last = min(last, max(sent, questions.date() - _DAY))
    return Plan(
        counted, visit, deadline, questions, deadlines.answers_due(deadline), last,
        None if roomy == deadline else roomy, _lines(counted, deadline.date()),
    )  # fmt: skip


def _lines(counted: deadlines.Count, last: date) -> tuple[DayLine, ...]:
    days = [counted.sent + _DAY * number for number in range((last - counted.sent).days + 1)]
    return tuple(DayLine(day, _word(counted, day, last), deadlines.holiday_name(day) or "") for day in days)


def _word(counted: deadlines.Count, day: date, last: date) -> str:
    number = (day - counted.sent).days
    if number == 0:
        return "sendes, telles ikke"
    if number <= counted.days:
        return f"dag {number}" + (", siste telledag" if day == counted.last_counted else "")
    if day <= counted.last_counted:
        return "siste telledag, flyttet hit" if day == counted.last_counted else "fridag, flyttes forbi"
    if day == last:
        return "tidligste frist kl. 12.00"
    if day == counted.earliest.date():
        return "for kort når det er befaring"
    return "fridag, flyttes forbi"
