"""Answers that are tables: each row judged cell by cell, with the row's name and number for messages."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from . import answers, formats
from .answers import AnswerError, Raw
from .case import TableRow
from .questions import Option, Question
from .reuse import Rows, remembered


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One row as values. ``errors`` and ``missing`` are by column; hidden columns are left out of ``values``."""

    id: str
    number: int
    name: str
    values: Mapping[str, Any]
    errors: Mapping[str, str]
    missing: tuple[str, ...]
    raw: Mapping[str, Raw]

    def value(self, column: str) -> Any:
        """The value of a cell, or None when it is empty, hidden or wrong."""
        return self.values.get(column)

    @property
    def is_complete(self) -> bool:
        """Nothing is wrong or missing in the row."""
        return not self.errors and not self.missing


Options = Mapping[str, Sequence[Option]]
_ROW_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def answered(
    table: Question, rows: Sequence[TableRow], options: Options, outer: Mapping[str, Any]
) -> tuple[AnsweredRow, ...]:
    """Every row judged. ``options`` are by column, ``outer`` the answers outside the table.

    Rows that stand as they did, with the same choices and the same answers around them, are not judged again.
    """
    known = {key: _values(found) for key, found in options.items()}
    asked = {name for c in table.columns for name in (*c.visible.names, *c.required.names)}
    around = tuple((name, outer.get(name)) for name in sorted(asked))
    key = _Same((table, tuple(options.items()), around))
    return _JUDGED.made(
        table.key, key, rows, lambda row, number: _row(table, row, number, options, known, outer)
    )


class _Same:
    """What rows are judged by, compared part by part with the same objects first."""

    def __init__(self, parts: tuple[Any, ...]) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same) and self.parts[0] is other.parts[0] and self.parts[1:] == other.parts[1:]
        )

    __hash__ = None  # type: ignore[assignment]


_JUDGED = Rows(3)


@remembered(48)
def _values(options: Sequence[Option]) -> frozenset[str]:
    return frozenset(option.value for option in options)


def _row(
    table: Question, row: TableRow, number: int, options: Options, known: Mapping[str, frozenset[str]],
    outer: Mapping[str, Any],
) -> AnsweredRow:  # fmt: skip
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for column in table.columns:
        raw = row.answers.get(column.key)
        try:
            values[column.key] = _cell(column, raw, options, known)
        except AnswerError as error:
            errors[column.key] = str(error)
    scope: Mapping[str, Any] = ChainMap(values, outer)  # type: ignore[arg-type]
    shown = asked_columns(table, scope)
    keys = {c.key for c in shown}
    missing = tuple(
        c.key for c in shown
        if values.get(c.key) is None and c.key not in errors and not c.optional and c.required.holds(scope)
    )  # fmt: skip
    return AnsweredRow(
        row.id, number, _name(table, row, number, options),
        {k: v for k, v in values.items() if k in keys and v is not None},
        {k: v for k, v in errors.items() if k in keys}, missing, row.answers,
    )  # fmt: skip


def asked_columns(table: Question, scope: Mapping[str, Any]) -> list[Question]:
    """The columns asked in a row. ``scope`` is the row's own values before those outside the table."""
    return [c for c in table.columns if not c.visible.source or c.visible.holds(scope)]


def columns_of(
    table: Question, row: TableRow, options: Options, outer: Mapping[str, Any]
) -> tuple[Question, ...]:
    """The columns asked in one row as it is typed."""
    values: dict[str, Any] = {}
    for column in table.columns:
        with suppress(AnswerError):
            values[column.key] = answers.parse(
                column, row.answers.get(column.key), options.get(column.key, ())
            )
    scope: Mapping[str, Any] = ChainMap(values, outer)  # type: ignore[arg-type]
    return tuple(asked_columns(table, scope))


def _name(table: Question, row: TableRow, number: int, options: Options) -> str:
    first = table.columns[0]
    if first.kind == "choice":
        wanted = row.answers.get(first.key, "")
        label = next((o.short or o.label for o in options.get(first.key, ()) if o.value == wanted), "")
        return label or f"{formats.capital(table.row_noun or 'rad')} {number}"
    return name_of(table, row, number)


def _cell(column: Question, raw: Raw | None, options: Options, known: Mapping[str, frozenset[str]]) -> Any:
    # thousands of rows may point into a table of thousands: look the choice up, do not walk the options
    if column.kind == "choice" and isinstance(raw, str) and raw.strip() in known.get(column.key, ()):
        return raw.strip()
    if column.rows_of and isinstance(raw, str) and raw.strip():
        if _ROW_ID.fullmatch(raw.strip()):  # the row it pointed at is taken away
            raise AnswerError("Valget finnes ikke lenger. Velg på nytt.")
        raise AnswerError(f"Finner ikke «{raw.strip()[:60]}». Velg en rad som finnes.")
    return answers.parse(column, raw, options.get(column.key, ()))


def name_of(table: Question, row: TableRow, number: int) -> str:
    """What to call a row in lists and messages: its first cell, or what a row is called and its number."""
    first = row.answers.get(table.columns[0].key, "") if table.columns else ""
    text = first.strip() if isinstance(first, str) else ""
    return text or f"{formats.capital(table.row_noun or 'rad')} {number}"


@remembered(24)
def row_options(table: Question, rows: Sequence[TableRow]) -> tuple[Option, ...]:
    """The rows of a table as choices in another."""
    return tuple(Option(row.id, name_of(table, row, number)) for number, row in enumerate(rows, 1))
