"""Time bands: which price an hour has, by weekday, clock and public holiday. Data of a master set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from .deadlines import holiday_name

_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_OLD_DAYS = (
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
)  # sets from before the hours could be changed on screen
_NUMBERS = {name: number for names in (_DAYS, _OLD_DAYS) for number, name in enumerate(names)}
_WINDOW = re.compile(r"(\w+)(?: ?[-–] ?(\w+))? (\d\d)[.:](\d\d) ?[-–] ?(\d\d)[.:](\d\d)", re.IGNORECASE)
_WEEK = 7 * 24 * 60


class BandError(ValueError):
    """Bands that leave a hole in the week or overlap; the message says where."""


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes from midnight on some weekdays (0 = Monday); the end is not included."""

    weekdays: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Band:
    """One band. A band for holidays goes before the others on public holidays and has no windows."""

    id: str
    label: str
    text: str
    windows: tuple[Window, ...] = ()
    holidays: bool = False


def window(text: str) -> Window:
    """«mandag–fredag 06.00–17.00» as a window, or ``BandError``."""
    found = _WINDOW.fullmatch(text.strip())
    days = [_NUMBERS.get(day.lower(), -1) for day in (found[1], found[2] or found[1])] if found else [-1]
    if not found or min(days) < 0:
        raise BandError(f"Tidsrommet «{text}» skal skrives som «mandag–fredag 06.00–17.00».")
    first, last = days
    start, end = int(found[3]) * 60 + int(found[4]), int(found[5]) * 60 + int(found[6])
    if last < first or not 0 <= start < end <= 24 * 60:
        raise BandError(
            f"Tidsrommet «{text}» slutter før det begynner, eller går over midnatt. Del det i to."
        )
    return Window(frozenset(range(first, last + 1)), start, end)


def checked(bands: Sequence[Band]) -> tuple[Band, ...]:
    """The bands, or ``BandError`` unless they cover every minute of the week once."""
    week = [0] * _WEEK
    for band in bands:
        for part in band.windows:
            for day in part.weekdays:
                for minute in range(day * 1440 + part.start, day * 1440 + part.end):
                    week[minute] += 1
    for minute, times in enumerate(week):
        if times != 1:
            day, rest = divmod(minute, 1440)
            what = "ikke dekket" if times == 0 else "dekket flere ganger"
            raise BandError(f"Tidsbåndene: {_DAYS[day]} kl. {rest // 60:02d}.{rest % 60:02d} er {what}.")
    return tuple(bands)


@lru_cache(maxsize=16)
def cuts(bands: tuple[Band, ...]) -> tuple[time, ...]:
    """The clock times where a band begins or ends, midnight left out."""
    edges = {edge % 1440 for band in bands for part in band.windows for edge in (part.start, part.end)}
    return tuple(time(edge // 60, edge % 60) for edge in sorted(edges - {0}))


def band_of(moment: datetime, bands: Sequence[Band]) -> Band:
    """The band an instant lies in. Holidays go before the others."""
    if holiday_name(moment.date()):
        for band in bands:
            if band.holidays:
                return band
    minute, weekday = moment.hour * 60 + moment.minute, moment.weekday()
    for band in bands:
        for part in band.windows:
            if weekday in part.weekdays and part.start <= minute < part.end:
                return band
    raise BandError(f"Tidsbåndene dekker ikke {moment:%A %H:%M}.")


def _band(band_id: str, label: str, text: str, *windows: str, holidays: bool = False) -> Band:
    return Band(band_id, label, text, tuple(window(w) for w in windows), holidays)


BANDS = (
    _band("day", "Dag", "Mandag–fredag kl.\u00a006.00–17.00 og lørdag kl.\u00a006.00–18.00",
          "mon-fri 06:00-17:00", "sat 06:00-18:00"),
    _band("evening", "Kveld", "Mandag–fredag kl.\u00a017.00–21.00", "mon-fri 17:00-21:00"),
    _band("night", "Natt", "Kl.\u00a021.00–06.00, fra mandag kveld til lørdag morgen",
          "mon-fri 21:00-24:00", "tue-sat 00:00-06:00"),
    _band("weekend", "Helg", "Lørdag kl.\u00a018.00–mandag kl.\u00a006.00",
          "sat 18:00-24:00", "sun 00:00-24:00", "mon 00:00-06:00"),
    _band("holiday", "Helligdag",
          "Offentlig helligdag, 1.\u00a0mai og 17.\u00a0mai, kl.\u00a000.00–24.00", holidays=True),
)  # fmt: skip
