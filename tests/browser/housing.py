"""Case B as the agency has it before it begins: its list of sites in a spreadsheet with faults, and its days."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import openpyxl
from playwright.sync_api import FilePayload

from dpsdocs.domain.deadlines import next_working_day
from tests.browser.journey import MASTERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOTS = ("Nord", "Sør")
HEAD = ("Navn på objektet", "Adresse", "Type", "Delkontrakt", "Antall boliger", "Risikoklasse", "Skjermet", "Merknad",
        "Skjermet merknad")  # fmt: skip
# row of the file → the column, what stands there, and what is said of it
FAULTS: dict[int, tuple[str, object, str]] = {
    12: ("Skjermet", "kanskje", "«kanskje» er verken ja eller nei."),
    302: ("Adresse", None, "Skriv adressen til objektet."),
    502: ("Type", "Slott", "Finner ikke «Slott»."),
    702: ("Delkontrakt", "Vest", "Finner ikke «Vest». Velg blant «Nord» og «Sør»."),
    902: ("Risikoklasse", 4, "Finner ikke «4»."),
    1102: ("Antall boliger", -3, "Tallet kan ikke være negativt."),
}
_KINDS = {"housing": "Bolig", "supported": "Bolig med oppfølging"}
_LAST_NORTH = 700


@dataclass(frozen=True)
class Days:
    """The days of the competition, all ahead of today."""

    sent: date
    sign_up: date
    visit: date
    deadline: date
    start: date

    @property
    def end(self) -> date:
        """The last day without extensions: two years."""
        return self.start.replace(year=self.start.year + 2) - timedelta(days=1)

    @property
    def nights(self) -> int:
        """All nights of two years and two extensions of one."""
        return (self.start.replace(year=self.start.year + 4) - self.start).days


def days(today: date) -> Days:
    """Days that hold, counted from today."""
    sent = next_working_day(today + timedelta(days=14))
    sign_up, visit = (next_working_day(sent + timedelta(days=n)) for n in (7, 11))
    deadline = next_working_day(visit + timedelta(days=25))
    after = deadline + timedelta(days=120)
    return Days(sent, sign_up, visit, deadline, after.replace(day=1))


def sites() -> list[dict[str, str]]:
    """The sites of the sample, each with its lot: by postal code."""
    case = json.loads((MASTERS / "samples" / "housing.json").read_text())
    return [
        {**site, "lot": LOTS[int(site["address"].split()[-2]) >= _LAST_NORTH]}
        for site in case["tables"]["sites"]
    ]


def spoiled() -> FilePayload:
    """The list as the agency has it, with a handful of faults."""
    rows = [_row(site) for site in sites()]
    for number, (column, value, _) in FAULTS.items():
        rows[number - 2][HEAD.index(column)] = value
    return _file("Boliger på 1918 adresser.xlsx", [HEAD, *rows])


def mended(data: bytes) -> FilePayload:
    """The sheet of faulty rows with the faults put right, as the drafter sends it back."""
    [head, *rows] = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    right = [_row(site) for site in sites()]
    at = head.index("Rad i filen")
    mended_rows = []
    for row in rows:
        place = HEAD.index(FAULTS[row[at]][0])
        mended_rows.append([*row[:place], right[row[at] - 2][place], *row[place + 1 :]])
    return _file("Rettet.xlsx", [head, *mended_rows])


def _row(site: dict[str, str]) -> list[object]:
    return [
        site["name"], site["address"], _KINDS[site["kind"]], site["lot"], int(site["homes"]), int(site["risk"]),
        "Ja" if site["secret"] == "yes" else "Nei", site.get("note"), site.get("secret_note"),
    ]  # fmt: skip


def _file(name: str, rows: Iterable[Sequence[object]]) -> FilePayload:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Objekter")
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return {"name": name, "mimeType": XLSX, "buffer": stream.getvalue()}
