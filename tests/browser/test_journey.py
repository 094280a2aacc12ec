"""From an empty draft to a package that is sent: two people, every file opened; with and without scripts."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect

from dpsdocs.domain.answers import Raw
from dpsdocs.verify import verify_package
from tests.browser import journey
from tests.browser.conftest import Open, judge
from tests.browser.journey import Demo, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality, its server and its worker."""
    with journey.running(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_an_empty_draft_to_a_package_that_is_sent(
    open_page: Open, site: Demo, shots: Path, script: bool
) -> None:
    _whole(open_page, site, shots, script)


@pytest.mark.postgres
@pytest.mark.nightly
def test_the_same_on_postgresql(open_page: Open, postgres_url: str, tmp_path: Path, shots: Path) -> None:
    with journey.running_on(postgres_url, tmp_path) as site:
        _whole(open_page, site, shots, True)


def _whole(open_page: Open, site: Demo, shots: Path, script: bool) -> None:
    drafter, approver = open_page(script=script), open_page(script=script)
    sign_in(drafter, site, "ingrid")
    sign_in(approver, site, "amir")
    title = f"Resepsjonsvakt {'med' if script else 'uten'} skript"
    case = _draft(drafter, site, title, journey.case_a() if script else journey.case_a_confidential())
    _send_to_approval(drafter, case)
    _approve(approver, site, title)
    _issue(drafter, site, title, shots if script else None)
    _files_open(drafter, archives=2 if script else 3)
    drafter.get_by_role("button", name="Merk som sendt").click()
    expect(drafter.get_by_role("heading", level=1)).to_have_text("Dokumentpakken er sendt")
    assert drafter.get_by_role("button", name="Trekk pakken tilbake").count() == 0


def _draft(page: Page, site: Demo, title: str, answers: dict[str, Raw]) -> str:
    case = journey.start(page, site)
    page.click("text=Om konkurransen")
    fields, pages = 0, 0
    while section := journey.section_at(page.url):
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title)
        fields += journey.fill(page, section, {**answers, "title": title})
        pages += 1
        assert journey.section_at(page.url) != section, "the page does not let go"
    assert fields <= 25 + ("confidential_text" in answers) * 2
    assert pages <= 10
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontroller svarene")
    expect(page.locator(".finding--stop")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("26/05120")
    page.get_by_role("link", name="Forhåndsvis dokumentene").click()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text(title)
    for words in ("Utkast i Word", "Utkast i PDF"):
        draft = page.context.request.get(page.url.split("/konk")[0] + _href(page, words), timeout=60_000)
        assert draft.ok, draft.status
    return case


def _href(page: Page, words: str) -> str:
    return page.get_by_role("link", name=words).get_attribute("href") or ""


def _send_to_approval(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("link", name="Send til godkjenning").click()
    page.fill("[name=message]", "Kan du se på kravene?")
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.locator(".kicker")).to_contain_text("Til godkjenning")


def _approve(page: Page, site: Demo, title: str) -> None:
    page.goto(f"{site.url}/konkurranser")
    expect(page.locator("#venter")).to_have_text("Venter på deg")
    page.locator("#venter ~ ul .btn", has_text=title).click()
    expect(page.locator("main")).to_contain_text("Kan du se på kravene?")
    page.get_by_label("Godkjenne", exact=True).check()
    page.get_by_role("button", name="Send svaret").click()
    expect(page.locator(".kicker")).to_contain_text("Godkjent")


def _issue(page: Page, site: Demo, title: str, shots: Path | None) -> None:
    page.goto(f"{site.url}/konkurranser")
    page.locator("#venter ~ ul .btn", has_text=title).click()
    expect(page.locator("main")).to_contain_text("Siste dag for utsending")
    expect(page.locator("main")).to_contain_text("Nordvakt Eksempel AS")
    if shots:
        judge(page, shots, "utsted")
    page.get_by_role("button", name="Utsted pakken").dblclick()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Dokumentpakken lages")
    if shots:
        page.get_by_role("link", name="Åpne pakken").click(timeout=90_000)
    expect(heading).to_have_text("Dokumentpakken er klar", timeout=90_000)
    if shots:
        judge(page, shots, "pakke")


def _files_open(page: Page, archives: int) -> None:
    links = page.locator("main a[href^='/filer/']").all()
    found: dict[str, bytes] = {}
    for link in links:
        answer = page.context.request.get(page.url.split("/konk")[0] + (link.get_attribute("href") or ""))
        assert answer.ok
        name = answer.headers["content-disposition"].split("filename=")[1].strip('"')
        # what is passed through lies in two packages, and is the same in both
        assert found.setdefault(name, answer.body()) == answer.body(), name
    # the internal package also holds the master set as a ZIP, which is no package
    zips = [data for name, data in found.items() if name.endswith(".zip") and "malsett" not in name]
    assert len(zips) == archives
    twins = len(links) - len(found)
    assert twins == sum("_standardkontrakt" in name for name in found) and len(found) >= 14
    for data in zips:
        report = verify_package(data)
        assert report.is_whole, report.problems
    for name, data in found.items():
        _opens(name, data)


def _opens(name: str, data: bytes) -> None:
    match name.rsplit(".", 1)[-1]:
        case "docx":
            assert docx.Document(io.BytesIO(data)).paragraphs, name
        case "pdf":
            assert pypdf.PdfReader(io.BytesIO(data)).pages, name
        case "xlsx":
            assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames, name
        case "zip":
            assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None, name
        case "json":
            assert json.loads(data)["answers"], name
        case other:
            raise AssertionError(f"{name}: nobody can open {other}")
