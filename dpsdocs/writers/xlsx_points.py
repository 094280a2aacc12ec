"""A sheet of the evaluation: points and reasons for every bid's reply to every requirement of one criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dpsdocs.document.evaluation import ScoredItem, SheetCriterion
from dpsdocs.document.model import Meta

from .xlsx_formats import Formats
from .xlsx_parts import print_setup, protect, words

HEADS = ("Nr.", "Leverandør", "Poeng (0–10)", "Poeng som teller", "Begrunnelse", "Arket melder")
BAD_POINTS = "Poeng skal være et tall fra 0 til 10"
NO_REASON = "Begrunnelse mangler"
NO_TOP = "Det beste svaret skal ha 10 poeng"
_WIDTHS = (7, 34, 13, 13, 74, 34)
_NUMBER, _BIDDER, _POINTS, _COUNTED, _REASON, _MESSAGE = range(6)


@dataclass(frozen=True, slots=True)
class Points:
    """Where the overview finds a criterion's numbers, points that count and messages: three ranges of one length.

    ``firsts`` are the cells above which each item's points stand: the row of the first bid is one further down.
    """

    numbers: str
    counted: str
    messages: str
    where: str = ""
    firsts: tuple[int, ...] = ()

    def cell_of(self, item: int, bid: int) -> str:
        """The points that count of one bid for one item, both from 0."""
        return f"{self.where}$D${self.firsts[item] + bid + 2}"


def write_points(
    sheet: Any, name: str, criterion: SheetCriterion, meta: Meta, bidders: Sequence[str], formats: Formats
) -> Points:
    """Requirement by requirement, since replies to the same requirement are compared with each other."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, words(f"{criterion.name}: poeng og begrunnelse"), formats.title)
    sheet.set_row(0, 28)
    for column, head in enumerate(HEADS):
        look = formats.head_right if column in (_POINTS, _COUNTED) else formats.head
        sheet.write_string(2, column, head, formats.head_in if column >= _REASON else look)
    row = first = 3
    firsts = []
    for item in criterion.items:
        firsts.append(row)
        row = _item(sheet, row, item, bidders, formats)
    last = row - 1
    protect(sheet)
    print_setup(sheet, meta, first)
    where = "'" + name.replace("'", "''") + "'!"
    numbers, counted, messages = (f"{where}${c}${first + 1}:${c}${last + 1}" for c in "ADF")
    return Points(numbers, counted, messages, where, tuple(firsts))


def _item(sheet: Any, row: int, item: ScoredItem, bidders: Sequence[str], formats: Formats) -> int:
    """The requirement, then a row for every bid; returns the next free row."""
    text = f"{item.number} {item.text}".strip()
    top, bottom = row + 1, row + len(bidders)
    sheet.merge_range(row, _NUMBER, row, _REASON, "", formats.group)
    sheet.write_string(row, _NUMBER, words(text), formats.group)
    sheet.set_row(row, 15 * (1 + len(text) // 125))
    counted = f"D{top + 1}:D{bottom + 1}"
    best = f'=IF(COUNT({counted})=0,"",IF(MAX({counted})=10,"","{NO_TOP}"))'
    if not item.scaled:
        # a requirement's own message stands beside it and is not counted with those of the bids
        sheet.write_formula(row, _MESSAGE, best, formats.group_message, "")
    for number, bidder in enumerate(bidders, 1):
        at = row + number
        sheet.set_row(at, 30)
        sheet.write_number(at, _NUMBER, number, formats.count_plain)
        named = f'=IFERROR(IF({bidder}="","",{bidder}),"")'
        sheet.write_formula(at, _BIDDER, named, formats.text, "")
        sheet.write_blank(at, _POINTS, None, formats.points_entry)
        sheet.write_formula(at, _COUNTED, _counted(at + 1), formats.points, "")
        sheet.write_blank(at, _REASON, None, formats.reason)
        sheet.write_formula(at, _MESSAGE, _message(at + 1), formats.message, "")
    _checks(
        sheet, top, bottom, "0 til 10 etter skalaen." if item.scaled else "0 til 10. Det beste svaret får 10."
    )
    return bottom + 1


def _counted(line: int) -> str:
    inside = f'IF(AND(C{line}>=0,C{line}<=10),C{line},"")'
    return f'=IF(ISNUMBER(C{line}),{inside},"")'


def _message(line: int) -> str:
    silent = f'IF(ISERROR(E{line}),"{NO_REASON}",IF(LEN(TRIM(E{line}))=0,"{NO_REASON}",""))'
    wrong = f'IF(ISBLANK(C{line}),"","{BAD_POINTS}")'
    return f"=IF(ISNUMBER(D{line}),{silent},{wrong})"


def _checks(sheet: Any, top: int, bottom: int, told: str) -> None:
    sheet.data_validation(
        top, _POINTS, bottom, _POINTS,
        {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 10,
         "input_title": "Poeng", "input_message": told,
         "error_title": "Ugyldige poeng", "error_message": "Skriv et tall fra 0 til 10."},
    )  # fmt: skip
