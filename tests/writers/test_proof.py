"""The proof of the proof: each validator finds a planted fault, and PDFBox accepts what our finisher writes."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from dpsdocs.document.model import Document, Heading, walk
from dpsdocs.writers import pdf
from dpsdocs.writers.docx import write_docx
from dpsdocs.writers.html import print_html
from dpsdocs.writers.pdf import lay_out, render_pdf
from dpsdocs.writers.theme import Theme

pytestmark = pytest.mark.skipif(pdf.available() is not None, reason="Pango mangler")
BIN = Path(sys.executable).parent
JAVA = Path("/usr/share/java")
JARS = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")


@pytest.fixture(scope="module")
def made(theme: Theme, rich: Document) -> bytes:
    """The rich document as PDF."""
    return render_pdf(print_html(rich, theme), theme)


@pytest.fixture(scope="module")
def word(theme: Theme, rich: Document) -> bytes:
    """The rich document as a Word file."""
    return write_docx(rich, theme, kind="locked")


def _run(*order: object) -> tuple[int, str]:
    done = subprocess.run([str(o) for o in order], capture_output=True, text=True, timeout=180, check=False)
    return done.returncode, done.stdout + done.stderr


def _planted(data: bytes, fault: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        fault(file)
        file.save(out)
    return out.getvalue()


def _untitled(file: pikepdf.Pdf) -> None:
    del file.Root.ViewerPreferences
    del file.Root.Lang


def _untagged(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot
    del file.Root.MarkInfo


def _edited(data: bytes, before: str, after: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert before in content.decode()
                content = content.decode().replace(before, after, 1).encode()
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("fault", [_untitled, _untagged])
def test_the_pdf_validators_can_fail(
    made: bytes, fault: Callable[[pikepdf.Pdf], None], tmp_path: Path
) -> None:
    file = tmp_path / "f.pdf"
    file.write_bytes(_planted(made, fault))
    assert "FAIL" in _run(BIN / "outloud", file)[1]
    assert "errors=0 warnings=0" not in _run(BIN / "pdfua", "check", file)[1]


@pytest.mark.slow
def test_qpdf_can_fail(made: bytes, tmp_path: Path) -> None:
    file = tmp_path / "f.pdf"
    file.write_bytes(made.replace(b"/Type /Catalog", b"/Type /Katalog", 1)[: len(made) // 2])
    code, said = _run("qpdf", "--check", file)
    assert code
    assert "No syntax" not in said


@pytest.mark.slow
def test_the_word_validators_can_fail(word: bytes, tmp_path: Path) -> None:
    file = tmp_path / "f.docx"
    file.write_bytes(_edited(word, "<w:body>", "<w:body><w:p><w:r><w:t>x</w:t></w:r><w:pPr/></w:p>"))
    assert "Errors: 0" not in _run(BIN / "openxml-audit", file)[1]
    file.write_bytes(_edited(word, 'w:val="Brodtekst"', 'w:val="Finnesikke"'))
    assert "0 error(s), 0 warning(s)" not in _run(BIN / "docx-integrity", "check", file)[1]


def test_bookmarks_links_title_language_and_fonts(made: bytes, rich: Document) -> None:
    heads = [block for block in walk(rich.blocks) if isinstance(block, Heading)]
    with pikepdf.open(io.BytesIO(made)) as file:
        with file.open_outline() as outline:
            chapters = [item.title for item in outline.root]
        assert len(chapters) == sum(block.level == 1 for block in heads)
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.Root.Lang) == "nb-NO"
        assert str(file.docinfo["/Title"]).startswith("Rammeavtale")
        names = {str(name) for name in _destinations(file)}
        links = [note for page in file.pages for note in page.get("/Annots", ()) if note.Subtype == "/Link"]
        assert len(links) >= len(rich.toc)
        assert all(str(link.Dest) in names for link in links if "/Dest" in link)
        fonts = [f for page in file.pages for f in page.Resources.get("/Font", {}).values()]
        assert fonts
        assert all("/FontFile2" in _descriptor(font) or "/FontFile3" in _descriptor(font) for font in fonts)


def _destinations(file: pikepdf.Pdf) -> list[object]:
    return list(pikepdf.NameTree(file.Root.Names.Dests))


def _descriptor(font: pikepdf.Object) -> pikepdf.Object:
    return (font.DescendantFonts[0] if "/DescendantFonts" in font else font).FontDescriptor


@pytest.mark.nightly
def test_pdfbox_accepts_what_the_finisher_writes(
    theme: Theme, rich: Document, made: bytes, tmp_path: Path
) -> None:
    """PDFBox knows PDF/A-1b only; the same writer and finisher make that too, and it refuses what is not."""
    jars = [JAVA / f"{name}.jar" for name in JARS]
    if not shutil.which("java") or not all(jar.exists() for jar in jars):
        pytest.skip("PDFBox mangler")
    file = tmp_path / "f.pdf"
    order = ("java", "-cp", ":".join(map(str, jars)), "org.apache.pdfbox.preflight.Validator_A1b", file)
    file.write_bytes(lay_out(print_html(rich, theme), theme, variant="pdf/a-1a").data)
    assert "is a valid PDF/A-1b file" in (said := _run(*order)[1]), said
    file.write_bytes(made)
    assert "is not a valid" in (said := _run(*order)[1]), said
