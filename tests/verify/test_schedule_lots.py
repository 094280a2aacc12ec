"""A price schedule with a sheet for each lot: filled in, read back, and told lot by lot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dpsdocs.assemble import assemble
from dpsdocs.domain import case_file
from dpsdocs.masters.loader import load
from dpsdocs.verify import ScheduleReport, compare_schedule, schedule_lines
from dpsdocs.writers.xlsx import HEADS, OVERVIEW
from tests.domain.long_path import changed, long_case

FIRST, SECOND = "Delkontrakt\u00a01", "Delkontrakt\u00a02"


@pytest.fixture(scope="module")
def packages(root: Path) -> dict[str, bytes]:
    """The packages of the small long case; its second lot has weights of its own."""
    folder = root / "templates" / "masters" / "vektertjenester"
    case = long_case(case_file.read((folder / "samples" / "reception.json").read_bytes()))
    case = changed(case, "lots", "d2", weights={"price": "45", "quality": "25", "environment": "30"})
    made = assemble(case, load(folder), drafts=True, without=("pdf",))
    return {part: archive.data for part, archive in made.archives.items()}


def member(package: bytes, ending: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return source.read(next(name for name in source.namelist() if name.endswith(ending)))


def first_line(sheet: Any) -> int:
    return next(int(row[0].row) + 1 for row in sheet.iter_rows() if row[0].value == HEADS[0])


def fill(sheet: Any, price: float) -> None:
    row = first_line(sheet)
    while sheet[f"A{row}"].value:
        sheet[f"E{row}"] = price
        row += 1


def returned(packages: dict[str, bytes], edit: Callable[[Any], None]) -> ScheduleReport:
    book = openpyxl.load_workbook(io.BytesIO(member(packages["bidders"], "_prisskjema.xlsx")))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return compare_schedule("retur.xlsx", out.getvalue(), packages["bidders"])


def test_each_lot_has_its_sheet_and_its_lines(packages: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(member(packages["bidders"], "_prisskjema.xlsx")))
    assert book.sheetnames == [OVERVIEW, FIRST, SECOND]
    lines = {
        name: [book[name][f"A{first_line(book[name]) + n}"].value for n in range(2)]
        for name in (FIRST, SECOND)
    }
    assert lines[FIRST][0] == "L-1" and "L-11" not in lines[FIRST]
    told = [str(cell.value) for row in book[OVERVIEW].iter_rows() for cell in row if cell.value]
    assert f"{FIRST}: Nord" in told and f"='{FIRST}'!F" in " ".join(told)


def test_a_bid_for_one_lot_is_read_and_the_other_told(packages: dict[str, bytes]) -> None:
    report = returned(packages, lambda book: fill(book[FIRST], 500))
    assert report.is_clean and report.blank == ()
    assert report.unpriced == (SECOND,)
    quantity = sum(p.quantity for p in report.prices if p.part == FIRST)
    assert report.total == report.total_of(FIRST) == quantity * 500
    told = list(schedule_lines(report))
    assert f"{SECOND} er ikke priset." in told
    assert any(line.startswith(f"Vår sum for {FIRST}: kr") for line in told)


def test_a_hole_in_a_lot_that_is_priced_is_told(packages: dict[str, bytes]) -> None:
    def edit(book: Any) -> None:
        fill(book[SECOND], 700)
        book[SECOND][f"E{first_line(book[SECOND])}"] = None

    report = returned(packages, edit)
    assert [price.part for price in report.blank] == [SECOND]
    assert any(line.startswith(f"Mangler pris: {SECOND}!E") for line in schedule_lines(report))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda book: book[SECOND].__setitem__(f"D{first_line(book[SECOND])}", 1), f"Endret: {SECOND}!D"),
        (lambda book: book.remove(book[SECOND]), "Slettet: arket Delkontrakt 2"),
        (lambda book: book.create_sheet("Rabatt"), "Lagt til: arket Rabatt"),
        (lambda book: setattr(book[FIRST], "sheet_state", "hidden"), f"Skjult: {FIRST}!arket {FIRST}"),
    ],
)  # fmt: skip
def test_what_is_touched_in_one_lot_is_named_with_its_sheet(
    packages: dict[str, bytes], edit: Callable[[Any], None], words: str
) -> None:
    report = returned(packages, edit)
    assert not report.is_clean
    assert any(line.startswith(words) for line in schedule_lines(report)), list(schedule_lines(report))


def test_the_evaluation_has_an_overview_and_weights_for_each_lot(packages: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(member(packages["internal"], "_evaluering.xlsx")))
    overviews = [name for name in book.sheetnames if name.startswith("Evaluering ")]
    assert overviews == ["Evaluering 1", "Evaluering 2"]
    weights = []
    for name in overviews:
        rows = [row for row in book[name].iter_rows() if row[1].value == "Vekt i prosent"]
        weights.append([Decimal(str(cell.value)) for cell in rows[0][4:7]])
    assert weights == [[40, 30, 30], [45, 25, 30]]
    assert any(name.startswith("D2 ") for name in book.sheetnames)
