"""Scores as a whole, and where they turn: held against a plain count for any bids."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpsdocs.domain.evaluation import MOST, PRICE_MODELS, PriceModel
from dpsdocs.domain.scoring import Bid, Part, Scheme, Weighed, score
from dpsdocs.domain.turning import goes_first, highest_price, lowest_points, swap, turn, with_price

D = Decimal
CENT = D("0.01")
CRITERIA = (
    Weighed("price", "Pris", D(40)),
    Weighed("quality", "Kvalitet", D(35), (Part("people", "Vekterne", D(60)), Part("plan", "Planen", D(40)))),
    Weighed("green", "Klima og miljø", D(25), (Part("green", "Klima og miljø"),)),
)
SCHEMES = {model: Scheme(model, CRITERIA, D(50_000)) for model in PRICE_MODELS}
POINTS = st.integers(0, 1000).map(lambda cents: cents * CENT)
PRICES = st.one_of(st.integers(1, 10_000), st.integers(90_000_000, 210_000_000)).map(lambda c: c * CENT)
BIDS = st.lists(
    st.builds(
        lambda price, *p: Bid("Tilbud", price, dict(zip(("people", "plan", "green"), p, strict=True))),
        PRICES, POINTS, POINTS, POINTS,
    ),
    min_size=2, max_size=4,
)  # fmt: skip
MODELS = pytest.mark.parametrize("model", PRICE_MODELS)


def bid(price: int, people: str, plan: str, green: str) -> Bid:
    return Bid("Tilbud", D(price), {"people": D(people), "plan": D(plan), "green": D(green)})


def test_a_known_comparison_by_points() -> None:
    """Quality 0.6·10 + 0.4·5 = 8; 40·10 + 35·8 + 25·6 = 8.3, and 40·7.5 + 35·10 + 25·10 = 9."""
    first, second = score(
        SCHEMES["linear_floor"], [bid(1_000_000, "10", "5", "6"), bid(1_250_000, "10", "10", "10")]
    )
    assert (first.points["quality"], first.total, first.rank) == (D("8.00"), D("8.3"), 2)
    assert (second.points["price"], second.total, second.rank) == (D("7.50"), D("9"), 1)


def test_a_known_comparison_in_kroner() -> None:
    """Quality (35·8 + 25·6)/60 = 7.17: 1 000 000 + 50 000 · 2.83 = 1 141 500."""
    scheme = replace(SCHEMES["priced"], point_value=D(50_000))
    first, second = score(scheme, [bid(1_000_000, "10", "5", "6"), bid(1_250_000, "10", "10", "10")])
    assert (first.quality, first.total, first.rank) == (D("7.17"), D("1141500.00"), 1)
    assert (second.quality, second.total, second.rank) == (D("10.00"), D(1_250_000), 2)
    assert "price" not in first.points


def test_alike_tenders_share_the_rank_and_nobody_is_alone() -> None:
    same = bid(100, "1", "2", "3")
    for scheme in SCHEMES.values():
        assert [(s.rank, s.alone) for s in score(scheme, [same, same])] == [(1, False), (1, False)]
        assert not goes_first(scheme, [same, same], 0)
        assert highest_price(scheme, [same, same], 0) == D("99.99")


@MODELS
@settings(max_examples=15, deadline=None)
@given(bids=BIDS)
def test_the_price_where_it_turns_is_exact(model: PriceModel, bids: list[Bid]) -> None:
    """First at that price and at every lower one that is tried, and not one øre above."""
    scheme = SCHEMES[model]
    for number in range(len(bids)):
        found = highest_price(scheme, bids, number)
        if found is None:
            assert not goes_first(scheme, with_price(bids, number, CENT), number)
            continue
        for lower in (found, max(CENT, found - CENT), max(CENT, (found / 3).quantize(CENT))):
            assert goes_first(scheme, with_price(bids, number, lower), number)
        if found < MOST:
            assert not goes_first(scheme, with_price(bids, number, found + CENT), number)


@MODELS
@settings(max_examples=15, deadline=None)
@given(bids=BIDS, part=st.sampled_from(["people", "plan", "green"]))
def test_the_points_where_it_turns_are_exact(model: PriceModel, bids: list[Bid], part: str) -> None:
    scheme = SCHEMES[model]

    def first(points: D) -> bool:
        changed = replace(bids[0], points={**bids[0].points, part: points})
        return goes_first(scheme, [changed, *bids[1:]], 0)

    found = lowest_points(scheme, bids, 0, part)
    if found is None:
        assert not first(D(10))
        return
    assert first(found) and first(D(10)) and first((found + 10) / 2)
    assert found == 0 or not first(found - CENT)


@MODELS
@settings(max_examples=10, deadline=None)
@given(bids=BIDS)
def test_a_winner_keeps_what_it_has_and_a_turn_tells_all(model: PriceModel, bids: list[Bid]) -> None:
    scheme = SCHEMES[model]
    for number, bid in enumerate(bids):
        found = turn(scheme, bids, number)
        wins = goes_first(scheme, bids, number)
        assert wins == (found.price is not None and found.price >= bid.price)
        for part, fewest in found.points.items():
            assert wins == (fewest is not None and fewest <= bid.points[part])


RANGES = {"price": (D(30), D(60)), "quality": (D(20), D(50)), "green": (D(10), D(30))}


@settings(max_examples=15, deadline=None)
@given(bids=BIDS, parts=st.tuples(st.integers(30, 60), st.integers(20, 50)))
def test_no_weights_within_the_ranges_put_another_first_when_no_corner_does(
    bids: list[Bid], parts: tuple[int, int]
) -> None:
    price, quality = parts
    green = 100 - price - quality
    found = swap(SCHEMES["linear"], bids, RANGES)
    if found is not None:
        assert sum(found.weights.values()) == 100
        assert all(RANGES[key][0] <= weight <= RANGES[key][1] for key, weight in found.weights.items())
    elif 10 <= green <= 30:
        weights = {"price": D(price), "quality": D(quality), "green": D(green)}
        other = replace(SCHEMES["linear"], criteria=tuple(replace(c, weight=weights[c.id]) for c in CRITERIA))
        before, after = score(SCHEMES["linear"], bids), score(other, bids)
        winner = min(range(len(bids)), key=lambda n: before[n].rank)
        assert after[winner].total == max(s.total for s in after)


def test_ranges_that_can_swap_are_told_with_weights() -> None:
    cheap, good = bid(1_000_000, "7", "7", "7"), bid(1_250_000, "10", "10", "9")
    found = swap(SCHEMES["linear"], [cheap, good], RANGES)
    assert found is not None and found.winner == 0
    assert found.weights["price"] > 40
    narrow = {"price": (D(40), D(40)), "quality": (D(35), D(35)), "green": (D(25), D(25))}
    assert swap(SCHEMES["linear"], [cheap, good], narrow) is None
    assert swap(SCHEMES["priced"], [cheap, good], RANGES) is None


def test_nothing_but_price() -> None:
    for model in PRICE_MODELS:
        scheme = Scheme(model, (Weighed("price", "Pris", D(100)),), D(1000))
        scored = score(scheme, [Bid("A", D(200)), Bid("B", D(100))])
        assert [s.rank for s in scored] == [2, 1]
        assert highest_price(scheme, [Bid("A", D(200)), Bid("B", D(100))], 0) == D("99.99")
