"""Layout rules that every format follows: widths, what stays together, where the contents list goes."""

from __future__ import annotations

from dpsdocs.document.model import (
    Block,
    Box,
    Column,
    Document,
    Formula,
    Inlines,
    ListBlock,
    Paragraph,
    Row,
    Table,
    plain,
)

SIGNATURE_LINES = ("Sted og dato", "Signatur", "Navn og stilling")
_SHORT = 6  # tables of so many rows are never split
_ROOM = 26  # fact rows and contents lines that fit on one page under their headings


def contents_stand_alone(document: Document) -> bool:
    """True when the contents list is too long to share a page with the facts and gets its own."""
    rows = sum(len(fact.rows) + 3 for fact in document.facts)
    room = _ROOM + (4 if document.toc_depth > 1 else 0) - (0 if document.cover else 8)
    return rows + len(document.toc) > room


def leads(block: Paragraph, following: Block | None) -> bool:
    """True when a paragraph must stay on the page of the block after it."""
    introduces = isinstance(following, ListBlock | Formula | Table | Box)
    return block.style == "lead" or (introduces and plain(block.inlines).rstrip().endswith(":"))


def is_short(table: Table) -> bool:
    """True for tables that are never split; requirement tables may be, whatever their length."""
    return len(table.rows) <= _SHORT and table.style != "requirements"


def stays_with_next(table: Table, index: int) -> bool:
    """True for rows that may not end a page: the first two, the last but one, and group headings."""
    last = len(table.rows) - 1
    return index < last and (index < 2 or index == last - 1 or table.rows[index].style == "group")


def has_head(table: Table) -> bool:
    """Fact tables, and tables without column names, have no head row."""
    return table.style != "facts" and any(column.label for column in table.columns)


def spans_all(row: Row) -> bool:
    """True for a group heading: one cell across the whole table."""
    return row.style == "group" and not any(row.cells[1:])


def padded(table: Table, row: Row) -> tuple[Inlines, ...]:
    """The row's cells, one per column; more cells than columns is an error of the composer."""
    missing = len(table.columns) - len(row.cells)
    if missing < 0:
        raise ValueError(f"Row {row.id} of table {table.id} has {-missing} cells too many.")
    return row.cells + ((),) * missing


def is_requirement_type(table: Table, cell: Inlines) -> bool:
    """True when a cell of a requirement table holds only the letter A or B."""
    return table.style == "requirements" and plain(cell).strip() in {"A", "B"}


def whole_percents(columns: tuple[Column, ...]) -> tuple[int, ...]:
    """Column widths as whole percents that sum to 100; missing widths share what is left."""
    given = [max(column.width, 0.0) for column in columns]
    left = max(100.0 - sum(given), 0.0)
    unknown = given.count(0.0)
    filled = [width or max(left / unknown, 5.0) for width in given] if unknown else given
    total = sum(filled) or 1.0
    whole = [max(int(width * 100 / total), 1) for width in filled]
    for index in range(100 - sum(whole)):
        whole[index % len(whole)] += 1
    return tuple(whole)
