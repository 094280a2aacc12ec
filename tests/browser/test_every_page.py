"""Every address that shows a page is looked at: axe at WCAG 2.1 A and AA, 320 pixels, a focus one can see.

A new page must be added to ``PAGES`` (or said to be no page), or the first test fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from dpsdocs.app import create_app
from dpsdocs.store import models
from dpsdocs.store.db import make_session
from tests.browser import journey
from tests.browser.conftest import Open, Watched, axe, hidden_focus, too_wide
from tests.browser.journey import Demo, sign_in
from tests.web.routes import rules

pytestmark = pytest.mark.browser

# endpoint: who looks, and where; names in braces are filled in by ``places``
PAGES: dict[str, list[tuple[str, str]]] = {
    "accounts.sign_in": [("", "/logg-inn")],
    "accounts.password": [("liv", "/passord")],
    "agencies.index": [("admin", "/virksomheter")],
    "agencies.new": [("admin", "/virksomheter/ny")],
    "agencies.edit": [("admin", "/virksomheter/{agency}")],
    "annexes.index": [("liv", "/bilag"), ("tone", "/bilag")],
    "annexes.put": [("erik", "/bilag/standardkontrakt/fil"), ("tone", "/bilag/oslomodellen-krav/fil")],
    "approvals.ask": [("ingrid", "{draft}/godkjenning/send")],
    "approvals.show": [("amir", "{waiting}/godkjenning"), ("ingrid", "{waiting}/godkjenning")],
    "assistance.index": [("tone", "/sporsmal")],
    "assistance.show": [("ingrid", "{draft}/hjelp"), ("tone", "{draft}/hjelp"), ("ingrid", "{new}/hjelp")],
    "attachments.index": [
        ("ingrid", "{draft}/vedlegg"),
        ("liv", "{draft}/vedlegg"),
        ("ingrid", "{new}/vedlegg"),
    ],
    "attachments.new": [("ingrid", "{draft}/vedlegg/ny")],
    "attachments.edit": [("ingrid", "{draft}/vedlegg/{attachment}/endre")],
    "audit.index": [("admin", "/logg")],
    "calculator.show": [
        ("liv", "/fristkalkulator"),
        ("liv", "/fristkalkulator?dato=25.03.2027&befaring=yes"),
    ],
    "check.show": [("ingrid", "{draft}/kontroller"), ("ingrid", "{new}/kontroller")],
    "competitions.index": [
        ("ingrid", "/konkurranser"),
        ("tone", "/konkurranser"),
        ("admin", "/konkurranser"),
    ],
    "competitions.new": [("ingrid", "/konkurranser/ny")],
    "competitions.show": [("ingrid", "{draft}"), ("amir", "{waiting}"), ("liv", "{sent}")],
    "competitions.copy": [("ingrid", "{sent}/kopier")],
    "competitions.cancel": [("ingrid", "{sent}/avlys")],
    "dps.index": [("liv", "/innkjopsordninger"), ("tone", "/innkjopsordninger")],
    "dps.show": [("liv", "/innkjopsordninger/{dps}"), ("tone", "/innkjopsordninger/{dps}")],
    "dps.new": [("tone", "/innkjopsordninger/ny")],
    "dps.edit": [("tone", "/innkjopsordninger/{dps}/endre")],
    "dps_documents.index": [
        ("liv", "/innkjopsordninger/{dps}/dokumenter"),
        ("tone", "/innkjopsordninger/{dps}/dokumenter"),
    ],
    "dps_documents.new": [("tone", "/innkjopsordninger/{dps}/dokumenter/ny")],
    "help.index": [("", "/hjelp")],
    "help.privacy": [("", "/personvern")],
    "help.accessibility": [("", "/tilgjengelighet")],
    "packages.show": [("ingrid", "{sent}/pakke")],
    "packages.issue": [("ingrid", "{draft}/pakke/utsted")],
    "people.index": [("admin", "/personer")],
    "people.new": [("admin", "/personer/ny")],
    "people.edit": [("admin", "/personer/{person}")],
    "preview.show": [
        ("ingrid", "{waiting}/dokumenter/konkurransegrunnlag"),
        ("ingrid", "{waiting}/dokumenter/konkurransegrunnlag?punkt=kriterier-tabell"),
        ("ingrid", "{draft}/dokumenter/prisskjema"),
    ],
    "preview.frame": [("ingrid", "{waiting}/dokumenter/kravspesifikasjon/ramme")],
    "register.index": [("liv", "/register"), ("liv", "/register?q=finnesikke")],
    "register.show": [("jonas", "/register/{sent_id}")],
    "register.award": [("ingrid", "{sent}/resultat")],
    "returned.check": [("ingrid", "{sent}/kontroller-fil")],
    "routine.index": [("liv", "/rutine"), ("erik", "/rutine")],
    "routine.edit": [("erik", "/rutine/endre")],
    "routine.versions": [("erik", "/rutine/versjoner")],
    "routine.version": [("erik", "/rutine/versjoner/0")],
    "rules.index": [("liv", "/regler"), ("tone", "/regler")],
    "rules.switch": [("tone", "/regler/deadline.working_day")],
    "rules.amount": [("tone", "/regler/belop/entry?fra=2026-07-01")],
    "sections.edit": [("ingrid", "{draft}/del/*")],
    "settings.edit": [("tone", "/innkjopsordninger/innstillinger")],
    "trials.index": [
        ("ingrid", "{draft}/evaluering"),
        ("liv", "{draft}/evaluering"),
        ("ingrid", "{sent}/evaluering"),
    ],
    "trials.show": [("ingrid", "{draft}/evaluering/{trial}"), ("liv", "{draft}/evaluering/{trial}?tilbud=1")],
    "suppliers.index": [("liv", "/innkjopsordninger/{dps}/leverandorer")],
    "suppliers.new": [("tone", "/innkjopsordninger/{dps}/leverandorer/ny")],
    "suppliers.edit": [("tone", "/innkjopsordninger/{dps}/leverandorer/{admission}")],
    "suppliers.upload": [("tone", "/innkjopsordninger/{dps}/leverandorer/fil")],
}
NO_PAGES = {
    "findings.say": "needs a finding, looked at below",
    "findings.evidence": "needs an override, tried in tests/web/test_findings.py", "findings.fetch": "files",
    "changes.show": "needs something sent that is being changed, looked at in test_change",
    "annexes.fetch": "files", "attachments.fetch": "files",
    "static": "files", "front.brand": "files", "packages.download": "files", "preview.draft": "files",
    "preview.styles": "files", "preview.font": "files", "preview.logo": "files",
    "calculator.calendar": "files", "competitions.calendar": "files",
    "dps_documents.fetch": "files", "register.export": "files", "health.show": "for machines",
    "front.index": "leads on",
    "preview.index": "leads on", "packages.progress": "part of a page, looked at in test_journey",
    "accounts.invitation": "needs a fresh link, looked at in test_admin",
    "people.invite": "shown once, looked at in test_admin",
    "rows.new": "leads on", "row_files.template": "files", "row_files.export": "files", "row_files.faulty": "files",
    "rows.edit": "needs a table, looked at in test_rows", "row_files.upload": "looked at in test_rows",
    "row_files.paste": "looked at in test_rows", "row_files.columns": "looked at in test_rows",
    "row_files.plan": "looked at in test_rows",
    "recalls.index": "test_recall, like what weighs a draft", "recalls.fetch": "a file",
    "tryouts.show": "test_recall",
    "master_weighing.check": "test_recall", "master_weighing.library": "test_recall",
    "master_weighing.impact": "test_recall", "master_weighing.trial": "test_recall",
    "master_weighing.beside": "test_recall",
    "adaptations.index": "looked at in test_adapting, like what follows from it", "adaptations.edit": "test_adapting",
    "deviations.index": "test_adapting", "deviations.decide": "test_adapting", "following.show": "test_masters",
    "master_moves.index": "test_adapting", "master_moves.edit": "test_adapting",
    "masters.index": "looked at in test_masters, like the rest of the masters", "masters.release": "test_masters",
    "masters.show": "test_masters", "masters.changes": "test_masters", "masters.submit": "test_masters",
    "masters.decide": "test_masters", "master_clauses.edit": "test_masters", "master_clauses.new": "test_masters",
    "master_clauses.frame": "part of a page", "master_clauses.heading": "the form of master_clauses.new",
    "master_records.index": "test_master_records", "master_records.new": "test_master_records",
    "master_records.edit": "test_master_records", "master_records.frame": "part of a page",
    "master_documents.index": "test_new_set", "master_documents.head": "test_new_set",
    "master_documents.new": "test_masters", "master_documents.new_heading": "test_masters",
    "master_tables.edit": "test_new_set", "master_tables.new": "test_masters", "master_blocks.edit": "test_masters",
    "master_theme.edit": "test_new_set", "master_theme.word": "test_masters", "master_theme.trial": "files",
    "master_theme.sheet": "part of a page", "master_theme.styles": "files", "master_theme.logo_picture": "files",
    "master_theme.font_file": "files", "master_theme.font": "test_new_set", "master_theme.logo": "test_new_set",
    "master_theme.sizes": "test_new_set",
    "master_sets.new": "test_new_set", "master_sets.upload": "test_masters",
    "master_sets.incoming": "test_masters", "master_sets.draft": "files", "master_sets.release": "files",
    "master_word.new": "test_master_word", "master_word.show": "test_master_word", "master_word.fetch": "files",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality."""
    with journey.running(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="module")
