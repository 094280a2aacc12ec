"""The fonts inside Word files: cut down once, shipped, and still what the cutter makes of the full fonts."""

from __future__ import annotations

import io
import shutil
import uuid
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from dpsdocs.writers.docx_fonts import embedded_fonts, subset_font
from dpsdocs.writers.theme import Theme

from .conftest import FONTS, THEME

LICENCE_NAMES = (0, 7, 13, 14)  # copyright, trademark, licence and its address
LETTERS = "æøåÆØÅéüÄŠžłß€–«»…½§→Ωж"


def _names(data: bytes) -> dict[int, str]:
    with TTFont(io.BytesIO(data)) as font:
        return {n.nameID: str(n) for n in font["name"].names if n.nameID in LICENCE_NAMES}


@pytest.mark.slow
def test_the_shipped_cuts_are_what_the_cutter_makes_today(theme: Theme) -> None:
    shipped = {path.name: path.read_bytes() for path in (FONTS / "word").iterdir()}
    assert {path.name for path in theme.fonts.for_word()} == set(shipped)
    assert {name: subset_font(FONTS / name) for name in shipped} == shipped


def test_every_cut_says_whose_it_is_and_under_which_licence() -> None:
    for path in (FONTS / "word").iterdir():
        cut = _names(path.read_bytes())
        assert cut == _names((FONTS / path.name).read_bytes())
        assert "SIL Open Font License" in cut[13]
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE.txt").read_text()


def test_the_cuts_have_the_letters_people_type(theme: Theme) -> None:
    for path in theme.fonts.for_word():
        with TTFont(path) as cut, TTFont(FONTS / path.name) as full:
            wanted = {ord(c) for c in LETTERS} & full.getBestCmap().keys()
            assert {ord(c) for c in "æøåÆØÅé–«»€§"} <= wanted <= cut.getBestCmap().keys()


def test_word_files_hold_the_shipped_cuts(theme: Theme) -> None:
    shipped = {path.read_bytes() for path in theme.fonts.for_word()}
    found = set()
    for font in embedded_fonts(theme):
        mask = uuid.UUID(font.key).bytes[::-1] * 2
        found.add(bytes(a ^ b for a, b in zip(font.data[:32], mask, strict=True)) + font.data[32:])
    assert found == shipped


def test_another_cut_is_another_theme(theme: Theme, tmp_path: Path) -> None:
    """Otherwise a Word file kept from before would be taken for today's."""
    copy = tmp_path / "fonts"
    shutil.copytree(FONTS, copy)
    assert Theme.load(THEME, copy).digest == theme.digest
    with (copy / "word" / "SourceSansPro-It.ttf").open("ab") as file:
        file.write(b"\0")
    assert Theme.load(THEME, copy).digest != theme.digest


@pytest.mark.slow
def test_without_the_cuts_they_are_made(theme: Theme, tmp_path: Path) -> None:
    for path in theme.fonts.all():
        shutil.copy(path, tmp_path)
    assert embedded_fonts(Theme.load(THEME, tmp_path)) == embedded_fonts(theme)
