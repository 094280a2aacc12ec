"""Signing in, in a real browser: focus, errors, keyboard, without scripts, and when the session ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Live, Open, hidden_focus, judge, sign_in
from tests.web import world

pytestmark = pytest.mark.browser


def test_the_sign_in_page(page: Page, live: Live, shots: Path) -> None:
    page.goto(f"{live.url}/logg-inn")
    judge(page, shots, "logg-inn")
    assert hidden_focus(page) == []


def test_an_error_takes_focus_and_leads_to_its_field(page: Page, live: Live, shots: Path) -> None:
    page.goto(f"{live.url}/logg-inn")
    page.fill("[name=email]", "ingen@oslo.example")
    page.fill("[name=password]", "galt")
    page.click("main button")
    expect(page).to_have_title("Feil: Logg inn – dpsdocs")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    judge(page, shots, "logg-inn-feil")
    page.click("[data-error-summary] a")
    expect(page.locator("#f-email")).to_be_focused()


def test_signs_in_and_out_without_scripts(open_page: Open, live: Live) -> None:
    page = open_page(script=False)
    sign_in(page, live, "reader")
    expect(page.locator(".user")).to_contain_text("Reader Prøvesen")
    page.click("text=Logg ut")
    expect(page.locator(".notice")).to_have_text("Du er logget ut.")


def test_skips_to_the_content_by_keyboard(page: Page, live: Live) -> None:
    sign_in(page, live, "reader")
    page.goto(f"{live.url}/hjelp")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_nothing_is_kept_in_the_browser(page: Page, live: Live) -> None:
    sign_in(page, live, "reader")
    assert page.evaluate("localStorage.length") == 0
    # htmx notes the path of the page, nothing of what stands on it
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}
    cookies = page.context.cookies()
    assert [(c["name"], c["httpOnly"], c["sameSite"], c["expires"]) for c in cookies] == [
        ("dpsdocs", True, "Lax", -1)
    ]


def test_changes_the_password(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "editor")
    page.goto(f"{live.url}/passord")
    judge(page, shots, "passord")
    page.fill("[name=old]", world.PASSWORD)
    page.fill("[name=new]", "fire helt nye ord her")
    page.click("main button")
    expect(page.locator(".notice")).to_contain_text("Passordet er endret")


@pytest.mark.parametrize("path", ["hjelp", "personvern", "tilgjengelighet", "finnes-ikke"])
def test_open_pages(page: Page, live: Live, shots: Path, path: str) -> None:
    page.goto(f"{live.url}/{path}")
    judge(page, shots, path)
    assert hidden_focus(page) == []


def test_print_leaves_out_the_menu(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/hjelp")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def _write_a_title(page: Page, live: Live, text: str) -> None:
    if "/del/om" not in page.url:
        page.goto(f"{live.url}/konkurranser/{live.world['competition']}/del/om")
    page.fill("#f-title", "")
    page.locator("#f-title").press_sequentially(text)


def test_when_the_session_has_ended_nothing_typed_is_lost(page: Page, live: Live) -> None:
    sign_in(page, live, "drafter")
    _write_a_title(page, live, "Første")
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    with page.context.expect_page() as opened:
        page.evaluate("window.open('/hjelp')")
    tab = opened.value
    kept = page.context.cookies()
    page.context.clear_cookies()
    _write_a_title(page, live, "Andre navn")
    expect(page.locator("#alarm")).to_have_text(
        "Du er logget ut. Det du har skrevet, står her. Logg inn i en ny fane og lagre igjen."
    )
    expect(page.locator("#saved")).to_be_empty()
    expect(page.locator("#f-title")).to_have_value("Andre navn")
    page.context.add_cookies(kept)
    tab.close()
    _write_a_title(page, live, "Tredje navn")
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    expect(page.locator("#alarm")).to_be_empty()


def test_a_failed_save_is_told_and_tried_again(page: Page, live: Live) -> None:
    sign_in(page, live, "drafter")
    page.clock.install()
    page.goto(f"{live.url}/konkurranser/{live.world['competition']}/del/om")

    def fail(route: Route) -> None:
        route.fulfill(status=503, body="")

    page.route("**/lagre", fail)
    page.fill("#f-title", "Blir lagret til slutt")
    page.clock.run_for(1000)
    expect(page.locator("#alarm")).to_have_text("Ikke lagret. Prøver igjen om 10 sekunder.")
    expect(page.locator("#saved")).to_be_empty()
    page.unroute("**/lagre")
    page.clock.run_for(10_500)
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    expect(page.locator("#alarm")).to_be_empty()
    page.reload()
    expect(page.locator("#f-title")).to_have_value("Blir lagret til slutt")