def app(site: Demo) -> Flask:
    """An application with the same routes."""
    return create_app(site.config)


@pytest.fixture(scope="module")
def places(site: Demo) -> dict[str, str]:
    """What the names in braces stand for."""
    with make_session(site.config.database_url, read_only=True) as session:
        dps = session.scalars(select(models.Dps).where(models.Dps.reference == "24/1307")).one()
        admitted = session.scalars(
            select(models.Admission.id).where(models.Admission.dps_id == dps.id)
        ).first()
        found = {
            "dps": dps.id,
            "admission": str(admitted),
            "attachment": session.scalars(
                select(models.Attachment.id)
                .join(models.Competition, models.Competition.id == models.Attachment.competition_id)
                .where(models.Competition.title == "Kveldsvakt på lesesalen")
                .order_by(models.Attachment.position)
            ).all()[0],
            "agency": str(session.scalars(select(models.Agency.id)).first()),
            "trial": session.scalars(select(models.Trial.id)).one(),
            "person": session.scalars(
                select(models.User.id).where(models.User.email == "liv@example.org")
            ).one(),
        }
    titles = {
        "draft": "Kveldsvakt på lesesalen", "new": "Vakthold ved flytting",
        "waiting": "Resepsjonsvakt i Akersgata", "sent": "Vakt i publikumsmottaket",
    }  # fmt: skip
    cases = {name: site.case(title).removeprefix(site.url) for name, title in titles.items()}
    return {**found, **cases, "sent_id": cases["sent"].rsplit("/", 1)[1]}


