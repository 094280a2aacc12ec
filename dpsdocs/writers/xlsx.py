"""Price schedules and register tables as spreadsheets: locked but for what is filled in, always the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from dpsdocs.document.model import Meta
from dpsdocs.document.schedule import PriceLine, PriceSchedule

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
from .xlsx_formats import Formats, formats_for

SHEET = "Prisskjema"
HEADS = ("Linje", "Beskrivelse", "Enhet", "Mengde", "Enhetspris (kr)", "Sum (kr)", "Merknad")
VAT = Decimal("0.25")
MOST = 10**9  # kroner: more than this in one unit price is a slip of the hand
MOST_FROZEN = 20  # rows; a larger frozen part would leave no room for the lines on a small screen
_MOMENT = datetime(2025, 1, 1)  # noqa: DTZ001 - the format knows no time zones
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = (8, 46, 12, 12, 16, 18, 30)
_PRICE, _SUM = 4, 5
_CELL_LIMIT = 32767

Cell = str | int | Decimal | date | None


def write_price_schedule(schedule: PriceSchedule) -> bytes:
    """The sheet a bidder fills in: unit prices are open, sums are formulas that no input can break."""
    out = io.BytesIO()
    book = _book(out, schedule.meta)
    sheet = book.add_worksheet(SHEET)
    formats = formats_for(book)
    row = _title(sheet, schedule.meta, formats)
    row = _guidance(sheet, schedule.guidance, row, formats)
    row = _bidder(sheet, row, formats)
    first = _lines(sheet, schedule.lines, row, formats)
    _totals(sheet, first, len(schedule.lines), formats)
    _protect(sheet)
    _print_setup(sheet, schedule.meta, first)
    book.close()
    return out.getvalue()


def write_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One table with a frozen head and a filter; words stay words, whatever they begin with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": clean(title), "created": _MOMENT})
    sheet = book.add_worksheet(_sheet_name(title))
    formats = formats_for(book)
    day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
    plain = book.add_format({"valign": "top", "text_wrap": True})
    for position, column in enumerate(columns):
        sheet.write_string(0, position, _words(column), formats.head)
        longest = max([len(column), *(len(str(row[position])) for row in rows[:200])], default=10)
        sheet.set_column(position, position, min(max(longest + 2, 10), 60))
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            _write(sheet, number, position, value, plain, day)
    sheet.freeze_panes(1, 0)
    if columns and rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _book(out: io.BytesIO, meta: Meta) -> Any:
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties(
        {
            "title": clean(document_title(meta)),
            "subject": clean(meta.subject),
            "author": clean(owner(meta)),
            "company": clean(meta.owner),
            "created": _MOMENT,
        }
    )
    book.set_calc_mode("auto")
    return book


def _title(sheet: Any, meta: Meta, formats: Formats) -> int:
    """The title block; returns the next free row."""
    for position, width in enumerate(_WIDTHS):
        sheet.set_column(position, position, width)
    row = 0
    for mark in (DRAFT if meta.draft else "", grade_mark(meta)):
        if mark:
            sheet.write_string(row, 0, mark, formats.mark)
            row += 1
    sheet.write_string(row, 0, _words(meta.title), formats.title)
    sheet.set_row(row, 28)
    sheet.write_string(row + 1, 0, _words(meta.subject), formats.subject)
    row += 2
    facts = SEPARATOR.join(f"{fact.label}: {fact.value}" for fact in identity_rows(meta))
    for line in (owner(meta), facts, meta.example):
        if line:
            sheet.write_string(row, 0, _words(line), formats.label)
            row += 1
    return row + 1


def _guidance(sheet: Any, guidance: Sequence[str], row: int, formats: Formats) -> int:
    for sentence in guidance:
        sheet.merge_range(row, 0, row, _SUM, "", formats.guidance)
        sheet.write_string(row, 0, _words(sentence), formats.guidance)
        sheet.set_row(row, 15 * (1 + len(sentence) // 105))
        row += 1
    return row + 1


def _bidder(sheet: Any, row: int, formats: Formats) -> int:
    for number, label in enumerate(("Leverandør", "Organisasjonsnummer")):
        sheet.merge_range(row + number, 0, row + number, 1, "", formats.label)
        sheet.write_string(row + number, 0, f"{label} (fylles ut)", formats.label)
        sheet.merge_range(row + number, 2, row + number, _SUM, "", formats.entry)
    sheet.data_validation(
        row, 2, row, 2,
        {"validate": "length", "criteria": "<=", "value": 200, "input_title": "Leverandør", "input_message": "Navn"},
    )  # fmt: skip
    return row + 3


def _lines(sheet: Any, lines: Sequence[PriceLine], row: int, formats: Formats) -> int:
    """The head and the lines; returns the first line's row."""
    for position, head in enumerate(HEADS):
        right = position in (3, _PRICE, _SUM)
        sheet.write_string(row, position, head, formats.head_right if right else formats.head)
    first = row + 1
    for number, line in enumerate(lines):
        at = first + number
        for position, words in ((0, line.id), (1, line.label), (2, line.unit)):
            sheet.write_string(at, position, _words(words), formats.text)
        sheet.write_string(at, 6, _words(line.note), formats.note)
        whole = line.quantity == line.quantity.to_integral_value()
        sheet.write_number(at, 3, float(line.quantity), formats.quantity if whole else formats.decimals)
        sheet.write_blank(at, _PRICE, None, formats.price)
        # words and blanks count as 0, so no input can make the sums an error
        sheet.write_formula(
            at, _SUM, f"=IF(ISNUMBER(E{at + 1}),ROUND(D{at + 1}*E{at + 1},2),0)", formats.amount, 0
        )
    if lines:
        _validate_prices(sheet, first, first + len(lines) - 1)
    return first


