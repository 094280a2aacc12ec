"""A document goes to Word, is edited there, and comes back: only what was changed is a change, also by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import nsdecls

from dpsdocs.config import ROOT
from dpsdocs.masters import edit, word_back, word_out, word_read
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from dpsdocs.masters.word_file import WordError
from dpsdocs.masters.word_items import Item, Offer
from dpsdocs.masters.wording import Wording
from tests.masters.word_sample import raw

ID = "konkurransegrunnlag"
Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def release() -> Release:
    return load(ROOT / "templates" / "masters" / "vektertjenester")


@pytest.fixture(scope="module")
def wording(release: Release) -> Wording:
    return Wording(release)


@pytest.fixture(scope="module")
def text(release: Release) -> str:
    return (release.folder / release.masters[ID].file).read_text("utf-8")


def back(wording: Wording, text: str, change: Edit | None = None, now: str = "") -> Offer:
    """The document after somebody has edited it in Word."""
    made = word_out.document(wording, ID, "Konkurransegrunnlag", text)
    if change:
        opened, out = Document(io.BytesIO(made)), io.BytesIO()
        change(opened)
        opened.save(out)
        made = out.getvalue()
    return word_back.offer(wording, word_read.read(made), ID, "Konkurransegrunnlag", now or text)


def after(opened: Any, id: str) -> list[Any]:
    """The paragraphs from the line of a clause on."""
    found = opened.paragraphs
    at = next(n for n, p in enumerate(found) if p.text.startswith(f"Punkt «{id}»"))
    return list(found[at:])


def test_a_document_that_is_not_edited_comes_back_unchanged(wording: Wording, release: Release) -> None:
    for spec in release.documents:
        if spec.kind == "text":
            text = (release.folder / release.masters[spec.id].file).read_text("utf-8")
            made = word_out.document(wording, spec.id, spec.id, text)
            assert made == word_out.document(wording, spec.id, spec.id, text)
            offer = word_back.offer(wording, word_read.read(made), spec.id, spec.id, text)
            assert (offer.items, offer.unread) == ((), ()), spec.id


def test_the_file_opens_in_word_without_remarks(wording: Wording, text: str, tmp_path: Path) -> None:
    (tmp_path / "mal.docx").write_bytes(word_out.document(wording, ID, "Konkurransegrunnlag", text))
    for order, words in (
        (["openxml-audit"], "Errors: 0"),
        (["docx-integrity", "check"], "0 error(s), 0 warning(s)"),
    ):
        command = [str(Path(sys.executable).parent / order[0]), *order[1:], str(tmp_path / "mal.docx")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert words in done.stdout, done.stdout


def edited(opened: Any) -> None:
    """Words in a clause, a new clause after it, another taken out, and a heading."""
    body = after(opened, "verdi-mengder")[1]
    body.runs[0].text = "Mengdene er anslag, sier [Virksomhetens navn]."
    for run in body.runs[1:]:
        run.text = ""
    body._p.addnext(_paragraph(opened, "Et helt nytt punkt om mengder."))
    line, words, *_ = after(opened, "verdi-anslag")
    for gone in (line, words):
        gone._p.getparent().remove(gone._p)
    heading = next(p for p in opened.paragraphs if p.text == "Verdi og omfang")
    heading.runs[0].text = "Verdi og mengder"


def _paragraph(opened: Any, words: str) -> Any:
    made = opened.add_paragraph(words)
    made._p.getparent().remove(made._p)
    return made._p


def judge(items: dict[str, Item], text: str) -> None:
    changed = items["verdi-mengder"]
    assert changed.state == "changed" and changed.text == "Mengdene er anslag, sier {{ agency_name }}."
    new = items["verdi-mengder-ny"]
    assert (new.state, new.after, new.text) == ("new", "verdi-mengder", "Et helt nytt punkt om mengder.")
    assert items["verdi-anslag"].state == "gone"
    assert items["verdi"].text == "Verdi og mengder" and items["verdi"].kind == "heading"
    assert len(items) == 4 and not any(item.problem for item in items.values())
    assert changed.lock == edit.read(text, "verdi-mengder").lock


def test_three_edits_are_three_changes(wording: Wording, text: str) -> None:
    judge({item.id: item for item in back(wording, text, edited).items}, text)


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_it_survives_being_saved_by_another_program(wording: Wording, text: str, tmp_path: Path) -> None:
    opened = Document(io.BytesIO(word_out.document(wording, ID, "Konkurransegrunnlag", text)))
    edited(opened)
    opened.save(str(tmp_path / "mal.docx"))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "docx",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path / "saved"), str(tmp_path / "mal.docx")],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    file = word_read.read((tmp_path / "saved" / "mal.docx").read_bytes())
    judge({item.id: item for item in word_back.offer(wording, file, ID, "", text).items}, text)


def test_cells_and_rows_are_changed_and_the_rest_keeps_its_spelling(wording: Wording, text: str) -> None:
    def change(opened: Any) -> None:
        table = next(t for t in opened.tables if t.cell(0, 0).text == "Tittel")
        table.cell(1, 1).paragraphs[0].runs[0].text = "Noe annet"

    source = (
        '+++\n+++\n\n::: punkt a når="has_lots == True"\nInnledning.\n\n::: tabell t rader=lots stil=enkel\n'
    )
    source += (
        "| Tittel | Verdi |\n|---|---|\n| {title} | {value} |\n| I alt | {{ lots_value | kr }} |\n:::\n:::\n"
    )
    (item,) = back(wording, source, change).items
    assert "| {title} | Noe annet |\n| I alt | {{ lots_value | kr }} |\n:::" in item.text
    assert "|---|---|" in item.text and edit.read_source(item.old).when == "has_lots == True"

    def more(opened: Any) -> None:
        table = opened.tables[0]
        for cell, words in zip(table.add_row().cells, ("Ekstra", "[Tilbudsfrist]"), strict=True):
            cell.text = words

    (item,) = back(wording, source, more).items
    assert "| I alt | {{ lots_value | kr }} |\n| Ekstra | {{ tender_deadline }} |\n:::" in item.text

    def gone(opened: Any) -> None:
        table = opened.tables[0]._tbl
        table.getparent().remove(table)

    (item,) = back(wording, source, gone).items
    assert "Tabellene eller boksene" in item.problem and not item.take


def test_what_cannot_be_kept_is_told_and_not_chosen(wording: Wording, text: str) -> None:
    def code(opened: Any) -> None:
        after(opened, "verdi-mengder")[1].runs[0].text = "{{ config }}"

    (item,) = back(wording, text, code).items
    assert "hakeparentes" in item.problem and not item.take and "{{ config }}" in item.notes[0]


def test_a_clause_of_endless_paragraphs_is_refused(wording: Wording, text: str) -> None:
    def grow(opened: Any) -> None:
        body = after(opened, "verdi-mengder")[1]
        for _ in range(1100):
            body._p.addprevious(_paragraph(opened, "Mer."))

    with pytest.raises(WordError, match="«verdi-mengder» har for mange avsnitt"):
        back(wording, text, grow)


def test_tracked_changes_are_accepted_and_told(wording: Wording, text: str) -> None:
    def track(opened: Any) -> None:
        body = after(opened, "verdi-mengder")[1]
        raw(body, f"<w:ins {nsdecls('w')}><w:r><w:t> Lagt til.</w:t></w:r></w:ins>")

    offer = back(wording, text, track)
    assert offer.items[0].text.endswith("Lagt til.") and "kjøpsvolum" in offer.items[0].text
    assert [row.what for row in offer.unread] == ["Sporet endring: satt inn, er tatt med"]


def test_a_clause_that_was_changed_here_since_is_told(wording: Wording, text: str) -> None:
    now = edit.write(text, edit.ClauseText("verdi-mengder", "Endret her."))
    (item,) = back(wording, text, now=now).items
    assert item.id == "verdi-mengder" and not item.take and "endret i utkastet etter" in item.notes[0]


def moved(*ids: str) -> Edit:
    """Drags each clause to right below the one before it in the list, with all that belongs to it."""

    def drag(opened: Any) -> None:
        for above, id in pairwise(ids):
            block, rest = after(opened, id), after(opened, above)[1:]
            starts = [n for n, p in enumerate(block) if p.text.startswith(("Punkt «", "Slutt")) or level(p)]
            length = starts[1]
            target = next(p for p in rest if p.text.startswith("Punkt «") or level(p))
            for one in block[:length]:
                target._p.addprevious(one._p)

    def level(paragraph: Any) -> bool:
        return str(paragraph.style.name).lower().startswith("heading")

    return drag


def test_a_clause_that_is_dragged_elsewhere_is_offered_there(wording: Wording, text: str) -> None:
    ids = [part.id for part in edit.parts(text) if part.kind == "clause"]
    first, second, far = ids[0], ids[1], ids[9]
    offer = back(wording, text, moved(far, first, second))
    found = {item.id: item for item in offer.items}
    assert {(item.id, item.state, item.after) for item in offer.items} == {
        (first, "moved", far), (second, "moved", first),
    }  # fmt: skip
    assert found[first].notes == (f"I filen står punktet etter «{far}».",) and found[first].take
    assert offer.unread == ()


def test_what_cannot_be_moved_is_told_and_another_documents_file_refused(wording: Wording, text: str) -> None:
    def move(opened: Any) -> None:
        line, words, *_ = after(opened, "verdi-mengder")
        for one in (line, words):
            opened.paragraphs[0]._p.addprevious(one._p)

    offer = back(wording, text, move)
    assert [row.words for row in offer.unread if "flyttet" in row.what] == ["«verdi-mengder»"], (
        "before everything"
    )
    with pytest.raises(WordError, match="hører ikke til «Kontrakt»"):
        word_back.offer(
            wording, word_read.read(word_out.document(wording, ID, "x", text)), "kontrakt", "Kontrakt", text
        )
