"""Long answers: paragraphs and lists, and every character as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.document.markup import Items, Prose
from dpsdocs.document.typed import typed


def shown(text: str) -> list[str | list[str]]:
    """Paragraphs as words, lists as their items."""
    return [
        block.runs[0].text if isinstance(block, Prose) else [runs[0].text for runs in block.items]
        for block in typed(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rommet er 5*10*2 meter.", "Filen heter a_b_c og _under_.", "Skriv **fet** og ~10~ og \\*.",
        "17. mai er det vakt.",
        "1. mai er det vakt, og 24. desember.", "a. er et vedlegg.", "C:\\_mappe\\x",
        "[lenke](http://x) `kode` | a | b |",
        "# Ingen overskrift", "::: punkt x", "{{ 7*7 }} {% for x in y %}", "-5 grader", "—", "1)",
    ],
)  # fmt: skip
def test_a_line_stands_as_it_was_typed(text: str) -> None:
    (block,) = typed(text)
    assert isinstance(block, Prose) and [run.text for run in block.runs] == [text]
    assert not any(run.strong or run.em or run.sub for run in block.runs)


def test_paragraphs_and_lines() -> None:
    assert shown("En linje\nsom går videre.\n\n\nEn til.") == ["En linje som går videre.", "En til."]
    assert shown("") == shown(" \n\n ") == []


def test_bullets() -> None:
    text = "Vekterne skal:\n- åpne dørene\n-  låse dem\n  hver kveld\n\n- gå runder\nOg mer."
    assert shown(text) == ["Vekterne skal:", ["åpne dørene", "låse dem hver kveld", "gå runder"], "Og mer."]
    assert shown("• en\n* to") == [["en", "to"]]


def test_letters_in_order_are_a_list_and_numbers_are_kept() -> None:
    (block,) = typed("a. først\nb) så\nc. sist")
    assert isinstance(block, Items) and block.ordered and len(block.items) == 3
    assert shown("1. Først.\n2. Så.\nog mer\n10) Sist.") == ["1. Først.", "2. Så. og mer", "10) Sist."]
    assert shown("a. alene\nc. ikke neste") == ["a. alene c. ikke neste"]


@given(st.text(alphabet=st.sampled_from("ab1.-*_~\\ \n\t•)æ"), max_size=60))
def test_no_character_is_lost_but_what_marks_a_list(text: str) -> None:
    said = "".join(x for part in shown(text) for x in ([part] if isinstance(part, str) else part))
    left, rest = list("".join(text.split())), "".join(said.split())
    for character in rest:
        assert character in left
        left.remove(character)
    assert set(left) <= set("-*•.)abæ"), "only the marks of lists"
