"""Changed texts on top of a release: only what they touch is compiled anew, and every fault is told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpsdocs.config import ROOT
from dpsdocs.domain.conditions import ConditionError
from dpsdocs.masters import edit, segments
from dpsdocs.masters.loader import load
from dpsdocs.masters.overlay import overlaid
from dpsdocs.masters.release import Release
from dpsdocs.masters.wording import Wording, WordingError

SET = ROOT / "templates" / "masters" / "vektertjenester"
FILE = "documents/konkurransegrunnlag.md"
ID = "verdi-mengder"


@pytest.fixture(scope="module")
def base() -> Release:
    return load(SET)


def written(body: str, **fields: str) -> dict[str, str]:
    text = (SET / FILE).read_text("utf-8")
    return {FILE: edit.write(text, edit.ClauseText(ID, body, **fields))}  # type: ignore[arg-type]


def test_only_the_documents_a_text_stands_in_are_made_anew(base: Release) -> None:
    made = overlaid(base, written("Alt er nytt."))
    assert made.changed == ("konkurransegrunnlag",) and not made.faults
    assert made.release.digest != base.digest
    assert made.release.masters["kontrakt"] is base.masters["kontrakt"]
    shared = "clauses/vedstaelse.md"
    text = (SET / shared).read_text("utf-8").replace("Leverandøren er", "Endret. Leverandøren er")
    assert set(overlaid(base, {shared: text}).changed) == {
        spec.id
        for spec in base.documents
        if spec.kind == "text"
        and "::: hent vedstaelse" in (SET / base.masters[spec.id].file).read_text("utf-8")
    }
    assert overlaid(base, {}).release is base


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{{ ''.__class__.__mro__ }}", "er ikke et felt"),
        ("{{ config.items() }}", "er ikke et felt"),
        ("{{ agency_name | attr }}", "Filteret «attr» finnes ikke"),
        ("{{ agency_name | safe }}", "Filteret «safe» finnes ikke"),
        ("{{ secret_key }}", "Feltet «secret_key» finnes ikke"),
        ("{{ hourly_estimate | kr }}", "ikke for leverandørene"),
        ("{% for x in range(10) %}x{% endfor %}", "er ikke tillatt"),
        ("{% include 'set.toml' %}", "er ikke tillatt"),
        ("{% set x = 1 %}", "er ikke tillatt"),
        ("{% if __import__('os') %}x{% endif %}", "ikke er tillatt"),
        ("{% if agency_name.upper() %}x{% endif %}", "ikke er tillatt"),
        ("{% if has_lots == True %}x", "mangler «{% endif %}»"),
        (
            "{% if long %}{% if long %}{% if long %}x{% endif %}{% endif %}{% endif %}",
            "uten å ligge i hverandre",
        ),
        ("{% if " + "not " * 120 + "long %}x{% endif %}", "Vilkåret"),
        ("{% if " + "(" * 250 + "long" + ")" * 250 + " %}x{% endif %}", "Vilkåret"),
        ("{{ agency_name", "står alene"),
        ("x \ue000 y", "programmet bruker selv"),
        ("[Et felt som ikke finnes]", "er ikke et felt"),
        ('Se {{ "borte" | punkt }}.', "treffer ikke"),
        ("::: tabell t rader=suppliers\n| A |\n|---|\n| {name} |\n:::", "er interne"),
        ("::: tabell t rader=secret_sites\n| A |\n|---|\n| {name} |\n:::", "skjermet"),
        ("::: tabell t\n| A | B |\n|---|---|\n| x |\n:::", "har 1 celler"),
        (" ".join(["ord"] * 60) + ".", "60 ord"),
        ("", "Punktet er tomt"),
    ],
)
def test_what_is_wrong_in_a_text_is_told_and_nothing_runs(base: Release, body: str, told: str) -> None:
    faults = overlaid(base, written(body)).faults["konkurransegrunnlag"]
    assert any(told in fault.message for fault in faults), [fault.message for fault in faults]
    assert faults[0].clause == ID


@pytest.mark.parametrize("when", ["nothing_like_it", "long ==", "long if long else 1", "[x for x in y]"])
def test_a_condition_that_does_not_hold_water_is_told(base: Release, when: str) -> None:
    assert overlaid(base, written("Tekst.", when=when)).faults["konkurransegrunnlag"]


def test_every_body_is_pieces_that_make_it_again(base: Release) -> None:
    wording, tables = Wording(base), 0
    for path in sorted(Path(SET).glob("*/*.md")):
        text = path.read_text("utf-8")
        for part in (part for part in edit.parts(text) if part.kind == "clause"):
            pieces = segments.split(edit.read(text, part.id).body)
            assert segments.joined(pieces) == edit.read(text, part.id).body
            for piece in filter(segments.is_shown, pieces):
                if piece.kind == "text":
                    words = wording.shown(piece.text)
                    longer = segments.with_text(wording, piece, f"{words}\n\nMer.")
                    assert segments.with_text(wording, longer, words) == piece
                else:
                    tables += 1
                    cells = {
                        (r, c): segments.cell_words(wording, cell)
                        for r, row in enumerate(piece.rows)
                        for c, cell in enumerate(row)
                    }
                    assert not any("{" in words for words in cells.values()), cells
                    assert segments.with_cells(wording, piece, cells) == piece
    assert tables > 100


def test_a_cell_is_changed_and_the_others_keep_their_spelling(base: Release) -> None:
    wording = Wording(base)
    rows = "| Navn | (når long == True) Rolle |\n|---|---|\n|  {name} | {role} |"
    body = f"Før:\n\n::: tabell t rader=buyers\n{rows}\n:::"
    pieces = segments.split(body)
    table = pieces[1]
    assert table.repeats and segments.cell_words(wording, table.rows[0][1]).startswith("[med når «")
    new = segments.with_cells(wording, table, {(1, 1): "[rad: Rolle, som stor forbokstav] i avtalen"})
    assert segments.joined((pieces[0], new, *pieces[2:])) == body.replace(
        "|  {name} | {role} |", "| {name} | {role:stor} i avtalen |"
    )
    for words, told in (("a | b", "skiller celler"), ("{{ x }}", "hakeparentes")):
        with pytest.raises(WordingError, match=told):
            segments.with_cells(wording, table, {(1, 1): words})
    with pytest.raises(ConditionError):
        segments.with_cells(wording, table, {(0, 1): "[med når «Borte» er ja] Rolle"})
