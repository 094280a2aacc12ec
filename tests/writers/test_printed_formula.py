"""The formula as printed in a sample's konkurransegrunnlag, reckoned beside its evaluation sheet and the domain."""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest

from dpsdocs.assemble import check
from dpsdocs.assemble.sheets import evaluation_sheet
from dpsdocs.document.model import Clause, Formula, Paragraph, plain, walk
from dpsdocs.domain.schemes import scheme_of
from dpsdocs.domain.scoring import Bid, score
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from dpsdocs.writers.xlsx_evaluation import HEADS, write_evaluation
from tests.assemble.samples import sample

from .conftest import Convert

D = Decimal
CENT = D("0.01")
PRICES = (D(1_900_000), D("2150000.50"), D(4_400_000))
POINTS = (D(5), D(10), D("7.25"))  # of each tender, the same under every criterion


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates" / "masters" / "vektertjenester")


def reckoned(source: str, values: dict[str, Decimal]) -> Decimal:
    source = source.replace("Pmin", "L").replace("−", "-").replace("×", "*").replace("\u00a0", " ")
    assert re.fullmatch(r"[\d PLKQ()*/+-]+", source), source
    source = re.sub(r"\d+", lambda found: f"Decimal({found.group()})", source)
    return Decimal(eval(source, {"Decimal": Decimal, **values}))  # noqa: S307 - only the letters above


def printed(clause: Clause) -> str:
    """The formula of a clause: its fraction as arithmetic, or the line with the equals sign."""
    for block in walk(clause.blocks):
        if isinstance(block, Formula):
            before = plain(block.before).partition("=")[2]
            return f"{before} ({plain(block.numerator)}) / ({plain(block.denominator)})"
    lines = (plain(block.inlines) for block in walk(clause.blocks) if isinstance(block, Paragraph))
    return next(line for line in lines if line.startswith("Sammenligningspris = ")).partition("=")[2]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["reception", "campus", "alarm"])
def test_what_is_printed_is_what_the_sheet_and_the_domain_reckon(
    release: Release, convert: Convert, tmp_path: Path, name: str
) -> None:
    """Linear with a floor, proportional, and quality in kroner with sub-criteria."""
    checked = check(sample(name), release)
    clauses = {
        b.id: b for b in walk(checked.documents["konkurransegrunnlag"].blocks) if isinstance(b, Clause)
    }
    formula = printed(next(b for key, b in clauses.items() if key.startswith("prisformel")))
    lot = checked.competition.scope.lots[0]
    scheme = scheme_of(checked.competition, lot)
    bids = [
        Bid(f"T{n}", price, {p.id: pts for p in scheme.parts})
        for n, (price, pts) in enumerate(zip(PRICES, POINTS, strict=True))
    ]
    scored = score(scheme, bids)
    sheet = evaluation_sheet(checked.competition, release, release.document("evaluering"))
    rows = _rows(write_evaluation(sheet), convert, tmp_path)
    for row, price, points, found in zip(rows, PRICES, POINTS, scored, strict=True):
        told = reckoned(formula, {"P": price, "L": min(PRICES), "K": scheme.point_value, "Q": points})
        if scheme.model == "priced":
            assert told == found.total
            assert row["Sammenligningspris"] == pytest.approx(float(told))
            assert row["Kvalitetspoeng (Q)"] == float(points)
        else:
            told = told.quantize(CENT, ROUND_HALF_UP)
            told = max(D(0), told) if scheme.model == "linear_floor" else told
            assert told == found.points["price"]
            assert row["Pris (poeng)"] == float(told)
            assert row["Samlet poengsum"] == pytest.approx(float(found.total))
        assert row["Rangering"] == found.rank


def _rows(data: bytes, convert: Convert, folder: Path) -> list[dict[str, float]]:
    """The rows of the first lot's overview, filled in and reckoned by LibreOffice."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    overview = book.worksheets[0]
    first = next(int(row[0].row) + 2 for row in overview.iter_rows() if row[0].value == HEADS[0])
    for number, price in enumerate(PRICES):
        overview[f"B{first + number}"], overview[f"C{first + number}"] = f"T{number}", price
    for sheet in book.worksheets[1:]:
        for row in range(4, sheet.max_row + 1):
            number = sheet[f"A{row}"].value
            if isinstance(number, int) and number <= len(POINTS):
                sheet[f"C{row}"] = POINTS[number - 1]
    file = folder / "evaluering.xlsx"
    book.save(file)
    sheet = openpyxl.load_workbook(convert(file, "xlsx"), data_only=True).worksheets[0]
    heads = [cell.value for cell in sheet[first - 2]]
    return [
        dict(zip(heads, [cell.value for cell in sheet[first + n]], strict=True)) for n in range(len(PRICES))
    ]
