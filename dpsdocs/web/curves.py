"""The picture of where a trial run turns: what one tender comes to at other prices, beside the best of the others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dpsdocs.domain import formats
from dpsdocs.domain.evaluation import MOST
from dpsdocs.domain.scoring import score
from dpsdocs.domain.turning import with_price
from dpsdocs.services.trials import Result

WIDTH, HEIGHT = 640, 378
_LEFT, _RIGHT, _TOP, _BOTTOM = 20.0, 620.0, 34.0, 292.0
_ROOM = 40  # under the lines, for the words at the bottom
_STEPS = 60
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Curve:
    """Two lines over the price of one tender. ``turn`` is where they cross, ``now`` where the tender stands.

    ``own`` and ``others`` are points for an SVG polyline; ``words`` says the same as the picture.
    """

    name: str
    own: str
    others: str
    now: tuple[float, float]
    turn: float | None
    turn_words: str
    turn_anchor: str
    ends: tuple[str, str]
    highest: str
    lowest: str
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    left: float = _LEFT
    right: float = _RIGHT
    top: float = _TOP
    bottom: float = _BOTTOM


def curve(result: Result, number: int) -> Curve:
    """The picture for the tender with this place in the list."""
    scheme, bids = result.basis.scheme, result.bids
    turning = result.turns[number].price
    low, high = _reach(result, number)
    prices = [low + (high - low) * step / _STEPS for step in range(_STEPS + 1)]
    pairs = []
    best = min if scheme.model == "priced" else max
    for price in prices:
        scores = score(scheme, with_price(bids, number, price.quantize(_CENT)))
        pairs.append((scores[number].total, best(s.total for n, s in enumerate(scores) if n != number)))
    bottom, top = min(min(pair) for pair in pairs), max(max(pair) for pair in pairs)

    def x(price: Decimal) -> float:
        return round(_LEFT + float((price - low) / (high - low)) * (_RIGHT - _LEFT), 1)

    def y(total: Decimal) -> float:
        share = float((total - bottom) / (top - bottom)) if top > bottom else 0.5
        return round(_BOTTOM - _ROOM - share * (_BOTTOM - _ROOM - _TOP), 1)

    own, others = (
        " ".join(f"{x(price)},{y(pair[side])}" for price, pair in zip(prices, pairs, strict=True))
        for side in (0, 1)
    )
    shown = turning is not None and low < turning < high
    at = x(turning) if shown and turning is not None else None
    unit = "" if scheme.model == "priced" else " poeng"
    ends = [f"{formats.number(round(total, 0 if not unit else 2))}{unit}" for total in (bottom, top)]
    price = bids[number].price
    return Curve(
        bids[number].name, own, others, (x(price), y(result.scores[number].total)), at, turn_words(turning),
        _anchor(at),
        (_kroner(round(low)), _kroner(round(high))), ends[1], ends[0],
        f"«{bids[number].name}» ved andre priser. {turn_words(turning)}. Tallene står i tabellen.",
    )  # fmt: skip


def _anchor(at: float | None) -> str:
    """How the words under a place on the line keep inside the picture."""
    if at is None or WIDTH / 3 <= at <= WIDTH * 2 / 3:
        return "middle"
    return "start" if at < WIDTH / 3 else "end"


def turn_words(price: Decimal | None) -> str:
    """Where a tender comes first, in words."""
    if price is None:
        return "Ingen pris gir førsteplass"
    if price >= MOST:
        return "Enhver pris gir førsteplass"
    return f"Først til og med {_kroner(price)}"


def _kroner(price: Decimal | int) -> str:
    decimals = 0 if price == int(price) else 2
    return f"kr\u00a0{formats.number(price, decimals)}"


def _reach(result: Result, number: int) -> tuple[Decimal, Decimal]:
    """From where to where the price is drawn: round the tenders, and where it turns if that is not far off."""
    prices = [bid.price for bid in result.bids]
    turning = result.turns[number].price
    if turning is not None and min(prices) / 4 <= turning <= max(prices) * 4:
        prices.append(turning)
    low, high = (min(prices) * Decimal("0.8")).quantize(_CENT), (max(prices) * Decimal("1.2")).quantize(_CENT)
    return max(_CENT, low), max(high, low + Decimal(1))
