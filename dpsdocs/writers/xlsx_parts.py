"""What our spreadsheets have in common: the book, the title block, guidance, lock and print setup."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from textwrap import wrap
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from dpsdocs.document.model import Meta

from .running import (
    DRAFT,
    SEPARATOR,
    document_title,
    footer_left,
    grade_mark,
    header_left,
    header_right,
    identity_rows,
    owner,
)
from .text import clean
from .xlsx_formats import Formats

MOMENT = datetime(2025, 1, 1)  # noqa: DTZ001 - the format knows no time zones
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MOST_FROZEN = 20  # rows; a larger frozen part would leave no room for the lines on a small screen
_CELL_LIMIT = 32767


def new_book(out: io.BytesIO, meta: Meta) -> Any:
    """A workbook with its properties; always the same bytes."""
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties(
        {
            "title": clean(document_title(meta)),
            "subject": clean(meta.subject),
            "author": clean(owner(meta)),
            "company": clean(meta.owner),
            "created": MOMENT,
        }
    )
    book.set_calc_mode("auto")
    return book


def title_block(sheet: Any, meta: Meta, formats: Formats, widths: Sequence[int]) -> int:
    """The title block; returns the next free row."""
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    row = 0
    for mark in (DRAFT if meta.draft else "", grade_mark(meta)):
        if mark:
            sheet.write_string(row, 0, mark, formats.mark)
            row += 1
    sheet.write_string(row, 0, words(meta.title), formats.title)
    sheet.set_row(row, 28)
    sheet.write_string(row + 1, 0, words(meta.subject), formats.subject)
    row += 2
    facts = SEPARATOR.join(f"{fact.label}: {fact.value}" for fact in identity_rows(meta))
    for line in (owner(meta), facts, meta.example):
        if line:
            sheet.write_string(row, 0, words(line), formats.label)
            row += 1
    return row + 1


def guidance_rows(
    sheet: Any, guidance: Sequence[str], row: int, formats: Formats, widths: Sequence[int]
) -> int:
    """One sentence a row over the given columns; returns the next free row but one."""
    room = sum(widths) * 15 // 16
    for sentence in guidance:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", formats.guidance)
        sheet.write_string(row, 0, words(sentence), formats.guidance)
        sheet.set_row(row, 15 * (1 + len(sentence) // room))
        row += 1
    return row + 1


def fit_row(sheet: Any, row: int, cells: Iterable[tuple[str, int]]) -> None:
    """Room for words that need more than one line in their column: not every program reckons it when it prints."""
    most = 1
    for text, width in cells:
        if len(text) > width:
            most = max(most, sum(len(wrap(line, width)) or 1 for line in text.splitlines()))
    if most > 1:
        sheet.set_row(row, 15 * most)


def protect(sheet: Any, *, filters: bool = False) -> None:
    """A seat belt, not a lock: without a password, since returned sheets are recomputed anyway."""
    allowed = {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True}
    sheet.protect("", {**allowed, "autofilter": filters, "sort": filters})


def print_setup(sheet: Any, meta: Meta, first: int) -> None:
    """A4 landscape, one page wide, the head row on every page; ``first`` is the row below the head."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    sheet.repeat_rows(first - 1)
    if first <= _MOST_FROZEN:
        sheet.freeze_panes(first, 0)
    sheet.set_header(f"&L&8{_code(header_left(meta))}&R&8{_code(header_right(meta))}")
    sheet.set_footer(f"&L&8{_code(footer_left(meta))}&R&8Side &P av &N")
    sheet.hide_gridlines(2)


def _code(text: str) -> str:
    """Words in a header, where «&» begins a code and a digit would lengthen the font size before it."""
    told = " ".join(clean(text).split()).replace("&", "&&")[:110]
    return f" {told}" if told[:1].isdigit() else told


def words(text: str) -> str:
    """Text a cell can hold."""
    return clean(text)[:_CELL_LIMIT]


def sheet_name(title: str) -> str:
    """Excel forbids some characters and more than 31 of them."""
    name = "".join(c for c in clean(title) if c not in "[]:*?/\\").strip("' \n\t")[:31]
    return name or "Tabell"
