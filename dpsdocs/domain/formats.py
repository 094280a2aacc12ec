"""How values are written in Norwegian: money, dates, numbers, lists. Spaces inside values never break."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
MINUS = "\u2212"
OSLO = ZoneInfo("Europe/Oslo")
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_WORDS = (
    "null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv",
)  # fmt: skip


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """«5 690», «8,75»; without ``decimals`` only the decimals the value has."""
    amount = Decimal(value)
    text = f"{abs(amount):,.{decimals}f}" if decimals is not None else f"{abs(amount):,f}"
    whole, _, rest = text.partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
    body = whole.replace(",", NBSP) + (f",{rest}" if rest else "")
    return MINUS + body if amount < 0 else body


def money(value: Decimal) -> str:
    """«kr 17 000 000 ekskl. mva.»; øre only when there are any."""
    decimals = 0 if value == value.to_integral_value() else 2
    return f"kr{NBSP}{number(value, decimals)} ekskl.{NBSP}mva."


def percent(value: Decimal) -> str:
    """«30 %»."""
    return f"{number(value)}{NBSP}%"


def percents(least: Decimal, most: Decimal) -> str:
    """«30–60 %», or «30 %» when there is no room."""
    return percent(most) if least == most else f"{number(least)}–{percent(most)}"


def day(value: date) -> str:
    """«9. februar 2027»."""
    return f"{value.day}.{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def weekday(value: date) -> str:
    """«tirsdag 9. februar 2027»."""
    return f"{WEEKDAYS[value.weekday()]}{NBSP}{day(value)}"


def short_day(value: date) -> str:
    """«09.02.2027»."""
    return value.strftime("%d.%m.%Y")


def clock(value: time | datetime) -> str:
    """«kl. 12.00»."""
    return f"kl.{NBSP}{value:%H.%M}"


def moment(value: datetime) -> str:
    """«tirsdag 9. februar 2027 kl. 12.00», in Oslo time when the value carries a zone."""
    local = value.astimezone(OSLO) if value.tzinfo else value
    return f"{weekday(local.date())} {clock(local)}"


def short_moment(value: datetime) -> str:
    """«09.02.2027 kl. 12.00», in Oslo time when the value carries a zone."""
    local = value.astimezone(OSLO) if value.tzinfo else value
    return f"{short_day(local.date())} {clock(local)}"


def span(start: time, end: time) -> str:
    """«kl. 08.00–16.00»."""
    return f"kl.{NBSP}{start:%H.%M}–{end:%H.%M}"


def word(value: int) -> str:
    """«to» up to twelve, digits after that."""
    return _WORDS[value] if 0 <= value < len(_WORDS) else number(value)


def listing(words: Sequence[str]) -> str:
    """«a, b og c»."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}" if words else ""


def capital(text: str) -> str:
    """First letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """First letter small, unless it begins an abbreviation; the rest as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def size(count: int) -> str:
    """«94 kB», «1,2 MB»."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)))}{NBSP}kB"
    return f"{number(Decimal(round(count / 100_000)) / 10)}{NBSP}MB"
