"""Guard hours from a weekly staffing pattern, split in the time bands the price schedule uses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from .answers import TimeSpan
from .deadlines import holiday_name

BANDS = ("day", "night", "weekend", "holiday")
BAND_LABELS = {"day": "Dag og kveld", "night": "Natt", "weekend": "Helg", "holiday": "Helligdag"}
BAND_TEXT = {
    "day": "Mandag–fredag kl.\u00a006.00–21.00 og lørdag kl.\u00a006.00–18.00",
    "night": "Kl.\u00a021.00–06.00, fra mandag kveld til lørdag morgen",
    "weekend": "Lørdag kl.\u00a018.00–mandag kl.\u00a006.00",
    "holiday": "Offentlig helligdag, 1.\u00a0mai og 17.\u00a0mai, kl.\u00a000.00–24.00",
}
_CUTS = (time(0), time(6), time(18), time(21))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A post: weekdays (0 = Monday), clock span, guards, and whether it is manned on public holidays."""

    weekdays: frozenset[int]
    span: TimeSpan
    guards: int
    on_holidays: bool


def band(moment: datetime) -> str:
    """The band an instant lies in. Holidays go before the others."""
    if holiday_name(moment.date()):
        return "holiday"
    weekday, clock = moment.weekday(), moment.time()
    saturday_evening = weekday == 5 and clock >= time(18)
    monday_morning = weekday == 0 and clock < time(6)
    if weekday == 6 or saturday_evening or monday_morning:
        return "weekend"
    return "day" if time(6) <= clock < time(21) else "night"


def hours(pattern: Pattern, first: date, last: date) -> dict[str, Decimal]:
    """Hours per band for shifts that begin from ``first`` to ``last``, both included, in clock hours."""
    minutes = dict.fromkeys(BANDS, 0)
    if last < first or (last - first).days > 366 * 30:
        return {name: Decimal(0) for name in BANDS}
    day = first
    while day <= last:
        if day.weekday() in pattern.weekdays and (pattern.on_holidays or not holiday_name(day)):
            _add_shift(minutes, day, pattern.span)
        day += timedelta(days=1)
    return {name: Decimal(total * pattern.guards) / 60 for name, total in minutes.items()}


def weekly(pattern: Pattern) -> Decimal:
    """Hours in a week without public holidays."""
    start = datetime.combine(date(2000, 1, 3), pattern.span.start)
    end = datetime.combine(date(2000, 1, 3), pattern.span.end)
    if end <= start:
        end += timedelta(days=1)
    return Decimal(int((end - start).total_seconds()) * pattern.guards * len(pattern.weekdays)) / 3600


def _add_shift(minutes: dict[str, int], day: date, span: TimeSpan) -> None:
    at = datetime.combine(day, span.start)
    end = datetime.combine(day, span.end)
    if end <= at:
        end += timedelta(days=1)
    while at < end:
        until = min(end, _next_cut(at))
        minutes[band(at)] += int((until - at).total_seconds()) // 60
        at = until


def _next_cut(at: datetime) -> datetime:
    for cut in _CUTS:
        moment = datetime.combine(at.date(), cut)
        if moment > at:
            return moment
    return datetime.combine(at.date() + timedelta(days=1), time(0))


def weekdays_of(names: Collection[str]) -> frozenset[int]:
    """The weekday numbers of «mon» … «sun»."""
    order = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return frozenset(order.index(name) for name in names if name in order)
