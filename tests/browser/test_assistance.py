"""«Be UKE om hjelp» from the question to the closed thread, for both sides; with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import journey
from tests.browser.conftest import Open, hidden_focus, judge
from tests.browser.journey import Demo, sign_in

pytestmark = pytest.mark.browser
ASKED, NEW = "Kveldsvakt på lesesalen", "Vakthold ved flytting"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality, its server and its worker."""
    with journey.running(tmp_path_factory.mktemp("site")) as made:
        yield made


def _send(page: Page, text: str, button: str) -> None:
    page.fill("[name=text]", text)
    page.get_by_role("button", name=button).click()


def _open(page: Page) -> Locator:
    """The request that is open; closed ones stand below it."""
    return page.locator("section", has=page.get_by_role("heading", name="Forespørselen er åpen"))


def test_the_demo_has_a_question_with_an_answer(page: Page, site: Demo, open_page: Open, shots: Path) -> None:
    sign_in(page, site, "ingrid")
    waits = page.locator(".today li", has_text="Tone Rygg i UKE svarer")
    expect(waits).to_contain_text(ASKED)
    judge(page, shots, "hjelp-venter")
    waits.get_by_role("link", name="Les og svar").click()
    expect(page.locator(".talk li")).to_have_count(2)
    judge(page, shots, "hjelp-trad")
    assert hidden_focus(page) == []
    page.locator(".talk a").first.click()
    expect(page).to_have_url(f"{site.case(ASKED)}/del/behov")
    reader = open_page()
    sign_in(reader, site, "liv")
    reader.goto(f"{site.case(ASKED)}/hjelp")
    expect(reader.locator(".side")).to_contain_text("men ikke skrive her")
    judge(reader, shots, "hjelp-leser")


@pytest.mark.parametrize("script", [True, False])
def test_ask_answer_and_close(site: Demo, open_page: Open, shots: Path, script: bool) -> None:
    drafter, manager = open_page(script=script), open_page(script=script)
    sign_in(drafter, site, "ingrid")
    sign_in(manager, site, "tone")
    case = site.case(NEW)
    assert manager.goto(case).status == 404
    drafter.goto(f"{case}/del/om")
    drafter.get_by_role("link", name="Be UKE om hjelp").click()
    _send(drafter, " ", "Send til UKE")
    expect(drafter).to_have_title("Feil: Hjelp fra UKE – dpsdocs")
    if script:
        judge(drafter, shots, "hjelp-feil")
    _send(drafter, f"Er navnet <b>greit</b>?\nVi lurer. {script}", "Send til UKE")
    expect(drafter.locator(".notice")).to_contain_text("Meldingen er sendt.")
    _uke(manager, case, shots if script else None)
    drafter.goto(f"{case}/hjelp")
    expect(_open(drafter).locator(".talk--uke")).to_contain_text("Ja, det er greit.")
    drafter.get_by_role("button", name="Lukk forespørselen").click()
    expect(drafter.locator(".notice")).to_contain_text("Forespørselen er lukket.")
    expect(_open(drafter)).to_have_count(0)
    assert manager.goto(case).status == 404
    assert manager.goto(f"{case}/del/om").status == 404
    manager.goto(f"{case}/hjelp")
    expect(manager.locator(".talk li").first).to_contain_text("<b>greit</b>")
    if script:
        judge(manager, shots, "hjelp-lukket")
        drafter.goto(f"{case}/hjelp")
        judge(drafter, shots, "hjelp-ny")


def _uke(manager: Page, case: str, shots: Path | None) -> None:
    """UKE finds the question, looks at the draft, and answers."""
    manager.get_by_role("link", name="Spørsmål fra virksomhetene").click()
    if shots:
        judge(manager, shots, "hjelp-uke-liste")
    manager.get_by_role("link", name=NEW).first.click()
    manager.get_by_role("link", name="Åpne konkurransen").click()
    expect(manager).to_have_url(case)
    if shots:
        judge(manager, shots, "hjelp-uke-utkast")
    manager.goto(f"{case}/del/om")
    expect(manager.locator("[name=title]")).to_be_disabled()
    if shots:
        judge(manager, shots, "hjelp-uke-del")
    manager.get_by_role("link", name="Spørsmål og svar").click()
    if shots:
        judge(manager, shots, "hjelp-uke-svar")
    _send(manager, "Ja, det er greit.", "Send svaret")
    expect(_open(manager).locator(".talk--uke")).to_contain_text("Ja, det er greit.")
