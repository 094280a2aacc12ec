"""A set for cleaning is made only in the browser, approved by another person, chosen, and makes a package."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dpsdocs.assemble import assemble
from dpsdocs.config import ROOT
from dpsdocs.domain import deadlines
from dpsdocs.services import accounts, competitions, previews, rows, sections, set_looks
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from dpsdocs.store.db import make_session
from dpsdocs.verify import logo
from tests.browser import journey
from tests.browser.conftest import Open, judge
from tests.browser.journey import Demo, running
from tests.clock import today
from tests.web.test_master_font import face
from tests.writers.test_logo import png

pytestmark = pytest.mark.browser
TEXT = "Leverandøren skal rengjøre [Areal] kvadratmeter etter planen i denne tabellen."


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running(tmp_path_factory.mktemp("renhold")) as site:
        yield site


def begun(page: Page, demo: Demo, shots: Path) -> str:
    """A new set from nothing; the address of its draft."""
    page.goto(f"{demo.url}/maler")
    judge(page, shots, "sett-oversikt")
    page.get_by_role("link", name="Nytt sett").click()
    judge(page, shots, "sett-nytt")
    page.fill("[name=title]", "Renholdstjenester")
    page.get_by_role("button", name="Begynn settet").click()
    expect(page.locator("#side, aside").first).to_contain_text("Ingen feil")
    return page.url.split("?")[0]


def asked(page: Page, draft: str) -> None:
    """A service, a question and a requirement of its own."""
    page.goto(f"{draft}/lister/tjenester/tjenesten")
    for name, words in (
        ("label", "Daglig renhold"), ("noun", "daglig renhold"), ("cpv", "90911200"),
        ("content", "Leverandøren rengjør kontorer, trapper og toaletter på hverdager."),
    ):  # fmt: skip
        page.fill(f"[name={name}]", words)
    page.get_by_role("button", name="Lagre").click()
    page.goto(f"{draft}/lister/sporsmal/nytt?etter=sporsmal:services")
    page.fill("[name=label]", "Hvor mange kvadratmeter skal rengjøres?")
    page.select_option("[name=kind]", "whole")
    page.fill("[name=name]", "areal")
    page.get_by_role("button", name="Lagre").click()
    page.fill("[name=short]", "Areal")
    page.fill("[name=error]", "Skriv hvor mange kvadratmeter som skal rengjøres.")
    page.get_by_role("button", name="Lagre").click()
    page.goto(f"{draft}/lister/krav/ansvarlig")
    page.fill("[name=text]", "Leverandøren skal bruke miljømerkede rengjøringsmidler.")
    page.get_by_role("button", name="Lagre").click()


def written(page: Page, draft: str, shots: Path) -> None:
    """A document with a heading, a clause and a table."""
    page.goto(f"{draft}/dokumenter")
    judge(page, shots, "sett-dokumenter")
    page.get_by_role("link", name="Nytt dokument").click()
    page.fill("[name=title]", "Renholdsplan")
    page.get_by_role("button", name="Lag dokumentet").click()
    page.fill("[name=under]", "Hva som skal rengjøres, og når")
    judge(page, shots, "sett-dokument")
    page.get_by_role("button", name="Lagre").click()
    page.goto(f"{draft}/renholdsplan/innledning-tekst")
    page.fill("textarea[name='text.0']", TEXT)
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("link", name="Ny tabell i punktet").click()
    page.fill("[name=columns]", "2")
    page.get_by_role("button", name="Lag tabellen").click()
    for name, words in (
        ("head.0", "Rom"),
        ("head.1", "Hvor ofte"),
        ("cell.0.0", "Kontor"),
        ("cell.0.1", "Daglig"),
    ):
        page.fill(f"[name='{name}']", words)
    judge(page, shots, "sett-tabell")
    page.get_by_role("button", name="Ny etter rad 1").click()
    page.fill("[name='cell.1.0']", "Trapp")
    page.fill("[name='cell.1.1']", "Ukentlig")
    page.get_by_role("button", name="Lagre tabellen").click()
    expect(page.locator("textarea[name^='cell.'][name$='.2.0']")).to_have_value("Trapp")


def coloured(page: Page, draft: str, shots: Path) -> None:
    """Another colour for headings, and one that cannot be read."""
    page.goto(f"{draft}/utseende")
    page.fill("[name=accent]", "FFDD00")
    page.get_by_role("button", name="Lagre fargene").click()
    expect(page.locator("main")).to_contain_text("minst 4,5 (WCAG AA)")
    page.fill("[name=accent]", "004D40")
    page.get_by_role("button", name="Lagre fargene").click()
    expect(page.locator("[name=accent]")).to_have_value("004D40")
    sized(page, shots)
    dressed(page, shots)
    judge(page, shots, "sett-utseende")


def sized(page: Page, shots: Path) -> None:
    """Smaller headings, after one that is out of reason; the page shows them."""
    page.get_by_role("link", name="Endre størrelsene").click()
    page.get_by_label("Overskrift 1, skrift").fill("60")
    page.get_by_role("button", name="Lagre størrelsene").click()
    expect(page.locator("main")).to_contain_text("Velg mellom 12 og 28 punkter.")
    judge(page, shots, "sett-storrelser")
    page.get_by_label("Overskrift 1, skrift").fill("14,5")
    page.get_by_label("Overskrift 1, linjehøyde").fill("19")
    page.get_by_role("button", name="Lagre størrelsene").click()
    expect(page.locator(".notice").first).to_contain_text("Størrelsene er lagret.")


def dressed(page: Page, shots: Path) -> None:
    """The set's own font and logo; the page shows them."""
    page.get_by_role("link", name="Ta inn en skrift").click()
    judge(page, shots, "sett-skrift")
    faces = {
        "regular": face("It", "Prove", "Regular"),
        "semibold": face("SemiboldIt", "Prove Medium", "Regular"),
    }
    for name, data in faces.items():
        page.set_input_files(f"[name={name}]", {"name": "a.ttf", "mimeType": "font/ttf", "buffer": data})
    page.get_by_role("button", name="Ta inn skriften").click()
    expect(page.locator("main")).to_contain_text("Skriften er Prove.")
    page.get_by_role("link", name="Ta inn en logo").click()
    judge(page, shots, "sett-logo")
    page.set_input_files("[name=file]", {"name": "a.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_role("button", name="Ta inn logoen").click()
    expect(page.locator("img.look")).to_be_visible()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Konkurransegrunnlag")


def approved(page: Page, other: Page, demo: Demo, draft: str) -> None:
    """Sent in by the editor, approved by somebody else."""
    page.goto(f"{draft}/send")
    page.fill("#f-notes", "Malene for renhold.")
    page.get_by_role("button", name="Send til godkjenning").click()
    journey.sign_in(other, demo, "nora")
    other.goto(f"{draft}/godkjenn")
    expect(other.locator(".redline", has_text="Renholdsplan").first).to_be_visible()
    other.check("input[name=decision][value=approve]")
    other.fill("#f-live_from", today().strftime("%d.%m.%Y"))
    other.get_by_role("button", name="Send svaret").click()
    expect(other.locator(".notice").first).to_contain_text("godkjent")


def chosen(manager: Page, demo: Demo) -> None:
    """A purchasing system for cleaning uses the set."""
    journey.sign_in(manager, demo, "tone")
    with make_session(demo.config.database_url, read_only=True) as session:
        system = session.scalars(select(models.Dps.id).where(models.Dps.reference == "24/1307")).one()
    manager.goto(f"{demo.url}/innkjopsordninger/{system}/endre")
    manager.select_option("[name=set_id]", label="Renholdstjenester")
    manager.fill("[name=cpv_main]", "90911200")
    manager.get_by_role("button", name="Lagre").click()
    expect(manager.locator(".notice").first).to_contain_text("lagret")


def test_a_cleaning_set_is_made_in_the_browser_and_makes_a_package(
    page: Page, open_page: Open, demo: Demo, shots: Path
) -> None:
    journey.sign_in(page, demo, "erik")
    draft = begun(page, demo, shots)
    asked(page, draft)
    written(page, draft, shots)
    coloured(page, draft, shots)
    approved(page, open_page(), demo, draft)
    chosen(open_page(), demo)
    buyer = open_page()
    journey.sign_in(buyer, demo, "ingrid")
    address = journey.start(buyer, demo)
    case = address.split("#")[0].rpartition("/")[2]
    buyer.goto(f"{address.split('#')[0]}/del/behov")
    expect(buyer.locator("main")).to_contain_text("Hvor mange kvadratmeter skal rengjøres?")
    expect(buyer.locator("main")).to_contain_text("Daglig renhold")
    made = packed(demo, case)
    assert [name.split("_", 1)[1] for name in made] == [
        "01_konkurransegrunnlag.docx", "02_kravspesifikasjon.docx", "03_svarskjema.docx", "04_prisskjema.xlsx",
        "05_avtale.docx", "06_renholdsplan.docx",
    ]  # fmt: skip
    buyer.goto(f"{address.split('#')[0]}/dokumenter/renholdsplan")
    body = buyer.frame_locator("iframe").locator("body")
    expect(body).to_contain_text("rengjøre 5 690 kvadratmeter".replace(" 690", "\u00a0690"))
    expect(body).to_contain_text("Ukentlig")


def packed(demo: Demo, case: str) -> list[str]:
    """The answers of a buyer, and the names of the files the package then holds."""
    sent = deadlines.next_working_day(today() + timedelta(days=7))
    deadline = deadlines.count(sent, 20).earliest
    start = deadline.date() + timedelta(days=70)
    answers = {
        "title": "Renhold i Akersgata", "case_number": "26/1", "need": "Etaten trenger rene kontorer.", "areal": "5690",
        "contact": {"name": "Ingrid", "title": "Rådgiver", "email": "ingrid@example.org"}, "services": ["tjenesten"],
        "contract_form": "single", "undivided_reason": "Det er ett bygg.", "estimated_value": "2000000",
        "start_date": start.isoformat(), "end_date": (start + timedelta(days=729)).isoformat(), "option_count": "0",
        "weights": {"price": "40", "quality": "30", "environment": "30"}, "requirements": ["ansvarlig", "opplegg"],
        "sending_date": sent.isoformat(), "adjust_dates": "no",
        "tender_deadline": {"date": deadline.date().isoformat(), "time": "12.00"},
    }  # fmt: skip
    releases = Releases(demo.config.instance / "releases", ROOT / "templates" / "masters")
    with make_session(demo.config.database_url) as session:
        buyer, _ = accounts.sign_in(session, "ingrid@example.org", journey.PASSWORD)
        opened = competitions.open_case(session, releases, buyer, case)
        sections.save(session, releases, buyer, case, answers, base=opened.summary.revision)
        row = {"unit": "time", "quantity": "1200", "basis": "Areal"}
        rows.save(
            session, releases, buyer, case, "volumes", str(uuid.uuid4()), row, base=opened.summary.revision
        )
        assert opened.release.title == "Renholdstjenester"
        ready = competitions.open_case(session, releases, buyer, case)
        assert "--accent: #004D40" in set_looks.sheet(previews.looks_of(ready)), (
            "the buyer sees the set's own looks"
        )
        made = assemble(ready.competition.case, ready.release, without=("pdf",), drafts=True)
    files = made.archives["bidders"].files
    with zipfile.ZipFile(io.BytesIO(files[0].data)) as word:
        assert 'w:name="Prove Medium"' in word.read("word/fontTable.xml").decode()
        assert word.read("word/media/logo.png") == logo.ready("a.png", png())
        assert '<w:sz w:val="29"/>' in word.read("word/styles.xml").decode()
    return [file.name for file in files]
