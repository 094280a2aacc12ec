"""Trying the evaluation in the browser: without scripts, with a keyboard, looked at by axe and at 320 pixels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.conftest import Open, axe, hidden_focus, too_wide
from tests.browser.journey import Demo, sign_in

pytestmark = pytest.mark.browser
BIDS = (("Rimelig AS", "4 100 000", "7", "6,5"), ("God AS", "4 900 000", "10", "10"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality."""
    with journey.running(tmp_path_factory.mktemp("trials")) as made:
        yield made


def fill(page: Page, bids: tuple[tuple[str, ...], ...] = BIDS) -> None:
    """Type the tenders, group by group."""
    for number, values in enumerate(bids, 1):
        group = page.get_by_role("group", name=f"Tilbud {number}", exact=True)
        for field, value in zip(group.get_by_role("textbox").all(), values, strict=True):
            field.fill(value)


def looked_at(page: Page) -> None:
    assert axe(page) == []
    assert not too_wide(page)
    assert hidden_focus(page, 12) == []


def test_the_evaluation_is_tried_and_the_turn_is_shown(open_page: Open, site: Demo) -> None:
    page = open_page()
    sign_in(page, site, "ingrid")
    page.goto(site.case("Kveldsvakt på lesesalen"))
    page.get_by_role("link", name="Prøv evalueringen").click()
    fill(page)
    page.get_by_role("button", name="Legg til et tilbud").click()
    assert page.get_by_role("group", name="Tilbud 4").count() == 1
    page.get_by_role("textbox", name="Evalueringspris").nth(0).fill("gratis")
    page.get_by_role("button", name="Prøv evalueringen").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    looked_at(page)
    summary.get_by_role("link").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("4 100 000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Prøve av evalueringen")
    expect(page.locator(".lead")).to_contain_text("«God AS» vinner")
    picture = page.get_by_role("img", name="«Rimelig AS» ved andre priser")
    expect(picture).to_be_visible()
    expect(picture).to_contain_text("Først til og med")
    looked_at(page)
    page.get_by_role("link", name="God AS").click()
    expect(page.get_by_role("img", name="«God AS» ved andre priser")).to_be_visible()
    page.get_by_role("link", name="Alle prøvene").click()
    looked_at(page)
    page.get_by_role("row").filter(has_text="God AS").get_by_role("link").click()
    page.get_by_role("link", name="Gå videre med disse tilbudene").click()
    assert page.locator("[name='2-name']").input_value() == "God AS"


def test_without_scripts_and_read_by_a_colleague(open_page: Open, site: Demo) -> None:
    page = open_page(script=False, width=375)
    sign_in(page, site, "ingrid")
    page.goto(f"{site.case('Kveldsvakt på lesesalen')}/evaluering")
    fill(page)
    page.get_by_role("button", name="Prøv evalueringen").click()
    run = page.url
    assert "vinner med" in page.locator(".lead").inner_text()
    reader = open_page()
    sign_in(reader, site, "liv")
    reader.goto(run)
    expect(reader.locator(".lead")).to_contain_text("«God AS» vinner")
    assert reader.get_by_role("link", name="Gå videre").count() == 0
    looked_at(reader)
