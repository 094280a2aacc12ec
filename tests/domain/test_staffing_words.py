"""How a post is told in words: holidays only when one can come."""

from __future__ import annotations

from datetime import date, time

import pytest

from dpsdocs.domain.answers import TimeSpan
from dpsdocs.domain.hours import Pattern
from dpsdocs.domain.staffing import Term, staffing_words


def weekdays(*days: int, on_holidays: bool = False) -> Pattern:
    """Two guards in the daytime."""
    return Pattern(frozenset(days), TimeSpan(time(8), time(16)), 2, on_holidays)


@pytest.mark.parametrize(
    ("first", "last", "days", "told"),
    [
        (date(2027, 6, 12), date(2027, 6, 13), (5, 6), ""),
        (date(2027, 5, 15), date(2027, 5, 17), (0, 5, 6), ", ikke på helligdager"),
        (date(2027, 5, 15), date(2027, 5, 17), (5,), ""),  # 17 May is a Monday
        (date(2027, 1, 4), date(2028, 1, 3), (0, 1, 2, 3, 4), ", ikke på helligdager"),
    ],
)
def test_holidays_are_told_of_when_one_can_come(
    first: date, last: date, days: tuple[int, ...], told: str
) -> None:
    words = staffing_words(weekdays(*days), Term(first, last, last))
    assert words.endswith(f"kl.\u00a008.00–16.00{told}")
