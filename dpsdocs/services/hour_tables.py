"""Guard hours in the first contract year by post or by site, split in the time bands of the price schedule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..domain import formats, hours
from ..domain.bands import Band
from ..domain.places import site_number
from ..domain.staffing import PostHours, days_words, total
from .competitions import Opened


@dataclass(frozen=True, slots=True)
class HourRow:
    """One post or site: its row's id, name, what stands under the name, when it is manned, and hours by band."""

    id: str
    name: str
    small: str
    when: str
    hours: hours.Hours

    @property
    def total(self) -> Decimal:
        """All bands together."""
        return total(self.hours)


@dataclass(frozen=True, slots=True)
class HourTable:
    """Hours of the first year. ``bands`` are those that have hours; ``sums`` are of all rows."""

    caption: str
    bands: tuple[Band, ...]
    rows: tuple[HourRow, ...]
    sums: hours.Hours

    @property
    def total(self) -> Decimal:
        """All hours of the year."""
        return total(self.sums)


def by_post(opened: Opened) -> HourTable | None:
    """A line per post; None until the dates of the contract are answered and a post has hours."""
    return _table(opened, (_post(counted) for counted in opened.competition.scope.posts))


def by_site(opened: Opened) -> HourTable | None:
    """A line per site that has posts, in the order of the sites; what is tied to no site comes last."""
    posts: dict[str, list[PostHours]] = {}
    for counted in opened.competition.scope.posts:
        site = counted.post.site
        posts.setdefault(site.id if site else "", []).append(counted)
    sites = [site for site in opened.competition.tables.get("sites", ()) if site.id in posts]
    lines = [_line(s.id, s.name, site_number(s), posts[s.id]) for s in sites]
    if "" in posts:
        lines.append(_line("", "Ikke knyttet til ett objekt", "", posts[""]))
    return _table(opened, lines)


def figure(value: Decimal) -> str:
    """A figure as tables show it, «–» for nothing."""
    return formats.number(value.quantize(Decimal("0.01"))) if value else "–"


def _table(opened: Opened, lines: Iterable[HourRow]) -> HourTable | None:
    found, term = opened.competition.scope, opened.competition.scope.term
    rows = tuple(lines)
    if term is None or not rows:
        return None
    sums = hours.added([row.hours for row in rows], found.bands)
    span = f"{formats.short_day(term.first)}–{formats.short_day(term.first_year)}"
    bands = tuple(band for band in found.bands if sums[band.id])
    return HourTable(f"Vektertimer i det første avtaleåret, {span}", bands, rows, sums)


def _post(counted: PostHours) -> HourRow:
    post = counted.post
    place = f"{site_number(post.site)} {post.site.name}" if post.site else post.lot.short
    return HourRow(
        post.id, post.name, " · ".join(filter(None, (post.number, place))), _when(counted), counted.year
    )


def _line(row_id: str, name: str, small: str, posts: Sequence[PostHours]) -> HourRow:
    when = "; ".join(_when(counted) for counted in posts[:3]) + ("; …" if len(posts) > 3 else "")
    counted = {band: sum((p.year[band] for p in posts), Decimal(0)) for band in posts[0].year}
    return HourRow(row_id, name, small, when, counted)


def _when(counted: PostHours) -> str:
    """«Mandag–fredag 08.00–16.00, 2 vektere»."""
    pattern = counted.post.pattern
    span = f"{pattern.span.start:%H.%M}–{pattern.span.end:%H.%M}"
    days = formats.capital(days_words(pattern)) + (" og helligdager" if pattern.on_holidays else "")
    return f"{days} {span}" + (f", {pattern.guards} vektere" if pattern.guards > 1 else "")
