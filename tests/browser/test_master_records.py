"""A new question in a real browser: written, seen as the buyer's page, put in a clause, approved, asked and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dpsdocs.config import ROOT
from dpsdocs.services import accounts, competitions
from dpsdocs.services.releases import Releases
from dpsdocs.store.db import make_session
from tests.browser.conftest import Live, Open, judge, sign_in
from tests.clock import today
from tests.web import world as worlds

pytestmark = pytest.mark.browser
WORDS = "[hvis «Antall hunder» er besvart]Oppdraget har [Antall hunder] hunder.[slutt] Mengdene er anslag."


def new_competition(live: Live) -> str:
    """A competition that begins now; its id."""
    releases = Releases(live.folder / "releases", ROOT / "templates" / "masters")
    with make_session(f"sqlite:///{live.folder / 'test.db'}") as session:
        drafter, _ = accounts.sign_in(session, worlds.email("drafter"), worlds.PASSWORD)
        home = live.world["Boligetaten"]
        return competitions.start(session, releases, drafter, home, live.world["dps"], "1")


def test_a_new_question_is_asked_and_printed(
    page: Page, open_page: Open, live: Live, approver: str, shots: Path
) -> None:
    draft = f"{live.url}/maler/{live.world['master_draft']}"
    sign_in(page, live, "editor")
    page.goto(draft)
    page.locator("nav a:has-text('Spørsmål')").first.click()
    judge(page, shots, "lister-sporsmal")
    page.locator(".work a:has-text('Hvilke tjenester skal dere kjøpe?')").click()
    page.get_by_role("link", name="Nytt spørsmål etter dette").click()
    judge(page, shots, "lister-nytt")
    page.fill("[name=label]", "Hvor mange hunder trenger dere?")
    page.select_option("[name=kind]", "whole")
    page.fill("[name=name]", "dogs")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("#side")).to_contain_text("Svaret brukes ingen steder")
    page.fill("[name=short]", "Antall hunder")
    page.fill("[name=error]", "Skriv hvor mange hunder dere trenger.")
    page.fill("[name='visible.question.0']", "Tjenester")
    page.select_option("[name='visible.verb.0']", "inneholder")
    page.fill("[name='visible.answer.0']", "Runder")
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    expect(page.frame_locator("iframe.sheet").locator("#dogs")).to_contain_text(
        "Hvor mange hunder trenger dere?"
    )
    judge(page, shots, "lister-skjema")
    page.select_option("[name=kind]", "choice")
    expect(page.locator("#f-options")).to_be_visible()
    expect(page.locator("#side")).to_contain_text("Spørsmålet har ingen valg")
    page.select_option("[name=kind]", "whole")
    expect(page.locator("#f-options")).to_have_count(0)

    page.goto(f"{draft}/konkurransegrunnlag/verdi-mengder")
    page.locator("textarea[name='text.0']").fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    expect(page.locator("#side")).to_contain_text("Ingen feil")
    page.goto(f"{draft}/lister/sporsmal/dogs")
    expect(page.locator("#side")).to_contain_text("Konkurransegrunnlag, «verdi-mengder»")
    page.goto(f"{draft}/endringer")
    expect(page.locator(".redline")).to_have_count(2)
    page.goto(f"{draft}/send")
    page.fill("#f-notes", "Hunder er med.")
    page.get_by_role("button", name="Send til godkjenning").click()

    other = open_page()
    sign_in(other, live, approver)
    other.goto(f"{draft}/godkjenn")
    expect(other.locator(".redline").last).to_contain_text("Antall hunder")
    other.check("input[name=decision][value=approve]")
    other.fill("#f-live_from", today().strftime("%d.%m.%Y"))
    other.get_by_role("button", name="Send svaret").click()
    expect(other.locator(".notice").first).to_contain_text("godkjent")

    buyer, case = open_page(), new_competition(live)
    sign_in(buyer, live, "drafter")
    buyer.goto(f"{live.url}/konkurranser/{case}/del/behov")
    expect(buyer.locator("[name=dogs]")).to_have_count(0)
    buyer.check("[name=services][value=rounds]")
    dogs = buyer.locator("[name=dogs]")
    expect(dogs).to_be_visible()
    with buyer.expect_response("**/lagre"):
        dogs.fill("4")
    buyer.goto(f"{live.url}/konkurranser/{case}/dokumenter/konkurransegrunnlag")
    expect(buyer.frame_locator("iframe").locator("body")).to_contain_text("Oppdraget har 4 hunder.")
