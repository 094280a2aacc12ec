"""Word files: words, numbers, controls, bookmarks, locks, metadata."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from dpsdocs.document.model import Clause, Document, Field, Gap, Heading, Paragraph, Text, inlines_of, walk
from dpsdocs.writers.docx import write_docx
from dpsdocs.writers.docx_body import clause_bookmark
from dpsdocs.writers.docx_manifest import NAMESPACE, clause_words, words_hash
from dpsdocs.writers.docx_xml import W
from dpsdocs.writers.text import clean
from dpsdocs.writers.theme import Theme

from . import sample
from .conftest import Convert

N = {"w": W, "w14": "http://schemas.microsoft.com/office/word/2010/wordml", "m": NAMESPACE}
BIN = Path(sys.executable).parent


def _part(data: bytes, name: str) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def _words(data: bytes) -> str:
    body = _part(data, "word/document.xml")
    words = (e.text or "" if e.tag.endswith("}t") else "-" for e in body.iter("{*}t", "{*}noBreakHyphen"))
    return "".join("".join(words).split())


def _locks(data: bytes, prefix: str) -> list[tuple[str, str | None, bool]]:
    found = []
    for control in _part(data, "word/document.xml").iterfind(".//w:sdtPr", N):
        tag, lock = control.find("w:tag", N), control.find("w:lock", N)
        if tag is not None and tag.get(f"{{{W}}}val").startswith(prefix):
            name = tag.get(f"{{{W}}}val").removeprefix(prefix)
            found.append(
                (
                    name,
                    None if lock is None else lock.get(f"{{{W}}}val"),
                    control.find("w:group", N) is not None,
                )
            )
    return found


@pytest.fixture(scope="module")
def locked(theme: Theme, rich: Document) -> bytes:
    """The rich document, locked."""
    return write_docx(rich, theme, kind="locked")


def test_the_words_of_the_model_can_be_read_back(locked: bytes, rich: Document) -> None:
    text = _words(locked)
    for block in walk(rich.blocks):
        for item in inlines_of(block):
            if isinstance(item, Text | Field | Gap):
                assert "".join(item.text.split()) in text


def test_python_docx_opens_it(locked: bytes) -> None:
    opened = docx.Document(io.BytesIO(locked))
    assert opened.core_properties.title.startswith("Rammeavtale")
    assert len(opened.sections) == 4


@pytest.mark.slow
def test_word_numbers_equal_the_models(
    locked: bytes, rich: Document, convert: Convert, tmp_path: Path
) -> None:
    file = tmp_path / "nummer.docx"
    file.write_bytes(locked)
    lines = [" ".join(line.split()) for line in convert(file, "txt:Text").read_text("utf-8-sig").splitlines()]
    wanted = [b for b in walk(rich.blocks) if isinstance(b, Heading | Paragraph) and b.number]
    place = lines.index("6 Etter sideskift")  # the end of the contents list
    for block in wanted:
        words = "".join(i.text for i in block.inlines if isinstance(i, Text))[:20].strip()
        place = next(
            n for n in range(place, len(lines)) if lines[n].startswith(f"{block.number} {words}"[:20])
        )
    letters = [line for line in lines if re.match(r"^[a-z]\) ", line)]
    assert letters == [
        "a) dette dokumentet",
        "b) kravspesifikasjonen (bilag 1)",
        "c) tilbudet",
        "a) første",
        "b) andre",
    ]
    assert any(line.endswith("jf. punkt 2.1.") for line in lines)
    assert any(line.endswith("se 1.2 og 1.3.") for line in lines)


def test_numbers_word_cannot_count_are_typed(theme: Theme) -> None:
    from dpsdocs.document.outline import outlined

    blocks = tuple(sample.clause(f"p{n}", sample.p(f"q{n}", f"Punkt {n}")) for n in range(2))
    data = write_docx(outlined(Document("d", sample.META, blocks)), theme, kind="locked")
    assert "0.1Punkt0" in _words(data)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["locked", "review", "bidder"])
def test_validators_find_nothing(kind: Any, rich: Document, theme: Theme, tmp_path: Path) -> None:
    documents = {"rik": rich, "utkast": sample.rich(draft=True, cover=False, toc_depth=1, grade="exempt")}
    if kind == "review":
        documents["fiendtlig"] = sample.hostile()
    for name, document in documents.items():
        file = tmp_path / f"{name}.docx"
        file.write_bytes(write_docx(document, theme, kind=kind))
        audit = _run([BIN / "openxml-audit", file])
        assert "Errors: 0" in audit, audit
        assert "no findings" in audit, audit
        integrity = _run([BIN / "docx-integrity", "check", file])
        assert "0 error(s), 0 warning(s), 0 info" in integrity, integrity


def _run(order: list[object]) -> str:
    done = subprocess.run(
        [str(part) for part in order], capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout + done.stderr


def test_locks_by_kind(locked: bytes, rich: Document, theme: Theme) -> None:
    clauses = [block for block in walk(rich.blocks) if isinstance(block, Clause)]
    wanted = [(c.id, "sdtContentLocked" if c.lock == "locked" else "sdtLocked", False) for c in clauses]
    assert _locks(locked, "punkt:") == wanted
    review = write_docx(rich, theme, kind="review")
    assert _locks(review, "punkt:") == [(c.id, None, False) for c in clauses]
    bidder = write_docx(rich, theme, kind="bidder")
    open_groups = {"krav-k", "svar"}
    assert _locks(bidder, "punkt:") == [(c.id, "sdtContentLocked", c.id in open_groups) for c in clauses]
    assert {name for name, *_ in _locks(bidder, "felt:")} == {
        "k-01-ja", "k-01-nei", "navn", "plan", "bekreft", "leverandor",
    }  # fmt: skip


def test_every_clause_is_a_bookmark_and_in_the_manifest(locked: bytes, rich: Document) -> None:
    body = _part(locked, "word/document.xml")
    names = [e.get(f"{{{W}}}name") for e in body.iterfind(".//w:bookmarkStart", N)]
    ends = [e.get(f"{{{W}}}id") for e in body.iterfind(".//w:bookmarkEnd", N)]
    assert len(names) == len(set(names)) == len(set(ends)) == len(ends)
    controls = {e.get(f"{{{W}}}val"): e.getparent().getparent() for e in body.iterfind(".//w:sdtPr/w:tag", N)}
    entries = _part(locked, "customXml/item1.xml").findall("m:clause", N)
    clauses = [block for block in walk(rich.blocks) if isinstance(block, Clause)]
    assert [e.get("id") for e in entries] == [c.id for c in clauses]
    for entry, clause in zip(entries, clauses, strict=True):
        assert clause_bookmark(clause.id) in names
        assert entry.get("lock") == clause.lock
        assert entry.get("sha256") == words_hash(clause_words(controls[f"punkt:{clause.id}"]))
    assert len({entry.get("sha256") for entry in entries}) == len(entries)


def test_filling_in_does_not_change_a_clauses_words(rich: Document, theme: Theme) -> None:
    body = _part(write_docx(rich, theme, kind="bidder"), "word/document.xml")
    field = next(e for e in body.iter(f"{{{W}}}tag") if e.get(f"{{{W}}}val") == "felt:navn")
    control = field.getparent().getparent()
    clause = next(e for e in control.iterancestors(f"{{{W}}}sdt"))
    before = clause_words(clause)
    next(control.iter(f"{{{W}}}t")).text = "Vakt AS"
    assert clause_words(clause) == before
    assert "Skriv her" not in before


def test_contents_and_references_are_right_without_updating(locked: bytes, rich: Document) -> None:
    xml = zipfile.ZipFile(io.BytesIO(locked)).read("word/document.xml").decode()
    names = set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml))
    anchors = re.findall(r'w:hyperlink w:anchor="([^"]+)"', xml)
    assert len(anchors) == len(rich.toc)
    assert set(anchors) | set(re.findall(r"REF (\S+) ", xml)) <= names
    assert r"TOC \o &quot;1-2&quot; \h \z \n" in xml or r'TOC \o "1-2" \h \z \n' in xml
    settings = zipfile.ZipFile(io.BytesIO(locked)).read("word/settings.xml").decode()
    assert "updateFields" not in settings
    assert "dirty" not in xml


def test_metadata_names_the_agency_and_no_person(locked: bytes) -> None:
    package = zipfile.ZipFile(io.BytesIO(locked))
    core = package.read("docProps/core.xml").decode()
    assert "<dc:creator>Oslo kommune, Etat for kommunale boliger</dc:creator>" in core
    assert "<dc:language>nb-NO</dc:language>" in core
    assert "<cp:revision>1</cp:revision>" in core
    assert "python-docx" not in core
    everything = b"".join(
        package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))
    )
    for forbidden in (
        b"file:",
        b"attachedTemplate",
        b"Normal.dotm",
        b"thumbnail",
        b"stylesWithEffects",
    ):
        assert forbidden not in everything


def test_draft_and_grade_stand_in_every_header(theme: Theme) -> None:
    data = write_docx(sample.rich(draft=True, grade="exempt"), theme, kind="review")
    package = zipfile.ZipFile(io.BytesIO(data))
    headers = {n: package.read(n).decode() for n in package.namelist() if n.startswith("word/header")}
    assert set(headers) == {"word/header.xml", "word/headerwide.xml", "word/headercover.xml"}
    assert all('string="UTKAST"' in xml for xml in headers.values())
    assert all("UNNTATT OFFENTLIGHET" in headers[f"word/{n}.xml"] for n in ("header", "headerwide"))
    assert "UTKAST  ·  Sak 26/04817" in headers["word/header.xml"]


def test_hostile_words_are_shown_as_typed(theme: Theme) -> None:
    text = _words(write_docx(sample.hostile(), theme, kind="locked"))
    for words in sample.HOSTILE:
        assert "".join(clean(words).split()) in text


def test_tables_repeat_their_head_and_never_split_rows(locked: bytes) -> None:
    body = _part(locked, "word/document.xml")
    rows = body.findall(".//w:tr", N)
    assert all(row.find("w:trPr/w:cantSplit", N) is not None for row in rows)
    tables = body.findall(".//w:tbl", N)
    described = [t for t in tables if t.find("w:tblPr/w:tblDescription", N) is not None]
    assert len(described) == 5
    assert sum(t.find(".//w:tblHeader", N) is not None for t in described) == 4
