"""Guard hours from staffing patterns, split in the time bands the price schedule uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from .answers import TimeSpan
from .bands import BANDS, Band, band_of, cuts
from .deadlines import holiday_name
from .formats import OSLO

_DAY = timedelta(days=1)
_LONGEST = 366 * 30
Hours = dict[str, Decimal]
_Kind = tuple[int, bool, bool, int, int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A post: weekdays (0 = Monday), clock span, guards, and whether it is manned on public holidays.

    ``first`` and ``last`` narrow it to a season or an event; both days are included.
    """

    weekdays: frozenset[int]
    span: TimeSpan
    guards: int
    on_holidays: bool
    first: date | None = None
    last: date | None = None


def hours(pattern: Pattern, first: date, last: date, bands: Sequence[Band] = BANDS) -> Hours:
    """Hours per band for shifts that begin from ``first`` to ``last``, both included.

    Hours are time that passes: a night shift is an hour longer or shorter when the clocks are set.
    """
    begin, end = max(first, pattern.first or first), min(last, pattern.last or last)
    minutes: Counter[str] = Counter()
    for kind, (count, day) in calendar(begin, end).items():
        if kind[0] in pattern.weekdays and (pattern.on_holidays or not kind[1]):
            for name, length in _shift(day, pattern.span, tuple(bands)):
                minutes[name] += length * count
    return {band.id: Decimal(minutes[band.id] * pattern.guards) / 60 for band in bands}


@lru_cache(maxsize=512)
def calendar(first: date, last: date) -> Mapping[_Kind, tuple[int, date]]:
    """The days of a period by what decides a shift's bands: how many there are, and one of them.

    Weekday, holiday, holiday the day after, and whether the clocks are set that night or the next.
    """
    if last < first or (last - first).days > _LONGEST:
        return {}
    found: dict[_Kind, tuple[int, date]] = {}
    day = first
    while day <= last:
        kind = (day.weekday(), holiday_name(day) is not None, holiday_name(day + _DAY) is not None,
                _clock_change(day), _clock_change(day + _DAY))  # fmt: skip
        found[kind] = (found[kind][0] + 1 if kind in found else 1, day)
        day += _DAY
    return found


def weekly(pattern: Pattern) -> Decimal:
    """Hours in a week without public holidays or clock changes."""
    start = datetime.combine(date(2000, 1, 3), pattern.span.start)
    end = datetime.combine(date(2000, 1, 3), pattern.span.end)
    if end <= start:
        end += _DAY
    return Decimal(int((end - start).total_seconds()) * pattern.guards * len(pattern.weekdays)) / 3600


def added(several: Collection[Hours], bands: Sequence[Band] = BANDS) -> Hours:
    """Hours of several patterns together, per band."""
    return {band.id: sum((each[band.id] for each in several), Decimal(0)) for band in bands}


def _clock_change(day: date) -> int:
    """Hours the day is longer (1) or shorter (-1) than 24."""
    if day.month not in (3, 10):
        return 0
    return (
        round(24 - _elapsed(datetime.combine(day, time(0)), datetime.combine(day + _DAY, time(0))) / 60) * -1
    )


def _elapsed(start: datetime, end: datetime) -> int:
    """Minutes that pass between two clock times in Oslo."""
    if start.month not in (3, 10):
        return int((end - start).total_seconds()) // 60
    passed = end.replace(tzinfo=OSLO).astimezone(UTC) - start.replace(tzinfo=OSLO).astimezone(UTC)
    return int(passed.total_seconds()) // 60


@lru_cache(maxsize=4096)
def _shift(day: date, span: TimeSpan, bands: tuple[Band, ...]) -> tuple[tuple[str, int], ...]:
    """The minutes of one shift by band."""
    at, end = datetime.combine(day, span.start), datetime.combine(day, span.end)
    if end <= at:
        end += _DAY
    found = []
    while at < end:
        until = min(end, _next_cut(at, bands))
        found.append((band_of(at, bands).id, _elapsed(at, until)))
        at = until
    return tuple(found)


def _next_cut(at: datetime, bands: tuple[Band, ...]) -> datetime:
    for cut in cuts(bands):
        moment = datetime.combine(at.date(), cut)
        if moment > at:
            return moment
    return datetime.combine(at.date() + _DAY, time(0))


def weekdays_of(names: Collection[str]) -> frozenset[int]:
    """The weekday numbers of «mon» … «sun»."""
    order = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return frozenset(order.index(name) for name in names if name in order)
