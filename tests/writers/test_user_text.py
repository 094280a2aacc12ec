"""What users type goes through the whole chain as typed: no markup, no template, no page broken by it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.assemble import assemble
from dpsdocs.document.model import Column, Document, Row, Table, Text
from dpsdocs.document.outline import outlined
from dpsdocs.domain import case_file
from dpsdocs.masters.loader import load
from dpsdocs.writers import pdf
from dpsdocs.writers.docx import write_docx
from dpsdocs.writers.html import preview_html, print_html
from dpsdocs.writers.pdf_child import render_many
from dpsdocs.writers.text import clean
from dpsdocs.writers.theme import Theme

from . import sample
from .conftest import THEME

pytestmark = [pytest.mark.skipif(pdf.available() is not None, reason="Pango mangler"), pytest.mark.slow]
TYPED = {
    "markup": '<b onclick="x()">fet</b> & <img src=x> </p></body> ]]> <!-- <w:p/>',
    "template": "{{ 7*7 }} {% for x in y %} {# nei #} ${7*7} # Ikke en overskrift",
    "marks": "**fet** _kursiv_ [lenke](http://x) `kode` | a | b |",
    "directions": "før \u202eabc\u202c etter \u05e9\u05dc\u05d5\u05dd \u200f.",
    "emoji": "vakt 🚨 og 👩‍👩‍👧 og 🇳🇴",
    "word": "Ø" * 900,
    "address": "https://example.org/" + "a/b-c_d" * 60,
}
_BOX = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')


def _poppler(data: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "f.pdf"
    file.write_bytes(data)
    order = ["pdftotext", *options, str(file), "-"]
    return subprocess.run(order, check=True, capture_output=True, text=True, timeout=120).stdout


def _outside(data: bytes, tmp_path: Path) -> list[str]:
    """Words that reach over a page's edge."""
    found = []
    width = height = 0.0
    for line in _poppler(data, tmp_path, "-bbox").splitlines():
        if page := _PAGE.search(line):
            width, height = map(float, page.groups())
        elif box := _BOX.search(line):
            left, top, right, bottom = map(float, box.groups())
            if left < 0 or top < 0 or right > width - 30 or bottom > height:
                found.append(line)
    return found


def _squeezed(text: str) -> str:
    return "".join(re.sub("[\u202a-\u202e\u200e\u200f\u200d]", "", clean(text)).split())


SHORT = ("template", "markup", "marks", "directions", "emoji")  # together no longer than an answer may be


@pytest.mark.parametrize(
    "kinds",
    [SHORT, ("word",), *(pytest.param((k,), marks=pytest.mark.nightly) for k in TYPED if k != "word")],
)
def test_answers_come_out_as_typed(kinds: tuple[str, ...], tmp_path: Path) -> None:
    """Through masters, document and writers to the files of a draft package: all in one answer, and each alone."""
    case = case_file.read((THEME.parent / "samples" / "reception.json").read_bytes())
    words = "\n\n".join(TYPED[kind] for kind in kinds)
    case = replace(case, answers={**case.answers, "need": words, "site_name": TYPED[kinds[0]][:110]})
    made = assemble(case, load(THEME.parent), drafts=True).archives["bidders"]
    files = {file.name.partition("_")[2]: file.data for file in made.files}
    basis = next(data for name, data in files.items() if name.endswith("konkurransegrunnlag.docx"))
    with zipfile.ZipFile(io.BytesIO(basis)) as source:
        body = source.read("word/document.xml").decode()
    text = re.sub(r"<w:noBreakHyphen/>", "-", body)
    text = re.sub(r"<[^>]*>", "", text)
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    for kind in kinds:
        assert _squeezed(TYPED[kind]) in _squeezed(text), kind
    for name, data in files.items():
        if name.endswith(".pdf"):
            assert not _outside(data, tmp_path), name
    basis = next(data for name, data in files.items() if name.endswith("konkurransegrunnlag.pdf"))
    read = _squeezed(_poppler(basis, tmp_path, "-raw"))
    # readers order right-to-left words anew, and lose joined pictures
    for kind in (kind for kind in kinds if kind not in ("directions", "emoji")):
        assert _squeezed(TYPED[kind]) in read, kind


def test_a_table_of_two_thousand_rows_keeps_its_layout_and_the_limits(theme: Theme, tmp_path: Path) -> None:
    rows = tuple(
        Row(f"r{n}", (((Text(f"O-{n:04}"),)), (Text(f"Objekt nummer {n} i en lang liste"),), (Text(f"{n}"),)))
        for n in range(2000)
    )
    columns = (Column("Id", 15), Column("Objekt", 65), Column("Timer", 20, "right"))
    table = Table("stor", columns, rows, "plain", "Alle objektene")
    document = outlined(Document("stort", sample.META, (sample.clause("c", table),), toc_depth=1))
    word = write_docx(document, theme, kind="locked")
    with zipfile.ZipFile(io.BytesIO(word)) as source:
        body = source.read("word/document.xml")
    assert body.count(b"<w:cantSplit/>") >= 2001
    assert preview_html(document, theme).count("<tr") == 2001 + 1 + 1
    made = render_many([print_html(document, theme)], theme)[0]
    assert not _outside(made.data, tmp_path)
    lines = _poppler(made.data, tmp_path, "-layout")
    assert sum(f"O-{n:04}" in lines for n in range(2000)) == 2000
    pages = [page for page in lines.split("\f") if "O-" in page]
    assert all("Objekt" in page and "Timer" in page for page in pages), "the head row stands on every page"
