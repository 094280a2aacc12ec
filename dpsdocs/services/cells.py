"""Cells of tables between people's words and answers: how a spreadsheet says a value, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..domain import answers, day_words, formats
from ..domain.answers import AnswerError, Contact, Raw, TimeSpan, is_blank
from ..domain.questions import Option, Question
from ..domain.shown import show
from .choices import Choices, plain

Cell = str | int | Decimal | date | None
_YES = {"ja", "j", "yes", "true", "sann", "x", "1"}
_NO = {"nei", "n", "no", "false", "usann", "0"}
_UNTIL = re.compile(r"\s*(?:[–—−]|\btil\b)\s*", re.IGNORECASE)
_WEIGHT = re.compile(r"(.+?)[\s:=]+([\d.,\s]+%?)")
_CLOCK = re.compile(r"\s*(?:\bkl\.?\s*)(?=\d)", re.IGNORECASE)


def words(column: Question, raw: Raw | None, options: Sequence[Option]) -> str:
    """A cell as a page shows it; what cannot be read stands as it was typed."""
    try:
        shown = show(column, answers.parse(column, raw, options), options)
    except AnswerError:
        return typed(column, raw, options)
    return day_words.days_text(raw or ()) if column.options_from == "weekdays" else shown


def typed(column: Question, raw: Raw | None, options: Sequence[Option] = ()) -> str:
    """A cell as it was typed; a row that is taken away is told as such."""
    labels = {option.value: option.short or option.label for option in options}
    if isinstance(raw, dict):
        return ", ".join(f"{labels.get(k, '')} {v}".strip() for k, v in raw.items() if v.strip())
    if isinstance(raw, list):
        return ", ".join(labels.get(value, value) for value in raw)
    text = raw or ""
    if column.kind == "yesno":
        return {"yes": "Ja", "no": "Nei"}.get(text, text)
    return labels.get(text, text)


def written(column: Question, raw: Raw | None, choices: Choices) -> Cell:
    """A cell as a spreadsheet holds it, so that ``read`` gives the same answer back."""
    if is_blank(raw):
        return None
    try:
        value = answers.parse(column, raw, choices.options)
    except AnswerError:
        return typed(column, raw, choices.options)
    match value:
        case bool():
            return "Ja" if value else "Nei"
        case datetime():
            return formats.short_moment(value)
        case date() | int() | Decimal():
            return value
        case TimeSpan():
            return f"{value.start:%H.%M}–{value.end:%H.%M}"
        case Contact():
            return _joined([value.name, value.title, value.email])
        case dict():
            return _joined([f"{choices.labels.get(k, k)} {_bare(v)}" for k, v in value.items()])
        case tuple() if column.options_from == "weekdays":
            return day_words.days_text(value)
        case tuple():
            return _joined([choices.labels.get(str(v), str(v)) for v in value])
    return choices.labels.get(str(value), str(value)) if column.kind == "choice" else str(value)


def _joined(parts: Sequence[str]) -> str:
    """Parts between semicolons; between lines where a part has a semicolon itself."""
    return ("\n" if any(";" in part for part in parts) else "; ").join(parts)


def _bare(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def read(column: Question, text: str, choices: Choices) -> Raw:
    """What the words of a cell mean, as it would have been typed; ``AnswerError`` when they mean nothing."""
    text = text.strip()
    reader = _READERS.get(column.kind)
    return reader(column, text, choices) if text and reader else text


def _choice(_column: Question, text: str, choices: Choices) -> Raw:
    return choices.value(text)


def _choices(column: Question, text: str, choices: Choices) -> Raw:
    if column.options_from == "weekdays":
        return list(day_words.days_in(text))
    return [choices.value(part) for part in _parts(text) if part]


def _parts(text: str) -> list[str]:
    mark = next((mark for mark in ("\n", ";", ",") if mark in text), "\n")
    return [part.strip() for part in text.split(mark)]


def _yesno(_column: Question, text: str, _choices: Choices) -> Raw:
    word = plain(text)
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise AnswerError(f"«{text[:40]}» er verken ja eller nei. Skriv «Ja» eller «Nei».")


def _timespan(_column: Question, text: str, _choices: Choices) -> Raw:
    start, dash, end = _UNTIL.sub("-", text).partition("-")
    if not dash:
        raise AnswerError(f"«{text[:40]}» har ikke både start og slutt. Skriv for eksempel «19.00–07.00».")
    parts = {"from": start.strip(), "to": end.strip()}
    for part in parts.values():
        answers.time_value(part)
    return parts


def _moment(_column: Question, text: str, _choices: Choices) -> Raw:
    day, _, clock = _CLOCK.sub(" ", text.replace("\u00a0", " ").replace("T", " ")).strip().partition(" ")
    return {"date": day.rstrip(","), "time": clock.strip()}


def _contact(_column: Question, text: str, _choices: Choices) -> Raw:
    parts = _parts(text)
    address = next((part for part in parts if "@" in part), "")
    name, *rest = [part for part in parts if part != address] or [""]
    return {"name": name, "title": ", ".join(part for part in rest if part), "email": address}


def _weights(_column: Question, text: str, choices: Choices) -> Raw:
    found: dict[str, str] = {}
    for part in _parts(text):
        named = _WEIGHT.fullmatch(part)
        if named is None:
            raise AnswerError(f"«{part[:40]}» er ikke en vekt. Skriv for eksempel «Pris 40; Kvalitet 60».")
        found[choices.value(named[1])] = named[2].strip().removesuffix("%").strip()
    return found


_READERS: Mapping[str, Any] = {
    "choice": _choice,
    "choices": _choices,
    "yesno": _yesno,
    "timespan": _timespan,
    "moment": _moment,
    "contact": _contact,
    "weights": _weights,
}
