"""A returned workbook read safely: sizes and ranges are looked at before openpyxl opens it."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from .guard import Refused, guard

MAX_UNPACKED = 15_000_000
MAX_CELLS = 100_000
MAX_MERGED = 50_000
LAST_ROW, LAST_COLUMN = 4000, 60  # what lies further out is told, not read
_STARTS = (b"<", b"\xef\xbb\xbf")
_TOO_BIG = "Arket er mye større enn et prisskjema. Fjern tomme rader og celler, og lagre filen på nytt."
_UNREADABLE = "Excel-filen kan ikke leses. Lagre den på nytt som .xlsx."


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What stands in a cell: text as shown here, the number when it is one, the formula when it is one."""

    text: str
    number: Decimal | None = None
    formula: str = ""
    locked: bool = True
    comment: str = ""
    cached: Decimal | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not (self.text or self.formula)


BLANK = SheetCell("")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: cells by (row, column), and what is hidden."""

    name: str
    cells: dict[tuple[int, int], SheetCell]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    visible: bool
    protected: bool

    def cell(self, row: int, column: int) -> SheetCell:
        """The cell, blank when nothing stands there."""
        return self.cells.get((row, column), BLANK)

    @property
    def last_row(self) -> int:
        """The last row with anything in it."""
        return max((row for row, _ in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A workbook. ``far`` are cells with content outside what is read."""

    sheets: tuple[Grid, ...]
    far: tuple[str, ...]
    has_drawings: bool


def address(row: int, column: int) -> str:
    """«E12»."""
    return f"{get_column_letter(column)}{row}"


def read(filename: str, data: bytes) -> SheetFile:
    """The workbook, or ``Refused`` with the reason."""
    guard(filename, data, "xlsx")
    far, drawings = _scan(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of parts it leaves out
            book = load_workbook(io.BytesIO(data), keep_links=False)
            values = load_workbook(io.BytesIO(data), keep_links=False, data_only=True)
            grids = tuple(_grid(sheet, values[sheet.title]) for sheet in book.worksheets)
    except Exception as error:  # whatever a forged part makes openpyxl raise
        raise Refused(_UNREADABLE) from error
    return SheetFile(grids, far, drawings)


def _scan(data: bytes) -> tuple[tuple[str, ...], bool]:
    """Counts cells and merged areas part by part; an area of a million cells would be made cell by cell."""
    far: list[str] = []
    cells = merged = 0
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        if sum(info.file_size for info in source.infolist()) > MAX_UNPACKED:
            raise Refused(_TOO_BIG)
        types = source.read("[Content_Types].xml").lower()
        for name in source.namelist():
            part = source.read(name)
            if not part.lstrip().startswith(_STARTS):
                continue
            for kind, ref, full in _elements(part):
                cells += kind == "c"
                merged += _area(ref) if kind == "mergeCell" else 0
                if cells > MAX_CELLS or merged > MAX_MERGED:
                    raise Refused(_TOO_BIG)
                if kind == "c" and full and _is_far(ref):
                    far.append(ref)
    return tuple(far[:20]), b"drawing+xml" in types or b"chart+xml" in types


def _elements(part: bytes) -> Iterator[tuple[str, str, bool]]:
    """Cells and merged areas: kind, reference, and whether anything stands there."""
    try:
        for _, element in etree.iterparse(io.BytesIO(part), resolve_entities=False, no_network=True):
            kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if kind in ("c", "mergeCell"):
                yield kind, str(element.get("r") or element.get("ref") or ""), len(element) > 0
            if kind in ("c", "row", "mergeCell"):
                element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        raise Refused(_UNREADABLE) from error


def _area(ref: str) -> int:
    left, top, right, bottom = _bounds(ref)
    return (right - left + 1) * (bottom - top + 1)


def _is_far(ref: str) -> bool:
    _, _, column, row = _bounds(ref)
    return row > LAST_ROW or column > LAST_COLUMN


def _bounds(ref: str) -> tuple[int, int, int, int]:
    try:
        left, top, right, bottom = range_boundaries(ref)
    except (ValueError, TypeError) as error:
        raise Refused(_UNREADABLE) from error
    if left is None or top is None or right is None or bottom is None:
        raise Refused(_UNREADABLE)
    return int(left), int(top), int(right), int(bottom)


def _grid(sheet: Any, values: Any) -> Grid:
    rows, columns = min(sheet.max_row, LAST_ROW), min(sheet.max_column, LAST_COLUMN)
    cells: dict[tuple[int, int], SheetCell] = {}
    for row in sheet.iter_rows(max_row=rows, max_col=columns):
        for source in row:
            place = (source.row, source.column)
            made = _cell(source, values.cell(*place).value)
            if made != BLANK:
                cells[place] = made
    hidden_rows = frozenset(
        row for row, look in sheet.row_dimensions.items() if look.hidden or look.height == 0
    )
    return Grid(
        sheet.title, cells, hidden_rows, frozenset(_hidden_columns(sheet)),
        sheet.sheet_state == "visible", bool(sheet.protection.sheet),
    )  # fmt: skip


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for look in sheet.column_dimensions.values():
        if look.hidden or look.width == 0:
            yield from range(look.min or 0, min(look.max or 0, LAST_COLUMN) + 1)


def _cell(source: Any, cached: Any) -> SheetCell:
    value, formula = source.value, ""
    if isinstance(value, ArrayFormula | DataTableFormula):
        formula = str(getattr(value, "text", None) or value.ref)
    elif source.data_type == "f":
        formula = str(value)
    shown = "" if formula or value is None else str(value)
    number = None if formula else _number(value)
    comment = getattr(source, "comment", None)
    locked = bool(source.protection.locked) if source.has_style else True
    return SheetCell(
        shown, number, formula, locked, str(comment.text).strip() if comment else "", _number(cached)
    )


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))
