"""Hostile and broken masters, as Word files and as text: each is refused, and told what is wrong with it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from docx import Document

from dpsdocs.config import ROOT
from dpsdocs.masters import word_read
from dpsdocs.masters.loader import load
from dpsdocs.masters.overlay import overlaid
from dpsdocs.masters.release import Release
from dpsdocs.services import master_word_file
from dpsdocs.services.errors import Invalid

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT, TYPES, LINKS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r></w:p>'


def honest() -> bytes:
    stream, made = BytesIO(), Document()
    made.add_heading("Pris", 1)
    made.add_paragraph("Prisen er fast.")
    made.save(stream)
    return stream.getvalue()


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(honest())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(rows: list[tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in rows:
            archive.writestr(name, part)
    return stream.getvalue()


def having(name: str, part: bytes = b"x") -> Callable[[], bytes]:
    """The file with a part more, or another one."""
    return lambda: zipped([*({**parts(), name: part}).items()])


def swapped(name: str, old: str, new: str) -> Callable[[], bytes]:
    """The file with some letters of a part swapped."""

    def made() -> bytes:
        found = parts()
        assert old.encode() in found[name]
        return zipped([*{**found, name: found[name].replace(old.encode(), new.encode(), 1)}.items()])

    return made


def body(xml: str) -> Callable[[], bytes]:
    return swapped(DOCUMENT, "<w:body>", f"<w:body>{xml}")


def linked(kind: str, target: str) -> Callable[[], bytes]:
    tag = f'<Relationship Id="rId99" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return swapped(LINKS, "</Relationships>", tag)


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


def crowded() -> bytes:
    return body("".join(f'<w:p w:rsidR="{n:08X}"/>' for n in range(500_001)))()


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped([*parts().items(), (DOCUMENT, b"<w:document/>")])


def locked() -> bytes:
    """As though the entries of the ZIP had a password."""
    data = bytearray(honest())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def spreadsheet() -> bytes:
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def without(name: str) -> bytes:
    return zipped([(known, part) for known, part in parts().items() if known != name])


def odt() -> bytes:
    return zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")])


WIDE = f"<w:tbl><w:tr>{'<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>' * 60}</w:tr></w:tbl>"
ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]><w:document'
FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("", honest, "Velg en fil"),
    "empty": ("a.docx", lambda: b"", "er tom"),
    "a pdf": ("a.pdf", honest, "Velg en fil i formatet Word"),
    "a pdf under another name": ("a.docx", lambda: b"%PDF-1.7", "en PDF-fil"),
    "no zip": ("a.docx", lambda: b"Dette er tekst", "noe annet"),
    "old word": ("a.doc", lambda: b"\xd0\xcf\x11\xe0", "som .docx"),
    "password": ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "passord"),
    "zip with password": ("a.docx", locked, "passord"),
    "word with macros": ("a.docm", honest, "uten makroer"),
    "hidden macros": ("a.docx", having("word/vbaProject.bin"), "makroer"),
    "macros by type": ("a.docx", swapped(TYPES, "wordprocessingml.document.main", "macroEnabled.main"), "makroer"),
    "embedded object": ("a.docx", having("word/embeddings/oleObject1.bin"), "innebygde objekter"),
    "active control": ("a.docx", having("word/activeX/activeX1.xml"), "innebygde objekter"),
    "program": ("a.docx", having("word/media/a.exe"), "makroer"),
    "template from outside": ("a.docx", linked("attachedTemplate", "file:///c:/x.dotm"), "fra andre steder"),
    "picture from outside": ("a.docx", linked("image", "https://ond.example/a.png"), "fra andre steder"),
    "script as a link": ("a.docx", linked("hyperlink", "javascript:alert(1)"), "fra andre steder"),
    "field that starts a program": ("a.docx", body(FIELD.format("DDEAUTO c:\\\\x.exe")), "starter programmer"),
    "field that fetches a file": ("a.docx", body(FIELD.format("INCLUDETEXT c:\\\\x.docx")), "henter andre filer"),
    "field that fetches a picture": ("a.docx", body(FIELD.format("INCLUDEPICTURE x")), "henter andre filer"),
    "entity": ("a.docx", swapped(DOCUMENT, "<w:document", ENTITY), "DTD"),
    "other letters": ("a.docx", having(DOCUMENT, parts()[DOCUMENT].decode().encode("utf-16")), "tegnsett"),
    "bomb": ("a.docx", having("word/media/a.png", b"\0" * 61_000_000), "for stor når den pakkes ut"),
    "many parts": ("a.docx", lambda: zipped([(f"word/a{n}.xml", b"<a/>") for n in range(501)]), "501 deler"),
    "same name twice": ("a.docx", twice, "to deler med samme navn"),
    "name out of the folder": ("a.docx", having("../../etc/passwd"), "peker ut av mappen"),
    "no document": ("a.docx", lambda: without(DOCUMENT), "ikke en Word-fil"),
    "no types": ("a.docx", lambda: without(TYPES), "ikke en Word-fil"),
    "a spreadsheet": ("a.docx", spreadsheet, "ikke en Word-fil"),
    "another program's format": ("a.docx", odt, "ikke en Word-fil"),
    "half a file": ("a.docx", lambda: honest()[:9_000], "skadet"),
    "broken xml": ("a.docx", having(DOCUMENT, b"<w:document><w:body>"), "skadet"),
    "strict": ("a.docx", swapped(DOCUMENT, "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                                 "http://purl.oclc.org/ooxml/wordprocessingml/main"), "Strict Open XML"),
    "300 tables in each other": ("a.docx", body(nested(300)), "inni hverandre"),
    "too many tags": ("a.docx", crowded, "for mange avsnitt"),
    "wide table": ("a.docx", body(WIDE), "60 kolonner"),
    "no text": ("a.docx", having(DOCUMENT, parts()[DOCUMENT].split(b"<w:body>")[0] + b"<w:body/></w:document>"),
                "ingen tekst"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_word_master_is_refused_with_the_right_reason(case: str) -> None:
    name, make, reason = FILES[case]
    with pytest.raises(Invalid) as refused:
        master_word_file.read(name, make())
    assert list(refused.value.problems) == ["file"] and reason in refused.value.problems["file"]


def test_an_honest_file_is_read_the_same_in_the_process_apart() -> None:
    assert master_word_file.read("mal.docx", honest()) == word_read.read(honest())


@pytest.fixture(scope="module")
def release() -> Release:
    return load(ROOT / "templates" / "masters" / "vektertjenester")


def clause(text: str, options: str = "") -> str:
    return f"+++\n+++\n\n# Pris {{pris}}\n\n::: punkt a {options}\n{text}\n:::\n"


TABLE = "::: tabell t stil=enkel\n| A | B |\n|---|---|\n| bare én |\n:::"
TEXTS: dict[str, tuple[str, str]] = {
    "code in a field": (clause("{{ ''.__class__.__mro__ }}"), "er ikke et felt"),
    "a call": (clause("{{ range(9) }}"), "er ikke et felt"),
    "a huge loop": (clause("{% for x in range(10**9) %}a{% endfor %}"), "er ikke tillatt"),
    "an import": (clause("{% import 'os' as os %}"), "er ikke tillatt"),
    "a macro": (clause("{% macro a() %}{% endmacro %}"), "er ikke tillatt"),
    "an assignment": (clause("{% set x = 1 %}"), "er ikke tillatt"),
    "an unknown filter": (clause("{{ title | system }}"), "Filteret «system» finnes ikke"),
    "words with a filter of values": (clause('{{ "rm" | kr }}'), "Filteret «kr» finnes ikke"),
    "an unknown field": (clause("{{ finnes_ikke }}"), "finnes_ikke"),
    "half a field": (clause("{{ title"), "står alene"),
    "an open condition": (clause("{% if has_lots %}a"), "mangler «{% endif %}»"),
    "conditions in each other": (
        clause("{% if a %}{% if b %}x{% endif %}{% endif %}"),
        "uten å ligge i hverandre",
    ),
    "code in a condition": (
        clause("a", "når=\"__import__('os').system('x')\""),
        "bruker noe som ikke er tillatt",
    ),
    "a deep condition": (clause("a", f'når="{"(" * 5000}has_lots"'), "lengre enn 400 tegn"),
    "a stray bracket": (clause("[Noe ukjent]"), "er ikke et felt"),
    "a reference to nothing": (clause('{{ "finnes-ikke" | punkt }}'), "finnes-ikke"),
    "the program's own letters": (clause("a\ue000b"), "bruker selv"),
    "an unknown fence": (clause("::: python x\nimport os\n:::"), "finnes ikke"),
    "a fence that is not closed": ("+++\n+++\n\n::: punkt a\nTekst.\n", "ikke lukket"),
    "a fence that closes nothing": (clause("a") + ":::\n", "lukker noe som ikke er åpnet"),
    "fences too deep": (clause("::: boks b\n" * 20 + ":::\n" * 20), "for dypt"),
    "an unknown lock": (clause("a", "lås=åpen"), "Låsen «åpen» finnes ikke"),
    "an unknown option": (clause("a", "kjør=alt"), "Ukjent valg: kjør"),
    "no name": ("+++\n+++\n\n::: punkt\nTekst.\n:::\n", "mangler id"),
    "the same name twice": (clause("a") + clause("b").split("+++\n\n")[1], "flere ganger"),
    "text outside a clause": (clause("a") + "\nLøs tekst.\n", "utenfor et punkt"),
    "an empty clause": (clause(""), "Punktet er tomt"),
    "a heading without a name": ("+++\n+++\n\n# Pris\n", "mangler id"),
    "a broken head": ("+++\ntitle = [\n+++\n\n# Pris {pris}\n", "kan ikke leses"),
    "a broken table": (clause(TABLE), "1 celler, ikke 2"),
    "an unknown list": (
        clause(TABLE.replace("stil=enkel", "rader=alt").replace("bare én", "{x} | {y}")),
        "alt",
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_master_is_told_what_is_wrong(case: str, release: Release) -> None:
    text, reason = TEXTS[case]
    path = release.masters["konkurransegrunnlag"].file
    faults = overlaid(release, {path: text}).faults.get("konkurransegrunnlag", ())
    assert any(reason in fault.message for fault in faults), [fault.message for fault in faults]
