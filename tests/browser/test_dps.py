"""Purchasing systems and suppliers in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live, Open, hidden_focus, judge, sign_in
from tests.web.test_dps import CSV

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ordninger", ""),
        ("ordning", "/{dps}"),
        ("ordning-endre", "/{dps}/endre"),
        ("leverandorer", "/{dps}/leverandorer"),
        ("leverandor", "/{dps}/leverandorer/{admission}"),
        ("leverandorer-fil", "/{dps}/leverandorer/fil"),
        ("innstillinger", "/innstillinger"),
    ],
)
def test_pages(page: Page, live: Live, shots: Path, name: str, path: str) -> None:
    sign_in(page, live, "manager")
    page.goto(f"{live.url}/innkjopsordninger" + path.format(**live.world.ids))
    judge(page, shots, name)
    assert hidden_focus(page) == []


def test_a_reader_sees_no_buttons(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "reader")
    page.goto(f"{live.url}/innkjopsordninger/{live.world['dps']}")
    judge(page, shots, "ordning-leser")
    expect(page.locator("main form[method=post] button")).to_have_count(0)


def test_confirms_by_keyboard_without_scripts(open_page: Open, live: Live) -> None:
    page = open_page(script=False)
    sign_in(page, live, "manager")
    page.goto(f"{live.url}/innkjopsordninger/{live.world['dps']}")
    button = page.get_by_role("button", name="Bekreft regelverk")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_have_text("Bekreftelsen er lagret.")


def test_errors_in_criteria_open_their_row(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "manager")
    page.goto(f"{live.url}/innkjopsordninger/{live.world['dps']}/endre")
    page.fill("#f-criteria-1-minimum", "mye")
    page.fill("#f-valid_to", "31.02.2030")
    page.click("main .actions button")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    judge(page, shots, "ordning-feil")
    page.click("[data-error-summary] a >> nth=1")
    expect(page.locator("#f-criteria-1-minimum")).to_be_focused()


def test_reads_a_file_in_two_steps(page: Page, live: Live, shots: Path) -> None:
    sign_in(page, live, "manager")
    page.goto(f"{live.url}/innkjopsordninger/{live.world['dps']}/leverandorer/fil")
    page.set_input_files("#f-file", {"name": "liste.csv", "mimeType": "text/csv", "buffer": CSV.encode()})
    page.click("main .actions button")
    expect(page.locator("h1")).to_have_text("Dette vil filen endre")
    judge(page, shots, "leverandorer-plan")
    page.click("text=Gjør endringene")
    expect(page.locator(".notice")).to_contain_text("Leverandørlisten er oppdatert")
