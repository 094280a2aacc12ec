"""UKE's masters in a real browser: a locked clause is changed, seen, sent in, approved by another, and taken in use."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dpsdocs.config import ROOT
from dpsdocs.services import accounts, competitions, people
from dpsdocs.services.releases import Releases
from dpsdocs.store.db import make_session
from dpsdocs.store.models import Competition, now
from tests.browser.conftest import Live, Open, hidden_focus, judge, sign_in, too_wide
from tests.web import world as worlds

pytestmark = pytest.mark.browser
WORDS = "Mengdene er anslag, og ingen er bundet av dem."


@pytest.fixture(scope="module")
def approver(live: Live) -> str:
    """Somebody else, who approves masters."""
    with make_session(f"sqlite:///{live.folder / 'test.db'}") as session:
        admin, _ = accounts.sign_in(session, worlds.email("admin"), worlds.PASSWORD)
        role = ((None, "master_approver"),)
        added = people.add_person(session, admin, "Nora Vik", worlds.email("nora"), False, role)
        accounts.accept_invite(session, accounts.new_invite(session, admin, added.id), worlds.PASSWORD)
    return "nora"


def new_competition(live: Live, token: str) -> str:
    """What a competition that begins now says in the clause."""
    releases = Releases(live.folder / "releases", ROOT / "templates" / "masters")
    with make_session(f"sqlite:///{live.folder / 'test.db'}") as session:
        drafter, _ = accounts.sign_in(session, worlds.email("drafter"), worlds.PASSWORD)
        home = live.world["Boligetaten"]
        id = competitions.start(session, releases, drafter, home, live.world["dps"], token)
        folder = releases.load(session, session.get_one(Competition, id).release_id).folder
    return (folder / "documents/konkurransegrunnlag.md").read_text("utf-8")


def test_a_locked_clause_is_changed_approved_and_used(
    page: Page, open_page: Open, live: Live, approver: str, shots: Path
) -> None:
    sign_in(page, live, "editor")
    page.get_by_role("link", name="Maler", exact=True).click()
    judge(page, shots, "maler")
    page.get_by_role("link", name="Gå til utkastet").click()
    page.locator("nav a:has-text('Konkurransegrunnlag')").first.click()
    judge(page, shots, "maler-utkast")
    page.goto(f"{live.url}/maler/{live.world['master_draft']}/konkurransegrunnlag/verdi-mengder")
    expect(page.locator("input[name=lock][value=locked]")).to_be_checked()
    judge(page, shots, "maler-punkt")
    assert hidden_focus(page, 40) == []
    text = page.locator("textarea[name='text.0']")
    text.fill("Mengdene er ")
    page.fill("#sett-inn", "Finnes ikke")
    page.get_by_role("button", name="Sett inn felt").click()
    expect(text).to_have_value("Mengdene er [Finnes ikke]")
    expect(page.locator("#side")).to_contain_text("«[Finnes ikke]» er ikke et felt")
    text.fill(WORDS)
    expect(page.locator("#side")).to_contain_text("Ingen feil")
    expect(page.locator("#saved")).to_contain_text("Lagret kl.")
    expect(page.frame_locator("iframe.sheet").locator("body")).to_contain_text(WORDS)
    page.get_by_role("link", name="Vis endringer").click()
    expect(page.locator(".redline")).to_have_count(1)
    judge(page, shots, "maler-endringer")
    page.goto(f"{live.url}/maler/{live.world['master_draft']}/send")
    judge(page, shots, "maler-send")
    page.fill("#f-notes", "Ny setning om mengder.")
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.locator(".notice").first).to_contain_text("sendt til godkjenning")
    assert WORDS not in new_competition(live, "1")

    other = open_page()
    sign_in(other, live, approver)
    other.goto(f"{live.url}/maler/{live.world['master_draft']}/godkjenn")
    expect(other.locator("ins").first).to_be_visible()
    judge(other, shots, "maler-godkjenn")
    other.check("input[name=decision][value=approve]")
    other.fill("#f-live_from", now().strftime("%d.%m.%Y"))
    other.get_by_role("button", name="Send svaret").click()
    expect(other.locator(".notice").first).to_contain_text("godkjent")
    judge(other, shots, "malversjon")
    assert WORDS in new_competition(live, "2")


def test_without_scripts_a_clause_with_a_table_is_saved(open_page: Open, live: Live) -> None:
    page = open_page(script=False)
    sign_in(page, live, "editor")
    page.goto(f"{live.url}/maler")
    begin = page.get_by_role("button", name="Begynn et utkast")
    if begin.count():
        begin.click()
    else:
        page.get_by_role("link", name="Gå til utkastet").click()
    page.goto(f"{page.url.partition('?')[0]}/konkurransegrunnlag/kjopere-hvem")
    page.locator("table.cells textarea").nth(1).fill("Virksomheten som kjøper")
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.locator(".notice").first).to_contain_text("Punktet er lagret")
    expect(page.locator("table.cells textarea").nth(1)).to_have_value("Virksomheten som kjøper")
    assert not too_wide(page)
    page.get_by_role("link", name="Nytt punkt etter dette").click()
    expect(page.locator("h1")).to_have_text("Nytt punkt")
