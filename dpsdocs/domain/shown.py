"""Answers in words: how a value reads in summaries, documents and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from . import formats
from .answers import Contact, TimeSpan
from .identifiers import show_cpv, show_organisation_number
from .questions import Option, Question
from .rows import AnsweredRow


def show(question: Question, value: Any, options: Sequence[Option] = ()) -> str:
    """The value in words, as check-answers and plain fields show it."""
    if value is None:
        return ""
    if question.kind == "table":
        return show_rows(question, value)
    labels = {option.value: option.short or option.label for option in options}
    match value:
        case bool():
            return "Ja" if value else "Nei"
        case int() | Decimal():
            return _show_number(question, Decimal(value))
        case datetime():
            return formats.moment(value)
        case date():
            return formats.weekday(value)
        case time():
            return formats.clock(value)
        case TimeSpan():
            return formats.span(value.start, value.end)
        case Contact():
            return ", ".join(part for part in (value.name, value.title, value.email) if part)
        case dict():
            return formats.listing([f"{labels.get(k, k)} {formats.percent(v)}" for k, v in value.items()])
        case tuple():
            return formats.listing([labels.get(v, show_cpv(v)) for v in value])
    if question.kind == "organisation":
        return show_organisation_number(str(value))
    return labels.get(str(value), str(value))


_NAMED_MOST = 6


def show_rows(table: Question, rows: Sequence[AnsweredRow]) -> str:
    """The names of a few rows, the number of many."""
    if len(rows) > _NAMED_MOST:
        return f"{formats.number(len(rows))} rader"
    return formats.listing([row.name for row in rows])


def show_row(table: Question, row: AnsweredRow, options: Mapping[str, Sequence[Option]]) -> str:
    """The cells of a row after the first, each with its name; confidential ones are left out."""
    parts = [
        f"{column.name}: {show(column, row.value(column.key), options.get(column.key, ()))}"
        for column in table.columns[1:]
        if row.value(column.key) is not None and not column.confidential
    ]
    return "; ".join(parts)


def _show_number(question: Question, value: Decimal) -> str:
    if question.kind == "money":
        return formats.money(value)
    if question.kind == "percent":
        return formats.percent(value)
    unit = f"{formats.NBSP}{question.unit}" if question.unit else ""
    return formats.number(value) + unit
