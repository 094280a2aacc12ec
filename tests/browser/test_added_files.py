"""Attachments and annexes in a real browser, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Live, Open, axe, hidden_focus, judge, sign_in
from tests.services.test_attachments import large

pytestmark = pytest.mark.browser


def payload(name: str) -> FilePayload:
    """A file to choose."""
    return {"name": name, "mimeType": "application/pdf", "buffer": large()}


def judge_wide_and_narrow(page: Page, shots: Path, name: str) -> None:
    """What every page must hold, also as axe sees it at 320 pixels."""
    judge(page, shots, name)
    page.set_viewport_size({"width": 320, "height": 800})
    assert axe(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def add(page: Page, title: str, who: str, name: str) -> None:
    """Fill in the page for a new attachment, and send it."""
    page.fill("#f-title", title)
    page.get_by_label(who).check()
    page.set_input_files("#f-file", payload(name))
    page.click("main .actions button")


def test_attachments_are_added_moved_taken_away_and_put_back(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "drafter")
    where = f"{live.url}/konkurranser/{live.world['competition']}/vedlegg"
    page.goto(where)
    judge_wide_and_narrow(page, shots, "vedlegg-tomt")
    page.click("text=Legg til vedlegg")
    page.click("main .actions button")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    judge_wide_and_narrow(page, shots, "vedlegg-feil")
    add(page, "Plantegning av 1. etasje", "Alle leverandørene", "plan.pdf")
    expect(page.locator(".notice").first).to_contain_text("«Plantegning av 1. etasje» er lagt til.")
    page.goto(f"{where}/ny")
    add(page, "Nøkkelliste", "Bare leverandører som har signert taushetserklæringen", "nokler.pdf")
    judge_wide_and_narrow(page, shots, "vedlegg")
    page.locator("details.more summary").last.click()
    page.get_by_role("button", name="Flytt opp Nøkkelliste").click()
    expect(page.locator("tbody th a").first).to_have_text("Nøkkelliste")
    page.locator("details.more summary").first.click()
    page.get_by_role("button", name="Fjern Nøkkelliste").click()
    expect(page.locator("tbody th a")).to_have_text(["Plantegning av 1. etasje"])
    judge_wide_and_narrow(page, shots, "vedlegg-angre")
    page.get_by_role("button", name="Angre at Nøkkelliste ble fjernet").click()
    expect(page.locator("tbody th a")).to_have_text(["Nøkkelliste", "Plantegning av 1. etasje"])
    assert hidden_focus(page) == []
    page.click("text=Plantegning av 1. etasje")
    judge_wide_and_narrow(page, shots, "vedlegg-endre")


def test_uke_puts_in_an_annex_without_scripts(open_page: Open, live: Live, shots: Path) -> None:
    page = open_page(script=False)
    sign_in(page, live, "manager")
    page.get_by_role("link", name="Bilag", exact=True).click()
    page.get_by_role("link", name="Legg inn fil for Oslo kommunes standardkontrakt").click()
    page.set_input_files("#f-file", payload("kontrakt.pdf"))
    page.fill("#f-note", "Vedtatt 2024")
    page.click("main .actions button")
    expect(page.locator(".notice")).to_contain_text("Filen for «Oslo kommunes standardkontrakt» er lagt inn.")
    with page.expect_download() as download:
        page.get_by_role("link", name="kontrakt.pdf").click()
    assert download.value.suggested_filename == "kontrakt.pdf"


@pytest.mark.parametrize(
    ("role", "path"), [("editor", ""), ("reader", ""), ("editor", "/standardkontrakt/fil")]
)
def test_the_pages_of_annexes(page: Page, live: Live, shots: Path, role: str, path: str) -> None:
    sign_in(page, live, role)
    page.goto(f"{live.url}/bilag{path}")
    judge_wide_and_narrow(page, shots, f"bilag-{role}{'-fil' if path else ''}")
    assert hidden_focus(page) == []