def _validate_prices(sheet: Any, first: int, last: int) -> None:
    sheet.data_validation(
        first,
        _PRICE,
        last,
        _PRICE,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": MOST,
            "input_title": "Enhetspris",
            "input_message": "Pris per enhet i kroner, ekskl. mva. Bruk desimalkomma.",
            "error_title": "Ugyldig pris",
            "error_message": "Skriv et tall som er 0 eller høyere, uten «kr» og uten tekst.",
        },
    )


def _totals(sheet: Any, first: int, count: int, formats: Formats) -> None:
    """Sum without VAT, VAT, sum with VAT; each a formula with 0 as its cached value."""
    row = first + count
    sums = f"F{first + 1}:F{row}" if count else "F1:F1"
    base = f"F{row + 1}"
    rows = (
        ("Sum ekskl. mva.", f"=SUM({sums})" if count else "=0"),
        ("Merverdiavgift 25 %", f"=ROUND({base}*{VAT},2)"),
        ("Sum inkl. mva.", f"={base}+F{row + 2}"),
        ("Linjer uten pris", f"={count}-COUNT(E{first + 1}:E{max(row, first + 1)})"),
    )
    for number, (label, formula) in enumerate(rows):
        for position in range(_PRICE + 1):
            sheet.write_blank(row + number, position, None, formats.total_label)
        sheet.write_string(row + number, 1, label, formats.total_label)
        counts = number == len(rows) - 1
        look = formats.count if counts else formats.total
        sheet.write_formula(row + number, _SUM, formula, look, count if counts else 0)


def _protect(sheet: Any) -> None:
    """A seat belt, not a lock: without a password, since returned sheets are recomputed anyway."""
    sheet.protect("", {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True})


def _print_setup(sheet: Any, meta: Meta, first: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    sheet.repeat_rows(first - 1)
    if first <= MOST_FROZEN:
        sheet.freeze_panes(first, 0)
    sheet.set_header(f"&L&8{_code(header_left(meta))}&R&8{_code(header_right(meta))}")
    sheet.set_footer(f"&L&8{_code(footer_left(meta))}&R&8Side &P av &N")
    sheet.hide_gridlines(2)


def _code(text: str) -> str:
    """Words in a header, where «&» begins a code and a digit would lengthen the font size before it."""
    words = " ".join(clean(text).split()).replace("&", "&&")[:110]
    return f" {words}" if words[:1].isdigit() else words


def _words(text: str) -> str:
    return clean(text)[:_CELL_LIMIT]


def _sheet_name(title: str) -> str:
    """Excel forbids some characters and more than 31 of them."""
    name = "".join(c for c in clean(title) if c not in "[]:*?/\\").strip("' \n\t")[:31]
    return name or "Tabell"


def _write(sheet: Any, row: int, position: int, value: Cell, plain: Any, day: Any) -> None:
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
            sheet.write_string(row, position, _words(value), plain)
