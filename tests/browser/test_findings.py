"""What people say of findings: an override with a second person, an amount UKE confirms, a warning put aside."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from dpsdocs.domain import deadlines
from dpsdocs.domain.formats import OSLO
from tests.browser import journey
from tests.browser.conftest import Open, judge
from tests.browser.journey import Demo, sign_in
from tests.services.test_file_check import pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAITING, DRAFT = "Resepsjonsvakt i Akersgata", "Kveldsvakt på lesesalen"
REASON = "Alle leverandørene har sagt ja til samme frist."
CONFIRMED = {
    "Oslomodellen, nedre grense": "100 000",
    "Oslomodellen, øvre grense": "50 000 000",
    "EØS-terskelverdi for statlige oppdragsgivere 1 630 000": "1 630 000",
}
SHEET = pdf()
EVIDENCE = "Svar fra alle fem, journalført i sak 26/05120"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality, its server and its worker."""
    with journey.running(tmp_path_factory.mktemp("site")) as made:
        yield made


def test_a_shorter_deadline_needs_a_reason_evidence_and_a_second_person(
    open_page: Open, site: Demo, shots: Path
) -> None:
    drafter, approver = open_page(), open_page()
    sign_in(drafter, site, "ingrid")
    sign_in(approver, site, "amir")
    case = site.case(WAITING)
    _shorten(drafter, case)
    _override(drafter, case, shots)
    _approve(drafter, approver, case, shots)
    drafter.goto(f"{case}/pakke/utsted")
    drafter.get_by_role("button", name="Utsted pakken").click()
    drafter.get_by_role("link", name="Åpne pakken").click(timeout=120_000)
    _stands_in_the_record(drafter)


def _dates() -> tuple[date, date]:
    """A sending day, and a deadline nine days after it that is too short but leaves a day for questions."""
    day = datetime.now(OSLO).date() + timedelta(days=3)
    while True:
        deadline = day + timedelta(days=9)
        asked = deadlines.question_deadline(datetime.combine(deadline, deadlines.NOON)).date()
        if asked > day and all(deadlines.is_working_day(d) for d in (day, deadline)):
            return day, deadline
        day += timedelta(days=1)


