"""Price schedules as spreadsheets: locked but for what is filled in, always the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dpsdocs.document.model import Meta
from dpsdocs.document.schedule import PriceLine, PriceSchedule

from .xlsx_formats import Formats, formats_for
from .xlsx_parts import fit_row, guidance_rows, new_book, print_setup, protect, sheet_name, title_block, words

SHEET, OVERVIEW = "Prisskjema", "Oversikt"
HEADS = ("Linje", "Beskrivelse", "Enhet", "Mengde", "Enhetspris (kr)", "Sum (kr)", "Merknad")
VAT = Decimal("0.25")
MOST = 10**9  # kroner: more than this in one unit price is a slip of the hand
_WIDTHS = (8, 40, 13, 12, 16, 18, 40)
_PRICE, _SUM = 4, 5
_LOT_HEADS = ("Nr.", "Delkontrakt", "", "", "Linjer uten pris", "Sum ekskl. mva. (kr)")


def write_price_schedule(schedule: PriceSchedule) -> bytes:
    """The sheets a bidder fills in: unit prices are open, sums are formulas that no input can break.

    A divided competition has a sheet for each lot, and one before them that adds up.
    """
    out = io.BytesIO()
    book = new_book(out, schedule.meta)
    formats = formats_for(book)
    if schedule.is_divided:
        _divided(book, schedule, formats)
    else:
        sheet = book.add_worksheet(SHEET)
        row = title_block(sheet, schedule.meta, formats, _WIDTHS)
        row = guidance_rows(sheet, schedule.guidance, row, formats, _WIDTHS[: _SUM + 1])
        row = _bidder(sheet, row, formats)
        _priced(sheet, schedule.parts[0].lines if schedule.parts else (), row, schedule.meta, formats)
    book.close()
    return out.getvalue()


def _divided(book: Any, schedule: PriceSchedule, formats: Formats) -> None:
    """The overview, then a sheet per lot; the overview's sums are read from theirs."""
    overview = book.add_worksheet(OVERVIEW)
    row = title_block(overview, schedule.meta, formats, _WIDTHS)
    row = guidance_rows(overview, schedule.guidance, row, formats, _WIDTHS[: _SUM + 1])
    row = _bidder(overview, row, formats)
    looks = (
        formats.head,
        formats.head,
        formats.head,
        formats.head_right,
        formats.head_right,
        formats.head_right,
    )
    for position, (head, look) in enumerate(zip(_LOT_HEADS, looks, strict=True)):
        overview.write_string(row, position, head, look)
    for number, part in enumerate(schedule.parts):
        sheet = book.add_worksheet(sheet_name(part.name))
        at = title_block(sheet, replace(schedule.meta, subject=part.title), formats, _WIDTHS)
        total, blank = _priced(sheet, part.lines, at, schedule.meta, formats)
        where, line = "'" + sheet_name(part.name) + "'!", row + 1 + number
        for position in range(_SUM + 1):
            overview.write_blank(line, position, None, formats.text)
        overview.write_string(line, 0, str(number + 1), formats.text)
        overview.write_string(line, 1, words(part.title), formats.text)
        overview.write_formula(line, _PRICE, f"={where}{blank}", formats.quantity, len(part.lines))
        overview.write_formula(line, _SUM, f"={where}{total}", formats.amount, 0)
    protect(overview)
    print_setup(overview, schedule.meta, row + 1)


def _priced(
    sheet: Any, lines: Sequence[PriceLine], row: int, meta: Meta, formats: Formats
) -> tuple[str, str]:
    """Lines and totals; returns the cells of the sum without VAT and of the number of lines without a price."""
    first = _lines(sheet, lines, row, formats)
    _totals(sheet, first, len(lines), formats)
    protect(sheet)
    print_setup(sheet, meta, first)
    return f"F{first + len(lines) + 1}", f"F{first + len(lines) + 4}"


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
        right = formats.head_right if position in (3, _PRICE, _SUM) else formats.head
        sheet.write_string(row, position, head, formats.head_in if position > _SUM else right)
    first = row + 1
    for number, line in enumerate(lines):
        at = first + number
        for position, told in ((0, line.id), (1, line.label), (2, line.unit)):
            sheet.write_string(at, position, words(told), formats.text)
        sheet.write_string(at, 6, words(line.note), formats.note)
        fit_row(sheet, at, ((line.label, _WIDTHS[1]), (line.unit, _WIDTHS[2]), (line.note, _WIDTHS[6])))
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
