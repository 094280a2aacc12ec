"""Price models on known figures, and what holds for every price."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain.evaluation import (
    MOST,
    POINT_MODELS,
    PointModel,
    all_price_points,
    criterion_points,
    linear,
    linear_floor,
    price_points,
    proportional,
    ranks,
    weighted_sum,
)

D = Decimal
MONEY = st.decimals(D("0.01"), D(10) ** 9, places=2)
POINTS = st.decimals(D(0), D(10), places=2)
MODELS = pytest.mark.parametrize("model", POINT_MODELS)


def test_the_known_figures() -> None:
    lowest = D(1_000_000)
    assert linear(D(1_250_000), lowest) == linear_floor(D(1_250_000), lowest) == D("7.50")
    assert proportional(D(1_250_000), lowest) == D("8.00")
    assert linear(D(2_200_000), lowest) == D("-2.00")
    assert linear_floor(D(2_200_000), lowest) == 0
    assert proportional(D(2_200_000), lowest) == D("4.55")  # 4.5454…
    assert linear_floor(D(2_000_000), lowest) == 0


@pytest.mark.parametrize(
    ("price", "points"), [("1000.5", "10.00"), ("1000.49", "10.00"), ("1000.51", "9.99"), ("1001.5", "9.99")]
)
def test_halves_are_rounded_up(price: str, points: str) -> None:
    # 10 − 10 · 0.5/1000 = 9.995, exactly half way
    assert linear(D(price), D(1000)) == D(points)


@MODELS
@given(lowest=MONEY, more=MONEY)
def test_the_lowest_price_gets_ten_and_a_higher_one_never_more(model: PointModel, lowest: D, more: D) -> None:
    assert price_points(model, lowest, lowest) == 10
    dear, dearer = lowest + more, lowest + 2 * more
    assert 10 >= price_points(model, dear, lowest) >= price_points(model, dearer, lowest)
    if model != "linear":
        assert price_points(model, dearer, lowest) >= 0


@given(lowest=MONEY, more=MONEY, factor=st.sampled_from([D(2), D(10), D(3)]))
def test_only_the_relation_between_the_prices_counts(lowest: D, more: D, factor: D) -> None:
    for model in POINT_MODELS:
        once = price_points(model, lowest + more, lowest)
        assert price_points(model, factor * (lowest + more), factor * lowest) == once


@MODELS
@pytest.mark.parametrize("bad", ["0", "-1", "NaN", "Infinity", "1e300"])
def test_a_price_that_cannot_be_scored(model: PointModel, bad: str) -> None:
    with pytest.raises(ValueError, match="lowest price above 0"):
        price_points(model, D(bad), D(100))
    with pytest.raises(ValueError, match="lowest price above 0"):
        price_points(model, D(100), D(bad))
    assert all_price_points(model, [D(bad), D(100), None, D(100)]) == (None, 10, None, 10)


def test_no_usable_price_at_all() -> None:
    assert all_price_points("linear", [None, D(0), MOST + 1]) == (None, None, None)


def test_a_criterion_has_points_when_every_reply_has() -> None:
    assert criterion_points([D(10), D(7), D("8.5")]) == D("8.50")
    assert criterion_points([D(10), D("9.99")]) == D("10.00")  # 9.995
    for missing in (None, D(11), D(-1), D("NaN")):
        assert criterion_points([D(10), missing]) is None
    assert criterion_points([]) is None


@given(st.lists(POINTS, min_size=3, max_size=3))
def test_a_weighted_sum_lies_between_the_lowest_and_the_highest(points: list[D]) -> None:
    weights = {"price": D(40), "quality": D(30), "environment": D(30)}
    total = weighted_sum(dict(zip(weights, points, strict=True)), weights)
    assert min(points) <= total <= max(points)


def test_a_sum_needs_the_same_criteria() -> None:
    with pytest.raises(ValueError, match="different criteria"):
        weighted_sum({"price": D(10)}, {"price": D(40), "quality": D(60)})


def test_of_equal_sums_the_lower_price_goes_first() -> None:
    sums = [D("8.25"), D("9"), D("8.25"), None, D("8.25")]
    prices = [D(120), D(150), D(110), D(90), D(120)]
    assert ranks(sums, prices) == (3, 1, 2, None, 3)
