"""Tables that UKE asks for itself: their rows as documents show them, cell by cell in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .fixed import COLUMNS
from .questions import Option, Question
from .rows import AnsweredRow
from .shown import show


def is_own(table: Question) -> bool:
    """Whether a table is UKE's own, and not one the program knows."""
    return table.kind == "table" and table.key not in COLUMNS


def rows(
    tables: Iterable[Question], answered: Mapping[str, tuple[AnsweredRow, ...]],
    options: Mapping[str, Mapping[str, Sequence[Option]]],
) -> dict[str, tuple[Mapping[str, Any], ...]]:  # fmt: skip
    """The rows of UKE's own tables by key; ``options`` are by table and column."""
    return {
        table.key: tuple(_row(table, row, options.get(table.key, {})) for row in answered.get(table.key, ()))
        for table in tables
        if is_own(table)
    }


def _row(table: Question, row: AnsweredRow, options: Mapping[str, Sequence[Option]]) -> Mapping[str, Any]:
    cells = {c.key: show(c, row.value(c.key), options.get(c.key, ())) for c in table.columns}
    return {"id": row.id, "number": str(row.number), **cells}
