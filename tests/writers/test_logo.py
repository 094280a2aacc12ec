"""A logo on the cover: told of in words in Word and PDF, sized, plain; nothing moves without one."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from dpsdocs.document.model import Document
from dpsdocs.verify import guard
from dpsdocs.verify.logo import LogoRefused, logo_fault, ready
from dpsdocs.verify.theme_check import fault
from dpsdocs.writers import pdf
from dpsdocs.writers.docx import write_docx
from dpsdocs.writers.html import print_html
from dpsdocs.writers.pdf import closed_fetcher, render_pdf
from dpsdocs.writers.theme import Logo, Theme

from .conftest import FONTS, THEME
from .test_docx import _run as said

BIN = Path(sys.executable).parent


def png(size: tuple[int, int] = (400, 200), mode: str = "RGBA", **kept: object) -> bytes:
    """A picture with a blue half and, where the mode has it, a half one sees through."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((42, 40, 89, 255), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, "PNG", **kept)
    return out.getvalue()


@pytest.fixture(scope="module")
def with_logo(theme: Theme) -> Theme:
    return replace(theme, logo=Logo.fitted(ready("logo.png", png())), digest="logo")


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "P", "L", "LA", "1"])
def test_every_kind_of_png_becomes_the_plain_one(mode: str) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Ola Nordmann")
    made = ready("Logo.PNG", png(mode=mode, pnginfo=told, dpi=(72, 72)))
    assert made == ready("b.png", png(mode=mode)) and b"Ola" not in made
    assert logo_fault(made) == "" and fault("theme/logo.png", made) == ""
    seen = Image.open(io.BytesIO(made))
    assert (seen.mode, seen.size) == ("RGB", (400, 200))
    if mode == "RGBA":
        assert seen.getpixel((10, 10)) == (42, 40, 89) and seen.getpixel((390, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.png", b"", "tom"),
        ("a.svg", b"<svg/>", "må være en PNG-fil"),
        ("a.png", b"\xff\xd8\xff" + b"x" * 90, "ikke en PNG-fil"),
        ("a.png", png((8, 8)), "mellom 16 og 4000"),
        ("a.png", png((900, 100)), "høyst 8 ganger"),
        ("a.png", png((100, 300)), "dobbelt så høy"),
        ("a.png", png()[:-60], "skadet"),
        ("a.png", png() + b"x" * 2_000_000, "for stort"),
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_a_logo_is_refused_with_the_reason(
    name: str, data: bytes, words: str
) -> None:
    with pytest.raises(LogoRefused, match=words):
        ready(name, data)


def test_a_large_one_is_made_smaller_and_only_the_plain_kind_comes_in_with_a_set() -> None:
    made = ready("a.png", png((3000, 1000)))
    assert Image.open(io.BytesIO(made)).size == (1300, 433)
    plain = ready("a.png", png())
    swollen = plain[:16] + (1200).to_bytes(4) + plain[20:]
    for data in (png(), png(mode="P"), plain + b"<script>", swollen, plain[:-12]):
        assert "Ta den inn under «Utseende»" in logo_fault(data)


def test_it_is_fitted_in_the_room_at_the_top_and_moves_the_digest(theme: Theme, tmp_path: Path) -> None:
    assert (Logo.fitted(png()).width, Logo.fitted(png()).height) == (28, 14)
    assert (Logo.fitted(png((800, 100))).width, Logo.fitted(png((800, 100))).height) == (55, 6.88)
    for file in THEME.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert Theme.load(tmp_path, FONTS).digest == theme.digest and theme.logo is None
    (tmp_path / "logo.png").write_bytes(ready("a.png", png()))
    loaded = Theme.load(tmp_path, FONTS)
    assert loaded.digest != theme.digest and loaded.logo is not None


def test_word_has_it_once_in_the_line_with_words(
    rich: Document, theme: Theme, with_logo: Theme, tmp_path: Path
) -> None:
    made = write_docx(rich, with_logo, kind="locked")
    assert made == write_docx(rich, with_logo, kind="locked")
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        body = file.read("word/document.xml").decode()
        assert with_logo.logo is not None and file.read("word/media/logo.png") == with_logo.logo.data
    assert body.count("<wp:inline") == 1 and 'descr="Logo for Oslo kommune"' in body
    guard.guard("a.docx", made, "docx")
    path = tmp_path / "a.docx"
    path.write_bytes(made)
    assert "0 error(s), 0 warning(s), 0 info" in said([BIN / "docx-integrity", "check", path])
    audit = said([BIN / "openxml-audit", path])
    assert "Errors: 0" in audit and "no findings" in audit, audit
    bare = replace(rich, cover=False)
    assert write_docx(bare, with_logo, kind="locked") == write_docx(bare, theme, kind="locked")


@pytest.mark.skipif(pdf.available() is not None, reason="Pango mangler")
def test_pdf_has_it_tagged_and_stays_valid(
    rich: Document, theme: Theme, with_logo: Theme, tmp_path: Path
) -> None:
    page = print_html(rich, with_logo)
    assert page.count("theme:logo.png") == 1 and "theme:logo" not in print_html(rich, theme)
    with pytest.raises(BaseException, match="kan ikke hentes"):
        closed_fetcher(theme).fetch("theme:logo.png")
    path = tmp_path / "a.pdf"
    path.write_bytes(render_pdf(print_html(rich, with_logo), with_logo))
    assert said([BIN / "outloud", path]).startswith("PASS"), said([BIN / "outloud", path])
    assert "errors=0 warnings=0" in said([BIN / "pdfua", "check", path])
    assert b"/SMask" not in path.read_bytes()
    shown = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True, check=False
    )
    assert (
        b"Logo for Oslo kommune" in shown.stdout
        or "Logo for Oslo kommune".encode("utf-16-be") in shown.stdout
    )
    assert b"/Figure" in shown.stdout
