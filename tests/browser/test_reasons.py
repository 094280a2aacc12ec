"""«Hvorfor?» at a point of the preview, clicked, by keyboard and without a script; and «Brukes i» on check answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live, Open, axe, judge, sign_in, too_wide

pytestmark = pytest.mark.browser
MOST_TABS = 90


def open_preview(page: Page, live: Live) -> str:
    """The competition basis of the draft, with its frame read; its address."""
    sign_in(page, live, "drafter")
    address = f"{live.url}/konkurranser/{live.world['competition']}/dokumenter/konkurransegrunnlag"
    page.goto(address)
    expect(page.frame_locator("iframe.sheet").locator("a[data-why]").first).to_be_visible()
    return address


def test_a_click_fills_the_panel_and_takes_the_focus(page: Page, live: Live, shots: Path) -> None:
    address = open_preview(page, live)
    frame, panel = page.frame_locator("iframe.sheet"), page.locator("#hvorfor")
    frame.locator("#cpv a[data-why]").click()
    expect(panel.locator("dl")).to_contain_text("CPV-koder")
    expect(panel.get_by_role("heading", name="Hvorfor står dette her?")).to_be_focused()
    assert page.url == f"{address}?punkt=cpv#hvorfor"
    expect(frame.locator(".clause.on")).to_have_attribute("id", "cpv")
    judge(page, shots, "hvorfor")
    frame.locator("#innkjopsordningen a[data-why]").click()
    expect(panel).to_contain_text("24/1307")
    expect(frame.locator(".clause.on")).to_have_attribute("id", "innkjopsordningen")
    expect(frame.locator("a[aria-current]")).to_have_count(1)
    page.reload()
    expect(panel).to_contain_text("24/1307")
    panel.get_by_role("link", name="Lukk").click()
    expect(panel).to_contain_text("Velg «Hvorfor?» ved et punkt")


def test_the_frame_has_the_point_marked_and_is_clean(page: Page, live: Live) -> None:
    address = open_preview(page, live)
    page.goto(f"{address}/ramme?punkt=cpv#cpv")
    expect(page.locator(".clause.on")).to_have_count(1)
    assert axe(page) == []
    assert not too_wide(page)


def test_the_keyboard_gets_there_and_on(page: Page, live: Live) -> None:
    open_preview(page, live)
    frame = page.frame_locator("iframe.sheet")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if frame.locator("a[data-why]:focus").count():
            break
    expect(frame.locator("a[data-why]:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Hvorfor står dette her?")
    expect(heading).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#hvorfor a:focus, aside a:focus")).to_have_count(1)


def test_without_a_script_it_is_a_link(open_page: Open, live: Live) -> None:
    page = open_page(script=False, width=375)
    address = open_preview(page, live)
    page.frame_locator("iframe.sheet").locator("#cpv a[data-why]").click()
    page.wait_for_url(f"{address}?punkt=cpv#hvorfor")
    expect(page.locator("#hvorfor dl")).to_contain_text("CPV-koder")
    expect(page.frame_locator("iframe.sheet").locator(".clause.on")).to_have_attribute("id", "cpv")


def test_check_answers_lead_to_the_points(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "drafter")
    page.goto(f"{live.url}/konkurranser/{live.world['competition']}/kontroller")
    folded = page.locator("details.used", has_text="Antall forlengelser")
    folded.locator("summary").click()
    judge(page, shots, "brukes-i")
    folded.get_by_role("link").first.click()
    expect(page.locator("#hvorfor dl")).to_contain_text("Tas med når")
