"""The routine and the page of a purchasing system in a real browser, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live, Open, axe, hidden_focus, judge, sign_in, too_wide
from tests.services.test_file_check import pdf, scripted

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    """Press the button with this name."""
    page.get_by_role("button", name=name, exact=True).click()


def test_reads_the_routine(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "reader")
    page.goto(f"{live.url}/rutine")
    judge(page, shots, "rutine")
    assert hidden_focus(page) == []
    page.click(".contents a >> nth=7")
    expect(page).to_have_url(f"{live.url}/rutine#frister")
    expect(page.locator("#frister")).to_be_in_viewport()


def test_is_led_from_a_step_to_its_heading(page: Page, live: Live) -> None:
    sign_in(page, live, "drafter")
    page.goto(f"{live.url}/konkurranser/{live.world['competition']}/del/kriterier")
    page.click("text=Slik gjør du det: velge kriterier og vekter")
    expect(page).to_have_url(f"{live.url}/rutine#kriterier")
    expect(page.locator("h2#kriterier")).to_be_in_viewport()


def test_sees_the_page_while_writing_and_saves(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "manager")
    page.goto(f"{live.url}/rutine/endre")
    text = page.input_value("#f-text")
    page.fill("#f-text", f"## Først {{forst}}\n\n[ond](javascript:x)\n\n{text}")
    expect(page.locator("#forhandsvisning")).to_contain_text("1. Først")
    expect(page.locator("#forhandsvisning")).to_contain_text("«javascript:x» kan ikke brukes")
    judge(page, shots, "rutine-endre")
    press(page, "Lagre")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    judge(page, shots, "rutine-feil")
    page.fill("#f-text", f"Ring **oss**.\n\n{text}")
    page.fill("#f-note", "Telefon")
    press(page, "Lagre")
    expect(page.locator(".notice").first).to_have_text("Rutinen er lagret.")
    page.get_by_role("link", name="Versjoner", exact=True).click()
    judge(page, shots, "rutine-versjoner")
    page.get_by_role("link", name="Teksten som følger med programmet").click()
    judge(page, shots, "rutine-versjon")
    press(page, "Ta denne teksten i bruk")
    expect(page.locator(".notice").first).to_contain_text("Teksten er tilbake.")


def test_writes_without_scripts_and_meets_another(open_page: Open, live: Live) -> None:
    ola, kari = open_page(script=False), open_page(script=False)
    for page, role in ((ola, "editor"), (kari, "manager")):
        sign_in(page, live, role)
        page.goto(f"{live.url}/rutine/endre")
    text = kari.input_value("#f-text")
    kari.fill("#f-text", f"Fra Kari.\n\n{text}")
    press(kari, "Forhåndsvis")
    expect(kari.locator("#forhandsvisning")).to_contain_text("Fra Kari.")
    press(kari, "Lagre")
    expect(kari.locator(".notice").first).to_have_text("Rutinen er lagret.")
    ola.fill("#f-text", f"Fra Ola.\n\n{text}")
    press(ola, "Lagre")
    expect(ola.locator(".finding--stop").first).to_contain_text("har lagret versjon")
    assert ola.input_value("#f-text").startswith("Fra Ola.")
    assert not too_wide(ola)  # axe cannot look at a page without scripts


def test_puts_a_document_on_the_page_of_a_system(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "manager")
    page.goto(f"{live.url}/innkjopsordninger/{live.world['dps']}")
    page.click("text=Legg til dokument")
    page.fill("#f-title", "Rundskriv")
    page.set_input_files("#f-file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf(scripted)})
    page.click("main .actions button")
    expect(page.locator("[data-error-summary]")).to_contain_text("har skript")
    judge(page, shots, "dokument-feil")
    page.set_input_files("#f-file", {"name": "Våren.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.click("main .actions button")
    expect(page.locator(".notice")).to_have_text("«Rundskriv» er lagt til.")
    judge(page, shots, "dokumenter")
    with page.expect_download() as got:
        page.click("main table a >> nth=0")
    assert got.value.suggested_filename == "Varen.pdf"
    page.click("text=Fjern >> nth=0")
    expect(page.locator("main")).to_contain_text("Bare DPS-forvaltere ser disse.")
    page.goto(f"{live.url}/innkjopsordninger/{live.world['dps']}")
    judge(page, shots, "ordning-dokumenter")


def test_a_file_far_too_large_is_answered_in_words(page: Page, live: Live, tmp_path: Path) -> None:
    """The browser is still sending when the answer comes, and must see it all the same."""
    large = tmp_path / "stor.pdf"
    large.write_bytes(b"%PDF-1.7\n" + bytes(50_000_000))
    sign_in(page, live, "manager")
    page.goto(f"{live.url}/innkjopsordninger/{live.world['dps']}/dokumenter/ny")
    page.fill("#f-title", "Stor")
    page.set_input_files("#f-file", large)
    page.click("main .actions button")
    expect(page.locator("h1")).to_have_text("Filen er for stor", timeout=30_000)
    expect(page.locator("main")).to_contain_text("En fil kan være på høyst 20")
    assert axe(page) == []