def _shorten(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("button", name="Ta tilbake til utkast").click()
    page.goto(f"{case}/del/frister")
    sent, deadline = _dates()
    page.fill("[name=sending_date]", f"{sent:%d.%m.%Y}")
    page.fill("[name='tender_deadline.date']", f"{deadline:%d.%m.%Y}")
    page.click("text=Lagre og fortsett")
    page.wait_for_load_state()
    page.goto(f"{case}/kontroller")
    expect(page.locator(".finding--stop")).to_have_count(1)


def _override(page: Page, case: str, shots: Path) -> None:
    stop = page.locator(".finding--stop")
    expect(stop).to_contain_text("Tilbudsfristen er for kort")
    judge(page, shots, "funn-stopp")
    stop.get_by_role("link", name="Fravik fra regelen").click()
    judge(page, shots, "funn-fravik")
    page.get_by_role("button", name="Skriv fraviket").click()
    expect(page).to_have_title(re.compile("^Feil: "))
    page.get_by_label("Begrunnelse").fill(REASON)
    page.get_by_label("Dokumentasjon").fill(EVIDENCE)
    page.get_by_role("button", name="Skriv fraviket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Legg ved dokumentasjon")
    judge(page, shots, "funn-fil")
    sheet = {"name": "svar fra alle.pdf", "mimeType": "application/pdf", "buffer": SHEET}
    page.get_by_label("Fil").set_input_files(files=[sheet])  # type: ignore[list-item]
    page.get_by_role("button", name="Legg ved").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontroller svarene")
    expect(page.locator(".finding--stop")).to_contain_text("Venter på godkjenning av en annen person.")
    judge(page, shots, "funn-venter")


def _approve(drafter: Page, approver: Page, case: str, shots: Path) -> None:
    drafter.goto(f"{case}/godkjenning/send")
    drafter.get_by_role("button", name="Send til godkjenning").click()
    approver.goto(f"{case}/godkjenning")
    expect(approver.locator("main")).to_contain_text(REASON)
    approver.get_by_label("Godkjenne", exact=True).check()
    approver.get_by_role("button", name="Send svaret").click()
    expect(approver.locator("main")).to_contain_text("Godkjenn fraviket, eller send konkurransen tilbake.")
    judge(approver, shots, "funn-godkjenning")
    approver.get_by_label("Godkjenne", exact=True).check()
    approver.get_by_label("Jeg godkjenner fraviket: Tilbudsfristen er for kort").check()
    approver.get_by_role("button", name="Send svaret").click()
    expect(approver.locator(".kicker")).to_contain_text("Godkjent")


def _stands_in_the_record(page: Page) -> None:
    """The record and the evidence are in the internal archive, and in no other."""
    links = page.get_by_role("link", name="Last ned alt").all()
    archives = [_archive(page, str(link.get_attribute("href"))) for link in links]
    told = [name for files in archives for name in files if "svar-fra-alle" in name]
    assert len(told) == 1
    (internal,) = (files for files in archives if told[0] in files)
    assert internal[told[0]] == SHEET
    (record,) = (data for name, data in internal.items() if name.endswith("_intern_dokumentasjon.docx"))
    text = _text(record)
    for words in (REASON, EVIDENCE, "Fravik av Ingrid", "Godkjent av Amir"):
        assert words in text, words
    for files in archives:
        if files is not internal:
            assert not any(REASON in _text(data) for name, data in files.items() if name.endswith(".docx"))


def _archive(page: Page, address: str) -> dict[str, bytes]:
    answer = page.context.request.get(page.url.split("/konk")[0] + address)
    assert answer.ok
    with zipfile.ZipFile(io.BytesIO(answer.body())) as source:
        return {name: source.read(name) for name in source.namelist()}


def _text(data: bytes) -> str:
    element = docx.Document(io.BytesIO(data)).element.body
    return "".join(part.text or "" for part in element.iter() if part.tag.endswith("}t")).replace(
        "\u00a0", " "
    )


def test_uke_confirms_an_amount_and_the_findings_of_a_draft_follow(
    open_page: Open, site: Demo, shots: Path
) -> None:
    drafter, manager = open_page(), open_page()
    sign_in(drafter, site, "ingrid")
    sign_in(manager, site, "tone")
    case = site.case(DRAFT)
    proposal = _proposal(drafter, case)
    expect(proposal).to_contain_text("A–H, I–T og V")
    expect(proposal).to_contain_text("beløpet er ikke bekreftet av UKE")
    for label, amount in CONFIRMED.items():
        manager.goto(f"{site.url}/regler")
        manager.locator("#belop").get_by_role("row", name=label).get_by_role("link").click()
        manager.get_by_label("Beløp").fill(amount)
        manager.get_by_label("Begrunnelse").fill("Instruksen slik den lyder i dag.")
        judge(manager, shots, "belop")
        manager.get_by_role("button", name="Bekreft").click()
        expect(manager.locator("#belop").get_by_role("row", name=label)).to_contain_text("Bekreftet av UKE")
    judge(manager, shots, "regler-belop")
    proposal = _proposal(drafter, case)
    expect(proposal).to_contain_text("A–E og F–T")
    expect(proposal).not_to_contain_text("beløpet er ikke bekreftet av UKE")
    version = str(manager.locator("main").inner_text()).split("Regeltabell ")[1].split()[0]
    assert version.endswith(".3")
    expect(proposal).to_contain_text(f"regeltabell {version}")


def _proposal(page: Page, case: str) -> object:
    """The finding about Oslomodellen, opened."""
    page.goto(f"{case}/kontroller")
    found = page.locator(".finding", has_text="Kravene til seriøst arbeidsliv må bekreftes")
    found.get_by_text("Hvorfor?").click()
    return found


def test_a_warning_is_put_aside_with_a_reason_and_comes_back(page: Page, site: Demo, shots: Path) -> None:
    sign_in(page, site, "ingrid")
    case = site.case(DRAFT)
    page.goto(f"{case}/del/behov")
    page.fill("[name=need]", "Vakt på kveldstid. Ring 22 33 44 55.")
    page.click("text=Lagre og fortsett")
    page.wait_for_load_state()
    page.goto(f"{case}/kontroller")
    warning = page.locator(".finding--warn", has_text="«Behovet»")
    warning.get_by_role("link", name="Sett til side").click()
    judge(page, shots, "funn-til-side")
    page.get_by_label("Begrunnelse").fill("Nummeret er vaktsentralens.")
    page.get_by_role("button", name="Sett til side").click()
    expect(page.locator("#vurdert")).to_contain_text("Nummeret er vaktsentralens.")
    expect(page.locator(".finding--warn", has_text="«Behovet»")).to_have_count(0)
    judge(page, shots, "funn-vurdert")
    page.goto(f"{case}/del/behov")
    page.fill("[name=need]", "Vakt på kveldstid. Ring 22 33 44 56.")
    page.click("text=Lagre og fortsett")
    page.wait_for_load_state()
    page.goto(f"{case}/kontroller")
    expect(page.locator(".finding--warn", has_text="«Behovet»")).to_have_count(1)
