"""The pictures: dates in order and apart, words that don't collide, weights that add up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dpsdocs.domain.questions import Option
from dpsdocs.web import pictures

SENT = date(2026, 12, 1)
OPTIONS = (Option("price", "Pris"), Option("quality", "Kvalitet"), Option("environment", "Klima og miljø"))


def _values(steps: list[int]) -> dict[str, object]:
    days = [SENT]
    for step in steps:
        days.append(days[-1] + timedelta(days=step))
    keys = [key for key, _ in pictures._MARKS]
    values: dict[str, object] = dict(zip(keys, days, strict=False))
    values["tender_deadline"] = datetime.combine(days[2], datetime.min.time())
    return values


def test_too_few_dates_make_no_picture() -> None:
    assert pictures.timeline({}, SENT) is None
    assert pictures.timeline({"sending_date": SENT}, SENT) is None


@given(some.lists(some.integers(0, 900), min_size=5, max_size=5), some.integers(0, 60))
def test_words_on_the_line_never_collide(steps: list[int], before: int) -> None:
    line = pictures.timeline(_values(steps), SENT - timedelta(days=before))
    assert line is not None
    assert [m.x for m in line.marks] == sorted(m.x for m in line.marks)
    assert all(line.left <= m.x <= line.right for m in line.marks)
    for side in (True, False):
        ends = 0.0
        for mark in (m for m in line.marks if m.labelled and m.above is side):
            width = max(len(mark.title), len(mark.short)) * pictures._LETTER
            left = {"start": mark.x, "end": mark.x - width, "middle": mark.x - width / 2}[mark.anchor]
            assert left >= ends
            ends = left + width
    assert all(band.width > 0 for band in line.bands)


def test_a_distant_start_is_drawn_nearer_and_said_so() -> None:
    line = pictures.timeline(_values([9, 8, 21, 10, 700]), SENT)
    assert line is not None and line.cut
    assert line.marks[-1].x == line.right


@pytest.mark.parametrize(
    "raw,total,words",
    [
        ({"price": "40", "quality": "30", "environment": "30"}, 100, "Vektene er til sammen 100 %."),
        ({"price": "40", "quality": "30", "environment": ""}, 70, "Det mangler 30 prosentpoeng."),
        ({"price": "90", "quality": "30", "environment": "x"}, 120, "Det er 20 prosentpoeng for mye."),
        ({"price": "-5"}, 0, "Det mangler 100 prosentpoeng."),
        ("", 0, "Det mangler 100 prosentpoeng."),
        ({"price": "900"}, 900, "Det er 800 prosentpoeng for mye."),
    ],
)
def test_weights_add_up_whatever_is_typed(raw: object, total: int, words: str) -> None:
    picture = pictures.weights(raw, OPTIONS)  # type: ignore[arg-type]
    assert picture.total == Decimal(total)
    assert picture.words.replace("\u00a0", " ") == words
    assert all(bar.x >= 0 and bar.x + bar.width <= picture.width + 0.1 for bar in picture.bars)
