"""Cells between people's words and answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain.answers import AnswerError, parse
from dpsdocs.domain.competition import WEEKDAY_OPTIONS
from dpsdocs.domain.questions import Option, Question
from dpsdocs.services import cells
from dpsdocs.services.choices import Choices

LOTS = (
    Option("d1", "Campus nord"),
    Option("d2", "Campus sør"),
    Option("d3", "Tvilling"),
    Option("d4", "Tvilling"),
)
KINDS = (
    Option("housing", "Bolig"),
    Option("A", "Absolutt krav (A)"),
    Option("k", "K-13 Lang tekst", short="K-13"),
)
CRITERIA = (Option("price", "Pris"), Option("environment", "Klima og miljø"))


def column(kind: str, **more: object) -> Question:
    """A column of a kind."""
    return Question("c", kind, "Kolonne", **more)  # type: ignore[arg-type]


def choices(kind: str, options: tuple[Option, ...] = (), **more: object) -> tuple[Question, Choices]:
    """A column with its options."""
    made = column(kind, **more)
    return made, Choices(made, options)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Campus nord", "d1"), ("  CAMPUS\u00a0 Sør. ", "d2"), ("2", "d2"), ("Delkontrakt 2", "d2"),
        ("delkontrakt 2: campus sør", "d2"), ("2 Campus sør", "d2"), ("3. Tvilling", "d3"), ("d4", "d4"),
    ],
)  # fmt: skip
def test_a_row_by_name_or_number(text: str, value: str) -> None:
    assert _read(_lot(), text) == value


def _lot() -> tuple[Question, Choices]:
    return choices("choice", LOTS, options_from="rows:lots")


def _read(made: tuple[Question, Choices], text: str) -> object:
    return cells.read(made[0], text, made[1])


def test_two_rows_of_the_same_name_are_told_apart_by_number() -> None:
    with pytest.raises(
        AnswerError, match=r"Flere heter «tvilling».*Delkontrakt 3 Tvilling og Delkontrakt 4 Tvilling"
    ):
        _read(_lot(), "tvilling")
    assert _lot()[1].labels == {
        "d1": "Campus nord", "d2": "Campus sør", "d3": "Delkontrakt 3 Tvilling", "d4": "Delkontrakt 4 Tvilling",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("bolig", "housing"), ("Absolutt krav", "A"), ("a", "A"), ("Absolutt krav (A)", "A"), ("k-13", "k")],
)
def test_a_choice_by_label_short_name_or_value(text: str, value: str) -> None:
    assert _read(choices("choice", KINDS), text) == value


def test_a_choice_that_is_not_there_says_what_would_do() -> None:
    with pytest.raises(AnswerError, match=r"Finner ikke «Slott»\. Velg blant «Bolig», «Absolutt krav"):
        _read(choices("choice", KINDS), "Slott")
    many = tuple(Option(str(n), f"Hus {n}") for n in range(3000))
    with pytest.raises(AnswerError, match="slik det står i listen, for eksempel «Hus 0»"):
        _read(choices("choice", many), "Slott")
    with pytest.raises(AnswerError, match="ingenting å velge"):
        _read(choices("choice", (), options_from="rows:lots"), "Nord")


@pytest.mark.parametrize(
    ("text", "value"),
    [("Ja", "yes"), ("JA.", "yes"), ("x", "yes"), ("1", "yes"), ("nei", "no"), ("USANN", "no")],
)
def test_yes_and_no(text: str, value: str) -> None:
    assert _read(choices("yesno"), text) == value


@pytest.mark.parametrize("text", ["19.00–07.00", "19:00 - 07:00", "kl. 19–7", "1900-0700", "19.00 til 07.00"])
def test_clock_spans(text: str) -> None:
    made = choices("timespan")
    span = parse(made[0], _read(made, text))  # type: ignore[arg-type]
    assert (span.start.hour, span.end.hour) == (19, 7)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("yesno", "kanskje"), ("timespan", "19.00"), ("timespan", "nitten–sju"), ("weights", "Pris"),
     ("weights", "Kvalitet 30"), ("choices", "man, x")],
)  # fmt: skip
def test_words_without_meaning_are_told(kind: str, text: str) -> None:
    options = CRITERIA if kind == "weights" else WEEKDAY_OPTIONS
    with pytest.raises(AnswerError):
        _read(choices(kind, options, options_from="weekdays" if kind == "choices" else ""), text)


@pytest.mark.parametrize("mark", ["; ", ", ", "\n"])
def test_a_contact_in_one_cell(mark: str) -> None:
    text = mark.join(("Per Strand", "leder", "per@example.org"))
    assert _read(choices("contact"), text) == {
        "name": "Per Strand",
        "title": "leder",
        "email": "per@example.org",
    }


def test_a_day_and_a_clock_in_one_cell() -> None:
    for text in ("18.01.2027 kl. 10.00", "18.01.2027 10:00", "2027-01-18T10:00", "18.01.2027, kl 10"):
        made = choices("moment")
        assert str(parse(made[0], _read(made, text))) == "2027-01-18 10:00:00"  # type: ignore[arg-type]


WRITTEN = [
    ("line", "=HYPERLINK(1)", (), {}), ("text", "En\nto", (), {}), ("organisation", "923609016", (), {}),
    ("choice", "d2", LOTS, {"options_from": "rows:lots"}), ("choice", "d4", LOTS, {"options_from": "rows:lots"}),
    ("choice", "A", KINDS, {}), ("choice", "k", KINDS, {}), ("yesno", "yes", (), {}), ("yesno", "no", (), {}),
    ("choices", ["mon", "wed", "hol"], WEEKDAY_OPTIONS, {"options_from": "weekdays"}),
    ("timespan", {"from": "19.00", "to": "07.00"}, (), {}), ("date", "01.08.2027", (), {}),
    ("moment", {"date": "18.01.2027", "time": "10.00"}, (), {}), ("money", "6 000 000,50", (), {}),
    ("whole", "12", (), {}), ("decimal", "0,25", (), {}),
    ("contact", {"name": "Per", "title": "", "email": "per@example.org"}, (), {}),
    ("contact", {"name": "Per; P", "title": "leder", "email": "per@example.org"}, (), {}),
    ("weights", {"price": "40", "environment": "60,5"}, CRITERIA, {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw", "options", "more"), WRITTEN)
def test_what_is_written_is_read_back(
    kind: str, raw: object, options: tuple[Option, ...], more: dict
) -> None:  # type: ignore[type-arg]
    made = choices(kind, options, **more)
    cell = cells.written(made[0], raw, made[1])  # type: ignore[arg-type]
    text = cell if isinstance(cell, str) else _as_excel_gives_it(cell)
    assert parse(made[0], _read(made, text), options) == parse(made[0], raw, options)  # type: ignore[arg-type]


def _as_excel_gives_it(cell: object) -> str:
    return (
        f"{cell:%d.%m.%Y}"
        if isinstance(cell, date)
        else f"{Decimal(str(cell)).normalize():f}".replace(".", ",")
    )


def test_nothing_is_written_for_nothing_and_what_cannot_be_read_as_typed() -> None:
    assert cells.written(column("money"), "", choices("money")[1]) is None
    assert cells.written(column("money"), "mye", choices("money")[1]) == "mye"


@given(
    st.text(max_size=60),
    st.sampled_from(["choice", "choices", "yesno", "timespan", "moment", "contact", "weights"]),
)
def test_any_text_is_an_answer_or_a_reason(text: str, kind: str) -> None:
    made = choices(kind, CRITERIA)
    try:
        cells.read(made[0], text, made[1])
    except AnswerError as error:
        assert str(error).endswith(".")
