"""Persons, agencies and the log in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live, hidden_focus, judge, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("personer", "/personer"),
        ("person-ny", "/personer/ny"),
        ("person", "/personer/{approver}"),
        ("virksomheter", "/virksomheter"),
        ("virksomhet", "/virksomheter/{Boligetaten}"),
        ("logg", "/logg"),
    ],
)
def test_pages(page: Page, live: Live, shots: Path, name: str, path: str) -> None:
    sign_in(page, live, "admin")
    page.goto(live.url + path.format(**live.world.ids))
    judge(page, shots, name)
    assert hidden_focus(page) == []


def test_invites_a_person_who_chooses_a_password(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "admin")
    page.goto(f"{live.url}/personer/ny")
    page.fill("#f-name", "Åse Nygård")
    page.fill("#f-email", "aase@oslo.example")
    page.select_option("#f-places-0-agency", label="Boligetaten")
    page.locator("fieldset", has_text="Virksomhet 1").get_by_label("Saksbehandler").check()
    page.click("text=Lagre og lag invitasjon")
    expect(page.locator("h1")).to_have_text("Invitasjon til Åse Nygård")
    judge(page, shots, "invitasjon")
    link = page.input_value("#lenke")
    page.click("text=Logg ut")
    page.goto(link)
    judge(page, shots, "velg-passord")
    page.fill("[name=password]", "fire helt nye ord her")
    page.click("main button")
    expect(page.locator(".notice")).to_have_text("Passordet er lagret. Nå kan du logge inn.")


def test_a_second_click_does_nothing(page: Page, live: Live) -> None:
    sign_in(page, live, "admin")
    page.goto(f"{live.url}/virksomheter/ny")
    page.fill("#f-name", "Dobbeltetaten")
    page.fill("#f-org_number", "923609016")
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.dblclick("main .actions button")
    expect(page.locator(".notice")).to_have_text("Dobbeltetaten er lagret.")
    assert len(posts) == 1


def test_leaving_unsaved_words_asks_first(page: Page, live: Live) -> None:
    sign_in(page, live, "admin")
    page.goto(f"{live.url}/virksomheter/ny")
    page.locator("#f-name").press_sequentially("Halvferdig")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click("text=Avbryt")
    expect(page).to_have_url(re.compile("/virksomheter$"))
    assert asked == ["beforeunload"]


def test_errors_stand_at_the_fields(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "admin")
    page.goto(f"{live.url}/virksomheter/ny")
    page.fill("#f-org_number", "123")
    page.click("main .actions button")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#f-org_number")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#f-org_number")).to_have_value("123")
    judge(page, shots, "virksomhet-feil")
