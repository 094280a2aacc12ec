"""Checks of manned posts and of services bought by the call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from . import formats
from .competition import Competition
from .hours import Pattern
from .places import site_number
from .rules import Check, Hit
from .staffing import Post, PostHours, total


def _same_post(c: Competition) -> Iterator[tuple[Post, Post]]:
    """Pairs of shifts of one post: the same name at the same site."""
    found: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for counted in c.scope.posts:
        post = counted.post
        found[post.name.casefold(), post.site.id if post.site else post.lot.id].append(post)
    for several in found.values():
        yield from combinations(several, 2)


def posts_overlap(c: Competition) -> Iterator[Hit]:
    """Two shifts of one post are not at the same time; they would be paid twice."""
    for one, other in _same_post(c):
        if _overlap(one.pattern, other.pattern):
            where = f" på {site_number(one.site)}" if one.site else ""
            mend = f"{one.number} og {other.number} gjelder samme tid. Rett tidene, eller gi postene hvert sitt navn."
            yield Hit(f"«{one.name}»{where} har vakter som overlapper", mend, (f"shifts:{other.id}:hours",))


def _overlap(one: Pattern, other: Pattern) -> bool:
    first = max(one.first or date.min, other.first or date.min)
    last = min(one.last or date.max, other.last or date.max)
    return first <= last and any(
        a < d + shift and c + shift < b
        for a, b in _minutes(one) for c, d in _minutes(other) for shift in (-10080, 0, 10080)
    )  # fmt: skip


def _minutes(pattern: Pattern) -> list[tuple[int, int]]:
    start = pattern.span.start.hour * 60 + pattern.span.start.minute
    end = pattern.span.end.hour * 60 + pattern.span.end.minute
    end += 1440 if end <= start else 0
    return [(day * 1440 + start, day * 1440 + end) for day in sorted(pattern.weekdays)]


def posts_period(c: Competition) -> Iterator[Hit]:
    """A post's own period begins before it ends."""
    for counted in c.scope.posts:
        first, last = counted.post.pattern.first, counted.post.pattern.last
        if first and last and last < first:
            yield Hit(
                f"{_post_name(counted)} slutter før den begynner",
                "Rett datoene.",
                (f"shifts:{counted.post.id}:last",),
            )


def posts_hours(c: Competition) -> Iterator[Hit]:
    """Every post has hours within the contract."""
    for counted in c.scope.posts:
        pattern = counted.post.pattern
        turned = pattern.first and pattern.last and pattern.last < pattern.first
        if total(counted.whole) == 0 and not turned and counted.post.id != "post":
            mend = "Dagene eller datoene ligger utenfor avtaletiden. Rett dem, eller fjern posten."
            yield Hit(f"{_post_name(counted)} gir ingen timer", mend, (f"shifts:{counted.post.id}:weekdays",))


def _post_name(counted: PostHours) -> str:
    return f"Post {counted.post.number}, {counted.post.name},"


def posts_outside(c: Competition) -> Iterator[Hit]:
    """A post's own period lies within the contract."""
    term = c.scope.term
    for counted in c.scope.posts if term else ():
        first, last = counted.post.pattern.first, counted.post.pattern.last
        if term and ((first and first < term.first) or (last and last > term.last)) and total(counted.whole):
            mend = f"Avtalen gjelder {formats.day(term.first)}–{formats.day(term.last)}. Andre timer er ikke med."
            yield Hit(
                f"{_post_name(counted)} går ut over avtaletiden", mend, (f"shifts:{counted.post.id}:first",)
            )


def services_bought(c: Competition) -> Iterator[Hit]:
    """What is chosen as a service bought by the call has a quantity."""
    bought = {row.value("unit") for row in c.tables.get("volumes", ())}
    manned = bool(c.scope.posts)
    for service in c.catalogue.services:
        units = [unit for unit in c.catalogue.units if service.id in unit.services]
        if service.id in (c.value("services") or ()) and units and not bought & {u.id for u in units}:
            if manned and service.id not in ("alarm", "patrol"):
                continue
            names = formats.listing([f"«{unit.label}»" for unit in units[:2]])
            yield Hit(
                f"{service.label} har ingen mengde", f"Legg til en linje, for eksempel {names}.", ("volumes",)
            )


ALL: tuple[Check, ...] = (
    posts_overlap,
    posts_period,
    posts_hours,
    posts_outside,
    services_bought,
)
