"""Posts that are manned at fixed times, from the one shift of the short path or the table of the long one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from . import formats, hours
from .answers import TimeSpan
from .bands import Band
from .deadlines import holiday_name
from .lots import UNDIVIDED, Lot, lot_of
from .months import add_months
from .rows import AnsweredRow

_DAY = timedelta(days=1)
_ALWAYS = 366 * 30
_SEVERAL_YEARS = 366 * 8  # in so many days every weekday has had its holiday


@dataclass(frozen=True, slots=True)
class Post:
    """A manned post: where, when, how many guards, and which lot pays for it."""

    id: str
    number: str
    name: str
    site: AnsweredRow | None
    lot: Lot
    pattern: hours.Pattern

    @property
    def is_secret(self) -> bool:
        """The site must not be named in open documents."""
        return self.site is not None and bool(self.site.value("secret"))


@dataclass(frozen=True, slots=True)
class Term:
    """The contract's days: first, last without extensions, last with all of them."""

    first: date
    firm: date
    last: date

    @property
    def first_year(self) -> date:
        """The last day of the first contract year, or of the contract when it is shorter."""
        return min(add_months(self.first, 12) - _DAY, self.last)

    @property
    def years(self) -> Decimal:
        """How many years the contract can last, for quantities given per year; days beyond whole years count."""
        whole, day = 0, self.first
        while (following := add_months(self.first, 12 * (whole + 1))) <= self.last + _DAY:
            whole, day = whole + 1, following
        rest = Decimal((self.last - day).days + 1)
        return whole + (rest / 365).quantize(Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class PostHours:
    """The hours of a post: in a plain week, in the first contract year, without and with all extensions."""

    post: Post
    week: Decimal
    year: hours.Hours
    firm: hours.Hours
    whole: hours.Hours


def posts(
    values: Mapping[str, Any], tables: Mapping[str, Sequence[AnsweredRow]], known: Sequence[Lot]
) -> tuple[Post, ...]:
    """The posts that can be reckoned with; rows with faults or holes are left out."""
    return tuple(_posts(tables, known) if values.get("long") else _single(values))


def _single(values: Mapping[str, Any]) -> Iterator[Post]:
    span, weekdays, guards = values.get("hours"), values.get("weekdays"), values.get("guards")
    if isinstance(span, TimeSpan) and weekdays and guards:
        name = str(values.get("site_name") or "")
        yield Post("post", "P-1", name, None, UNDIVIDED, _pattern(span, weekdays, guards))


def _posts(tables: Mapping[str, Sequence[AnsweredRow]], known: Sequence[Lot]) -> Iterator[Post]:
    sites = {site.id: site for site in tables.get("sites", ())}
    for row in tables.get("shifts", ()):
        span, weekdays, guards = row.value("hours"), row.value("weekdays"), row.value("guards")
        if isinstance(span, TimeSpan) and weekdays and guards:
            site = sites.get(str(row.value("site") or ""))
            lot = lot_of(site if site and site.value("lot") else row, known)
            pattern = _pattern(span, weekdays, guards, row.value("first"), row.value("last"))
            yield Post(row.id, f"P-{row.number}", row.name, site, lot, pattern)


def _pattern(
    span: TimeSpan, weekdays: Sequence[str], guards: int, first: date | None = None, last: date | None = None
) -> hours.Pattern:
    return hours.Pattern(hours.weekdays_of(weekdays), span, guards, "hol" in weekdays, first, last)


def post_hours(found: Sequence[Post], term: Term, bands: Sequence[Band]) -> tuple[PostHours, ...]:
    """The hours of each post over the term."""
    if (term.last - term.first).days > _ALWAYS:
        return ()
    return tuple(
        PostHours(
            post, hours.weekly(post.pattern), hours.hours(post.pattern, term.first, term.first_year, bands),
            hours.hours(post.pattern, term.first, term.firm, bands),
            hours.hours(post.pattern, term.first, term.last, bands),
        )
        for post in found
    )  # fmt: skip


def total(counted: hours.Hours) -> Decimal:
    """All bands together."""
    return sum(counted.values(), Decimal(0))


def days_words(pattern: hours.Pattern) -> str:
    """«mandag–fredag», «alle dager», «lørdag og søndag»."""
    days = sorted(pattern.weekdays)
    names = [formats.WEEKDAYS[day] for day in days]
    if not days:
        return "bare på helligdager"
    run = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    return "alle dager" if len(days) == 7 else f"{names[0]}–{names[-1]}" if run else formats.listing(names)


def staffing_words(pattern: hours.Pattern, term: Term | None = None) -> str:
    """«én vekter mandag–fredag kl. 08.00–16.00, ikke på helligdager»; no word of holidays when none can come."""
    who = "én vekter" if pattern.guards == 1 else f"{formats.word(pattern.guards)} vektere"
    rest = "også på helligdager" if pattern.on_holidays else "ikke på helligdager"
    when = formats.span(pattern.span.start, pattern.span.end)
    period = f", {_period(pattern)}" if pattern.first or pattern.last else ""
    holidays = f", {rest}" if term is None or meets_holiday(pattern, term) else ""
    return f"{who} {days_words(pattern)} {when}{holidays}{period}"


def meets_holiday(pattern: hours.Pattern, term: Term) -> bool:
    """True when a public holiday falls on one of the post's weekdays within its period and the term."""
    first, last = max(pattern.first or term.first, term.first), min(pattern.last or term.last, term.last)
    days = min((last - first).days + 1, _SEVERAL_YEARS)
    inside = (first + timedelta(days=n) for n in range(days))
    return any(holiday_name(day) and day.weekday() in pattern.weekdays for day in inside)


def _period(pattern: hours.Pattern) -> str:
    if pattern.first and pattern.last:
        same = pattern.first == pattern.last
        return (
            formats.day(pattern.first)
            if same
            else f"{formats.day(pattern.first)}–{formats.day(pattern.last)}"
        )
    return f"fra {formats.day(pattern.first)}" if pattern.first else f"til og med {formats.day(pattern.last)}"  # type: ignore[arg-type]