def test_every_address_that_can_be_opened_is_in_the_table(app: Flask) -> None:
    known = {*PAGES, *NO_PAGES}
    assert {rule.endpoint for rule in rules(app, "GET")} - known == set()
    assert known - {rule.endpoint for rule in rules(app, "GET")} == set()


class Crowd:
    """Somebody of each kind, each in a browser that stays open."""

    def __init__(self, site: Demo, pages: Watched) -> None:
        self._site, self._pages = site, pages
        self._open: dict[str, Page] = {}

    def page(self, who: str) -> Page:
        """The browser of somebody; of nobody when it has no name."""
        if who not in self._open:
            self._open[who] = self._pages.open()
            if who:
                sign_in(self._open[who], self._site, who)
        return self._open[who]

    def faults(self) -> list[str]:
        """What the consoles have said since last time."""
        return self._pages.faults()


@pytest.fixture(scope="module")
def crowd(chromium: Browser, site: Demo) -> Iterator[Crowd]:
    """Those who look."""
    pages = Watched(chromium)
    yield Crowd(site, pages)
    pages.close()


@pytest.mark.parametrize("endpoint", sorted(PAGES))
def test_a_page(crowd: Crowd, site: Demo, app: Flask, places: dict[str, str], endpoint: str) -> None:
    for who, pattern in PAGES[endpoint]:
        for path in _addresses(crowd.page(who), site, pattern.format(**places)):
            _look(crowd.page(who), site, app, path, endpoint)
    assert crowd.faults() == []


def test_words_on_a_finding(open_page: Open, site: Demo, app: Flask, places: dict[str, str]) -> None:
    page = open_page()
    sign_in(page, site, "ingrid")
    page.goto(f"{site.url}{places['draft']}/kontroller")
    links = page.locator("main a[href*='/kontroller/funn/']")
    assert links.count()
    _look(page, site, app, str(links.first.get_attribute("href")), "findings.say")


def _addresses(page: Page, site: Demo, path: str) -> list[str]:
    """The path, or with a star every address of that form on the page above it."""
    start, star, _ = path.partition("*")
    if not star:
        return [path]
    page.goto(site.url + start.rsplit("/", 2)[0])
    found = [link.get_attribute("href") or "" for link in page.locator(f"main a[href^='{start}']").all()]
    assert len(set(found)) > 5
    return sorted(set(found))


def _look(page: Page, site: Demo, app: Flask, path: str, endpoint: str) -> None:
    assert app.url_map.bind("localhost").match(path.partition("?")[0])[0] == endpoint
    answer = page.goto(site.url + path)
    assert answer and answer.status == 200, path
    assert page.url == site.url + path, "the page led elsewhere"
    assert axe(page) == []
    assert not too_wide(page)
    assert hidden_focus(page, 25) == []
