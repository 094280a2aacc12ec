"""The packages of case B opened by programs that know nothing of dpsdocs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, time

import docx
import openpyxl
import pypdf

from dpsdocs.domain.formats import OSLO, moment
from dpsdocs.verify import verify_package
from tests.browser import housing
from tests.browser.housing import LOTS, Days


def are_whole(files: Mapping[str, bytes]) -> None:
    """Every file is the one the manifest names, as ``dpsdocs verify`` proves it."""
    for data in files.values():
        report = verify_package(data)
        assert report.is_whole, report.problems


def _member(data: bytes, words: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [name] = [name for name in archive.namelist() if words in name]
        return archive.read(name)


def price(files: Mapping[str, bytes], hours: Mapping[str, int]) -> None:
    """The price schedule has a sheet per lot, with its hours and its own call-outs as quantities."""
    book = openpyxl.load_workbook(io.BytesIO(_member(files["til leverandørene"], "prisskjema.xlsx")))
    assert book.sheetnames[1:] == ["Delkontrakt\u00a01", "Delkontrakt\u00a02"]
    for sheet, lot in zip(book.worksheets[1:], LOTS, strict=True):
        lines = {row[1]: row[3] for row in sheet.iter_rows(values_only=True) if row[3] is not None}
        assert sum(value for name, value in lines.items() if "Vektertime, " in str(name)) == hours[lot]
        assert lines["Utrykning"] == {"Nord": 800, "Sør": 880}[lot]
        assert ("Runde" in lines, "Alarmovervåking" in lines) == (lot == "Nord", lot == "Sør")


def list_sites(files: Mapping[str, bytes]) -> None:
    """All open sites are in the bidders' list, all others in the confidential one and nowhere else."""
    told = [site for site in housing.sites() if site["secret"] == "no"]
    secret = [site for site in housing.sites() if site["secret"] == "yes"]
    assert (len(told), len(secret)) == (1704, 214)
    open_list = openpyxl.load_workbook(io.BytesIO(_member(files["til leverandørene"], "objektliste.xlsx")))
    cells = {str(cell) for sheet in open_list for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {site["name"] for site in told} | {site["address"] for site in told} <= cells
    with zipfile.ZipFile(io.BytesIO(files["til leverandørene"])) as archive:
        names = [
            name for name in archive.namelist() if not name.endswith(".pdf")
        ]  # these read as their Word files
        everything = "\n".join(_text(name, archive.read(name)) for name in names)
    assert told[0]["address"] in everything
    assert [site["name"] for site in secret if site["name"] in everything] == []
    closed = openpyxl.load_workbook(io.BytesIO(_member(files["skjermet"], "objektliste.xlsx")))
    cells = {str(cell) for sheet in closed for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {site["name"] for site in secret} | {site["secret_note"] for site in secret} <= cells


def _text(name: str, data: bytes) -> str:
    """What can be read in a file of the package."""
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(parts.read(part).decode() for part in parts.namelist() if part.endswith(".xml"))
    return data.decode()


def read_as_documents(files: Mapping[str, bytes], days: Days) -> None:
    """The competition basis tells lots, ceilings and the deadline; the Word files open."""
    bidders = files["til leverandørene"]
    moments = ((days.deadline, 12), (days.visit, 10), (days.sign_up, 12))  # no day or year is cut in two
    told = [moment(datetime.combine(day, time(hour), OSLO)).replace("\u00a0", " ") for day, hour in moments]
    lots = [f"Delkontrakt {number}: {name}" for number, name in enumerate(LOTS, 1)]
    for name, words in (
        ("les_dette_forst.pdf", told),
        ("konkurransegrunnlag.pdf", [*told, *lots, "kr 20 400 000", "kr 9 600 000", "kr 10 800 000"]),
    ):
        text = " ".join(_text(name, _member(bidders, name)).split())
        assert [word for word in words if word not in text] == [], name
    assert docx.Document(io.BytesIO(_member(bidders, "konkurransegrunnlag.docx"))).tables
    terms = _member(bidders, "avtale.docx")
    assert docx.Document(io.BytesIO(terms)).paragraphs
