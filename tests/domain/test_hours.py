"""Guard hours by band, against the figures of the case B sketch and an hour-by-hour count."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from dpsdocs.domain.answers import TimeSpan
from dpsdocs.domain.hours import Pattern, band, hours, weekly

NIGHTS = Pattern(frozenset(range(7)), TimeSpan(time(19), time(7)), 1, True)
WEEKEND = Pattern(frozenset({4, 5}), TimeSpan(time(19), time(7)), 1, True)
YEAR = (date(2027, 5, 3), date(2028, 5, 2))


def test_every_night_of_a_leap_year() -> None:
    assert hours(NIGHTS, *YEAR) == {
        "day": Decimal(818), "night": Decimal(2310), "weekend": Decimal(1132), "holiday": Decimal(132),
    }  # fmt: skip


def test_weekend_nights() -> None:
    assert hours(WEEKEND, *YEAR) == {
        "day": Decimal(152), "night": Decimal(453), "weekend": Decimal(593), "holiday": Decimal(50),
    }  # fmt: skip


def test_working_days_leave_out_holidays() -> None:
    pattern = Pattern(frozenset(range(5)), TimeSpan(time(8), time(16)), 1, False)
    total = hours(pattern, date(2027, 3, 22), date(2027, 3, 31))
    assert total == {"day": Decimal(8 * 5), "night": 0, "weekend": 0, "holiday": 0}
    assert weekly(pattern) == 40


@settings(max_examples=25)
@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 1)), st.integers(0, 40), st.integers(0, 23), st.integers(0, 23),
    st.sets(st.integers(0, 6)), st.integers(1, 3), st.booleans(),
)  # fmt: skip
def test_equals_an_hour_by_hour_count(
    first: date, days: int, start: int, end: int, weekdays: set[int], guards: int, on_holidays: bool
) -> None:
    from dpsdocs.domain.deadlines import holiday_name

    pattern = Pattern(frozenset(weekdays), TimeSpan(time(start), time(end)), guards, on_holidays)
    last = first + timedelta(days=days)
    expected = dict.fromkeys(("day", "night", "weekend", "holiday"), Decimal(0))
    for offset in range(days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() not in weekdays or (holiday_name(day) and not on_holidays):
            continue
        length = (end - start) % 24 or 24
        for hour in range(length):
            expected[band(datetime.combine(day, time(start)) + timedelta(hours=hour))] += guards
    assert hours(pattern, first, last) == expected


def test_an_end_before_the_start_has_no_hours() -> None:
    assert sum(hours(NIGHTS, date(2027, 5, 3), date(2027, 5, 2)).values()) == 0
