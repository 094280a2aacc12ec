"""The preview shows a set's own colours, sizes, font and logo; the house's look asks for nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpsdocs.config import ROOT
from dpsdocs.masters import theme_edit, theme_sizes
from dpsdocs.masters.source import Source, encoded
from dpsdocs.services import previews, set_looks
from tests.web.conftest import Browser
from tests.web.world import World
from tests.writers.test_logo import png

SET = ROOT / "templates" / "masters" / "vektertjenester"
VALUES = (SET / "theme" / "theme.toml").read_text("utf-8")
FONT = (ROOT / "static" / "fonts" / "SourceSansPro-It.ttf").read_bytes()


def test_the_house_is_what_ships_and_what_the_style_sheet_of_the_screen_has() -> None:
    shipped = Source(SET)
    assert set_looks.colours(shipped) == set_looks.HOUSE_COLOURS
    assert set_looks.sizes(shipped) == theme_sizes.HOUSE
    assert not set_looks.differ(shipped) and not set_looks.differ(Source(Path("/nowhere")))
    screen = (ROOT / "static" / "css" / "preview.css").read_text("utf-8")
    for name, value in set_looks.HOUSE_COLOURS.items():
        assert f"--{name}: #{value.lower()};" in screen
    lines = [line for line in screen.splitlines() if not line.startswith(":root")]
    own = [f"#{value.lower()}" for value in set_looks.HOUSE_COLOURS.values()]
    assert not [line for line in lines if any(colour in line for colour in own)], "asked for by name"


@pytest.fixture
def dressed(monkeypatch: pytest.MonkeyPatch) -> Source:
    """A set with other colours, a font and a logo."""
    colours = {**theme_edit.colours(VALUES), "accent": "004D40"}
    values = theme_edit.with_colours(VALUES, colours).replace("SourceSansPro-It.ttf", "cut-italic.ttf")
    texts = {
        "theme/theme.toml": values,
        "theme/logo.png": encoded("theme/logo.png", png()),
        "theme/cut-italic.ttf": encoded("theme/cut-italic.ttf", FONT),
    }
    made = Source(SET, texts)
    monkeypatch.setattr(previews, "looks_of", lambda _opened: made)
    return made


def test_the_preview_of_a_set_with_its_own_looks(browser: Browser, world: World, dressed: Source) -> None:
    client, looks = browser("drafter"), f"/konkurranser/{world['competition']}/dokumenter/utseende"
    frame = client.get(f"/konkurranser/{world['competition']}/dokumenter/konkurransegrunnlag/ramme").text
    assert f'<link rel="stylesheet" href="{looks}/ramme.css"/>' in frame
    assert f'<img class="logo" src="{looks}/logo.png" alt="Logo for ' in frame
    sheet = client.get(f"{looks}/ramme.css")
    assert sheet.mimetype == "text/css" and "--accent: #004D40;" in sheet.text
    assert 'src: url("skrift/italic.ttf")' in sheet.text
    assert client.get(f"{looks}/skrift/italic.ttf").data == FONT
    assert client.get(f"{looks}/skrift/regular.ttf").status_code == 404
    assert client.get(f"{looks}/logo.png").data == dressed.data("theme/logo.png")
    for role in ("elsewhere", "stranger"):
        assert browser(role).get(f"{looks}/ramme.css").status_code in (303, 403, 404)


def test_the_preview_in_the_house_s_own_looks_asks_for_nothing_more(browser: Browser, world: World) -> None:
    client, base = browser("drafter"), f"/konkurranser/{world['competition']}/dokumenter"
    frame = client.get(f"{base}/konkurransegrunnlag/ramme").text
    assert "utseende/" not in frame
    assert client.get(f"{base}/utseende/logo.png").status_code == 404


def test_sizes_alone_are_enough_to_ask() -> None:
    values = theme_sizes.with_sizes(VALUES, {**theme_sizes.HOUSE, "text_size": 11})
    assert set_looks.differ(Source(SET, {"theme/theme.toml": values}))
