"""The looks of a set: colours that can be read, the same in Word and PDF, typed or taken from a Word file."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import fields
from pathlib import Path

import docx
import pytest

from dpsdocs.masters import theme_edit, theme_sizes
from dpsdocs.masters.edit import EditError
from dpsdocs.verify.logo import logo_fault
from dpsdocs.verify.word_styles import StylesRefused, word_looks
from dpsdocs.writers.theme import Scale, Theme
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
    """A Word file with other words in its styles; with nothing to change from, other styles."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(buffer, "w") as made:
        for name in was.namelist():
            part = was.read(name)
            if name == "word/styles.xml":
                part = part.replace(old.encode(), new.encode()) if old else new.encode()
            made.writestr(name, part)
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
    assert word_looks("prove.docx", made).colours["accent"] == "004D40"
    refused = editor.post(base, data={**data, "accent": "FFCC00", "ink": "x"})
    assert refused.status_code == 422 and "seks tegn" in refused.text and 'value="FFCC00"' in refused.text
    weak = editor.post(base, data={**data, "accent": "FFCC00"})
    assert weak.status_code == 422 and "minst 4,5 (WCAG AA)" in weak.text
    overview = editor.get(base.rpartition("/")[0]).text
    assert "Endret «utseende»" in overview and "Ingen feil" in overview


def test_shipped_sizes_are_the_house_and_are_changed_in_one_place(tmp_path: Path) -> None:
    now = theme_sizes.sizes(VALUES)
    assert theme_sizes.unfit(now) == {} and theme_sizes.asks_by_name(SHEET)
    assert now == {field.name: getattr(Scale(), field.name) for field in fields(Scale)}, "what old themes get"
    assert theme_sizes.with_sizes(VALUES, now) == VALUES
    shutil.copytree(THEME, tmp_path / "theme")
    values = theme_sizes.with_sizes(VALUES, {**now, "heading1_size": 14.5, "text_line": 16})
    (tmp_path / "theme" / "theme.toml").write_text(values, "utf-8")
    made, shipped = Theme.load(tmp_path / "theme", FONTS), Theme.load(THEME, FONTS)
    assert made.css.count("14.5pt/21.5pt") == shipped.css.count("17pt/21.5pt") == 3
    assert "10.5pt/16pt" in made.css and made.digest != shipped.digest
    assert len(values.splitlines()) == len(VALUES.splitlines())
    for name, size, words in (
        ("text_size", 6, "Velg mellom 9 og 13"),
        ("heading2_size", 10, "ikke være mindre enn i «Overskrift 3»"),
        ("title_line", 10, "Velg mellom 39 og 66,5"),
        ("text_after", 25, "Velg mellom 0 og 24"),
    ):
        found = theme_sizes.unfit({**now, name: size})
        assert words in found[name] and len(found) == 1
    for text in ("", "x", "-1", "10,3", "1e3", "9999"):
        with pytest.raises(EditError):
            theme_sizes.size(text)
    assert [theme_sizes.size(text) for text in ("10,5", "10.50", " 12 pt ")] == [10.5, 10.5, 12]


def test_a_theme_from_before_the_sizes_keeps_its_own(
    browser: Browser, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EditError, match="fra før"):
        theme_sizes.sizes(VALUES.replace("[type]", "[other]"))
    monkeypatch.setattr(theme_sizes, "asks_by_name", lambda _sheet: False)
    editor = browser("editor")
    assert "fra før størrelsene kunne endres" in editor.get(base).text
    answer = editor.post(f"{base}/storrelser", data={"csrf_token": editor.token(), "text_size": "11"})
    assert answer.status_code == 422 and "må endres i filene" in answer.text
    made = editor.get(f"{base}/prove.docx").data
    assert sent(editor, f"{base}/word", "stiler.docx", changed(made, "2A2859", "5D1049"))[0] == 303
    assert 'value="5D1049"' in editor.get(base).text, "the colours are taken all the same"


