"""Spreadsheets and pasted cells as rows of text; hostile ones are refused in words before they are opened."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.services import row_files
from dpsdocs.services.errors import Invalid
from tests.services.test_uploads import HOSTILE, in_part

HEAD = ["Navn", "Adresse", "Risikoklasse"]


def book(*rows: list[Any], **cells: Any) -> bytes:
    """A workbook with these rows, and single cells by name."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for name, value in cells.items():
        made.active[name] = value
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def cells(sheet: row_files.Sheet) -> list[tuple[str, ...]]:
    """The cells row by row."""
    return [row.cells for row in sheet.rows]


def test_the_kinds_of_cells_excel_has() -> None:
    data = book(
        HEAD, ["Å", 12, 12.5], [None], ["", 6_000_000.0, 1e-7], [date(2027, 8, 1), datetime(2027, 1, 18, 10), time(7)],
        [True, False, " x "],
    )  # fmt: skip
    sheet = row_files.read_file("Liste.XLSX", data)
    assert cells(sheet)[1:] == [
        ("Å", "12", "12,5"), ("", "6000000", "0,0000001"), ("01.08.2027", "18.01.2027 kl. 10.00", "07.00"),
        ("Ja", "Nei", "x"),
    ]  # fmt: skip
    assert [row.number for row in sheet.rows] == [1, 2, 4, 5, 6]
    assert sheet.notes == ()


def _calculated(value: bytes) -> bytes:
    """A workbook where B2 and C2 are formulas, as Excel keeps them: with what they last came to, or without."""
    data = book(HEAD, ["Hus", 1, 2])
    for cell, old in ((b"B2", b"<v>1</v>"), (b"C2", b"<v>2</v>")):
        data = _swapped(data, cell, old, value)
    return data


def _swapped(data: bytes, cell: bytes, old: bytes, value: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    at = parts[name].index(b'r="' + cell + b'"')
    parts[name] = parts[name][:at] + parts[name][at:].replace(old, b"<f>SUM(D1:D2)</f>" + value, 1)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def test_formulas_count_by_what_they_last_came_to() -> None:
    sheet = row_files.read_file("a.xlsx", _calculated(b"<v>7</v>"))
    assert cells(sheet)[1] == ("Hus", "7", "7")
    assert sheet.notes == ("2 celler har formler. Vi har brukt verdien som sist ble regnet ut.",)


def test_a_formula_without_a_value_is_named_by_its_cell() -> None:
    sheet = row_files.read_file("a.xlsx", _calculated(b""))
    assert sheet.rows[1].problems == {
        place: f"Celle {name} har en formel uten verdi. Åpne filen i Excel, lagre den og prøv igjen."
        for place, name in ((1, "B2"), (2, "C2"))
    }
    assert sheet.notes == ()


def test_errors_in_cells_are_told() -> None:
    made = openpyxl.load_workbook(BytesIO(book(HEAD, ["Hus", "#N/A", "1"])))
    made.active["B2"].data_type = "e"
    stream = BytesIO()
    made.save(stream)
    sheet = row_files.read_file("a.xlsx", stream.getvalue())
    assert sheet.rows[1].problems == {1: "Cellen viser feilen #N/A. Rett den i Excel."}


def test_merged_cells_are_refused_by_name() -> None:
    made = openpyxl.load_workbook(BytesIO(book(HEAD, ["Hus", "x", "1"])))
    made.active.merge_cells("A2:B3")
    stream = BytesIO()
    made.save(stream)
    with pytest.raises(Invalid, match="A2:B3 er slått sammen"):
        row_files.read_file("a.xlsx", stream.getvalue())


def test_the_first_sheet_one_can_see_is_read() -> None:
    made = openpyxl.load_workbook(BytesIO(book(["Skjult"])))
    made.active.sheet_state = "hidden"
    for title in ("Objekter", "Annet"):
        made.create_sheet(title).append([title])
    stream = BytesIO()
    made.save(stream)
    sheet = row_files.read_file("a.xlsx", stream.getvalue())
    assert (cells(sheet), sheet.notes) == ([("Objekter",)], ("Bare arket «Objekter» er lest.",))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        row_files.read_file("liste.xlsx", HOSTILE[name]())
    assert caught.value.problems.keys() == {"file"}


def test_a_damaged_sheet_is_refused() -> None:
    data = in_part("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><row><c r='A1'")
    with pytest.raises(Invalid, match="kan ikke leses"):
        row_files.read_file("a.xlsx", data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (book(), "ingen rader"), (book(*[["x"]] * 5002), "flere enn 5\u00a0000 rader"),
        (book(["x"], A20500="x"), "forbi rad 20\u00a0000"),
    ],
)  # fmt: skip
def test_sheets_that_are_too_small_or_too_large(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        row_files.read_file("a.xlsx", data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_as_programs_write_it(encoding: str, mark: str) -> None:
    text = mark.join(["Navn", "Adresse"]) + "\r\n" + mark.join(['"Ærlig ""Øst"""', "Gata 1"]) + "\r\n\r\n"
    sheet = row_files.read_file("LISTE.CSV", text.encode(encoding))
    assert cells(sheet) == [("Navn", "Adresse"), ('Ærlig "Øst"', "Gata 1")]


@pytest.mark.parametrize(
    "text", ["Navn\tAdresse\nHus\t\"Gata 1,\n0350 Oslo\"\n", "Navn;Adresse\nHus;\"Gata 1,\n0350 Oslo\""]
)  # fmt: skip
def test_pasted_cells(text: str) -> None:
    sheet = row_files.read_pasted(text)
    assert cells(sheet)[1] == ("Hus", "Gata 1,\n0350 Oslo")


def test_what_our_own_csv_guards_is_read_back() -> None:
    sheet = row_files.read_pasted("Navn\n'=1+1\n'vanlig\n'-5 grader")
    assert [row[0] for row in cells(sheet)] == ["Navn", "=1+1", "'vanlig", "-5 grader"]


@pytest.mark.parametrize(("text", "words"), [("  \n ", "Lim inn"), ('Navn\n"' + "x" * 200_000, "Rad 2")])
def test_pasted_nonsense_is_refused(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        row_files.read_pasted(text)
    assert caught.value.problems.keys() == {"text"}


def test_unreadable_characters_are_marked_and_long_cells_told() -> None:
    sheet = row_files.read_pasted("Navn;B\nx\x00y;" + "z" * 20_000)
    assert sheet.rows[1].cells == ("x\ufffdy", "z" * 10_000)
    assert sheet.rows[1].problems == {1: "Cellen har over 10\u00a0000 tegn. Kort den ned."}


@given(st.text(max_size=300))
def test_any_text_is_rows_or_a_reason(text: str) -> None:
    try:
        assert row_files.read_pasted(text).rows
    except Invalid as error:
        assert error.problems.keys() == {"text"}
