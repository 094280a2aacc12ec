"""Reads a list of suppliers from CSV or XLSX into cells of text, after the guards."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from .errors import Invalid
from .uploads import guard

COLUMNS = ("organisasjonsnummer", "navn", "opptatt fra", "opptatt til", "kategorier")
_REQUIRED = COLUMNS[:3]
_OTHER_NAMES = {"org.nr.": COLUMNS[0], "org.nr": COLUMNS[0], "orgnr": COLUMNS[0], "leverandør": COLUMNS[1]}
MOST_ROWS, LAST_ROW, MOST_COLUMNS, LONGEST_CELL = 5000, 20_000, 30, 2000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it stands. ``row`` is its number in the file; ``problems`` are cells that can't be read."""

    row: int
    cells: dict[str, str]
    problems: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    problem: str = ""


def read_rows(filename: str, data: bytes) -> tuple[SheetRow, ...]:
    """The rows below the heading, without empty ones; ``Invalid`` when the file as a whole can't be used."""
    if filename.lower().endswith(".xlsx"):
        guard(filename, data, "xlsx")
        table = _from_xlsx(data)
    else:
        guard(filename, data, "csv")
        table = _from_csv(data)
    return tuple(_rows(table))


def _rows(table: Iterator[tuple[int, Sequence[_Cell]]]) -> Iterator[SheetRow]:
    heading: dict[int, str] | None = None
    count = 0
    for number, cells in table:
        if not any(cell.text.strip() for cell in cells):
            continue
        if heading is None:
            heading = _heading(cells)
            continue
        count += 1
        if count > MOST_ROWS:
            raise Invalid({"file": f"Filen har flere enn {MOST_ROWS} rader. Del den opp."})
        named = {name: cells[place] for place, name in heading.items() if place < len(cells)}
        problems = {name: cell.problem for name, cell in named.items() if cell.problem}
        yield SheetRow(number, {name: cell.text.strip() for name, cell in named.items()}, problems)
    if heading is None or not count:
        raise Invalid({"file": f"Filen har ingen rader. Første rad skal være: {'; '.join(COLUMNS)}."})


def _heading(cells: Sequence[_Cell]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        name = " ".join(cell.text.lower().split())
        name = _OTHER_NAMES.get(name, name)
        if name in found.values():
            raise Invalid({"file": f"Kolonnen «{name}» står to ganger. Fjern den ene."})
        if name in COLUMNS:
            found[place] = name
    missing = [name for name in _REQUIRED if name not in found.values()]
    if missing:
        names = ", ".join(f"«{name}»" for name in missing)
        raise Invalid(
            {"file": f"Filen mangler kolonnen {names}. Første rad skal være: {'; '.join(COLUMNS)}."}
        )
    return found


def _from_csv(data: bytes) -> Iterator[tuple[int, Sequence[_Cell]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what Excel on Windows means by CSV
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for row in reader:
            yield number, [_plain(cell) for cell in row[:MOST_COLUMNS]]
            number = reader.line_num + 1
    except csv.Error as error:
        words = f"Rad {number} kan ikke leses som CSV. Se etter anførselstegn som ikke er lukket."
        raise Invalid({"file": words}) from error


def _from_xlsx(data: bytes) -> Iterator[tuple[int, Sequence[_Cell]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        table = []
        for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW + 1, max_col=MOST_COLUMNS), 1):
            table.append((number, [_cell(cell) for cell in row]))
        book.close()
    except Exception as error:  # the parser raises whatever a damaged file makes it raise
        raise Invalid({"file": "Excel-filen kan ikke leses. Lagre den på nytt som .xlsx."}) from error
    if len(table) > LAST_ROW:
        raise Invalid(
            {"file": f"Arket går forbi rad {LAST_ROW}. Slett de tomme radene nederst og lagre på nytt."}
        )
    return iter(table)


def _cell(cell: Any) -> _Cell:
    kind, value = getattr(cell, "data_type", "n"), cell.value
    if kind == "f":
        return _Cell(str(value), "Cellen har en formel. Lim den inn som verdi.")
    if kind == "e":
        return _Cell(str(value), f"Cellen viser feilen {str(value)[:20]}. Rett den i Excel.")
    match value:
        case None:
            return _Cell("")
        case bool():
            return _Cell(str(value), "Cellen har sann eller usann. Skriv tekst.")
        case datetime():
            return _Cell(value.date().isoformat())
        case date():
            return _Cell(value.isoformat())
        case float() if value.is_integer():
            return _Cell(str(int(value)))
    return _plain(str(value))


def _plain(text: str) -> _Cell:
    if len(text) > LONGEST_CELL:
        return _Cell(text[:LONGEST_CELL], f"Cellen har over {LONGEST_CELL} tegn. Kort den ned.")
    if text.lstrip().startswith("="):
        return _Cell(text, "Cellen har en formel. Lim den inn som verdi.")
    return _Cell(text)


def categories_in(text: str) -> tuple[str, ...]:
    """The categories in one cell, between commas, semicolons or lines."""
    parts: Iterable[str] = text.replace(";", ",").replace("\n", ",").split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
