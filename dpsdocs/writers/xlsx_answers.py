"""Tables of answers as spreadsheets people fill in and send back: words stay words, choices can be picked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from .text import clean
from .xlsx_formats import formats_for
from .xlsx_parts import MOMENT, OPTIONS, sheet_name, words
from .xlsx_tables import Cell, write_cell

CHOICES = "Valg"
_TITLE_MOST, _MESSAGE_MOST = 32, 255


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column: its head, a note shown when a cell is chosen, what can be picked, and whether it is plain text."""

    head: str
    note: str = ""
    choices: tuple[str, ...] = ()
    is_text: bool = True
    width: int = 20


def write_answers(
    title: str, columns: Sequence[AnswerColumn], rows: Sequence[Sequence[Cell]], room: int
) -> bytes:
    """The whole file. Choices and notes reach ``room`` rows down, for rows that are yet to be filled in."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": clean(title), "created": MOMENT})
    sheet, formats = book.add_worksheet(sheet_name(title)), formats_for(book)
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    plain = book.add_format({"valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, words(column.head), formats.head)
        sheet.set_column(place, place, column.width, text if column.is_text else plain)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            write_cell(sheet, number, place, cell, text if columns[place].is_text else plain, day)
    _validate(book, sheet, columns, max(room, len(rows)))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _validate(book: Any, sheet: Any, columns: Sequence[AnswerColumn], last: int) -> None:
    """Lists to pick from, kept on a sheet of their own; a cell may still say something else."""
    listed = [column for column in columns if column.choices]
    offered = book.add_worksheet(CHOICES) if listed else None
    if offered is not None:
        offered.hide()
    for place, column in enumerate(columns):
        rule: dict[str, Any] = {"validate": "any"}
        if column.choices and offered is not None:
            at = listed.index(column)
            for number, choice in enumerate(column.choices):
                offered.write_string(number, at, words(choice))
            letter = xlsxwriter.utility.xl_col_to_name(at)
            source = f"={CHOICES}!${letter}$1:${letter}${len(column.choices)}"
            rule = {"validate": "list", "source": source, "error_type": "warning"}
        if column.note:
            rule["input_title"] = clean(column.head)[:_TITLE_MOST]
            rule["input_message"] = clean(column.note)[:_MESSAGE_MOST]
        if len(rule) > 1:
            sheet.data_validation(1, place, last, place, rule)
