"""A price schedule that came back, against the one that was issued: prices, our own sum, and what else differs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ..writers.xlsx import HEADS, MOST
from .guard import Refused
from .package import verify_package
from .sheet_changes import Rows, align_rows, changed_cells
from .sheet_file import Grid, SheetCell, SheetFile, address, read

Kind = Literal["changed", "row_added", "row_deleted", "hidden", "sheet", "added", "comment", "drawing"]
_QUANTITY, _PRICE, _SUM = 4, 5, 6
_CENT = Decimal("0.01")
_UNLIKE = "Filen ligner ikke på prisskjemaet i pakken. Se etter om filen og pakken er de riktige."


@dataclass(frozen=True, slots=True)
class Price:
    """One price the bidder should write. ``price`` is None when it is blank or ``problem`` says what is wrong.

    ``part`` is the lot's sheet in a divided schedule, else empty.
    """

    part: str
    cell: str
    line: str
    label: str
    quantity: Decimal
    price: Decimal | None
    problem: str = ""

    @property
    def amount(self) -> Decimal:
        """Quantity times price, to the øre; 0 without a price."""
        return ((self.price or Decimal(0)) * self.quantity).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that differs outside the cells bidders fill in."""

    kind: Kind
    cell: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleReport:
    """The whole reading. ``told_total`` is the sum the file itself shows, None when it holds none.

    In a divided schedule ``parts`` are the lots' sheets in order.
    """

    file: str
    document: str
    bidder: tuple[str, ...]
    prices: tuple[Price, ...]
    changes: tuple[Change, ...]
    told_total: Decimal | None
    notes: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """Our own sum without VAT of the prices that can be read."""
        return sum((price.amount for price in self.prices), Decimal("0.00"))

    def total_of(self, part: str) -> Decimal:
        """Our own sum of one lot."""
        return sum((price.amount for price in self.prices if price.part == part), Decimal("0.00"))

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The lots without a single price: the bidder has not made an offer for them."""
        priced = {price.part for price in self.prices if price.price is not None or price.problem}
        return tuple(part for part in self.parts if part not in priced)

    @property
    def blank(self) -> tuple[Price, ...]:
        """The lines without a price, in lots that have one."""
        gone = self.unpriced
        return tuple(p for p in self.prices if p.price is None and not p.problem and p.part not in gone)

    @property
    def problems(self) -> tuple[Price, ...]:
        """The cells that hold something that is not a price."""
        return tuple(p for p in self.prices if p.problem)

    @property
    def is_clean(self) -> bool:
        """True when nothing outside the input cells is touched and every filled cell holds a price."""
        return not self.changes and not self.problems


def compare_schedule(filename: str, data: bytes, package: bytes) -> ScheduleReport:
    """The returned schedule against the package it claims to come from, or ``Refused`` with the reason."""
    whole = verify_package(package)
    if not whole.is_whole:
        raise Refused(f"Pakken kan ikke brukes som fasit. {whole.problems[0]}")
    returned = read(filename, data)
    name, issued = _issued(package)
    pairs = tuple(_pairs(issued, returned))
    divided = len(issued.sheets) > 1
    prices: list[Price] = []
    changes = list(_files(pairs, returned, issued))
    told: list[Decimal | None] = []
    for before, after, rows in pairs:
        if _head_row(before):
            prices += _prices(before, after, rows, before.name if divided else "")
            told.append(_told_total(before, after, rows))
        found = (*_hidden(after), *_cells(before, after, rows))
        changes += [
            replace(change, cell=f"{after.name}!{change.cell}") if divided else change for change in found
        ]
    known = [total for total in told if total is not None]
    bidder = [text for before, after, rows in pairs for text in _bidder(before, after, rows)]
    return ScheduleReport(
        filename, name, tuple(bidder), tuple(prices), tuple(changes),
        sum(known, Decimal(0)) if known and len(known) == len(told) else None,
        tuple(dict.fromkeys(note for _, after, _ in pairs for note in _notes(after))),
        tuple(sheet.name for sheet in issued.sheets if _head_row(sheet)) if divided else (),
    )  # fmt: skip


def _pairs(issued: SheetFile, returned: SheetFile) -> Iterator[tuple[Grid, Grid, Rows]]:
    """Each issued sheet with the one it came back as. ``Refused`` when nothing looks like the schedule."""
    found = []
    for before in issued.sheets:
        after = next((grid for grid in returned.sheets if grid.name == before.name), None)
        if len(issued.sheets) == 1:
            after = _same_sheet(before, returned)
        if after is not None and bool(_head_row(before)) == bool(_head_row(after)):
            found.append((before, after, align_rows(before, after)))
    if not any(_head_row(before) for before, _, _ in found):
        raise Refused(_UNLIKE)
    yield from found


def _issued(package: bytes) -> tuple[str, SheetFile]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for name in source.namelist():
            if name.endswith(".xlsx"):
                issued = read(name, source.read(name))
                if any(_head_row(sheet) for sheet in issued.sheets):
                    return name, issued
    raise Refused("Pakken har ikke noe prisskjema. Se etter om pakken er den riktige.")


def _head_row(grid: Grid) -> int:
    for row in range(1, grid.last_row + 1):
        if tuple(grid.cell(row, c).text for c in range(1, 5)) == HEADS[:4]:
            return row
    return 0


def _same_sheet(issued: Grid, returned: SheetFile) -> Grid:
    """The sheet of the same name, or the first that has the head row."""
    named = [grid for grid in returned.sheets if grid.name == issued.name]
    for grid in (*named, *returned.sheets):
        if _head_row(grid):
            return grid
    raise Refused(_UNLIKE)


def _lines(issued: Grid) -> Iterator[int]:
    row = _head_row(issued) + 1
    while issued.cell(row, _QUANTITY).number is not None and not issued.cell(row, _PRICE).locked:
        yield row
        row += 1


def _prices(issued: Grid, returned: Grid, rows: Rows, part: str) -> Iterator[Price]:
    for row in _lines(issued):
        line, label = issued.cell(row, 1).text, issued.cell(row, 2).text
        quantity = issued.cell(row, _QUANTITY).number or Decimal(0)
        now = rows.of.get(row)
        if now is None:
            yield Price(part, "", line, label, quantity, None, "Linjen er slettet")
            continue
        cell = returned.cell(now, _PRICE)
        problem = _wrong(cell)
        price = None if problem or cell.is_blank else cell.number
        yield Price(part, address(now, _PRICE), line, label, quantity, price, problem)


def _wrong(cell: SheetCell) -> str:
    """What is wrong with a price, or nothing. Blank is told apart."""
    if cell.formula:
        return f"Formel i stedet for pris: {_short(cell.formula)}"
    if cell.is_blank:
        return ""
    number = cell.number
    if number is None:
        return f"Ikke et tall: {_short(cell.text)}"
    if not number.is_finite() or number > MOST:
        return "Tallet er for stort til å være en pris"
    if number <= 0:
        return f"Prisen skal være høyere enn 0, men er {_short(cell.text)}"
    return "" if number == number.quantize(_CENT) else f"Flere enn to desimaler: {_short(cell.text)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"«{line[:80]}…»" if len(line) > 80 else f"«{line}»"


def _bidder(issued: Grid, returned: Grid, rows: Rows) -> Iterator[str]:
    """What the bidder wrote outside the lines: name and organisation number."""
    lines = set(_lines(issued)) if _head_row(issued) else set()
    for (row, column), cell in sorted(issued.cells.items()):
        now = rows.of.get(row)
        if not cell.locked and row not in lines and now is not None:
            written = returned.cell(now, column)
            if not written.is_blank:
                yield written.text or _short(written.formula)


def _files(pairs: Sequence[tuple[Grid, Grid, Rows]], file: SheetFile, issued: SheetFile) -> Iterator[Change]:
    """Sheets that came, went or were renamed, and what lies outside the schedule."""
    kept = [after for _, after, _ in pairs]
    for before, after, _ in pairs:
        if after.name != before.name:
            yield Change("sheet", "", before.name, after.name)
    for grid in issued.sheets:
        if all(grid is not before for before, _, _ in pairs):
            yield Change("sheet", "", grid.name, "")
    for grid in file.sheets:
        if all(grid is not after for after in kept):
            yield Change("sheet", "", "", grid.name if grid.visible else f"{grid.name} (skjult)")
    for where in file.far:
        yield Change("added", where)
    if file.has_drawings:
        yield Change("drawing", "")


def _hidden(returned: Grid) -> Iterator[Change]:
    """The sheet, and rows and columns in it, that somebody has hidden."""
    if not returned.visible:
        yield Change("hidden", f"arket {returned.name}")
    for row in sorted(returned.hidden_rows):
        if row <= returned.last_row:
            yield Change("hidden", f"rad {row}")
    used = {column for _, column in returned.cells}
    for column in sorted(returned.hidden_columns & used):
        yield Change("hidden", f"kolonne {address(1, column)[:-1]}")


def _cells(issued: Grid, returned: Grid, rows: Rows) -> Iterator[Change]:
    for row in rows.deleted:
        yield Change("row_deleted", f"rad {row}", _row_text(issued, row))
    for row in rows.added:
        yield Change("row_added", f"rad {row}", "", _row_text(returned, row))
    for where, before, after in changed_cells(issued, returned, rows):
        yield Change("changed" if before else "added", where, before, after)
    for (row, column), cell in sorted(returned.cells.items()):
        if cell.comment:
            yield Change("comment", address(row, column), "", cell.comment)


def _row_text(grid: Grid, row: int) -> str:
    cells = (grid.cell(row, column) for column in range(1, 8))
    return " | ".join(cell.formula or cell.text for cell in cells if not cell.is_blank)


def _told_total(issued: Grid, returned: Grid, rows: Rows) -> Decimal | None:
    """The cached sum without VAT, which stands right below the lines."""
    lines = list(_lines(issued))
    now = rows.of.get(lines[-1] + 1) if lines else None
    return returned.cell(now, _SUM).cached if now else None


def _notes(returned: Grid) -> Iterator[str]:
    if not returned.protected:
        yield "Arkbeskyttelsen er slått av."
