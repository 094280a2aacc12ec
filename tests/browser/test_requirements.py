"""The page of requirements in a real browser: found, ticked and counted, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live, Open, hidden_focus, judge, sign_in
from tests.browser.test_added_files import judge_wide_and_narrow

pytestmark = pytest.mark.browser


def choose_service(page: Page, live: Live, *labels: str) -> str:
    """Tick services on their page; the address of the requirements."""
    case = f"{live.url}/konkurranser/{live.world['competition']}"
    page.goto(f"{case}/del/behov")
    for label in labels:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Lagre og gå til oppgavelisten").click()
    return f"{case}/del/krav"


def test_requirements_are_found_ticked_and_counted(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "drafter")
    address = choose_service(page, live, "Resepsjonstjeneste")
    page.goto(address)
    judge_wide_and_narrow(page, shots, "krav")
    assert hidden_focus(page) == []
    page.fill("#finn", "nøkkel")
    page.keyboard.press("Enter")
    page.wait_for_url("**finn=*")
    judge(page, shots, "krav-funnet")
    page.click("text=avslutt søket")
    chapter = page.locator("details.chapter", has_text="Resepsjon").first
    count = chapter.locator(".chapter__count")
    chapter.locator("summary").click()
    judge_wide_and_narrow(page, shots, "krav-apent")
    before = int((count.text_content() or "").split()[0])
    box = chapter.locator("input[type=checkbox]:not([disabled]):not(:checked)").first
    name = box.get_attribute("value")
    box.check()
    expect(count).to_contain_text(f"{before + 1} av ")
    expect(page.locator("#saved")).to_contain_text("Lagret")
    page.goto(f"{address}?alle=1")
    expect(page.locator(f"[value='{name}']")).to_be_checked()
    judge(page, shots, "krav-alle")


def test_what_is_offered_is_added_without_scripts(open_page: Open, live: Live, shots: Path) -> None:
    page = open_page(script=False)
    sign_in(page, live, "drafter")
    choose_service(page, live, "Resepsjonstjeneste")
    page.goto(choose_service(page, live, "Eksamensvakt"))
    button = page.get_by_role("button", name="anbefalte krav for eksamensvakthold")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice").first).to_contain_text("krav for eksamensvakthold er lagt til.")
    expect(button).to_have_count(0)