def test_sizes_are_typed_and_stand_in_word_and_in_the_page(browser: Browser, base: str) -> None:
    editor = browser("editor")
    now = {name: theme_sizes.words(size) for name, size in theme_sizes.sizes(VALUES).items()}
    data = {"csrf_token": editor.token(), **now, "heading1_size": "14,5", "text_line": "16"}
    assert editor.post(f"{base}/storrelser", data=data).status_code == 303
    assert 'value="14,5"' in editor.get(f"{base}/storrelser").text
    assert "font-size: 1.45rem; line-height: 1.483" in editor.get(f"{base}/ramme.css").text
    seen = editor.get(base.replace("utseende", "endringer")).text
    assert "Farger, størrelser, skrift og logo" in seen and "<b>Overskrift 1, skrift:</b>" in seen
    looks = word_looks("prove.docx", editor.get(f"{base}/prove.docx").data)
    typed = {**theme_sizes.sizes(VALUES), "heading1_size": 14.5, "text_line": 16}
    assert {name: looks.sizes[name] for name in typed} == typed
    wrong = editor.post(f"{base}/storrelser", data={**data, "text_size": "stor", "title_size": "60"})
    assert wrong.status_code == 422 and "hele eller halve punkter" in wrong.text
    assert 'value="stor"' in wrong.text and 'value="60"' in wrong.text
    wrong = editor.post(f"{base}/storrelser", data={**data, "title_size": "60"})
    assert "Velg mellom 18 og 48 punkter." in wrong.text
    assert browser("drafter").post(f"{base}/storrelser", data=data).status_code in (400, 403)


def test_colours_and_sizes_are_taken_from_the_styles_of_a_word_file(browser: Browser, base: str) -> None:
    editor = browser("editor")
    made = editor.get(f"{base}/prove.docx").data
    recoloured = changed(made, "2A2859", "5D1049")
    larger = changed(recoloured, '<w:sz w:val="34"/>', '<w:sz w:val="40"/>')
    assert sent(editor, f"{base}/word", "stiler.docx", larger)[0] == 303
    assert 'value="5D1049"' in editor.get(base).text
    shown = editor.get(f"{base}/storrelser").text
    assert 'name="heading1_size" value="20"' in shown and 'name="heading2_size" value="11,5"' in shown
    huge = changed(made, '<w:sz w:val="34"/>', '<w:sz w:val="98"/>')
    status, page = sent(editor, f"{base}/word", "stiler.docx", huge)
    assert status == 422 and "Overskrift 1, skrift er 49 punkter. Velg mellom 12 og 28 punkter." in page
    status, page = sent(editor, f"{base}/word", "stiler.docx", changed(made, '"Subtitle"', '"annet"'))
    assert status == 422 and "mangler stilene «Undertittel»" in page
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
        word_looks("a.docx", b"PK\x03\x04tull")


def test_sizes_are_read_as_word_writes_them() -> None:
    """A single line by its share, what is inherited, and what only the file says of all."""
    named = ("Normal", "heading 1", "heading 2", "heading 3", "Title", "Subtitle", "header")
    room = '<w:pPr><w:spacing w:before="240" w:after="60"/></w:pPr>'
    letters = '<w:rPr><w:color w:val="112233"/><w:sz w:val="32"/></w:rPr>'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="s{n - 1}"/>' if n else "")
        + (room + letters if n == 1 else "")
        + "</w:style>"
        for n, name in enumerate(named)
    )
    root = (
        f'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault>'
        f'<w:rPr><w:color w:val="1b1b24"/><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing '
        f'w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>{styles}</w:styles>'
    )
    blank = io.BytesIO()
    docx.Document().save(blank)
    looks = word_looks("word.docx", changed(blank.getvalue(), "", root))
    assert looks.colours == {"accent": "112233", "ink": "1B1B24", "quiet": "112233"}
    assert (looks.sizes["text_size"], looks.sizes["text_line"], looks.sizes["text_after"]) == (11, 15, 8)
    one = {part: looks.sizes[f"heading1_{part}"] for part in ("size", "line", "before", "after")}
    assert one == {"size": 16, "line": 21.5, "before": 12, "after": 3}
    assert looks.sizes["heading2_size"] == 16, "inherited"


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
