"""Layout rules on the sample's own documents: what may never happen at a page's edge, in PDF and in Word."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from itertools import pairwise, takewhile
from pathlib import Path

import pypdf
import pytest

from dpsdocs.assemble import check
from dpsdocs.document.model import (
    Block,
    Clause,
    Document,
    FillIn,
    Heading,
    Meta,
    Paragraph,
    Signature,
    Table,
    Wide,
    plain,
    walk,
)
from dpsdocs.domain import case_file
from dpsdocs.masters.loader import load
from dpsdocs.writers import pdf
from dpsdocs.writers.docx import write_docx
from dpsdocs.writers.html import heading_pages, print_html
from dpsdocs.writers.html_inlines import anchor
from dpsdocs.writers.layout import closing, is_short, leads
from dpsdocs.writers.pdf import Laid, lay_out
from dpsdocs.writers.running import identity_facts, identity_shares
from dpsdocs.writers.theme import Theme

from .conftest import THEME, Convert

pytestmark = [pytest.mark.skipif(pdf.available() is not None, reason="Pango mangler"), pytest.mark.slow]
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_LOOSE = re.compile(
    rf"§§? \d|\bkl\. \d|\d\. (?:{_MONTHS})|(?:{_MONTHS}) \d{{4}}|\d \d{{3}}\b|\bkr \d|\d kr\b|\d %"
)
_CUT = re.compile(rf"(§|\bkl\.|\bkr)\n\s*\d|\b\d{{1,2}}\.\n\s*({_MONTHS})")
_LEAST = 4  # lines of text on a last page
Made = dict[str, tuple[Document, Laid]]


@pytest.fixture(scope="module")
def made(theme: Theme) -> Made:
    """Every text document of the sample with its PDF."""
    case = case_file.read((THEME.parent / "samples" / "reception.json").read_bytes())
    documents = check(case, load(THEME.parent)).documents
    return {
        key: (document, lay_out(print_html(document, theme), theme)) for key, document in documents.items()
    }


def _pages(data: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _siblings(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block]]:
    """Every block with the one after it, containers opened."""
    for block, following in pairwise(blocks):
        yield block, following
    for block in blocks:
        yield from _siblings(getattr(block, "blocks", ()))


def _first(block: Block) -> Block:
    inner = getattr(block, "blocks", ())
    return _first(inner[0]) if inner else block


def test_no_heading_or_lead_in_stands_last_on_a_page(made: Made) -> None:
    for key, (document, laid) in made.items():
        for block, following in _siblings(document.blocks):
            kept = isinstance(block, Heading) or (isinstance(block, Paragraph) and leads(block, following))
            if kept and not isinstance(following, Wide):
                below = laid.pages[anchor(_first(following).id)]
                assert laid.pages[anchor(block.id)] == below, f"{key}: {block.id} stands alone"


def test_a_signature_keeps_the_clause_before_it(made: Made) -> None:
    seen = 0
    for key, (document, laid) in made.items():
        for run in closing(document.blocks):
            kept = list(document.blocks[run[0] : run[-1] + 1])
            seen += 1
            assert len({laid.pages[anchor(_first(block).id)] for block in kept}) == 1, key
            words = [b for b in walk(tuple(kept)) if isinstance(b, Clause | Paragraph)]
            assert words, f"{key}: nothing stands before the signature"
    assert seen


def test_no_row_is_split_and_short_tables_stay_whole(made: Made) -> None:
    for key, (document, laid) in made.items():
        pages = _pages(laid.data)
        for table in (b for b in walk(document.blocks) if isinstance(b, Table)):
            places = []
            for row in table.rows:
                cells = [
                    _squeezed(plain(cell))
                    for cell in row.cells
                    if not any(isinstance(item, FillIn) for item in cell)
                ]
                found = [n for n, text in enumerate(pages) if all(cell in text for cell in cells)]
                assert found, f"{key}: {table.id}, row {row.id} is on no page in full"
                places.append(set(found))
            if is_short(table):
                assert set.intersection(*places), f"{key}: {table.id} is split"


def test_no_document_ends_with_a_page_of_a_line_or_two(made: Made) -> None:
    for key, (_, laid) in made.items():
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(laid.data)).pages]
        lines = [line for line in pages[-1].splitlines() if line.strip()]
        assert len(pages) == 1 or len(lines) >= 3 + _LEAST, f"{key}: {lines}"  # three running texts


def test_contents_stand_on_one_page(made: Made) -> None:
    for key, (document, laid) in made.items():
        lines = [_squeezed(f"{entry.number}{entry.text}") for entry in document.toc]
        assert not lines or any(all(line in page for line in lines) for page in _pages(laid.data)), key


def test_no_number_stands_without_its_words(made: Made) -> None:
    for key, (document, laid) in made.items():
        pages = _pages(laid.data)
        for block in walk(document.blocks):
            if isinstance(block, Paragraph | Heading) and block.number:
                shown = takewhile(lambda item: not isinstance(item, FillIn), block.inlines)
                wanted = _squeezed(f"{block.number}{plain(tuple(shown))}")[:40]
                assert any(wanted in page for page in pages), f"{key}: {wanted}"


def test_dates_amounts_and_paragraph_signs_are_tied(made: Made, theme: Theme) -> None:
    for key, (document, _) in made.items():
        with zipfile.ZipFile(io.BytesIO(write_docx(document, theme, kind="locked"))) as source:
            word = source.read("word/document.xml").decode()
        for text in (print_html(document, theme), word):
            loose = _LOOSE.search(re.sub(r"<style>.*?</style>|<[^>]*>", "|", text))
            assert loose is None, f"{key}: {loose}"


def test_no_line_ends_inside_a_date_or_an_amount(made: Made, tmp_path: Path) -> None:
    for key, (_, laid) in made.items():
        file = tmp_path / "f.pdf"
        file.write_bytes(laid.data)
        order = ["pdftotext", "-raw", str(file), "-"]
        text = subprocess.run(order, check=True, capture_output=True, text=True, timeout=60).stdout
        assert not (cut := _CUT.search(text)), f"{key}: {text[cut.start() - 40 : cut.end() + 20]!r}"


def test_word_contents_have_the_right_pages_on_first_opening(
    made: Made, theme: Theme, convert: Convert, tmp_path: Path
) -> None:
    """LibreOffice updates no fields here, so what it shows as the page is what we wrote."""
    listed = [key for key, (document, _) in made.items() if document.toc]
    assert len(listed) >= 4
    for key in listed:
        document, laid = made[key]
        pages = heading_pages(document, laid.pages)
        file = tmp_path / f"{key}.docx"
        file.write_bytes(write_docx(document, theme, kind="locked", pages=pages))
        shown = _pages(convert(file, "pdf").read_bytes())
        assert len(shown) == len(_pages(laid.data)), f"{key}: as many pages in Word as in PDF"
        lists = "".join(shown[: pages[document.toc[0].target]])
        for entry in document.toc:
            line = _squeezed(f"{entry.number}{entry.text}")
            assert f"{line}{pages[entry.target]}" in lists, f"{key}: contents line {line}"
            on = [number for number, text in enumerate(shown, 1) if line in text]
            assert pages[entry.target] in on, f"{key}: {line} is on {on}, said {pages[entry.target]}"


def test_signatures_in_word_are_kept_too(made: Made, theme: Theme) -> None:
    """Every paragraph of what must share a page with the signature is tied to the one after it."""
    for document, _ in made.values():
        signs = [b for b in walk(document.blocks) if isinstance(b, Signature)]
        if not signs:
            continue
        text = write_docx(document, theme, kind="locked")
        assert _kept_before_signature(text), document.id


def _kept_before_signature(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        body = source.read("word/document.xml").decode()
    before = body[: body.index('<w:tblStyle w:val="Signaturtabell"/>')]
    last = re.findall(r"<w:p><w:pPr>.*?</w:pPr>", before)[-1]
    return "<w:keepNext/>" in last


@pytest.mark.parametrize("annex", ["Bilag 16", ""])
def test_the_title_block_has_room_for_the_longest_date(annex: str) -> None:
    meta = Meta("Avtale", "Vakthold", "Oslo kommune", "", "26/04817", annex, "1.0", "20. september 2027", "20.09.2027",
                "exempt")  # fmt: skip
    facts = identity_facts(meta)
    shares = dict(zip((fact.label for fact in facts), identity_shares(facts), strict=True))
    assert sum(shares.values()) == 100
    # 152 mm in all, 3.5 mm between, some 1.75 mm for each sign
    assert shares["Dato"] * 1.52 - 3.5 > len(meta.date) * 1.75
    assert shares["Saksnummer"] * 1.52 - 3.5 > len(meta.case_number) * 1.75
