"""A table that UKE asks for itself is a kind of rows in the masters, and its answers are printed in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpsdocs.config import ROOT
from dpsdocs.document.model import Document
from dpsdocs.domain import case_file
from dpsdocs.domain.case import TableRow
from dpsdocs.domain.competition import build
from dpsdocs.masters import edit, list_uses, records
from dpsdocs.masters.compose import compose
from dpsdocs.masters.loader import load
from dpsdocs.masters.overlay import Overlaid, overlaid
from dpsdocs.masters.record_kinds import COLUMNS, QUESTIONS
from dpsdocs.masters.release import Release
from dpsdocs.masters.wording import Wording

SET = ROOT / "templates" / "masters" / "vektertjenester"
FILE = "documents/konkurransegrunnlag.md"
TABLE = "::: tabell rommene rader=rooms\n| Rom | Areal | Gulv |\n|---|---|---|\n| {name} | {area_m2} | {floor} |\n:::"


@pytest.fixture(scope="module")
def base() -> Release:
    return load(SET)


def asked(**floor: object) -> str:
    """The questions with a table of rooms."""
    text = (SET / "questions.toml").read_text("utf-8")
    values = {"kind": "table", "label": "Hvilke rom skal vaskes?", "short": "Rom", "row_noun": "rom"}
    text = records.add(text, QUESTIONS, "rooms", values, "need")
    text = records.add(text, COLUMNS, "rooms.name", {"kind": "line", "label": "Navn"}, "", "rooms")
    size = {"kind": "whole", "label": "Areal", "unit": "m²", "short": "Areal i kvadratmeter"}
    text = records.add(text, COLUMNS, "rooms.area_m2", size, "rooms.name", "rooms")
    values = {"kind": "choice", "label": "Gulv", "optional": True, **floor}
    text = records.add(text, COLUMNS, "rooms.floor", values, "rooms.area_m2", "rooms")
    options = (("wood", "Tregulv", ""), ("stone", "Steingulv", ""))
    return records.write(text, COLUMNS, "rooms.floor", values, options)


def changed(base: Release, questions: str, body: str = TABLE) -> Overlaid:
    text = (SET / FILE).read_text("utf-8")
    return overlaid(
        base, {"questions.toml": questions, FILE: edit.write(text, edit.ClauseText("verdi-mengder", body))}
    )


def words(document: Document) -> str:
    return str(document.blocks)


def test_the_rows_are_printed_in_words(base: Release) -> None:
    made = changed(base, asked())
    assert not made.faults and not made.list_faults
    case = case_file.read((SET / "samples" / "reception.json").read_bytes())
    row = TableRow(
        "00000000-0000-4000-8000-000000000001", {"name": "Kantine", "area_m2": "1200", "floor": "stone"}
    )
    competition = build(replace(case, tables={**case.tables, "rooms": (row,)}), made.release.catalogue)
    assert competition.rows["rooms"][0]["floor"] == "Steingulv"
    printed = words(compose(made.release, competition, "konkurransegrunnlag"))
    assert "Kantine" in printed and "Steingulv" in printed and "200" in printed
    assert "Kantine" not in words(compose(base, competition, "konkurransegrunnlag"))
    assert [use.id for use in list_uses.used_in(made.release, "rooms")] == ["verdi-mengder"]


def test_a_writer_names_its_fields_by_their_columns(base: Release) -> None:
    wording = Wording(changed(base, asked()).release)
    assert wording.shown("{area_m2}", row=True) == "[rad: Areal i kvadratmeter]"
    assert wording.source("[rad: Gulv]", row=True) == "{floor}"


@pytest.mark.parametrize(
    ("floor", "body", "told"),
    [
        ({}, TABLE.replace("{floor}", "{ceiling_height}"), "Radfeltet «ceiling_height» finnes ikke"),
        ({}, TABLE.replace("rader=rooms", "rader=doors"), "radene «doors», som ikke finnes"),
        ({"internal": True}, TABLE, "«Gulv» er ikke for leverandørene"),
        ({"confidential": True}, TABLE, "«Gulv» er ikke for leverandørene"),
        ({"internal": True}, TABLE.replace("{floor}", "–"), ""),
    ],
)
def test_what_a_table_cannot_show_is_told(
    base: Release, floor: dict[str, object], body: str, told: str
) -> None:
    faults = [fault for found in changed(base, asked(**floor), body).faults.values() for fault in found]
    assert any(told in fault.message for fault in faults) if told else faults == []
