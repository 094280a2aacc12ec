"""Checks of single rows: cells that cannot be used, and cells that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from . import formats
from .competition import Competition
from .questions import Question
from .rows import AnsweredRow
from .rules import Check, Hit

_NAMED_MOST = 20


def place(table: str, row: AnsweredRow, column: str = "") -> str:
    """The key of a finding about one row, or one cell of it."""
    return f"{table}:{row.id}:{column}" if column else f"{table}:{row.id}"


def _who(table: Question, row: AnsweredRow) -> str:
    noun = f"{formats.capital(table.row_noun)} {row.number}"
    return noun if row.name == noun else f"{noun}, {row.name}"


def rows_readable(c: Competition) -> Iterator[Hit]:
    """Cells that cannot be used as they stand."""
    for table in c.catalogue.questions.tables:
        hits = []
        for row in c.tables.get(table.key, ()):
            for key, message in row.errors.items():
                column = table.column(key)
                assert column is not None
                title = f"{_who(table, row)}: {formats.lower(column.name)} kan ikke brukes"
                hits.append(Hit(title, message, (place(table.key, row, key),)))
        yield from _first(table, hits)


def rows_required(c: Competition) -> Iterator[Hit]:
    """Cells that must be filled in and are not."""
    for table in c.catalogue.questions.tables:
        hits = []
        for row in c.tables.get(table.key, ()):
            for key in row.missing:
                column = table.column(key)
                assert column is not None
                title = f"{_who(table, row)}: {formats.lower(column.name)} mangler"
                hits.append(Hit(title, column.error or "Fyll ut feltet.", (place(table.key, row, key),)))
        yield from _first(table, hits)


def _first(table: Question, hits: list[Hit]) -> Iterator[Hit]:
    yield from hits[:_NAMED_MOST]
    if len(hits) > _NAMED_MOST:
        more = formats.number(len(hits) - _NAMED_MOST)
        yield Hit(f"{table.name}: {more} felt til må rettes", "Radene er merket i tabellen.", (table.key,))


ALL: tuple[Check, ...] = (
    rows_readable,
    rows_required,
)
