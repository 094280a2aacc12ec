"""A clause is adapted with UKE's approval, and a locked one tells why it cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dpsdocs.config import ROOT
from dpsdocs.store.db import make_session
from dpsdocs.store.models import MasterText
from tests.browser.conftest import Live, Open, hidden_focus, judge, sign_in

pytestmark = pytest.mark.browser
GROUNDS = "konkurransegrunnlag"
WORDS = "Leverandøren skal signere tilbudet for hånd."


def case(live: Live) -> str:
    return f"{live.url}/konkurranser/{live.world['competition']}"


def test_a_clause_is_adapted_with_approval(
    page: Page, open_page: Open, live: Live, approver: str, shots: Path
) -> None:
    sign_in(page, live, "drafter")
    page.goto(f"{case(live)}/dokumenter/{GROUNDS}?punkt=levering-signatur")
    page.get_by_role("link", name="Foreslå en endring").click()
    judge(page, shots, "tilpass-forslag")
    assert hidden_focus(page, 40) == []
    page.fill("textarea[name='text.0']", f"{WORDS} Se [Finnes ikke].")
    page.fill("#f-reason", "Arkivet krever det.")
    page.get_by_role("button", name="Send forslaget til UKE").click()
    expect(page.locator("main")).to_contain_text("«[Finnes ikke]» er ikke et felt")
    expect(page.locator("#f-reason")).to_have_value("Arkivet krever det.")
    page.fill("textarea[name='text.0']", WORDS)
    page.get_by_role("button", name="Send forslaget til UKE").click()
    expect(page.locator("ins").first).to_contain_text("for hånd")
    judge(page, shots, "tilpass-venter")

    other = open_page()
    sign_in(other, live, approver)
    other.get_by_role("link", name="Fravik", exact=True).click()
    judge(other, shots, "fravik")
    other.locator("table a").first.click()
    judge(other, shots, "fravik-svar")
    other.check("input[value=approve]")
    other.get_by_role("button", name="Send svaret").click()
    expect(other.locator("main")).to_contain_text("Godkjent av UKE")

    page.goto(f"{case(live)}/tilpasninger")
    expect(page.locator("main")).to_contain_text("Godkjent av UKE")
    judge(page, shots, "tilpasninger")
    page.goto(f"{case(live)}/dokumenter/{GROUNDS}?punkt=levering-signatur")
    clause = page.frame_locator("iframe.sheet").locator("#levering-signatur")
    expect(clause).to_contain_text(WORDS)
    expect(clause).to_contain_text("Tilpasset i denne konkurransen")


def test_what_becomes_of_answers_is_said_without_code(page: Page, live: Live, shots: Path) -> None:
    draft = live.world["master_draft"]
    with make_session(f"sqlite:///{live.folder / 'test.db'}") as session:
        text = (ROOT / "templates/masters/vektertjenester/questions.toml").read_text("utf-8")
        text = text.replace("adjust_dates", "other_dates")
        session.add(MasterText(draft_id=draft, path="questions.toml", text=text))
        session.commit()
    sign_in(page, live, "editor")
    page.goto(f"{live.url}/maler/{draft}/flyttinger")
    judge(page, shots, "flyttinger")
    page.locator("table a").first.click()
    page.check("input[value=rename]")
    page.select_option("#f-to-0", "other_dates")
    page.get_by_role("button", name="Lagre").click()
    page.select_option("#f-value-0-0", "no")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("#f-value-0-0")).to_have_value("no")
    judge(page, shots, "flytting")


def test_a_locked_clause_tells_why_and_asks_uke(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "drafter")
    page.goto(f"{case(live)}/tilpasninger/{GROUNDS}/hvem")
    expect(page.locator("h1")).to_have_text("Punktet er låst")
    judge(page, shots, "tilpass-laast")
    page.get_by_role("link", name="Spør UKE").click()
    expect(page.locator("textarea")).to_have_value(re.compile("Det gjelder Konkurransegrunnlag"))
