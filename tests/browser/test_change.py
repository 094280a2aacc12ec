"""What is sent is changed: two people, a new version, and the change sheet opened; every page of it looked at."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import docx
import pypdf
import pytest
from playwright.sync_api import Page, expect

from dpsdocs.domain.formats import OSLO
from dpsdocs.verify import verify_package
from tests.browser import journey
from tests.browser.conftest import Open, judge
from tests.browser.journey import Demo, sign_in
from tests.writers.tracked import marks, words

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Vakt i publikumsmottaket"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality, its server and its worker."""
    with journey.running(tmp_path_factory.mktemp("site")) as made:
        yield made


def test_from_what_is_sent_to_a_change_sheet(open_page: Open, site: Demo, shots: Path) -> None:
    drafter, approver = open_page(), open_page()
    sign_in(drafter, site, "ingrid")
    sign_in(approver, site, "amir")
    case = site.case(TITLE)
    _open_change(drafter, case)
    _change(drafter, case)
    _look(drafter, case, shots)
    _approve(drafter, approver, case, shots)
    _issue(drafter, case, shots)
    _open_files(drafter, case)
    drafter.get_by_role("button", name="Merk som sendt").click()
    expect(drafter.get_by_role("heading", level=1)).to_have_text("Dokumentpakken er sendt")


def _open_change(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("button", name="Endre det som er sendt").click()
    expect(page.locator(".notice--change")).to_contain_text("Endring av versjon 1.0, sendt")


def _change(page: Page, case: str) -> None:
    page.goto(f"{case}/del/om")
    page.fill("[name='contact.name']", "Kari Holm")
    page.click("text=Lagre og fortsett")
    page.goto(f"{case}/del/endring")
    page.fill("[name=change_date]", datetime.now(OSLO).strftime("%d.%m.%Y"))
    page.fill("[name=change_words]", "Kontaktpersonen er en annen, fordi Ingrid Solbakken slutter.")
    page.check("[name=change_deadline][value=stands]")
    page.fill("[name=change_deadline_reason]", "Endringen gir ikke leverandørene arbeid.")
    page.click("text=Lagre og fortsett")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontroller svarene")


def _look(page: Page, case: str, shots: Path) -> None:
    expect(page.locator(".finding--stop")).to_have_count(0)
    expect(page.locator("#endret")).to_have_text("Endret siden versjon 1.0")
    page.locator("details.fold summary", has_text="Konkurransegrunnlag").click()
    expect(page.locator("article.redline ins").first).to_contain_text("Kari Holm")
    judge(page, shots, "endring-kontroller")
    page.goto(f"{case}/endring")
    page.locator("details.fold summary").first.click()
    judge(page, shots, "endring")
    page.goto(f"{case}/dokumenter/endringsmelding")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Kari Holm")
    page.goto(f"{case}/pakke")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dokumentpakken er sendt")


def _approve(drafter: Page, approver: Page, case: str, shots: Path) -> None:
    drafter.goto(f"{case}/godkjenning/send")
    drafter.get_by_role("button", name="Send til godkjenning").click()
    approver.goto(f"{case}/godkjenning")
    expect(approver.locator("main")).to_contain_text("Endret siden versjon 1.0")
    judge(approver, shots, "endring-godkjenning")
    approver.get_by_label("Godkjenne", exact=True).check()
    approver.get_by_role("button", name="Send svaret").click()
    expect(approver.locator(".kicker")).to_contain_text("Godkjent")


def _issue(page: Page, case: str, shots: Path) -> None:
    page.goto(f"{case}/pakke/utsted")
    expect(page.locator("main")).to_contain_text("Leverandører som skal ha endringen")
    judge(page, shots, "endring-utsted")
    page.get_by_role("button", name="Utsted pakken").click()
    page.get_by_role("link", name="Åpne pakken").click(timeout=120_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dokumentpakken er klar")
    expect(page.locator("main")).to_contain_text("Endret i versjon 2")
    expect(page.get_by_role("row", name=re.compile("^Versjon 1 "))).to_contain_text("Erstattet")
    judge(page, shots, "endring-pakke")


def _open_files(page: Page, case: str) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(_fetched(page, "Endringsmelding (PDF)")))
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert "Kari Holm" in text and "Endringer fra versjon 1.0 til versjon 2.0" in " ".join(text.split())
    assert docx.Document(io.BytesIO(_fetched(page, "Endringsmelding (DOCX)"))).tables
    archive = _fetched(page, "Last ned alt")
    assert verify_package(archive).is_whole
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        marked = [name for name in source.namelist() if name.endswith("_endringer.docx")]
        assert any("konkurransegrunnlag" in name for name in marked)
        data = source.read(marked[0])
    assert marks(data)["ins"] and marks(data)["del"]
    assert any("Kari Holm" in line for line in words(data, "accepted"))


def _fetched(page: Page, label: str) -> bytes:
    address = page.get_by_role("link", name=label).first.get_attribute("href") or ""
    answer = page.context.request.get(page.url.split("/konk")[0] + address)
    assert answer.ok
    return answer.body()
