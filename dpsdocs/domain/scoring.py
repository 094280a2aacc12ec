"""Scoring tenders as a whole: a scheme of criteria and a price model in, points, sums and ranks out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .evaluation import (
    PriceModel,
    all_price_points,
    comparison_price,
    part_points,
    ranks,
    weighted_sum,
)

BEST = Decimal(10)


@dataclass(frozen=True, slots=True)
class Part:
    """What gets points under a criterion: a sub-criterion with its weight, or the criterion as a whole."""

    id: str
    name: str
    weight: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion with its weight in percent. One without parts is the price."""

    id: str
    name: str
    weight: Decimal
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """How tenders are compared. ``point_value`` is what a quality point is worth where quality is priced."""

    model: PriceModel
    criteria: tuple[Weighed, ...]
    point_value: Decimal = Decimal(0)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything people give points for."""
        return tuple(part for criterion in self.criteria for part in criterion.parts)

    @property
    def weights(self) -> dict[str, Decimal]:
        """Weights by criterion."""
        return {criterion.id: criterion.weight for criterion in self.criteria}


@dataclass(frozen=True, slots=True)
class Bid:
    """A tender: its evaluation price, and points from 0 to 10 by part."""

    name: str
    price: Decimal
    points: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """How a tender fares. ``total`` is the weighted sum, or the comparison price where quality is priced.

    ``points`` are by criterion, the price's among them when it gets points. ``quality`` is the weighted mean of the
    criteria that are not price. ``alone`` says that no other tender shares the rank.
    """

    points: Mapping[str, Decimal]
    quality: Decimal
    total: Decimal
    rank: int
    alone: bool


def score(scheme: Scheme, bids: Sequence[Bid]) -> tuple[Score, ...]:
    """The scores in the order of the bids; every bid has a usable price and points for every part."""
    rated = [_rated(scheme, bid) for bid in bids]
    qualities = [_quality(scheme, points) for points in rated]
    if scheme.model == "priced":
        totals = [
            comparison_price(b.price, q, scheme.point_value) for b, q in zip(bids, qualities, strict=True)
        ]
        order = ranks([-total for total in totals], [b.price for b in bids])
    else:
        prices = all_price_points(scheme.model, [b.price for b in bids])
        for points, price in zip(rated, prices, strict=True):
            points |= {c.id: price or Decimal(0) for c in scheme.criteria if not c.parts}
        totals = [weighted_sum(points, scheme.weights) for points in rated]
        order = ranks(totals, [b.price for b in bids])
    found = [rank or len(bids) for rank in order]
    return tuple(
        Score(points, quality, total, rank, found.count(rank) == 1)
        for points, quality, total, rank in zip(rated, qualities, totals, found, strict=True)
    )


def _rated(scheme: Scheme, bid: Bid) -> dict[str, Decimal]:
    return {
        c.id: part_points([bid.points.get(p.id, Decimal(0)) for p in c.parts], [p.weight for p in c.parts])
        for c in scheme.criteria
        if c.parts
    }


def _quality(scheme: Scheme, points: Mapping[str, Decimal]) -> Decimal:
    """The points for everything but price as one; the best when nothing else counts."""
    judged = [c for c in scheme.criteria if c.parts and c.weight]
    if not judged:
        return BEST
    return part_points([points[c.id] for c in judged], [c.weight for c in judged])
