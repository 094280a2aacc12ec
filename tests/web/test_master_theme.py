"""The looks of a set: colours that can be read, the same in Word and PDF, typed or taken from a Word file."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from dpsdocs.masters import theme_edit
from dpsdocs.masters.edit import EditError
from dpsdocs.verify.logo import logo_fault
from dpsdocs.verify.word_styles import StylesRefused, style_colours
from dpsdocs.writers.theme import Theme
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World
from tests.writers.conftest import FONTS
from tests.writers.test_logo import png

THEME = Path(__file__).resolve().parents[2] / "templates/masters/vektertjenester/theme"
VALUES, SHEET = (THEME / "theme.toml").read_text("utf-8"), (THEME / "print.css").read_text("utf-8")


@pytest.fixture
def base(world: World) -> str:
    return f"/maler/{world['master_draft']}/utseende"


def sent(client: StrictClient, path: str, name: str, data: bytes) -> tuple[int, str]:
    answer = client.post(
        path,
        data={"csrf_token": client.token(), "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )
    return answer.status_code, answer.text


def changed(data: bytes, old: str, new: str) -> bytes:
    """A Word file with other words in its styles."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(buffer, "w") as made:
        for name in was.namelist():
            part = was.read(name)
            made.writestr(
                name, part.replace(old.encode(), new.encode()) if name == "word/styles.xml" else part
            )
    return buffer.getvalue()


def test_shipped_colours_can_be_read_and_are_changed_in_one_place(tmp_path: Path) -> None:
    now = theme_edit.colours(VALUES)
    assert theme_edit.weak(now) == {}
    assert theme_edit.with_colours(VALUES, now) == VALUES
    # one colour may become what another is, and be changed again without taking the other along
    same = theme_edit.with_colours(VALUES, {**now, "accent": now["ink"]})
    values = theme_edit.with_colours(same, {**now, "accent": "004D40"})
    assert theme_edit.colours(values) == {**now, "accent": "004D40"}
    shutil.copytree(THEME, tmp_path / "theme")
    (tmp_path / "theme" / "theme.toml").write_text(values, "utf-8")
    made, shipped = Theme.load(tmp_path / "theme", FONTS), Theme.load(THEME, FONTS)
    assert made.css.count("#004d40") == shipped.css.count("#2a2859") > 20
    assert made.css.count("#1b1b24") == shipped.css.count("#1b1b24") > 5
    assert made.colours.accent == "004D40" and "var(" not in made.css
    with pytest.raises(EditError):
        theme_edit.colour("rød")
    assert round(theme_edit.contrast("000000", "FFFFFF")) == 21


def test_a_style_sheet_with_colours_of_its_own_is_told(
    browser: Browser, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert theme_edit.asks_by_name(SHEET)
    monkeypatch.setattr(theme_edit, "asks_by_name", lambda _sheet: False)
    editor = browser("editor")
    data = {
        "csrf_token": editor.token(),
        "accent": "004D40",
        "ink": "1B1B24",
        "quiet": "55556B",
        "tint": "F2F2F8",
    }
    answer = editor.post(base, data=data)
    assert answer.status_code == 422 and "må endres i filene" in answer.text


def test_colours_are_typed_shown_and_stand_in_word(browser: Browser, base: str) -> None:
    editor = browser("editor")
    data = {
        "csrf_token": editor.token(),
        "accent": "#004d40",
        "ink": "1B1B24",
        "quiet": "55556B",
        "tint": "F2F2F8",
    }
    assert editor.post(base, data=data).status_code == 303
    page = editor.get(base).text
    assert 'value="004D40"' in page and "--accent: #004D40;" in editor.get(f"{base}/ramme.css").text
    sheet = editor.get(f"{base}/ramme")
    assert f'href="{base}/ramme.css"' in sheet.text and 'class="kind"' in sheet.text
    assert "<script" not in sheet.text and "style=" not in sheet.text and "logo.png" not in sheet.text
    made = editor.get(f"{base}/prove.docx").data
    assert style_colours("prove.docx", made)["accent"] == "004D40"
    refused = editor.post(base, data={**data, "accent": "FFCC00", "ink": "x"})
    assert refused.status_code == 422 and "seks tegn" in refused.text and 'value="FFCC00"' in refused.text
    weak = editor.post(base, data={**data, "accent": "FFCC00"})
    assert weak.status_code == 422 and "minst 4,5 (WCAG AA)" in weak.text
    overview = editor.get(base.rpartition("/")[0]).text
    assert "Endret «utseende»" in overview and "Ingen feil" in overview


def test_colours_are_taken_from_the_styles_of_a_word_file(browser: Browser, base: str) -> None:
    editor = browser("editor")
    made = editor.get(f"{base}/prove.docx").data
    assert sent(editor, f"{base}/word", "stiler.docx", changed(made, "2A2859", "5D1049"))[0] == 303
    assert 'value="5D1049"' in editor.get(base).text
    status, page = sent(editor, f"{base}/word", "stiler.docx", changed(made, '"heading 1"', '"noe annet"'))
    assert status == 422 and "mangler stilene «Overskrift 1»" in page
    status, page = sent(editor, f"{base}/word", "stiler.docx", changed(made, "2A2859", "FFEE00"))
    assert status == 422 and "WCAG AA" in page
    for name, data, words in (
        ("a.docx", b"MZ", "innholdet er noe annet"),
        ("a.exe", made, "slutter på .docx"),
        ("", b"", "Velg en fil"),
    ):
        status, page = sent(editor, f"{base}/word", name, data)
        assert status == 422 and words in page
    assert browser("drafter").get(base).status_code == 403


def test_a_word_file_without_styles_or_colours_is_refused() -> None:
    with pytest.raises(StylesRefused):
        style_colours("a.docx", b"PK\x03\x04tull")


def test_a_logo_is_taken_in_shown_released_and_taken_away(browser: Browser, base: str) -> None:
    editor = browser("editor")
    assert (
        "Dokumentene har ingen logo" in editor.get(base).text
        and editor.get(f"{base}/logo.png").status_code == 404
    )
    for name, data, words in (
        ("", b"", "Velg en fil"),
        ("a.svg", b"<svg/>", "må være en PNG-fil"),
        ("a.png", b"MZ", "ikke en PNG-fil"),
    ):
        status, page = sent(editor, f"{base}/logo", name, data)
        assert status == 422 and words in page
    assert sent(editor, f"{base}/logo", "uke.png", png())[0] == 303
    shown = editor.get(f"{base}/logo.png")
    assert shown.mimetype == "image/png" and logo_fault(shown.data) == ""
    assert f'src="{base}/logo.png" alt="Logo for ' in editor.get(f"{base}/ramme").text
    with zipfile.ZipFile(io.BytesIO(editor.get(f"{base}/prove.docx").data)) as word:
        assert word.read("word/media/logo.png") == shown.data
    with zipfile.ZipFile(io.BytesIO(editor.get(base.replace("utseende", "sett.zip")).data)) as whole:
        (kept,) = (name for name in whole.namelist() if name.endswith("theme/logo.png"))
        assert whole.read(kept) == shown.data
    overview = editor.get(base.rpartition("/")[0]).text
    assert "Endret «logo»" in overview and "Ingen feil" in overview
    assert "Bytt logo" in editor.get(base).text
    token = {"csrf_token": editor.token()}
    assert editor.post(f"{base}/logo/fjern", data=token).status_code == 303
    assert "Dokumentene har ingen logo" in editor.get(base).text
    for role in ("drafter", "approver"):
        assert browser(role).post(f"{base}/logo/fjern", data=token).status_code in (400, 403)
