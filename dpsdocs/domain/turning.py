"""Where a comparison of tenders turns: found by halving, exact to the øre and to a hundredth of a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from .evaluation import MOST, TOP, weighted_sum
from .scoring import Bid, Scheme, Weighed, score

_CENT = Decimal("0.01")
Ranges = Mapping[str, tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one tender needs to come first and alone, all else as it is.

    ``price`` is the highest price that is enough, None when no price is. ``points`` are the fewest points that are
    enough, by part; None when not even 10 is.
    """

    price: Decimal | None
    points: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Swap:
    """Weights within the announced ranges that put another tender first."""

    weights: Mapping[str, Decimal]
    winner: int


def turn(scheme: Scheme, bids: Sequence[Bid], number: int) -> Turn:
    """Where the tender with this place in the list comes first."""
    points = {part.id: lowest_points(scheme, bids, number, part.id) for part in scheme.parts}
    return Turn(highest_price(scheme, bids, number), points)


def goes_first(scheme: Scheme, bids: Sequence[Bid], number: int) -> bool:
    """Whether the tender is first, and alone."""
    found = score(scheme, bids)[number]
    return found.rank == 1 and found.alone


def highest_price(scheme: Scheme, bids: Sequence[Bid], number: int) -> Decimal | None:
    """The highest price with which the tender comes first; a lower price never makes a tender worse."""

    def enough(cents: int) -> bool:
        return goes_first(scheme, with_price(bids, number, cents * _CENT), number)

    most = int(MOST / _CENT)
    found = _last(enough, 1, most)
    return None if found is None else found * _CENT


def lowest_points(scheme: Scheme, bids: Sequence[Bid], number: int, part: str) -> Decimal | None:
    """The fewest points for a part with which the tender comes first; more points never make a tender worse."""
    top = int(TOP / _CENT)

    def enough(lacking: int) -> bool:
        points = {**bids[number].points, part: TOP - lacking * _CENT}
        return goes_first(scheme, _with(bids, number, replace(bids[number], points=points)), number)

    found = _last(enough, 0, top)
    return None if found is None else TOP - found * _CENT


def with_price(bids: Sequence[Bid], number: int, price: Decimal) -> tuple[Bid, ...]:
    """The tenders, one of them at another price."""
    return _with(bids, number, replace(bids[number], price=price))


def _with(bids: Sequence[Bid], number: int, bid: Bid) -> tuple[Bid, ...]:
    return (*bids[:number], bid, *bids[number + 1 :])


def _last(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The last number from low to high for which it holds, where it holds up to some point and never after."""
    if not holds(low):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def swap(scheme: Scheme, bids: Sequence[Bid], ranges: Ranges) -> Swap | None:
    """Weights within the announced ranges that put another tender ahead of the winner; None when none do.

    A sum of points is linear in the weights, so the corners of what the ranges allow tell of everything between
    them. Where quality is priced the price has no weight, and nothing is told.
    """
    if scheme.model == "priced" or not bids:
        return None
    scored = score(scheme, bids)
    winner = min(range(len(bids)), key=lambda n: scored[n].rank)
    for weights in _corners(scheme.criteria, ranges):
        sums = [weighted_sum(found.points, weights) for found in scored]
        best = max(range(len(bids)), key=lambda n: sums[n])
        if sums[best] > sums[winner]:
            return Swap(weights, best)
    return None


def _corners(criteria: Sequence[Weighed], ranges: Ranges) -> Iterator[Mapping[str, Decimal]]:
    """The corners of all weights that keep to the ranges and are 100 in all."""
    for free in criteria:
        others = [c for c in criteria if c is not free]
        for ends in product(*(ranges[c.id] for c in others)):
            left = Decimal(100) - sum(ends, Decimal(0))
            low, high = ranges[free.id]
            if low <= left <= high:
                yield {**{c.id: end for c, end in zip(others, ends, strict=True)}, free.id: left}
