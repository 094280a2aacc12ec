"""Spreadsheets and CSV: formulas that survive any input, locks, no cell that runs."""

from __future__ import annotations

import csv as csv_reader
import io
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dpsdocs.document.schedule import SiteList
from dpsdocs.writers.csv import write_csv
from dpsdocs.writers.xlsx import HEADS, write_price_schedule
from dpsdocs.writers.xlsx_tables import write_sites, write_table

from . import sample
from .conftest import Convert

RISKY = ("=1+1", "+1", "-x", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")', "http://example.org", "mailto:a@b")


def _sheet(data: bytes, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), **options).active


def _first_line(sheet: Any) -> int:
    return next(int(row[0].row) + 1 for row in sheet.iter_rows() if row[0].value == HEADS[0])


def test_only_prices_and_the_bidder_are_open() -> None:
    sheet = _sheet(write_price_schedule(sample.schedule()))
    first = _first_line(sheet)
    opened = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    prices = {f"E{first + n}" for n in range(3)}
    assert prices <= opened
    assert all(coordinate[0] in "CDEF" for coordinate in opened - prices)
    assert all(int(coordinate[1:]) < first for coordinate in opened - prices)
    assert sheet.protection.sheet
    rule = next(v for v in sheet.data_validations.dataValidation if v.type == "decimal")
    assert (rule.formula1, rule.errorTitle) == ("0", "Ugyldig pris")
    assert str(rule.sqref) == f"E{first}:E{first + 2}"


def test_words_are_never_formulas_and_sums_begin_at_zero() -> None:
    data = write_price_schedule(sample.schedule(draft=True))
    sheet, cached = _sheet(data), _sheet(data, data_only=True)
    first = _first_line(sheet)
    assert sheet[f"B{first}"].data_type == "s"
    assert sheet[f"B{first}"].value == "=Fast vakt, dag"
    assert [cached[f"F{first + n}"].value for n in range(6)] == [0] * 6
    assert sheet["A1"].value == "UTKAST"
    assert "26/04817" in str([row[0].value for row in sheet.iter_rows(max_row=8)])
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == f"${first - 1}:${first - 1}"
    assert "Sak 26/04817" in sheet.oddHeader.right.text


def test_a_schedule_without_lines_still_adds_up() -> None:
    assert _sheet(write_price_schedule(sample.schedule(lines=0))) is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prices", "total"),
    [
        ((None, None, None), 0.0),
        (("ti kroner", "", "#N/A"), 0.0),
        ((100, "x", Decimal("0.5")), 126_925.75),
        ((-1, "1 000", 10), 36_264.5),
    ],
)
def test_libreoffice_adds_up_whatever_is_typed(
    prices: tuple[Any, ...], total: float, convert: Convert, tmp_path: Path
) -> None:
    if not list(Path("/usr/lib/libreoffice/program").glob("libsclo.so")) or not shutil.which("soffice"):
        pytest.skip("LibreOffice Calc mangler")
    book = openpyxl.load_workbook(io.BytesIO(write_price_schedule(sample.schedule())))
    sheet = book.active
    first = _first_line(sheet)
    for number, price in enumerate(prices):
        sheet[f"E{first + number}"].value = price
    file = tmp_path / f"pris{abs(hash(prices)) % 999}.xlsx"
    book.save(file)
    rows = list(csv_reader.reader(convert(file, "csv").read_text("latin-1").splitlines()))
    totals = {row[1]: row[5].replace(",", "") for row in rows if len(row) > 5 and row[1]}
    assert float(totals["Sum ekskl. mva."]) == pytest.approx(total, abs=0.01)
    assert float(totals["Sum inkl. mva."]) == pytest.approx(total * 1.25, abs=0.01)


def test_a_row_is_as_high_as_its_longest_words() -> None:
    """LibreOffice prints wrapped words over each other when the height isn't told."""
    schedule = sample.schedule()
    short, long = (
        replace(schedule.parts[0].lines[0], note="Kort"),
        replace(schedule.parts[0].lines[1], note="ord " * 30),
    )
    sheet = _sheet(
        write_price_schedule(replace(schedule, parts=(replace(schedule.parts[0], lines=(short, long)),)))
    )
    first = _first_line(sheet)
    heights = [sheet.row_dimensions[first + n].height for n in range(2)]
    assert heights[1] >= 3 * 15 > (heights[0] or 15)


def test_a_list_of_sites_keeps_numbers_and_words_apart() -> None:
    sites = SiteList(
        "objektliste", sample.schedule().meta, ("Nr.", "Boliger", "Risikoklasse", "Merknad"), (8, 10, 12, 20),
        (("O-01", 16, "3", "Inngang fra gårdsrommet ved siden av porten"), ("O-02", 1, "1", "")), ("Les dette.",),
    )  # fmt: skip
    sheet = _sheet(write_sites(sites))
    head = next(row for row in sheet.iter_rows() if row[0].value == "Nr.")
    cells = sheet[head[0].row + 1]
    assert [cell.value for cell in cells] == ["O-01", 16, "3", "Inngang fra gårdsrommet ved siden av porten"]
    assert (head[1].alignment.horizontal, cells[1].alignment.horizontal) == ("right", "right")
    assert head[2].alignment.indent == cells[2].alignment.indent == 1
    assert sheet.row_dimensions[cells[0].row].height == 45


def test_tables_hold_words_as_words() -> None:
    rows: list[list[Any]] = [[text, 1, Decimal("2.5"), date(2027, 1, 11), None] for text in RISKY]
    sheet = _sheet(
        write_table("Register [2027]: *alle*/noen? svært langt navn", ["=A", "B", "C", "D", "E"], rows)
    )
    assert [cell.value for cell in sheet["A"]] == ["=A", *RISKY]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    assert (sheet["B2"].value, sheet["C2"].value, sheet["D2"].value.date()) == (1, 2.5, date(2027, 1, 11))
    assert sheet.freeze_panes == "A2"


def test_control_characters_do_not_break_a_sheet() -> None:
    sheet = _sheet(write_table("x", ["a"], [[text] for text in sample.HOSTILE]))
    assert sheet.max_row == len(sample.HOSTILE) + 1


def test_csv_is_what_a_norwegian_spreadsheet_opens() -> None:
    data = write_csv(
        ["navn", "sum"], [["Ærø; AS", Decimal("-3.50")], ["linje\nto", date(2027, 1, 11)], [None, 7]]
    )
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv_reader.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["navn", "sum"], ["Ærø; AS", "-3,50"], ["linje\nto", "11.01.2027"], ["", "7"]]


@pytest.mark.parametrize("text", [*RISKY[:6], "\rx"])
def test_csv_cells_never_run(text: str) -> None:
    cell = write_csv([], [[text]]).decode("utf-8-sig").splitlines()[1].lstrip('"')
    assert cell.startswith("'") or text == "+1"


@pytest.mark.parametrize("text", ["-5", "+47", "-12 345,50", "- 5"])
def test_plain_numbers_stay_numbers(text: str) -> None:
    assert write_csv([], [[text]]).decode("utf-8-sig").splitlines()[1] == text
