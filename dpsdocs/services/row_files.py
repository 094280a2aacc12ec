"""Spreadsheets and pasted cells as rows of text, after the guards: formulas by what they last came to."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from lxml import etree

from ..domain import formats
from ..domain.answers import cleaned
from .errors import Invalid
from .uploads import guard

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5000, 60, 10_000
_LAST_ROW, _MOST_CELLS = 20_000, 400_000
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_UNREADABLE = "Excel-filen kan ikke leses. Lagre den på nytt som .xlsx."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it stands. ``number`` is its row in the file; ``problems`` are cells that can't be read."""

    number: int
    cells: tuple[str, ...]
    problems: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that hold something, the heading first, and what the reader should know."""

    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


def read_file(filename: str, data: bytes) -> Sheet:
    """The first sheet of an XLSX or the rows of a CSV; ``Invalid`` when the file as a whole can't be used."""
    if filename.lower().endswith(".xlsx"):
        guard(filename, data, "xlsx")
        return _from_xlsx(data)
    guard(filename, data, "csv")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what Excel on Windows means by CSV
    return _checked(_separated(text, "file"), "file")


def read_pasted(text: str) -> Sheet:
    """Cells copied from a spreadsheet: tabs between them, or semicolons."""
    if not text.strip():
        raise Invalid({"text": "Lim inn radene fra regnearket."})
    return _checked(_separated(cleaned(text), "text"), "text")


def _checked(rows: Iterable[SheetRow], field: str, notes: Sequence[str] = ()) -> Sheet:
    found = []
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            found.append(row)
        if len(found) > MOST_ROWS + 1:
            raise Invalid({field: f"Det er flere enn {formats.number(MOST_ROWS)} rader. Del dem opp."})
    if not found:
        raise Invalid({field: "Det er ingen rader å hente. Første rad skal ha navnene på kolonnene."})
    return Sheet(tuple(found), tuple(notes))


def _separated(text: str, field: str) -> Iterator[SheetRow]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = next((mark for mark in ("\t", ";", ",") if mark in first), ";")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    number = 1
    try:
        for cells in reader:
            yield _row(number, [_unguarded(cell) for cell in cells[:MOST_COLUMNS]], {})
            number = reader.line_num + 1
    except csv.Error as error:
        words = f"Rad {number} kan ikke leses. Se etter anførselstegn som ikke er lukket."
        raise Invalid({field: words}) from error


def _unguarded(cell: str) -> str:
    """Our own CSV puts «'» before what a spreadsheet would run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_START) else cell


def _row(number: int, cells: Sequence[str], problems: Mapping[int, str]) -> SheetRow:
    long = {
        place: f"Cellen har over {formats.number(LONGEST_CELL)} tegn. Kort den ned."
        for place, cell in enumerate(cells)
        if len(cell) > LONGEST_CELL
    }
    return SheetRow(number, tuple(cell[:LONGEST_CELL].strip() for cell in cells), {**problems, **long})


@dataclass(frozen=True, slots=True)
class _Formulas:
    """Cells with formulas, by name: whether what they last came to is kept in the file."""

    known: Mapping[str, bool]


def _from_xlsx(data: bytes) -> Sheet:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet: Any = (visible or book.worksheets)[0]
        formulas = _scanned(data, str(sheet._worksheet_path))
        sheet.reset_dimensions()
        rows = [
            _xlsx_row(number, cells, formulas)
            for number, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW + 1, max_col=MOST_COLUMNS), 1)
        ]
        book.close()
    except Invalid:
        raise
    except Exception as error:  # the parser raises whatever a damaged file makes it raise
        raise Invalid({"file": _UNREADABLE}) from error
    if len(rows) > _LAST_ROW:
        words = f"Arket går forbi rad {formats.number(_LAST_ROW)}. Slett de tomme radene nederst og lagre på nytt."
        raise Invalid({"file": words})
    notes = [f"Bare arket «{sheet.title[:40]}» er lest."] if len(visible) > 1 else []
    used = sum(formulas.known.values())
    if used:
        cells = "Én celle har en formel" if used == 1 else f"{formats.number(used)} celler har formler"
        notes.append(f"{cells}. Vi har brukt verdien som sist ble regnet ut.")
    return _checked(rows, "file", notes)


def _scanned(data: bytes, part: str) -> _Formulas:
    """Looks through the sheet before it is opened: merged cells are refused, formulas are found."""
    known: dict[str, bool] = {}
    cells = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for _, element in etree.iterparse(
            io.BytesIO(archive.read(part.lstrip("/"))), resolve_entities=False, no_network=True
        ):
            kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if kind == "mergeCell":
                area = str(element.get("ref"))[:40]
                words = f"Cellene {area} er slått sammen. Del dem opp i Excel, og fyll ut hver celle."
                raise Invalid({"file": words})
            if kind == "c":
                cells += 1
                parts = {
                    etree.QName(child).localname: child.text
                    for child in element
                    if isinstance(child.tag, str)
                }
                if "f" in parts:
                    known[str(element.get("r"))] = bool(parts.get("v"))
            if cells > _MOST_CELLS:
                raise Invalid(
                    {"file": "Arket er for stort. Fjern tomme rader og kolonner, og lagre på nytt."}
                )
            if kind in ("c", "row"):
                element.clear(keep_tail=False)
    return _Formulas(known)


def _xlsx_row(number: int, source: Iterable[Any], formulas: _Formulas) -> SheetRow:
    cells, problems = [], {}
    for place, cell in enumerate(source):
        name = getattr(cell, "coordinate", "")
        text, problem = _value(cell.value, getattr(cell, "data_type", "n"))
        if name in formulas.known and not formulas.known[name]:
            problem = f"Celle {name} har en formel uten verdi. Åpne filen i Excel, lagre den og prøv igjen."
        cells.append(cleaned(text))
        if problem:
            problems[place] = problem
    while cells and not cells[-1] and len(cells) - 1 not in problems:
        cells.pop()
    return _row(number, cells, problems)


def _value(value: Any, kind: str) -> tuple[str, str]:
    """The cell as one would have typed it, and what is wrong with it."""
    if kind == "e":
        return str(value), f"Cellen viser feilen {str(value)[:20]}. Rett den i Excel."
    match value:
        case None:
            return "", ""
        case bool():
            return "Ja" if value else "Nei", ""
        case datetime() if value.time() == time(0):
            return formats.short_day(value.date()), ""
        case datetime():
            return formats.short_moment(value).replace(formats.NBSP, " "), ""
        case date():
            return formats.short_day(value), ""
        case time():
            return f"{value:%H.%M}", ""
        case int() | float():
            return f"{Decimal(str(value)).normalize():f}".replace(".", ","), ""
    return str(value), ""
