"""The internal evaluation sheet: one row per bid, points by the stated price model, weighted sum and rank."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dpsdocs.document.evaluation import EvaluatedLot, EvaluationSheet, SheetCriterion
from dpsdocs.domain.evaluation import MOST, PointModel, PriceModel

from .xlsx_formats import Formats, formats_for
from .xlsx_parts import guidance_rows, new_book, print_setup, protect, sheet_name, title_block, words
from .xlsx_points import Points, write_points

SHEET = "Evaluering"
HEADS = ("Nr.", "Leverandør", "Evalueringspris (kr ekskl. mva.)", "Pris som teller")
AFTER = ("Samlet poengsum", "Rangering", "Arket melder")
AFTER_PRICED = ("Kvalitetspoeng (Q)", "Sammenligningspris", "Rangering", "Arket melder")
TIE, NO_PRICE = "Likt tilbud: loddtrekning", "Prisen mangler eller er ikke et tall over 0"
NO_POINTS, NO_REASON = "Poeng mangler", "Begrunnelse mangler"
PERSONS = 2
_BIDDER, _PRICE, _COUNTED, _FIRST = 1, 2, 3, 4  # columns; points begin at _FIRST
# P is the tender's price, L the lowest; rounding twice takes out what is lost in binary arithmetic
_FORMULAS: dict[PointModel, str] = {
    "linear": "ROUND(ROUND(10-10*({P}-{L})/{L},12),2)",
    "linear_floor": "MAX(0,ROUND(ROUND(10-10*({P}-{L})/{L},12),2))",
    "proportional": "ROUND(ROUND(10*{L}/{P},12),2)",
}
MODEL_WORDS: dict[PriceModel, str] = {
    "linear": "Poeng for pris = 10 − 10 × (P − Pmin) / Pmin, med to desimaler.",
    "linear_floor": "Poeng for pris = 10 − 10 × (P − Pmin) / Pmin, med to desimaler og aldri lavere enn 0.",
    "proportional": "Poeng for pris = 10 × Pmin / P, med to desimaler.",
    "priced": "Sammenligningspris = P + K × (10 − Q). Den laveste vinner. Q har to desimaler.",
}


def write_evaluation(source: EvaluationSheet) -> bytes:
    """The workbook: for each lot an overview, then a sheet with points and reasons for each other criterion."""
    out = io.BytesIO()
    book = new_book(out, source.meta)
    formats = formats_for(book)
    taken = {"history", *(_overview(lot).casefold() for lot in source.lots)}
    for lot in source.lots:
        _Evaluation(book, source, lot, formats, taken).write()
    book.close()
    return out.getvalue()


def _overview(lot: EvaluatedLot) -> str:
    return f"{SHEET} {lot.number}" if lot.number else SHEET


class _Evaluation:
    def __init__(
        self, book: Any, source: EvaluationSheet, lot: EvaluatedLot, formats: Formats, taken: set[str]
    ) -> None:
        self.book, self.source, self.lot, self.formats, self.taken = book, source, lot, formats, taken
        self.name = _overview(lot)
        self.priced = source.model == "priced"
        self.criteria = tuple(c for c in lot.criteria if c.items or not self.priced)
        self.sheet = book.add_worksheet(self.name)
        # where quality is priced, its points stand in a column of their own before the comparison price
        self.sum = _FIRST + len(self.criteria) + self.priced
        self.widths = (
            6,
            34,
            20,
            18,
            *(15 for _ in self.criteria),
            *((15, 20) if self.priced else (15,)),
            12,
            38,
        )
        self.weights_row = self.first = 0

    @property
    def last(self) -> int:
        """The row of the last bid."""
        return self.first + self.source.bids - 1

    def write(self) -> None:
        """Title, heads, bids, what stands below, and the sheets of the criteria."""
        meta = self.source.meta
        meta = replace(meta, subject=f"{meta.subject}. {self.lot.title}") if self.lot.number else meta
        row = title_block(self.sheet, meta, self.formats, self.widths)
        lines = (*self.source.guidance, MODEL_WORDS[self.source.model])
        row = guidance_rows(self.sheet, lines, row, self.formats, self.widths)
        self._heads(row)
        points = self._points()
        for number in range(self.source.bids):
            self._bid(number, points)
        self._checks()
        self._below()
        protect(self.sheet)
        print_setup(self.sheet, self.source.meta, self.first)

    def _heads(self, row: int) -> None:
        after = AFTER_PRICED if self.priced else AFTER
        heads = [*HEADS, *(f"{c.name} (poeng)" for c in self.criteria), *after]
        for column, head in enumerate(heads):
            is_number = _PRICE <= column <= self.sum + 1
            look = self.formats.head_right if is_number else self.formats.head
            look = self.formats.head_in if column == self.sum + 2 else look
            self.sheet.write_string(row, column, words(head), look)
        self.weights_row, self.first = row + 1, row + 2
        for column in range(len(heads)):
            self.sheet.write_blank(self.weights_row, column, None, self.formats.total_label)
        self.sheet.write_string(self.weights_row, _BIDDER, "Vekt i prosent", self.formats.total_label)
        for column, criterion in enumerate(self.criteria, _FIRST):
            self.sheet.write_number(
                self.weights_row, column, float(criterion.weight), self.formats.total_plain
            )
        whole = float(sum(c.weight for c in self.criteria))
        column = _FIRST + len(self.criteria)
        first, last = cell(self.weights_row, _FIRST), cell(self.weights_row, column - 1)
        formula = f"=SUM({first}:{last})" if self.criteria else "=0"
        self.sheet.write_formula(self.weights_row, column, formula, self.formats.total_plain, whole)

    def _points(self) -> dict[str, Points]:
        """A sheet for every criterion but price, named after it."""
        made: dict[str, Points] = {}
        before = f"D{self.lot.number} " if self.lot.number else ""
        for criterion in self.criteria:
            if criterion.items:
                name = _free_name(before + criterion.name, self.taken)
                self.taken.add(name.casefold())
                here = f"'{self.name}'!" if self.lot.number else f"{SHEET}!"
                names = [f"{here}$B${self.first + n + 1}" for n in range(self.source.bids)]
                made[criterion.id] = write_points(
                    self.book.add_worksheet(name), name, criterion, self.source.meta, names, self.formats
                )
        return made

    def _bid(self, number: int, points: dict[str, Points]) -> None:
        row, sheet, looks = self.first + number, self.sheet, self.formats
        sheet.write_number(row, 0, number + 1, looks.count_plain)
        sheet.set_row(row, 18)
        sheet.write_blank(row, _BIDDER, None, looks.entry)
        sheet.write_blank(row, _PRICE, None, looks.price)
        price, counted = cell(row, _PRICE), cell(row, _COUNTED)
        usable = f'IF(AND({price}>=0.01,{price}<={MOST:f}),ROUND({price},2),"")'
        sheet.write_formula(row, _COUNTED, f'=IF(ISNUMBER({price}),{usable},"")', looks.amount, "")
        lowest = cell(self.last + 1, _COUNTED, fixed=True)
        for column, criterion in enumerate(self.criteria, _FIRST):
            formula = self._criterion(criterion, points.get(criterion.id), row, counted, lowest)
            sheet.write_formula(row, column, formula, looks.points, "")
        if self.priced:
            sheet.write_formula(row, self.sum - 1, self._quality(row), looks.points, "")
            sheet.write_formula(row, self.sum, self._compared(row), looks.amount, "")
        else:
            sheet.write_formula(row, self.sum, self._weighted(row), looks.score, "")
        sheet.write_formula(row, self.sum + 1, self._rank(row), looks.rank, "")
        sheet.write_formula(row, self.sum + 2, self._message(row, points), looks.message, "")

    def _criterion(
        self, criterion: SheetCriterion, points: Points | None, row: int, counted: str, lowest: str
    ) -> str:
        if points is None and self.source.model != "priced":
            formula = _FORMULAS[self.source.model].format(P=counted, L=lowest)
            return f'=IF(ISNUMBER({counted}),{formula},"")'
        assert points is not None
        number, count = cell(row, 0), len(criterion.items)
        told = f"SUMPRODUCT(({points.numbers}={number})*ISNUMBER({points.counted}))"
        total, whole = f"SUMIF({points.numbers},{number},{points.counted})", Decimal(count)
        if len({item.weight for item in criterion.items}) > 1:
            own = (points.cell_of(n, row - self.first) for n in range(count))
            total = "+".join(f"{item.weight:f}*{at}" for item, at in zip(criterion.items, own, strict=True))
            total, whole = f"({total})", sum((item.weight for item in criterion.items), Decimal(0))
        return f'=IF({told}={count},ROUND(ROUND({total}/{whole:f},12),2),"")'

    def _quality(self, row: int) -> str:
        """The points for everything but price as one: the mean by weight, the best when nothing else counts."""
        columns = range(_FIRST, self.sum - 1)
        if not columns:
            return "=10"
        parts = "+".join(f"{cell(row, c)}*{cell(self.weights_row, c, fixed=True)}" for c in columns)
        scored = f"COUNT({cell(row, _FIRST)}:{cell(row, self.sum - 2)})={len(columns)}"
        whole = cell(self.weights_row, self.sum - 1, fixed=True)
        return f'=IF({scored},IF({whole}=0,10,ROUND(ROUND(({parts})/{whole},12),2)),"")'

    def _compared(self, row: int) -> str:
        price, quality = cell(row, _COUNTED), cell(row, self.sum - 1)
        worth = cell(self.last + 1, _COUNTED, fixed=True)
        return f'=IF(AND(ISNUMBER({price}),ISNUMBER({quality})),ROUND({price}+{worth}*(10-{quality}),4),"")'

    def _weighted(self, row: int) -> str:
        columns = range(_FIRST, self.sum)
        if not columns:
            return '=""'
        parts = "+".join(f"{cell(row, c)}*{cell(self.weights_row, c, fixed=True)}/100" for c in columns)
        scored = f"COUNT({cell(row, _FIRST)}:{cell(row, self.sum - 1)})={len(columns)}"
        used = f"AND({scored},ISNUMBER({cell(row, _COUNTED)}))"
        return f'=IF({used},ROUND({parts},6),"")'

    def _rank(self, row: int) -> str:
        """Higher sums, and equal sums with a lower price, go before; of comparison prices the lower ones."""
        before = "<" if self.priced else ">"
        own, price = cell(row, self.sum), cell(row, _COUNTED)
        sums, prices = self._column(self.sum), self._column(_COUNTED)
        better = f"SUMPRODUCT(ISNUMBER({sums})*({sums}{before}{own}))"
        cheaper = f"SUMPRODUCT(ISNUMBER({sums})*({sums}={own})*({prices}<{price}))"
        return f'=IF(ISNUMBER({own}),1+{better}+{cheaper},"")'

    def _message(self, row: int, points: dict[str, Points]) -> str:
        """The first thing that is missing, or that two tenders are alike."""
        number, own = cell(row, 0), cell(row, self.sum)
        told = f'IF(COUNTIF({self._column(self.sum + 1)},{cell(row, self.sum + 1)})>1,"{TIE}","")'
        silent = [f'SUMPRODUCT(({p.numbers}={number})*({p.messages}<>""))' for p in points.values()]
        if silent:
            told = f'IF({"+".join(silent)}>0,"{NO_REASON}",{told})'
        told = f'IF(ISNUMBER({own}),{told},"{NO_POINTS}")'
        told = f'IF(ISNUMBER({cell(row, _COUNTED)}),{told},"{NO_PRICE}")'
        unused = f"AND(ISBLANK({cell(row, _BIDDER)}),ISBLANK({cell(row, _PRICE)}))"
        return f'=IF({unused},"",{told})'

    def _column(self, column: int) -> str:
        return f"{cell(self.first, column, fixed=True)}:{cell(self.last, column, fixed=True)}"

    def _checks(self) -> None:
        self.sheet.data_validation(
            self.first, _PRICE, self.last, _PRICE,
            {"validate": "decimal", "criteria": "between", "minimum": 0.01, "maximum": float(MOST),
             "input_title": "Evalueringspris", "input_message": "Summen ekskl. mva. i prisskjemaet.",
             "error_title": "Ugyldig pris", "error_message": "Skriv et tall over 0, uten «kr» og uten tekst."},
        )  # fmt: skip
        self.sheet.data_validation(
            self.first, _BIDDER, self.last, _BIDDER,
            {"validate": "length", "criteria": "<=", "value": 200, "error_title": "For langt navn",
             "error_message": "Skriv høyst 200 tegn."},
        )  # fmt: skip

    def _below(self) -> None:
        """The lowest price, or what a quality point is worth, and who has scored."""
        row = self.last + 1
        for column in range(len(self.widths)):
            self.sheet.write_blank(row, column, None, self.formats.total_label)
        label = "Verdien av ett kvalitetspoeng (K)" if self.priced else "Laveste evalueringspris (Pmin)"
        self.sheet.write_string(row, _BIDDER, label, self.formats.total_label)
        if self.priced:
            self.sheet.write_number(row, _COUNTED, float(self.lot.point_value), self.formats.total)
        else:
            prices = self._column(_COUNTED)
            formula = f'=IF(COUNT({prices})=0,"",MIN({prices}))'
            self.sheet.write_formula(row, _COUNTED, formula, self.formats.total, "")
        row += 2
        heads = ("", "Vurdert av (minst to personer)", "Stilling", "Dato", "Signatur", *[""] * (self.sum - 3))
        for column, head in enumerate(heads):
            self.sheet.write_string(row, column, head, self.formats.head)
        for person in range(PERSONS):
            at = row + 1 + person
            self.sheet.set_row(at, 24)
            self.sheet.write_number(at, 0, person + 1, self.formats.count_plain)
            for column in (_BIDDER, _PRICE, _COUNTED):
                self.sheet.write_blank(at, column, None, self.formats.entry)
            self.sheet.merge_range(at, _FIRST, at, self.sum + 1, "", self.formats.entry)


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """«C8», or «$C$8»."""
    letter = (
        chr(ord("A") + column)
        if column < 26
        else chr(ord("A") + column // 26 - 1) + chr(ord("A") + column % 26)
    )
    return f"${letter}${row + 1}" if fixed else f"{letter}{row + 1}"


def _free_name(wanted: str, taken: Sequence[str] | set[str]) -> str:
    """A sheet name nobody has; Excel tells no difference between large and small letters."""
    name, number = sheet_name(wanted), 2
    while name.casefold() in taken:
        name, number = f"{sheet_name(wanted)[:27]} {number}", number + 1
    return name
