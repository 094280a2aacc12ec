"""From what somebody typed to a value, and messages that say how to mend it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain import formats
from dpsdocs.domain.answers import UNREADABLE, AnswerError, Contact, TimeSpan, cleaned, decimal_value, parse
from dpsdocs.domain.questions import Kind, Option, Question

OPTIONS = (Option("a", "Første"), Option("b", "Andre"))


def ask(kind: Kind, raw: Any, **more: Any) -> Any:
    return parse(Question("k", kind, "Spørsmål", **more), raw, OPTIONS)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("line", "  Vakt  ", "Vakt"),
        ("whole", "1 200", 1200),
        ("decimal", "33,3", Decimal("33.3")),
        ("money", "kr 17 000 000", Decimal(17000000)),
        ("money", "17.000.000,50", Decimal("17000000.50")),
        ("money", "850 000,-", Decimal(850000)),
        ("percent", "30 %", Decimal(30)),
        ("date", "9.2.2027", date(2027, 2, 9)),
        ("date", "2027-02-09", date(2027, 2, 9)),
        ("date", "29.02.2028", date(2028, 2, 29)),
        ("time", "kl. 12.00", time(12)),
        ("time", "0730", time(7, 30)),
        ("moment", {"date": "09.02.2027", "time": "12"}, datetime(2027, 2, 9, 12)),
        ("moment", "2027-02-09T12:00", datetime(2027, 2, 9, 12)),
        ("moment", {"date": "28.03.2027", "time": "03.00"}, datetime(2027, 3, 28, 3)),
        ("moment", {"date": "31.10.2027", "time": "01.59"}, datetime(2027, 10, 31, 1, 59)),
        ("moment", {"date": "10.02.2027", "time": "00.00"}, datetime(2027, 2, 10)),
        ("timespan", {"from": "22", "to": "06.00"}, TimeSpan(time(22), time(6))),
        ("timespan", "08.00–16.00", TimeSpan(time(8), time(16))),
        ("yesno", "yes", True),
        ("choice", "b", "b"),
        ("choices", ["b", "a"], ("a", "b")),
        ("organisation", "958 935 420", "958935420"),
        ("email", "a.b@example.org", "a.b@example.org"),
        (
            "contact",
            {"name": "Kari", "title": "", "email": "k@example.org"},
            Contact("Kari", "", "k@example.org"),
        ),
        ("weights", {"a": "60", "b": "40"}, {"a": Decimal(60), "b": Decimal(40)}),
    ],
)
def test_right_answers(kind: Kind, raw: Any, value: Any) -> None:
    assert ask(kind, raw) == value


@pytest.mark.parametrize("raw", [None, "", "  ", [], {"date": "", "time": " "}])
def test_nothing_is_no_answer(raw: Any) -> None:
    assert ask("moment", raw) is None


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("whole", "1,5", "helt tall"),
        ("whole", "mange", "tall med siffer"),
        ("money", "-5", "negativt"),
        ("money", "1,234", "to desimaler"),
        ("money", "99999999999999", "for stort"),
        ("date", "31.11.2026", "har ikke 31 dager"),
        ("date", "29.02.2027", "har ikke 29 dager"),
        ("date", "12.13.2026", "Måneden 13"),
        ("date", "i morgen", "dag.måned.år"),
        ("date", "01.01.0027", "Året 27"),
        ("time", "25.00", "timer.minutter"),
        ("moment", {"date": "09.02.2027", "time": ""}, "Klokkeslettet mangler"),
        ("moment", {"date": "09.02.2027", "time": "24.00"}, "to dager. Skriv 23.59"),
        ("moment", {"date": "09.02.2027", "time": "kl. 24"}, "to dager. Skriv 23.59"),
        ("moment", {"date": "28.03.2027", "time": "02.30"}, "finnes ikke. Velg et annet klokkeslett"),
        ("moment", "2027-10-31T02:30", "kommer to ganger"),
        ("timespan", {"from": "08.00", "to": ""}, "begynner og når"),
        ("line", "a\nb", "én linje"),
        ("line", f"a{UNREADABLE}b", "ikke kan leses"),
        ("choice", "c", "finnes ikke lenger"),
        ("organisation", "958935421", "Kontrollsifferet"),
        ("email", "ikke en adresse", "E-postadressen"),
        ("contact", {"name": "", "title": "", "email": "k@example.org"}, "Navnet"),
        ("weights", {"a": "60"}, "Vekten for Andre mangler"),
        ("weights", {"a": "60", "b": "x"}, "Vekten for Andre"),
        ("weights", {"a": "60", "b": "40", "c": "1"}, "ikke kunngjort"),
        ("yesno", "kanskje", "ja eller nei"),
    ],
)
def test_wrong_answers_say_how_to_mend_them(kind: Kind, raw: Any, words: str) -> None:
    with pytest.raises(AnswerError, match=words):
        ask(kind, raw)


def test_a_megabyte_in_a_field_is_refused_with_its_size() -> None:
    with pytest.raises(AnswerError, match="1\u00a0000\u00a0000 tegn"):
        ask("text", "x" * 1_000_000, max_length=4000)


def test_control_characters_become_visible() -> None:
    assert cleaned("a\x00b\x1fc\r\nd\te") == f"a{UNREADABLE}b{UNREADABLE}c\nd\te"


@given(st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=2))
def test_money_reads_what_it_writes(value: Decimal) -> None:
    assert decimal_value(formats.number(value, 2)) == value


def test_a_first_letter_becomes_small_but_an_abbreviation_stays() -> None:
    assert [formats.lower(t) for t in ("Bekreftelse", "CV-skjema", "")] == ["bekreftelse", "CV-skjema", ""]


@given(st.text(max_size=200))
def test_any_text_gives_a_value_or_a_message(text: str) -> None:
    for kind in (
        "line",
        "whole",
        "money",
        "date",
        "time",
        "moment",
        "timespan",
        "organisation",
        "email",
        "yesno",
    ):
        try:
            ask(kind, cleaned(text))
        except AnswerError as error:
            assert str(error).endswith((".", "?"))
