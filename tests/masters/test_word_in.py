"""An existing Word master becomes headings, clauses, places to fill in and guidance; the rest is told."""

from __future__ import annotations

from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dpsdocs.masters import word_in, word_marks, word_read
from dpsdocs.masters.word_file import Run, WordFile, from_data, to_data
from dpsdocs.masters.word_in import WordPart
from tests.masters.word_sample import long_master, master, packed, raw, red


@pytest.fixture(scope="module")
def read() -> WordFile:
    return word_read.read(master())


def parts(made: Any) -> tuple[tuple[WordPart, ...], list[tuple[str, str]]]:
    found, unread = word_in.parts(word_read.read(packed(made)))
    return found, [(row.what, row.words) for row in unread]


def test_the_office_convention_is_understood(read: WordFile) -> None:
    found, _ = word_in.parts(read)
    headings = [(part.level, part.text) for part in found if part.kind == "heading"]
    assert headings == [
        (1, "Om oppdraget"), (2, "Bakgrunn"), (2, "Hva leverandøren skal gjøre"), (1, "Priser og betaling"),
    ]  # fmt: skip
    clauses = [part for part in found if part.kind == "clause"]
    first, adapted, listed, number, table = clauses
    assert first.text.startswith(
        "Oppdragsgiveren er [Virksomhetens navn]. Kontaktperson er [Kontaktpersonens navn]."
    )
    assert first.slots == ("Virksomhetens navn", "Kontaktpersonens navn", "saksnummer", "sted for oppdraget")
    assert first.guidance == "Skriv hvem som kjøper. Slett denne teksten." and first.lock == "locked"
    assert adapted.lock == "adaptable" and "nærmere" in adapted.text
    assert listed.text == "Leverandøren skal:\n\n- møte opp i tide\n- bære synlig legitimasjon"
    assert number.text == "Prisene er faste i ett år."
    assert "[Fyll ut] dager" in table.text and "| Ytelse | Pris per time |" in table.text
    assert "| Vekter på dagtid | [timepris] |" in table.text


def test_nothing_is_dropped_silently(read: WordFile) -> None:
    _, unread = word_in.parts(read)
    told = {(row.what, row.place) for row in unread}
    assert ("Fotnote", "Bakgrunn") in told and ("Topptekst", "Hele dokumentet") in told


def test_a_file_is_the_same_after_json(read: WordFile) -> None:
    assert from_data(to_data(read)) == read


FIELD = (
    '<w:r {ns}><w:fldChar w:fldCharType="begin"/></w:r>|<w:r {ns}><w:instrText>{code}</w:instrText></w:r>|'
    '<w:r {ns}><w:fldChar w:fldCharType="separate"/></w:r>|<w:r {ns}><w:t>{text}</w:t></w:r>|'
    '<w:r {ns}><w:fldChar w:fldCharType="end"/></w:r>'
)


def with_field(paragraph: Any, code: str, text: str) -> None:
    for xml in FIELD.format(ns=nsdecls("w"), code=code, text=text).split("|"):
        raw(paragraph, xml)


def test_what_hides_in_a_file_is_told_with_its_words() -> None:
    made = Document()
    made.add_heading("Pris", 1)
    text = made.add_paragraph("Prisen er fast. ")
    ns = nsdecls("w")
    raw(text, f"<w:ins {ns}><w:r><w:t>Lagt til.</w:t></w:r></w:ins>")
    raw(text, f"<w:del {ns}><w:r><w:delText>Strøket.</w:delText></w:r></w:del>")
    text.add_run("Skjult").font.hidden = True
    with_field(text, "REF _Ref1", " Se punkt 4")
    with_field(text, "MERGEFIELD Leverandør", "«Leverandør»")
    box = f"<w:r {ns}><w:pict><w:txbxContent><w:p><w:r><w:t>I en boks</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    raw(text, box)
    made.element.body.insert(0, parse_xml(f"<w:altChunk {ns}/>"))
    found, told = parts(made)
    assert found[1].text == "Prisen er fast. Lagt til. Se punkt 4[Leverandør]"
    for row in (
        ("Sporet endring: satt inn, er tatt med", "Lagt til."),
        ("Sporet endring: slettet, er ikke tatt med", "Strøket."),
        ("Overstrøket eller skjult tekst", "Skjult"),
        ("Henvisning", "REF _Ref1"),
        ("Tekstboks", "I en boks"),
        ("Innlimt fil", ""),
    ):
        assert row in told, row


def test_a_lone_title_is_no_chapter_and_third_levels_become_text() -> None:
    made = Document()
    made.add_heading("Kontrakt om noe", 1)
    for chapter in ("Ytelsen", "Prisen"):
        made.add_heading(chapter, 2)
        made.add_paragraph("Tekst.")
    made.add_heading("Satser", 3)
    made.add_heading("Mer", 4)
    made.add_paragraph("Mer tekst.")
    found, told = parts(made)
    assert [(p.level, p.text) for p in found if p.kind == "heading"] == [
        (1, "Ytelsen"),
        (1, "Prisen"),
        (2, "Satser"),
    ]
    assert found[-1].text == "**Mer**\n\nMer tekst." and ("Tittel", "Kontrakt om noe") in told
    assert ("Overskrift på nivå 3, satt inn som fet tekst", "Mer") in told


def test_guidance_over_several_paragraphs_is_one() -> None:
    made = Document()
    made.add_heading("Pris", 1)
    for words in ("[Velg modell.", "Slett resten.]"):
        red(made.add_paragraph(), words)
    made.add_paragraph("Prisen er fast.")
    found, _ = parts(made)
    assert found[1].guidance == "Velg modell. Slett resten." and found[1].lock == "locked"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("5 * 3 = 15", r"5 \* 3 = 15"),
        ("[dato]", "[dato]"),
        ("<< dato >>", "[dato]"),
        ("{{ navn | stor }}", "[navn]"),
        ("Innen ______ dager", "Innen [Fyll ut] dager"),
        ("[…] dager", "[Fyll ut] dager"),
        ("et\ue000tegn", "ettegn"),
    ],
)
def test_letters_mean_only_themselves(text: str, kept: str) -> None:
    assert word_marks.marked((Run(text),)).text == kept


def test_what_looks_like_a_list_or_a_heading_is_text() -> None:
    for text, kept in (
        ("# nei", r"\# nei"),
        ("::: punkt x", r"\::: punkt x"),
        ("3. juni", r"3\. juni"),
        ("- x", r"\- x"),
    ):
        assert word_marks.line(text) == kept


def test_twenty_pages_are_read_in_no_time() -> None:
    found, _ = word_in.parts(word_read.read(long_master()))
    assert (
        sum(part.kind == "heading" for part in found) == 80
        and sum(part.kind == "clause" for part in found) == 240
    )
