"""UKE's masters in a real browser: a locked clause is changed, sent in, approved by another and taken over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Live, Open, hidden_focus, judge, sign_in, too_wide
from tests.clock import today

pytestmark = pytest.mark.browser
OLD, WORDS = "inviterer til konkurranse", "inviterer til å gi tilbud"


def newest(page: Page, live: Live) -> Locator:
    """The clause in the preview of a competition that the drafter begins now."""
    page.goto(f"{live.url}/konkurranser/ny")
    page.get_by_label("Boligetaten").check()
    page.locator("input[name=dps]").first.check()
    page.get_by_role("button", name="Start konkurransen").click()
    page.wait_for_url(lambda url: not url.endswith("/ny"))
    return clause_in(page, "/".join(page.url.split("/")[:5]))


def clause_in(page: Page, case: str) -> Locator:
    """The clause in the preview of a competition."""
    page.goto(f"{case}/dokumenter/konkurransegrunnlag")
    return page.frame_locator("iframe.sheet").locator("#hvem")


def draft_begun(page: Page) -> str:
    """The editor drops the draft that is there and begins one of what is live; gives its address."""
    page.get_by_role("link", name="Maler", exact=True).click()
    page.get_by_role("link", name="Gå til utkastet").click()
    page.get_by_role("button", name="Forkast utkastet").click()
    page.get_by_role("button", name="Begynn et utkast").click()
    return page.url.partition("?")[0]


def test_a_locked_clause_is_changed_approved_and_taken_over(
    page: Page, open_page: Open, live: Live, approver: str, shots: Path
) -> None:
    sign_in(page, live, "editor")
    draft = draft_begun(page)
    page.locator("nav a:has-text('Konkurransegrunnlag')").first.click()
    judge(page, shots, "maler-utkast")
    page.locator(".leaves a[href$='/hvem']").click()
    expect(page.locator("input[name=lock][value=locked]")).to_be_checked()
    judge(page, shots, "maler-punkt")
    assert hidden_focus(page, 40) == []
    text = page.locator("textarea[name='text.0']")
    was = text.input_value()
    text.fill("Vi er ")
    page.fill("#sett-inn", "Finnes ikke")
    page.get_by_role("button", name="Sett inn felt").click()
    expect(text).to_have_value("Vi er [Finnes ikke]")
    expect(page.locator("#side")).to_contain_text("«[Finnes ikke]» er ikke et felt")
    assert OLD in was
    text.fill(was.replace(OLD, WORDS))
    expect(page.locator("#side")).to_contain_text("Ingen feil")
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    expect(page.frame_locator("iframe.sheet").locator("body")).to_contain_text(WORDS)
    page.get_by_role("link", name="Vis endringer").click()
    expect(page.locator(".redline")).to_have_count(1)
    judge(page, shots, "maler-endringer")
    page.get_by_role("link", name="Se hver konkurranse, pakke, regel og eksempel").click()
    row = page.get_by_role("row").filter(has_text="Boligetaten")
    expect(row).to_contain_text("Drafter Prøvesen")
    expect(row).to_contain_text("Ikke gjøre noe")
    page.goto(draft)
    page.get_by_role("link", name="Send til godkjenning").click()
    judge(page, shots, "maler-send")
    page.fill("#f-notes", "Enklere ord i innledningen.")
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.locator(".notice").first).to_contain_text("sendt til godkjenning")

    drafter = open_page()
    sign_in(drafter, live, "drafter")
    expect(newest(drafter, live)).to_contain_text(OLD)
    _approved(open_page(), live, approver, shots)
    _taken_over(drafter, live, shots)
    expect(newest(drafter, live)).to_contain_text(WORDS)


def _approved(page: Page, live: Live, approver: str, shots: Path) -> None:
    """Somebody else reads what is changed and lets it be live from today."""
    sign_in(page, live, approver)
    page.get_by_role("link", name="Maler", exact=True).click()
    judge(page, shots, "maler")
    page.get_by_role("link", name="Gå til utkastet").click()
    page.get_by_role("link", name="Se og svar").click()
    expect(page.locator("ins").first).to_contain_text("å gi tilbud")
    judge(page, shots, "maler-godkjenn")
    page.check("input[name=decision][value=approve]")
    page.fill("#f-live_from", today().strftime("%d.%m.%Y"))
    page.get_by_role("button", name="Send svaret").click()
    expect(page.locator(".notice").first).to_contain_text("godkjent")
    judge(page, shots, "malversjon")


def _taken_over(page: Page, live: Live, shots: Path) -> None:
    """The drafter of a competition that was under way is offered the clause and takes it in."""
    case = f"{live.url}/konkurranser/{live.world['competition']}"
    expect(clause_in(page, case)).to_contain_text(OLD)
    page.goto(case)
    page.get_by_role("link", name="Se hva som er nytt").click()
    expect(page.locator("main")).to_contain_text("Enklere ord i innledningen.")
    expect(page.locator("ins").first).to_contain_text("å gi tilbud")
    expect(page.locator("main")).to_contain_text("Punktet er låst av UKE. Den nye teksten tas inn.")
    judge(page, shots, "ny-malversjon")
    page.get_by_role("button", name="Gå over til versjon").click()
    expect(page.locator("h1")).to_have_text("Malversjon")
    judge(page, shots, "malversjon-etter")
    expect(clause_in(page, case)).to_contain_text(WORDS)


def in_draft(page: Page, live: Live) -> str:
    """The editor on the page of a draft; gives its address."""
    sign_in(page, live, "editor")
    page.goto(f"{live.url}/maler")
    begin = page.get_by_role("button", name="Begynn et utkast")
    if begin.count():
        begin.click()
    else:
        page.get_by_role("link", name="Gå til utkastet").click()
    return page.url.partition("?")[0]


def test_what_stands_outside_the_clauses_is_changed(page: Page, live: Live, shots: Path) -> None:
    draft = in_draft(page, live)
    page.locator("nav a:has-text('Konkurransegrunnlag')").first.click()
    page.get_by_role("link", name="Tabell: Konkurransen i korte trekk").click()
    judge(page, shots, "maler-tabell-utenfor")
    page.fill("[name='cell.3.0']", "Stedet")
    page.get_by_role("button", name="Lagre tabellen").click()
    expect(page.get_by_role("link", name="Tabell: Konkurransen i korte trekk")).to_contain_text("Endret")
    page.goto(f"{draft}?dokument=kontrakt")
    page.locator(".leaves a[href$='/signatur-parter/del']").click()
    judge(page, shots, "maler-signatur")
    page.goto(f"{draft}/endringer")
    expect(page.locator("ins").first).to_contain_text("Stedet")


def test_the_other_pages_of_a_draft(page: Page, live: Live, shots: Path) -> None:
    draft = in_draft(page, live)
    for place in (
        "dokumenter/nytt",
        "dokumenter/kontrakt/overskrifter/ny",
        "kontrakt/oppdragsgiverne-hvem/tabell/ny",
    ):
        page.goto(f"{draft}/{place}")
        judge(page, shots, f"maler-{place.replace('/', '-')}")
    page.goto(f"{draft}/utseende/word")
    judge(page, shots, "maler-utseende-word")
    packed = page.context.request.get(f"{draft}/sett.zip").body()
    page.goto(f"{live.url}/maler/ta-inn")
    judge(page, shots, "maler-ta-inn")
    page.set_input_files(
        "input[type=file]", {"name": "s.zip", "mimeType": "application/zip", "buffer": packed}
    )
    page.locator("main form button.btn").click()
    expect(page).to_have_url(re.compile("/ta-inn/[0-9a-f]{64}"))
    judge(page, shots, "maler-ta-inn-endringer")


def test_without_scripts_a_clause_with_a_table_is_saved(open_page: Open, live: Live) -> None:
    page = open_page(script=False)
    page.goto(f"{in_draft(page, live)}/konkurransegrunnlag/kjopere-hvem")
    page.locator("table.cells textarea").nth(1).fill("Virksomheten som kjøper")
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.locator(".notice").first).to_contain_text("Punktet er lagret")
    expect(page.locator("table.cells textarea").nth(1)).to_have_value("Virksomheten som kjøper")
    assert not too_wide(page)
    page.get_by_role("link", name="Nytt punkt etter dette").click()
    expect(page.locator("h1")).to_have_text("Nytt punkt")
