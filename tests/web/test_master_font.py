"""A set's own font: taken in face by face, refused with the reason, in Word and PDF, and taken away again."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from dpsdocs.config import ROOT
from dpsdocs.masters import theme_edit
from dpsdocs.verify.font import FontRefused, font_fault, ready_font
from dpsdocs.verify.theme_check import fault, fonts_missing
from dpsdocs.writers import pdf
from dpsdocs.writers.docx_fonts import embedded_fonts
from dpsdocs.writers.html import print_html
from dpsdocs.writers.pdf import render_pdf
from dpsdocs.writers.theme import Theme
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World
from tests.writers import sample
from tests.writers.conftest import FONTS, THEME

FILES = {"regular": "Regular", "italic": "It", "semibold": "Semibold"}


@lru_cache
def face(file: str, family: str = "", style: str = "", *, rights: int = 0, without: str = "") -> bytes:
    """A shipped font under another name, with other rights, without some signs."""
    font = TTFont(ROOT / f"static/fonts/word/SourceSansPro-{file}.ttf")
    for record in list(font["name"].names):
        if family and record.nameID == 1:
            font["name"].setName(family, 1, record.platformID, record.platEncID, record.langID)
        if style and record.nameID == 2:
            font["name"].setName(style, 2, record.platformID, record.platEncID, record.langID)
    font["OS/2"].fsType = rights
    for table in font["cmap"].tables:
        for sign in without:
            table.cmap.pop(ord(sign), None)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@pytest.fixture
def base(world: World) -> str:
    return f"/maler/{world['master_draft']}/utseende"


def sent(client: StrictClient, path: str, **files: bytes) -> tuple[int, str]:
    data: dict[str, object] = {name: (io.BytesIO(content), f"{name}.ttf") for name, content in files.items()}
    answer = client.post(
        path, data={"csrf_token": client.token(), **data}, content_type="multipart/form-data"
    )
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.otf", face("It"), "må være en TTF-fil"),
        ("a.ttf", b"", "ikke en TrueType-skrift"),
        ("a.ttf", b"OTTO" + b"x" * 90, "annen type enn TrueType"),
        ("a.ttf", face("It")[:900], "skadet"),
        ("a.ttf", b"\x00\x01\x00\x00" + b"\xff" * 5000, "skadet"),
        ("a.ttf", face("It") + b"x" * 1_000_000, "for stor"),
        ("a.ttf", face("It", rights=2), "Lisensen"),
        ("a.ttf", face("It", rights=4), "Lisensen"),
        ("a.ttf", face("It", rights=0x0108), "Lisensen"),
        ("a.ttf", face("It", without="ø§"), "mangler tegn som dokumentene trenger: ø §"),
        ("a.ttf", face("It", "Prøve <b>"), "Navnet på skriften"),
    ],
)  # fmt: skip
def test_a_font_that_cannot_be_used_is_refused_with_the_reason(name: str, data: bytes, words: str) -> None:
    with pytest.raises(FontRefused, match=words):
        ready_font(name, data)


def test_the_cut_may_stand_in_a_set_that_has_all_it_names() -> None:
    made = ready_font("a.TTF", face("It", "Prove", rights=8))
    assert made.family == "Prove" and font_fault(made.data) == "" == fault("theme/cut-italic.ttf", made.data)
    assert made == ready_font("b.ttf", face("It", "Prove", rights=8))
    values = (THEME / "theme.toml").read_text("utf-8")
    sheet = (THEME / "print.css").read_text("utf-8")
    own, changed = theme_edit.with_fonts(values, sheet, {"italic": "cut-italic.ttf"}, {"family": "Prove"})
    assert "Source Sans Pro" not in changed and fault("theme/print.css", changed.encode()) == ""
    assert theme_edit.family(own) == "Prove" and fault("theme/theme.toml", own.encode()) == ""
    assert fonts_missing(own, ["theme/theme.toml"]) == ["theme/cut-italic.ttf"]
    assert fonts_missing(own, ["theme/cut-italic.ttf"]) == [] == fonts_missing(values, [])
    shipped = (theme_edit.SHIPPED_FONTS, theme_edit.SHIPPED_NAMES)
    assert theme_edit.with_fonts(own, changed, *shipped) == (values, sheet)


@pytest.mark.skipif(pdf.available() is not None, reason="Pango mangler")
def test_word_and_pdf_hold_the_font_of_the_set(tmp_path: Path) -> None:
    for file in THEME.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    files = {name: f"cut-{name if name in FILES else 'semibold'}.ttf" for name in theme_edit.FACES}
    for name, file_name in FILES.items():
        family = "Prove Medium" if name == "semibold" else "Prove"
        (tmp_path / files[name]).write_bytes(ready_font("a.ttf", face(file_name, family)).data)
    values = (tmp_path / "theme.toml").read_text("utf-8")
    names = {"family": "Prove", "semibold": "Prove Medium"}
    sheet = (tmp_path / "print.css").read_text("utf-8")
    for name, text in zip(
        ("theme.toml", "print.css"), theme_edit.with_fonts(values, sheet, files, names), strict=True
    ):
        (tmp_path / name).write_text(text, "utf-8")
    theme = Theme.load(tmp_path, FONTS)
    assert [(font.family, font.face) for font in embedded_fonts(theme)] == [
        ("Prove", "embedRegular"), ("Prove", "embedItalic"),
        ("Prove Medium", "embedRegular"), ("Prove Medium", "embedItalic"),
    ]  # fmt: skip
    whole = (tmp_path / "cut-regular.ttf").read_bytes()
    assert embedded_fonts(theme)[0].data[32:] == whole[32:]
    with pikepdf.open(io.BytesIO(render_pdf(print_html(sample.rich(), theme), theme))) as made:
        fonts = [
            item for item in made.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item
        ]
        assert fonts and {str(font.FontName)[8:].split("-")[0] for font in fonts} == {"Prove"}


def test_a_font_is_taken_in_shown_and_taken_away(browser: Browser, base: str) -> None:
    editor = browser("editor")
    assert "Source Sans, som følger med" in editor.get(base).text
    status, page = sent(editor, f"{base}/skrift", regular=face("It", "Prove"), italic=b"MZ")
    assert status == 422 and "ikke en TrueType-skrift" in page and "Velg en fil" in page
    given = {
        "regular": face("It", "Prove", "Regular"),
        "semibold": face("SemiboldIt", "Prove Medium", "Regular"),
    }
    wrong = {
        "regular": face("It", "Prove"),
        "semibold": face("It", "Prove Fet", "Bold"),
        "italic": given["regular"],
    }
    status, page = sent(editor, f"{base}/skrift", **wrong)
    assert status == 422 and "Velg den vanlige" in page and "Velg kursiven til «Prove»" in page
    assert "Filen er «Prove Fet Bold», og Word kan ikke hente den" in page
    assert sent(editor, f"{base}/skrift", **given)[0] == 303
    assert "Skriften er Prove." in editor.get(base).text
    sheet = editor.get(f"{base}/ramme.css").text
    assert sheet.count("@font-face") == 5 and 'url("skrift/bold.ttf")' in sheet
    assert editor.get(f"{base}/skrift/bold.ttf").data == ready_font("a.ttf", given["semibold"]).data
    with zipfile.ZipFile(io.BytesIO(editor.get(f"{base}/prove.docx").data)) as word:
        assert 'w:name="Prove Medium"' in word.read("word/fontTable.xml").decode()
        assert 'w:ascii="Prove"' in word.read("word/styles.xml").decode()
    overview = editor.get(base.rpartition("/")[0]).text
    assert "Endret «skrift»" in overview and "Ingen feil" in overview
    assert editor.post(f"{base}/skrift/fjern", data={"csrf_token": editor.token()}).status_code == 303
    assert "Source Sans, som følger med" in editor.get(base).text
    assert "font-face" not in editor.get(f"{base}/ramme.css").text
    assert editor.get(f"{base}/skrift/bold.ttf").status_code == 404
