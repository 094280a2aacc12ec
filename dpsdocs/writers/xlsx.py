"""Price schedules and register tables as spreadsheets: locked but for what is filled in, always the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from dpsdocs.document.schedule import PriceLine, PriceSchedule

from .text import clean
from .xlsx_formats import Formats, formats_for
from .xlsx_parts import (
    MOMENT,
    OPTIONS,
    guidance_rows,
    new_book,
    print_setup,
    protect,
    sheet_name,
    title_block,
    words,
)

SHEET = "Prisskjema"
HEADS = ("Linje", "Beskrivelse", "Enhet", "Mengde", "Enhetspris (kr)", "Sum (kr)", "Merknad")
VAT = Decimal("0.25")
MOST = 10**9  # kroner: more than this in one unit price is a slip of the hand
_WIDTHS = (8, 46, 12, 12, 16, 18, 30)
_PRICE, _SUM = 4, 5

Cell = str | int | Decimal | date | None


def write_price_schedule(schedule: PriceSchedule) -> bytes:
    """The sheet a bidder fills in: unit prices are open, sums are formulas that no input can break."""
    out = io.BytesIO()
    book = new_book(out, schedule.meta)
    sheet = book.add_worksheet(SHEET)
    formats = formats_for(book)
    row = title_block(sheet, schedule.meta, formats, _WIDTHS)
    row = guidance_rows(sheet, schedule.guidance, row, formats, _WIDTHS[: _SUM + 1])
    row = _bidder(sheet, row, formats)
    first = _lines(sheet, schedule.lines, row, formats)
    _totals(sheet, first, len(schedule.lines), formats)
    protect(sheet)
    print_setup(sheet, schedule.meta, first)
    book.close()
    return out.getvalue()


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
        for position, told in ((0, line.id), (1, line.label), (2, line.unit)):
            sheet.write_string(at, position, words(told), formats.text)
        sheet.write_string(at, 6, words(line.note), formats.note)
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
            sheet.write_string(row, position, words(value), plain)
