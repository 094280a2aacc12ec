"""Tables of a document: fixed rows, rows of data by their pattern, and the columns that have something to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..document.model import Column, Inlines, Row, Table, Text, plain
from . import fill
from .fill import Scope
from .nodes import ColumnNode, RowNode, TableNode

Data = Mapping[str, Sequence[Mapping[str, Any]]]


def composed(node: TableNode, data: Data, scope: Scope) -> Table | None:
    """The table with its rows of data; None when there is no row to show."""
    rows = tuple(_rows(node, data, scope))
    if not rows:
        return None
    shown = [n for n, column in enumerate(node.columns) if _has(node, column, rows, n, scope)]
    columns = tuple(
        Column(plain(fill.line(c.label, scope)), c.width, c.align)  # type: ignore[arg-type]
        for c in (node.columns[n] for n in shown)
    )
    if len(shown) < len(node.columns):
        rows = tuple(replace(row, cells=tuple(row.cells[n] for n in shown)) for row in rows)
        columns = _widened(columns, sum(column.width for column in node.columns))
    caption = plain(fill.line(node.caption, scope))
    return Table(node.id, columns, rows, node.style, caption)  # type: ignore[arg-type]


def _rows(node: TableNode, data: Data, scope: Scope) -> Iterator[Row]:
    patterns = [row for row in node.rows if row.pattern]
    for number, source in enumerate(node.rows, 1):
        if source.pattern:
            if source is patterns[0]:
                yield from _data_rows(node, patterns, data.get(node.rows_name, ()), scope)
            continue
        if not source.when.holds(scope.values):
            continue
        scope.row, scope.place = None, f"{node.id}.{number}"
        cells = tuple(fill.line(cell, scope) for cell in source.cells)
        if node.style != "facts" or plain(cells[-1]).strip():
            yield Row(f"{node.id}.{number}", cells, source.style)  # type: ignore[arg-type]


def _data_rows(
    node: TableNode, patterns: Sequence[RowNode], found: Sequence[Mapping[str, Any]], scope: Scope
) -> Iterator[Row]:
    before: Any = None
    field, wanted = node.only
    for row in found:
        if field and str(row.get(field)) != wanted:
            continue
        group = row.get(node.group) if node.group else None
        if group and group != before:
            empty: Inlines = ()
            heads: tuple[Inlines, ...] = ((Text(str(group)),), *(empty for _ in node.columns[1:]))
            yield Row(f"{node.id}.gruppe.{fill.slug(str(group))}", heads, "group")
            before = group
        for number, pattern in enumerate(patterns, 1):
            if pattern.when.holds(scope.values):
                yield _data_row(node, pattern, number, row, scope)
    scope.row = None


def _data_row(node: TableNode, pattern: RowNode, number: int, row: Mapping[str, Any], scope: Scope) -> Row:
    """One row of the pattern; the first has the id of its data."""
    scope.row, scope.place = row, f"{node.id}.{row['id']}"
    cells = tuple(fill.line(cell, scope) for cell in pattern.cells)
    row_id = scope.place if number == 1 else f"{scope.place}.{number}"
    return Row(row_id, cells, row.get("style", pattern.style))


def _has(node: TableNode, column: ColumnNode, rows: Sequence[Row], number: int, scope: Scope) -> bool:
    """Whether a column stands in the table: its condition holds, and it is not empty where that matters."""
    if number == 0 or not column.when.holds(scope.values):
        return number == 0
    body = (row for row in rows if row.style != "group")
    return not node.trim or any(not _is_blank(row.cells[number]) for row in body)


def _is_blank(cell: Inlines) -> bool:
    return all(isinstance(inline, Text) and not inline.text.strip() for inline in cell)


def _widened(columns: tuple[Column, ...], whole: float) -> tuple[Column, ...]:
    """The columns that are left, as wide together as all of them were."""
    left = sum(column.width for column in columns)
    return tuple(replace(column, width=round(column.width * whole / left, 2)) for column in columns)
