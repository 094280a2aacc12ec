"""Scoring tenders: points for price by the stated model, points for criteria, the weighted sum and the rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Literal, get_args

PointModel = Literal["linear", "linear_floor", "proportional"]  # the price gets points
PriceModel = Literal["linear", "linear_floor", "proportional", "priced"]  # priced: quality is put in kroner
POINT_MODELS: tuple[PointModel, ...] = get_args(PointModel)
PRICE_MODELS: tuple[PriceModel, ...] = get_args(PriceModel)
TOP = Decimal(10)
MOST = Decimal(10) ** 12  # kroner; an evaluation price above this is a slip of the hand
_CENT = Decimal("0.01")
_WHOLE = Decimal(100)


def linear(price: Decimal, lowest: Decimal) -> Decimal:
    """10 − 10·(P − Pmin)/Pmin: 10 for the lowest price, below 0 for more than twice the lowest."""
    return _scored(price, lowest, lambda p, low: TOP - TOP * (p - low) / low)


def linear_floor(price: Decimal, lowest: Decimal) -> Decimal:
    """As ``linear``, but never below 0."""
    return max(Decimal("0.00"), linear(price, lowest))


def proportional(price: Decimal, lowest: Decimal) -> Decimal:
    """10·Pmin/P: never 0."""
    return _scored(price, lowest, lambda p, low: TOP * low / p)


def price_points(model: PointModel, price: Decimal, lowest: Decimal) -> Decimal:
    """The points of one price by a model's name."""
    return _MODELS[model](price, lowest)


def all_price_points(model: PointModel, prices: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
    """The points of every tender; a tender without a usable price has none and sets no lowest price."""
    lowest = min((price for price in prices if price is not None and is_price(price)), default=None)
    return tuple(
        price_points(model, price, lowest) if price is not None and lowest and is_price(price) else None
        for price in prices
    )


def is_price(price: Decimal | None) -> bool:
    """Whether a price can be scored: a number from one øre up that is no slip of the hand."""
    return price is not None and price.is_finite() and _CENT <= price <= MOST


def is_score(points: Decimal | None) -> bool:
    """Whether points for a reply count: a number from 0 to 10."""
    return points is not None and points.is_finite() and 0 <= points <= TOP


def criterion_points(points: Sequence[Decimal | None]) -> Decimal | None:
    """The mean of the points for the requirements, to two decimals; None until every reply has points."""
    told = [p for p in points if p is not None and is_score(p)]
    if not told or len(told) < len(points):
        return None
    return rounded(sum(told, Decimal(0)) / len(told))


def part_points(points: Sequence[Decimal], weights: Sequence[Decimal]) -> Decimal:
    """The points of a criterion from those of its parts, by their weights, to two decimals."""
    whole = sum(weights, Decimal(0))
    if not whole:
        return Decimal("0.00")
    return rounded(sum((p * w for p, w in zip(points, weights, strict=True)), Decimal(0)) / whole)


def comparison_price(price: Decimal, quality: Decimal, point_value: Decimal) -> Decimal:
    """P + K · (10 − Q): the price with what the tender lacks in quality, in kroner."""
    return price + point_value * (TOP - quality)


def weighted_sum(points: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal:
    """Σ weight/100 · points over the criteria, exact: no rounding may make a tie or break one."""
    if set(points) != set(weights):
        raise ValueError("points and weights name different criteria")
    return sum((points[key] * weights[key] / _WHOLE for key in weights), Decimal(0))


def ranks(sums: Sequence[Decimal | None], prices: Sequence[Decimal | None]) -> tuple[int | None, ...]:
    """1 for the highest sum; of equal sums the lower price goes first; equal in both share a rank."""
    known = [
        (-total, price) for total, price in zip(sums, prices, strict=True) if total is not None and price
    ]
    return tuple(
        1 + sum(other < (-total, price) for other in known) if total is not None and price else None
        for total, price in zip(sums, prices, strict=True)
    )


def rounded(value: Decimal) -> Decimal:
    """Two decimals, halves away from zero."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def _scored(price: Decimal, lowest: Decimal, formula: Callable[[Decimal, Decimal], Decimal]) -> Decimal:
    if not (is_price(price) and is_price(lowest) and lowest <= price):
        raise ValueError("a price is scored against a lowest price above 0 that is not higher")
    with localcontext(Context(prec=50)):
        return rounded(formula(price, lowest))


_MODELS: dict[PointModel, Callable[[Decimal, Decimal], Decimal]] = {
    "linear": linear,
    "linear_floor": linear_floor,
    "proportional": proportional,
}
