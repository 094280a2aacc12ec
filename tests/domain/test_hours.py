"""Guard hours by band, against the figures of the case B sketch and an hour-by-hour count."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpsdocs.domain.answers import TimeSpan
from dpsdocs.domain.bands import BANDS, Band, BandError, band_of, checked, window
from dpsdocs.domain.formats import OSLO
from dpsdocs.domain.hours import Pattern, hours, weekly

NIGHTS = Pattern(frozenset(range(7)), TimeSpan(time(19), time(7)), 1, True)
WEEKEND = Pattern(frozenset({4, 5}), TimeSpan(time(19), time(7)), 1, True)
YEAR = (date(2027, 5, 3), date(2028, 5, 2))


def test_every_night_of_a_leap_year() -> None:
    assert hours(NIGHTS, *YEAR) == {
        "day": Decimal(306), "evening": Decimal(512), "night": Decimal(2310), "weekend": Decimal(1132),
        "holiday": Decimal(132),
    }  # fmt: skip


def test_weekend_nights() -> None:
    assert hours(WEEKEND, *YEAR) == {
        "day": Decimal(50), "evening": Decimal(102), "night": Decimal(453), "weekend": Decimal(593),
        "holiday": Decimal(50),
    }  # fmt: skip


def test_working_days_leave_out_holidays() -> None:
    pattern = Pattern(frozenset(range(5)), TimeSpan(time(8), time(16)), 1, False)
    total = hours(pattern, date(2027, 3, 22), date(2027, 3, 31))
    assert total == {"day": Decimal(8 * 5), "evening": 0, "night": 0, "weekend": 0, "holiday": 0}
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
    expected = dict.fromkeys((band.id for band in BANDS), Decimal(0))
    for offset in range(days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() not in weekdays or (holiday_name(day) and not on_holidays):
            continue
        began = datetime.combine(day, time(start), OSLO)
        ended = datetime.combine(day + timedelta(days=end <= start), time(end), OSLO)
        at = began.astimezone(UTC)
        while at < ended.astimezone(UTC):
            expected[band_of(at.astimezone(OSLO).replace(tzinfo=None), BANDS).id] += guards
            at += timedelta(hours=1)
    assert hours(pattern, first, last) == expected


def test_an_end_before_the_start_has_no_hours() -> None:
    assert sum(hours(NIGHTS, date(2027, 5, 3), date(2027, 5, 2)).values()) == 0


def test_the_night_the_clocks_are_set() -> None:
    autumn, spring = date(2027, 10, 30), date(2028, 3, 25)
    assert sum(hours(NIGHTS, autumn, autumn).values()) == 13
    assert sum(hours(NIGHTS, spring, spring).values()) == 11


def test_a_season_and_a_leap_day() -> None:
    summer = Pattern(
        frozenset(range(7)), TimeSpan(time(9), time(10)), 1, True, date(2028, 2, 28), date(2028, 3, 1)
    )
    assert sum(hours(summer, date(2028, 1, 1), date(2028, 12, 31)).values()) == 3
    assert sum(hours(summer, date(2028, 3, 1), date(2028, 12, 31)).values()) == 1


def test_bands_cover_the_week_once() -> None:
    assert checked(BANDS) == BANDS
    hole = (Band("day", "Dag", "", (window("mon-fri 06:00-17:00"),)),)
    with pytest.raises(BandError, match=r"mandag kl\. 00\.00 er ikke dekket"):
        checked(hole)
    with pytest.raises(BandError, match=r"mandag kl\. 06\.00 er dekket flere ganger"):
        checked((*BANDS, *hole))


def test_a_window_is_read_as_people_and_as_older_sets_write_it() -> None:
    told = window("mandag–fredag 06.00–17.00")
    assert told == window("mon-fri 06:00-17:00") == window("Mandag - fredag 06:00 - 17:00")
    assert window("søndag 00.00–24.00") == window("sun 00:00-24:00")


@pytest.mark.parametrize(
    "text",
    [
        "mandag 06-17",
        "man 06:00-17:00",
        "mandag 17.00–06.00",
        "fredag–mandag 06.00–17.00",
        "mandag 25.00–26.00",
        "",
    ],
)
def test_a_window_that_cannot_be_read(text: str) -> None:
    with pytest.raises(BandError, match="Tidsrommet"):
        window(text)
