"""Plain tables as spreadsheets: the register's, and the list of sites that is too long for a document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from dpsdocs.document.schedule import SiteList

from .text import clean
from .xlsx_formats import formats_for
from .xlsx_parts import (
    MOMENT,
    OPTIONS,
    fit_row,
    guidance_rows,
    new_book,
    print_setup,
    protect,
    sheet_name,
    title_block,
    words,
)

Cell = str | int | Decimal | date | None
SITES = "Objekter"


def write_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One table with a frozen head and a filter; words stay words, whatever they begin with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": clean(title), "created": MOMENT})
    sheet = book.add_worksheet(sheet_name(title))
    formats = formats_for(book)
    day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
    plain = book.add_format({"valign": "top", "text_wrap": True})
    for position, column in enumerate(columns):
        sheet.write_string(0, position, words(column), formats.head)
        longest = max([len(column), *(len(str(row[position])) for row in rows[:200])], default=10)
        sheet.set_column(position, position, min(max(longest + 2, 10), 60))
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            write_cell(sheet, number, position, value, plain, day)
    sheet.freeze_panes(1, 0)
    if columns and rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def write_sites(source: SiteList) -> bytes:
    """The list of sites: locked, with a filter, and the head on every printed page."""
    out = io.BytesIO()
    book = new_book(out, source.meta)
    sheet = book.add_worksheet(SITES)
    formats = formats_for(book)
    row = title_block(sheet, source.meta, formats, source.widths)
    row = guidance_rows(sheet, source.guidance, row, formats, source.widths)
    numbers = {p for p, value in enumerate(source.rows[0] if source.rows else ()) if isinstance(value, int)}
    for position, head in enumerate(source.heads):
        look = formats.head_right if position in numbers else formats.head
        sheet.write_string(row, position, words(head), formats.head_in if position - 1 in numbers else look)
    for number, cells in enumerate(source.rows, row + 1):
        for position, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(number, position, value, formats.quantity)
            else:
                look = formats.note if position - 1 in numbers else formats.text
                sheet.write_string(number, position, words(value), look)
        fit_row(sheet, number, zip(map(str, cells), source.widths, strict=True))
    if source.rows:
        sheet.autofilter(row, 0, row + len(source.rows), len(source.heads) - 1)
    protect(sheet, filters=True)
    print_setup(sheet, source.meta, row + 1)
    book.close()
    return out.getvalue()


def write_cell(sheet: Any, row: int, position: int, value: Cell, plain: Any, day: Any) -> None:
    """A value as what it is: words never become formulas, dates stay dates."""
    match value:
        case None:
            sheet.write_blank(row, position, None, plain)
        case datetime() | date():
            sheet.write_datetime(row, position, value, day)
        case bool():
            sheet.write_string(row, position, "ja" if value else "nei", plain)
        case int() | Decimal():
            sheet.write_number(row, position, float(value), plain)
        case _:
            sheet.write_string(row, position, words(value), plain)
