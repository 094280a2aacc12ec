"""A returned price schedule: prices read back, our own sum, and every kind of change outside the input cells."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from dpsdocs.cli import main
from dpsdocs.verify import Refused, ScheduleReport, compare_schedule, schedule_lines
from dpsdocs.writers.xlsx import HEADS

from .conftest import edited, member

PRICES = (512.5, 640, 655.25, 790)
Edit = Callable[[Any, int], None]


@pytest.fixture(scope="session")
def schedule(package: bytes) -> bytes:
    """The issued schedule."""
    return member(package, "_prisskjema.xlsx")


def first_line(sheet: Any) -> int:
    return next(int(row[0].row) + 1 for row in sheet.iter_rows() if row[0].value == HEADS[0])


def count_of(sheet: Any) -> int:
    first = first_line(sheet)
    return next(n for n in range(20) if not sheet[f"A{first + n}"].value)


def filled(schedule: bytes, edit: Edit | None = None) -> bytes:
    """The schedule as a bidder fills it in, and then as somebody edits it."""
    book = openpyxl.load_workbook(io.BytesIO(schedule))
    sheet = book.worksheets[0]
    first = first_line(sheet)
    for number in range(count_of(sheet)):
        sheet[f"E{first + number}"] = PRICES[number]
    sheet[f"C{first - 4}"] = "Akershagen Vakt AS"
    if edit:
        edit(sheet, first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(schedule: bytes, package: bytes, edit: Edit | None = None) -> ScheduleReport:
    return compare_schedule("retur.xlsx", filled(schedule, edit), package)


def test_an_issued_schedule_is_clean_and_blank(schedule: bytes, package: bytes) -> None:
    report = compare_schedule("retur.xlsx", schedule, package)
    assert report.is_clean
    assert report.total == 0
    assert len(report.blank) == len(report.prices) > 0


def test_filled_prices_are_read_and_added_up(schedule: bytes, package: bytes) -> None:
    report = read(schedule, package)
    assert report.changes == ()
    assert report.is_clean
    assert report.blank == ()
    assert "Akershagen Vakt AS" in report.bidder
    assert [p.price for p in report.prices] == [Decimal(str(p)) for p in PRICES[: len(report.prices)]]
    assert report.total == sum(p.quantity * p.price for p in report.prices if p.price)
    assert report.prices[0].cell.startswith("E")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("fem hundre", "Ikke et tall"),
        ("512,50", "Ikke et tall"),
        (True, "Ikke et tall"),
        ("#N/A", "Ikke et tall"),
        (-1, "høyere enn 0"),
        (0, "høyere enn 0"),
        (1e300, "for stort"),
        (512.505, "to desimaler"),
        ("=1+1", "Formel i stedet for pris"),
        ('=HYPERLINK("http://example.org")', "Formel i stedet for pris"),
    ],
)
def test_what_is_no_price_is_named_with_its_cell(
    schedule: bytes, package: bytes, value: Any, words: str
) -> None:
    def put(sheet: Any, first: int) -> None:
        sheet[f"E{first}"] = value

    report = read(schedule, package, put)
    (problem,) = report.problems
    assert words in problem.problem
    assert not report.changes
    assert not report.is_clean
    assert any(f"Kan ikke brukes: {problem.cell} L-1" in line for line in schedule_lines(report))
    assert report.total == sum(p.amount for p in report.prices[1:])


def _label(sheet: Any, first: int) -> None:
    sheet[f"B{first}"] = "Vektertime, bare dag"


def _quantity(sheet: Any, first: int) -> None:
    sheet[f"D{first}"] = 1


def _formula(sheet: Any, first: int) -> None:
    sheet[f"F{first}"] = f"=ROUND(D{first}*E{first}*0.9,2)"


def _value(sheet: Any, first: int) -> None:
    sheet[f"F{first}"] = 17


def _row(sheet: Any, first: int) -> None:
    sheet.insert_rows(first + count_of(sheet) + 5)
    sheet[f"B{first + count_of(sheet) + 5}"] = "Oppstart faktureres særskilt"


def _no_line(sheet: Any, first: int) -> None:
    sheet.delete_rows(first)


def _sheet(sheet: Any, first: int) -> None:
    sheet.parent.create_sheet("Forbehold").sheet_state = "hidden"


def _hidden(sheet: Any, first: int) -> None:
    sheet.row_dimensions[first].hidden = True


def _narrow(sheet: Any, first: int) -> None:
    sheet.column_dimensions["G"].hidden = True


def _comment(sheet: Any, first: int) -> None:
    sheet[f"E{first}"].comment = Comment("Prisen gjelder bare i 2027", "x")


def _outside(sheet: Any, first: int) -> None:
    sheet["K3"] = "Forbehold"


def _far(sheet: Any, first: int) -> None:
    sheet["XFD1048576"] = "Forbehold"


def _renamed(sheet: Any, first: int) -> None:
    sheet.title = "Priser"


@pytest.mark.parametrize(
    ("edit", "kind", "words"),
    [
        (_label, "changed", "fra «Vektertime, dag» til «Vektertime, bare dag»"),
        (_quantity, "changed", "til «1»"),
        (_formula, "changed", "*0.9"),
        (_value, "changed", "til «17»"),
        (_row, "row_added", "Oppstart faktureres særskilt"),
        (_no_line, "row_deleted", "L-1"),
        (_sheet, "sheet", "arket Forbehold (skjult)"),
        (_hidden, "hidden", "Skjult: rad"),
        (_narrow, "hidden", "Skjult: kolonne G"),
        (_comment, "comment", "Prisen gjelder bare i 2027"),
        (_outside, "added", "K3"),
        (_far, "added", "XFD1048576"),
        (_renamed, "sheet", "heter nå «Priser»"),
    ],
)
def test_a_change_outside_the_input_cells(
    schedule: bytes, package: bytes, edit: Edit, kind: str, words: str
) -> None:
    report = read(schedule, package, edit)
    assert kind in {change.kind for change in report.changes}
    assert words in "\n".join(schedule_lines(report))
    assert not report.is_clean


def test_one_change_is_told_once(schedule: bytes, package: bytes) -> None:
    for edit in (_label, _quantity, _value, _hidden, _comment, _outside, _far, _renamed, _sheet):
        assert len(read(schedule, package, edit).changes) == 1, edit


def test_protection_that_is_off_is_told_but_no_change(schedule: bytes, package: bytes) -> None:
    def put(sheet: Any, first: int) -> None:
        sheet.protection.sheet = False

    report = read(schedule, package, put)
    assert report.is_clean
    assert report.notes == ("Arkbeskyttelsen er slått av.",)


def test_a_sum_the_file_lies_about_is_told(schedule: bytes, package: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(schedule)).worksheets[0]
    first = first_line(sheet)
    total = f'<c r="F{first + count_of(sheet)}"'

    def lie(text: str) -> str:
        head, _, tail = text.partition(total)
        return head + total + tail.replace("<v>0</v>", "<v>1</v>", 1)

    report = compare_schedule("x.xlsx", edited(schedule, lie, "xl/worksheets/sheet1.xml"), package)
    assert (report.told_total, report.is_clean) == (1, True)
    assert "Filen viser en annen sum: 1 kr. Bruk vår sum." in list(schedule_lines(report))


def test_the_command(
    schedule: bytes, package: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.zip").write_bytes(package)
    for name, edit, code, words in (
        ("hel", None, 0, "Alle felt har pris."),
        ("endret", _label, 1, "endret utenfor feltene"),
    ):
        file = tmp_path / f"{name}.XLSX"
        file.write_bytes(filled(schedule, edit))
        assert main(["verify", str(file), "--against", str(tmp_path / "p.zip")]) == code
        assert words in capsys.readouterr().out
    file.write_bytes(b"%PDF-1.7")
    assert main(["verify", str(file), "--against", str(tmp_path / "p.zip")]) == 2
    assert "innholdet er noe annet" in capsys.readouterr().err


def _with(schedule: bytes, name: str, text: str) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(schedule)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for known in source.namelist():
            target.writestr(known, source.read(known))
        target.writestr(name, text)
    return out.getvalue()


def _sheet_with(schedule: bytes, before: str, after: str) -> bytes:
    return edited(schedule, lambda t: t.replace(before, after, 1), "xl/worksheets/sheet1.xml")


def test_hostile_files_are_refused(schedule: bytes, package: bytes) -> None:
    cells = "".join(f'<c r="A{n}"><v>1</v></c>' for n in range(1, 120_000))
    hostile = {
        "makroer": _with(schedule, "xl/vbaProject.bin", "x"),
        "koblinger": _with(schedule, "xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        "innholdet er noe annet": b"%PDF-1.7 ...",
        "tom": b"",
        "mye større": _sheet_with(
            schedule, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "større enn": _sheet_with(schedule, "</sheetData>", f'<row r="900">{cells}</row></sheetData>'),
        "DTD": edited(schedule, lambda t: t.replace("<worksheet", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet", 1),
                      "xl/worksheets/sheet1.xml"),
        "kan ikke leses": _sheet_with(schedule, "</sheetData>", "</sheetDat>"),
        "ligner ikke": _other_book(),
    }  # fmt: skip
    for words, data in hostile.items():
        with pytest.raises(Refused) as refused:
            compare_schedule("retur.xlsx", data, package)
        assert words in str(refused.value), (words, str(refused.value))


def _other_book() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = "Budsjett"
    book.save(out)
    return out.getvalue()


def test_a_number_with_a_million_digits_is_refused_quickly(schedule: bytes, package: bytes) -> None:
    data = _sheet_with(
        schedule, "</sheetData>", f'<row r="99"><c r="A99"><v>{"9" * 900_000}</v></c></row></sheetData>'
    )
    with pytest.raises(Refused):
        compare_schedule("retur.xlsx", data, package)


@pytest.mark.slow
def test_a_schedule_saved_by_libreoffice_is_clean(schedule: bytes, package: bytes, tmp_path: Path) -> None:
    file = tmp_path / "retur.xlsx"
    file.write_bytes(filled(schedule))
    order = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profil", "--convert-to", "xlsx",
             "--outdir", str(tmp_path / "ut"), str(file)]  # fmt: skip
    try:
        subprocess.run(order, check=True, capture_output=True, timeout=120)
    except FileNotFoundError:
        pytest.skip("LibreOffice mangler")
    report = compare_schedule("retur.xlsx", (tmp_path / "ut" / "retur.xlsx").read_bytes(), package)
    assert report.changes == ()
    assert report.is_clean
    assert report.told_total == report.total
