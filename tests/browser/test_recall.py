"""A text is called back in a real browser: a clause is picked, those who have it are listed, and a letter is made."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live, Open, judge, sign_in

pytestmark = pytest.mark.browser


def test_from_the_clause_to_the_letter(page: Page, live: Live, shots: Path, tmp_path: Path) -> None:
    sign_in(page, live, "editor")
    page.get_by_role("link", name="Maler", exact=True).click()
    page.get_by_role("link", name="Kall tilbake en tekst").click()
    judge(page, shots, "tilbakekall")
    page.select_option("#versjon", index=1)
    page.get_by_role("button", name="Gå videre").click()
    page.select_option("#dokument", "konkurransegrunnlag")
    page.get_by_role("button", name="Gå videre").click()
    page.select_option("#punkt", "verdi-mengder")
    page.get_by_role("button", name="Finn", exact=True).first.click()
    expect(page.locator("#treff h2")).to_contain_text("treff i")
    page.fill("#hva", "Setningen om mengder er feil.")
    page.get_by_role("button", name="Sett inn i brevet").click()
    assert "Setningen om mengder er feil." in page.locator("#brev-tekst").input_value()
    judge(page, shots, "tilbakekall-treff")
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Last ned listen").click()
    sheet.value.save_as(tmp_path / "liste.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "liste.xlsx").active
    assert rows is not None
    assert rows.max_row == page.locator("#treff tbody tr").count() + 1
    with page.expect_download() as letter:
        page.get_by_role("link", name="Last ned som Word").click()
    assert letter.value.suggested_filename == "tilbakekalling_brev.docx"


def test_without_scripts_a_phrase_is_found(open_page: Open, live: Live) -> None:
    page = open_page(script=False)
    sign_in(page, live, "editor")
    page.goto(f"{live.url}/maler/tilbakekall")
    page.fill("#ord", "en")
    page.get_by_role("button", name="Finn").click()
    expect(page.locator(".summary")).to_contain_text("Skriv minst 4")
    page.fill("#ord", "Mengdene")
    page.get_by_role("button", name="Finn").click()
    expect(page.locator("#treff")).to_contain_text("Boligetaten")


def test_a_draft_is_weighed_and_tried(page: Page, open_page: Open, live: Live, shots: Path) -> None:
    base = f"{live.url}/maler/{live.world['master_draft']}"
    sign_in(page, live, "editor")
    page.goto(f"{base}/konkurransegrunnlag/verdi-mengder")
    page.locator("textarea[name='text.0']").fill("Mengdene er anslag. Se punkt [punkt: kjopere-hvem].")
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    page.goto(f"{base}/kontroll")
    expect(page.locator("#bor")).to_contain_text("«kjopere-hvem» kan stå igjen")
    judge(page, shots, "maler-kontroll")
    page.goto(f"{base}/virkning")
    expect(page.locator("main")).to_contain_text("Boligetaten")
    judge(page, shots, "maler-virkning")
    page.locator("main a[href*='/virkning/']").first.click()
    expect(page.locator("ins").first).to_be_visible()
    judge(page, shots, "maler-gammelt-mot-nytt")
    page.goto(f"{base}/like")
    judge(page, shots, "maler-felles")
    page.get_by_role("button", name="Slå sammen «leverandoren»").click()
    expect(page.locator(".notice").first).to_contain_text("slått sammen")
    page.goto(f"{base}/prove")
    page.get_by_role("button", name="Prøv malene").click()
    expect(page.locator("#prove")).to_contain_text("Prøven står i kø")
    judge(page, shots, "maler-prove")
    page.goto(f"{base}/send")
    page.fill("#f-notes", "Ny setning om mengder.")
    page.get_by_role("button", name="Send til godkjenning").click()
    page.goto(f"{base}/provegruppe")
    page.get_by_role("button", name="Begynn prøven").click()
    expect(page.locator(".summary")).to_contain_text("Velg minst én")
    page.get_by_label("Boligetaten").check()
    judge(page, shots, "maler-provegruppe")
    page.get_by_role("button", name="Begynn prøven").click()
    expect(page.locator(".notice").first).to_contain_text("kan begynne å prøve")

    other = open_page()
    sign_in(other, live, "drafter")
    other.goto(f"{live.url}/konkurranser/ny")
    other.get_by_label("Prøv de nye malene").check()
    judge(other, shots, "ny-med-prove")
    other.get_by_label("Boligetaten").check()
    other.locator("input[name=dps]").first.check()
    other.get_by_role("button", name="Start konkurransen").click()
    expect(other.locator("main")).to_contain_text("PRØVE: ")
