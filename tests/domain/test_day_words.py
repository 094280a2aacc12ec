"""Days as people write them in spreadsheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain.answers import AnswerError
from dpsdocs.domain.day_words import DAYS, HOLIDAYS, days_in, days_text

WEEK = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("man–fre", WEEK), ("mandag-fredag", WEEK), ("Mandag til fredag", WEEK), ("MAN. – FRE.", WEEK),
        ("hverdager", WEEK), ("virkedager", WEEK), ("man,tirs", None), ("ma, ti", ("mon", "tue")),
        ("alle dager", DAYS), ("hver dag", DAYS), ("alle dager og helligdager", (*DAYS, HOLIDAYS)),
        ("Alle dager, også på helligdager", (*DAYS, HOLIDAYS)), ("hverdager og helligdager", (*WEEK, HOLIDAYS)),
        ("hverdager, ikke på helligdager", WEEK), ("man–fre unntatt helligdager", None),
        ("lørdag og søndag", ("sat", "sun")), ("helg", ("sat", "sun")), ("lør–man", ("mon", "sat", "sun")),
        ("fredager; lørdager", ("fri", "sat")), ("mon, sun", ("mon", "sun")), ("mandag\ntorsdag", ("mon", "thu")),
        ("helligdager", (HOLIDAYS,)), ("alle dager unntatt søndag", None), ("mån-fre", None), ("8", None),
    ],
)  # fmt: skip
def test_days(text: str, days: tuple[str, ...] | None) -> None:
    if days is None:
        with pytest.raises(AnswerError, match="er ikke en dag"):
            days_in(text)
    else:
        assert days_in(text) == days


@given(st.sets(st.sampled_from((*DAYS, HOLIDAYS)), min_size=1))
def test_words_are_read_back(days: set[str]) -> None:
    assert set(days_in(days_text(days))) == days


@given(st.text(max_size=40))
def test_any_text_gives_days_or_a_reason(text: str) -> None:
    try:
        assert set(days_in(text)) <= {*DAYS, HOLIDAYS}
    except AnswerError as error:
        assert "er ikke en dag" in str(error)
