"""Rows to CSV for spreadsheets: UTF-8 with a byte order mark, semicolons, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from .text import clean

Cell = str | int | Decimal | date | None
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The whole file. Numbers get a decimal comma, dates stand as 31.12.2027."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.strftime("%d.%m.%Y")
        case int() | Decimal():
            return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
        case _:
            # before cleaning: a carriage return is harmless once it has become a line feed
            risky = value.startswith(_RISKY) and not _is_number(value)
            return ("'" if risky else "") + clean(value)


def _is_number(text: str) -> bool:
    """«-12 345,50» is only a number."""
    digits = text[1:] if text[:1] in "+-" else text
    return bool(digits) and digits.replace("\u00a0", "").replace(" ", "").replace(",", "", 1).isdecimal()
