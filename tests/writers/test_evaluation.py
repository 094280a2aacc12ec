"""The evaluation sheet: what is open, and that a spreadsheet program reckons as the domain does."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dpsdocs.document.evaluation import EvaluatedLot, EvaluationSheet, ScoredItem, SheetCriterion
from dpsdocs.domain.evaluation import (
    POINT_MODELS,
    PointModel,
    PriceModel,
    all_price_points,
    criterion_points,
    ranks,
    weighted_sum,
)
from dpsdocs.domain.scoring import Bid as DomainBid
from dpsdocs.domain.scoring import Part, Scheme, Weighed, score
from dpsdocs.writers import xlsx_evaluation as xlsx
from dpsdocs.writers import xlsx_points
from dpsdocs.writers.xlsx_evaluation import HEADS, SHEET, write_evaluation

from . import sample
from .conftest import Convert

D = Decimal
WEIGHTS = {"price": D(40), "quality": D("37.5"), "environment": D("22.5")}
# name, price, points for two requirements of quality, points for environment
Bid = tuple[Any, Any, tuple[Any, Any], Any]
BIDS: tuple[Bid, ...] = (
    ("Akershagen Vakt AS", 1_000_000, (10, 7.5), 8),
    ("Fjordlys Sikkerhet AS", 1_250_000.5, (8.25, 10), 10),
    ("Uten pris AS", None, (1, 1), 1),
    ("Tekst som pris AS", "én million", (1, 1), 1),
    ("Null AS", 0, (1, 1), 1),
    ("Negativ AS", -5, (1, 1), 1),
    ("Feil AS", "#N/A", (1, 1), 1),
    ("Uten poeng AS", 2_500_000, (None, 9), 3),
    ("Ugyldige poeng AS", 1_500_000, (11, "ti"), -1),
    ("Akershagen Vakt AS igjen", 1_000_000, (10, 7.5), 8),
)


def source(model: PriceModel = "linear_floor") -> EvaluationSheet:
    quality = (ScoredItem("K-12", "=Erfaring og ro"), ScoredItem("K-18", "Kontinuitet. " * 20))
    criteria = (
        SheetCriterion("price", "Pris", WEIGHTS["price"]),
        SheetCriterion("quality", "Kvalitet: [vekterne]", WEIGHTS["quality"], quality),
        SheetCriterion("environment", "Evaluering", WEIGHTS["environment"], (ScoredItem("", "Ombruk"),)),
    )
    meta = replace(sample.META, title="Evaluering", grade="internal")
    return EvaluationSheet(
        "evaluering", meta, (EvaluatedLot(0, "", criteria),), model, ("Arket er internt.",)
    )


def _first(sheet: Any) -> int:
    return next(int(row[0].row) + 2 for row in sheet.iter_rows() if row[0].value == HEADS[0])


def _filled(data: bytes, bids: Sequence[Bid]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, quality, green = book.worksheets
    first = _first(sheet)
    for number, (name, price, (one, two), environment) in enumerate(bids):
        sheet[f"B{first + number}"] = name
        sheet[f"C{first + number}"] = price
        for at, where, points in ((5, quality, one), (16, quality, two), (5, green, environment)):
            where[f"C{at + number}"] = points
            if name != "Fjordlys Sikkerhet AS":
                where[f"E{at + number}"] = "Fordi svaret sier hvem, hva og når."
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _reckoned(data: bytes, convert: Convert, folder: Path, name: str) -> list[list[Any]]:
    """The rows of the bids as LibreOffice has them."""
    file = folder / f"{name}.xlsx"
    file.write_bytes(data)
    book = openpyxl.load_workbook(convert(file, "xlsx"), data_only=True)
    sheet = book[SHEET]
    first = _first(sheet)
    return [[c.value for c in sheet[row]][3:10] for row in range(first, first + 10)]


def _number(value: Any) -> Decimal | None:
    return D(str(value)) if isinstance(value, int | float) else None


def test_only_what_evaluators_write_is_open() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_evaluation(source())))
    assert book.sheetnames == [SHEET, "Kvalitet vekterne", "Evaluering 2"]
    sheet, quality, green = book.worksheets
    first = _first(sheet)

    def opened(where: Any) -> set[str]:
        return {c.coordinate for row in where.iter_rows() for c in row if not c.protection.locked}

    bids = {f"{column}{row}" for column in "BC" for row in range(first, first + 10)}
    assert bids <= opened(sheet)
    assert all(int(c[1:]) > first + 10 for c in opened(sheet) - bids)
    rows = [*range(5, 15), *range(16, 26)]
    assert opened(quality) == {f"{column}{row}" for column in "CE" for row in rows}
    assert all(s.protection.sheet for s in book.worksheets)
    assert quality["A4"].data_type == "s" and quality["A4"].value == "K-12 =Erfaring og ro"
    assert {str(v.sqref) for v in quality.data_validations.dataValidation} == {"C5:C14", "C16:C25"}
    assert green.page_setup.orientation == "landscape"
    assert sheet["A1"].value == "INTERN"
    assert any("to personer" in str(c.value) for c in sheet["B"])


def test_the_same_sheet_is_the_same_bytes_and_begins_without_errors() -> None:
    data = write_evaluation(source())
    assert data == write_evaluation(source())
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets:
        assert not [c.coordinate for row in sheet.iter_rows() for c in row if str(c.value).startswith("#")]
    assert write_evaluation(replace(source(), lots=(EvaluatedLot(0, "", ()),)))


@pytest.mark.slow
@pytest.mark.parametrize("model", POINT_MODELS)
def test_libreoffice_reckons_as_the_domain_does(model: PointModel, convert: Convert, tmp_path: Path) -> None:
    rows = _reckoned(_filled(write_evaluation(source(model)), BIDS), convert, tmp_path, f"evaluering_{model}")
    prices = [_number(price) for _, price, _, _ in BIDS]
    usable = [p if p and p > 0 else None for p in prices]
    points = all_price_points(model, prices)
    quality = [criterion_points([_number(p) for p in pair]) for _, _, pair, _ in BIDS]
    green = [criterion_points([_number(p)]) for _, _, _, p in BIDS]
    sums = [
        weighted_sum({"price": p, "quality": q, "environment": g}, WEIGHTS)
        if p is not None and q is not None and g is not None else None
        for p, q, g in zip(points, quality, green, strict=True)
    ]  # fmt: skip
    for row, *told in zip(rows, usable, points, quality, green, sums, ranks(sums, usable), strict=True):
        assert [None if _number(v) is None else float(v) for v in row[:6]] == [
            None if value is None else pytest.approx(float(value), abs=1e-9) for value in told
        ]
    assert sum(value is not None for value in sums) == 3
    assert [row[6] for row in rows] == [
        xlsx.TIE, xlsx.NO_REASON, *[xlsx.NO_PRICE] * 5, xlsx.NO_POINTS, xlsx.NO_POINTS, xlsx.TIE,
    ]  # fmt: skip


@pytest.mark.slow
def test_an_empty_sheet_has_no_errors_in_libreoffice(convert: Convert, tmp_path: Path) -> None:
    rows = _reckoned(_filled(write_evaluation(source()), ()), convert, tmp_path, "evaluering_tom")
    assert {value for row in rows for value in row} <= {None, ""}


SUBS = (Part("people", "Vekterne", D("62.5")), Part("plan", "Planen", D("37.5")))
SUB_BIDS: tuple[Bid, ...] = (
    ("Akershagen Vakt AS", 1_000_000, (10, 7.55), 8),
    ("Fjordlys Sikkerhet AS", 1_250_000.5, (8.25, 10), 10),
    ("Granberg AS", 1_100_000, (3.33, 6.67), 2.5),
)


def divided(model: PriceModel) -> tuple[EvaluationSheet, Scheme]:
    """The sheet with quality in sub-criteria, one of them with a scale, and the scheme the domain uses."""
    items = tuple(ScoredItem("", part.name, part.weight, part.id == "plan") for part in SUBS)
    base = source(model)
    (lot,) = base.lots
    price, quality, green = lot.criteria
    criteria = (price, replace(quality, items=items), green)
    weighed = (
        Weighed("price", "Pris", WEIGHTS["price"]),
        Weighed("quality", "Kvalitet", WEIGHTS["quality"], SUBS),
        Weighed("environment", "Miljø", WEIGHTS["environment"], (Part("environment", "Miljø"),)),
    )
    sheet = replace(base, lots=(EvaluatedLot(0, "", criteria, D("55000.5")),))
    return sheet, Scheme(model, weighed, D("55000.5"))


@pytest.mark.slow
@pytest.mark.parametrize("model", ["linear_floor", "priced"])
def test_sub_criteria_and_kroner_are_reckoned_as_the_domain_does(
    model: PriceModel, convert: Convert, tmp_path: Path
) -> None:
    sheet, scheme = divided(model)
    rows = _reckoned(_filled(write_evaluation(sheet), SUB_BIDS), convert, tmp_path, f"under_{model}")[:3]
    told = score(scheme, [
        DomainBid(str(name), D(str(price)), {"people": D(str(one)), "plan": D(str(two)), "environment": D(str(green))})
        for name, price, (one, two), green in SUB_BIDS
    ])  # fmt: skip
    for row, found in zip(rows, told, strict=True):
        shown = [float(D(str(value))) for value in row[1:6]]
        points = [found.points["quality"], found.points["environment"]]
        wanted = [*points, found.quality, found.total, D(found.rank)]
        if model != "priced":
            wanted = [found.points["price"], *points, found.total, D(found.rank)]
        assert shown == [pytest.approx(float(value), abs=1e-6) for value in wanted]


def test_a_sub_criterion_with_a_scale_does_not_ask_for_ten() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_evaluation(divided("priced")[0])))
    quality = book.worksheets[1]
    assert xlsx_points.NO_TOP in str(quality["F4"].value)
    assert quality["F15"].value is None
    told = {str(v.sqref): v.prompt for v in quality.data_validations.dataValidation}
    assert told["C5:C14"] != told["C16:C25"] == "0 til 10 etter skalaen."
    overview = book.worksheets[0]
    assert [c.value for c in overview[_first(overview) - 2]][6:9] == list(xlsx.AFTER_PRICED[:3])
    assert "Pris (poeng)" not in [c.value for c in overview[_first(overview) - 2]]
