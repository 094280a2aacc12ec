"""Case B in the browser: 1 918 sites from a spreadsheet, two lots, three people, and packages that are opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dpsdocs.demo.seed import fictitious_number
from dpsdocs.domain.formats import OSLO, short_day
from dpsdocs.services import accounts, suppliers
from dpsdocs.store.db import make_session
from tests.browser import conftest, housing, journey
from tests.browser import housing_packages as packages
from tests.browser.conftest import Live, Open, judge
from tests.browser.housing import LOTS, Days
from tests.browser.journey import MASTERS, Demo
from tests.web import world as worlds
from tests.web.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Vektertjenester for kommunale boliger"
VALUES = {"Nord": ("8 000 000", "9 600 000"), "Sør": ("9 000 000", "10 800 000")}
POSTS = (("Nattevakt", "O-01", "alle"), ("Helgevakt", "O-06", "helg"))
DAYS = {"alle": ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "hol"), "helg": ("fri", "sat")}
VOLUMES = """Tjeneste;Delkontrakt;Mengde;Grunnlag;Anslått enhetspris
Utrykning;Nord;200;Snitt for de siste to årene;640
Utrykning;Sør;220;Snitt for de siste to årene;640
Runde;Nord;1098;Én runde ved tre objekter hver natt;150
Alarmovervåking;Sør;768;64 alarmsendere i 12 måneder;95
"""
QUESTION = "Kontrollen sier at CPV-hovedkoden ikke er med i ordningen. Kan dere se på det og bekrefte resten?"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A fresh installation with its server and its worker; UKE has not confirmed all of the purchasing system."""
    config = worlds.settings(tmp_path_factory.mktemp("site"), demo=True)
    world = worlds.build(config)
    with make_session(config.database_url) as session:
        manager, _ = accounts.sign_in(session, worlds.email("manager"), worlds.PASSWORD)
        for number, name in enumerate(("Nordlia Sikring AS", "Østmarka Vakthold AS")):
            suppliers.save_admission(
                session, manager, world["dps"], None, fictitious_number(number), name, "01.02.2025"
            )
    with journey.serving(config) as made:
        yield made


@pytest.mark.nightly
def test_case_b_from_a_spreadsheet_to_packages_that_are_opened(
    open_page: Open, site: Demo, shots: Path
) -> None:
    drafter, approver, manager = open_page(), open_page(), open_page()
    for page, role in ((drafter, "drafter"), (approver, "approver"), (manager, "manager")):
        conftest.sign_in(page, Live(site.url, World()), role)
    days = housing.days(datetime.now(OSLO).date())
    case = _begin(drafter, site, shots)
    _lots(drafter, case, shots)
    _sites(drafter, case, shots)
    _agreement(drafter, case, days)
    hours = _posts(drafter, case, days, shots)
    _volumes(drafter, case, shots)
    _secrets(drafter, case)
    _competition(drafter, case, days, shots)
    _uke_helps(drafter, manager, case, shots)
    _check(drafter, case, shots)
    _approve(drafter, approver, case, shots)
    files = _issue(drafter, case, shots)
    packages.are_whole(files)
    packages.price(files, hours)
    packages.list_sites(files)
    packages.read_as_documents(files, days)


def _begin(page: Page, site: Demo, shots: Path) -> str:
    case = journey.start(page, site)
    page.goto(f"{case}/del/om")
    page.fill("[name=title]", TITLE)
    page.fill("[name=case_number]", "26/04817")
    for part, text in (("name", "Samira Haugland"), ("title", "Rådgiver"), ("email", "sh@example.org")):
        page.fill(f"[name='contact.{part}']", text)
    _next(page)
    page.fill("[name=need]", "Etaten forvalter 5 690 kommunale boliger på 1 918 adresser i Oslo.")
    for service in ("static", "rounds", "alarm"):
        page.check(f"[name=services][value={service}]")
    for extra in ("places", "lots", "visits", "secret", "cars", "attachments", "grading"):
        page.check(f"[name=extras][value={extra}]")
    _next(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Delkontrakter")
    page.goto(case)
    expect(page.locator(".side")).to_contain_text("av 16 deler er ferdige")
    return case


def _next(page: Page) -> None:
    """Save the page; the next one comes."""
    here = page.url.split("#")[0]
    page.get_by_role("button", name="Lagre og fortsett").click()
    page.wait_for_url(lambda url: url.split("#")[0] != here)


def _back(page: Page) -> None:
    """Save a row that is complete; its list comes."""
    page.get_by_role("button", name="Lagre og tilbake til listen").click()
    page.wait_for_url("**#rad-*")


def _lots(page: Page, case: str, shots: Path) -> None:
    for name in LOTS:
        page.goto(f"{case}/del/delkontrakter")
        page.click("text=Legg til delkontrakt")
        page.fill("[name=name]", name)
        page.fill("[name=description]", f"Vakthold for boligene i {name.lower()}.")
        for column, amount in zip(("value", "ceiling"), VALUES[name], strict=True):
            page.fill(f"[name={column}]", amount)
        if name == "Sør":  # this one weighs otherwise than the rest
            for key, weight in (("pris", "30"), ("bemanning", "40"), ("klima_og_miljo", "30")):
                page.fill(f"[name='weights.{key}']", weight)
            judge(page, shots, "lang-delkontrakt")
        _back(page)
    expect(page.locator("main")).to_contain_text("til sammen anslått til kr 17 000 000 ekskl. mva.")
    _next(page)


def _sites(page: Page, case: str, shots: Path) -> None:
    page.click("text=Hent fra regneark")
    page.set_input_files("[name=file]", housing.spoiled())
    page.get_by_role("button", name="Les filen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dette gir filen", timeout=20_000)
    faults = page.locator("section", has=page.get_by_role("heading", name="Rader med feil"))
    expect(faults.locator("tbody tr")).to_have_count(len(housing.FAULTS))
    for number, (column, _, words) in housing.FAULTS.items():
        row = faults.get_by_role("row", name=re.compile(f"^Rad {number} "))
        expect(row).to_contain_text(f"{column.removeprefix('Antall ').capitalize()}: {words}")
    judge(page, shots, "lang-plan")
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned radene med feil som Excel").click()
    _take_in(page, "1 912 rader")
    page.click("text=Hent fra regneark")
    page.set_input_files("[name=file]", housing.mended(download.value.path().read_bytes()))
    page.get_by_role("button", name="Les filen").click()
    expect(page.get_by_role("heading", name="Rader med feil")).to_have_count(0)
    _take_in(page, "6 rader")
    expect(page.locator("main")).to_contain_text("Rad 1–50 av 1 918")
    page.get_by_label("Finn i tabellen").fill("Blåmyrsvingen 1,")
    page.keyboard.press("Enter")
    found = page.locator("#sites tbody tr", has_text="Blåmyrsvingen 1, 1160 Oslo")
    expect(found).to_contain_text("O-1914 · Bolig")
    page.goto(f"{case}/del/objekter")


def _take_in(page: Page, what: str) -> None:
    page.get_by_role("button", name=f"Ta inn {what}").click()
    expect(page.locator(".notice")).to_have_text(f"{what} er hentet inn.", timeout=20_000)


def _agreement(page: Page, case: str, days: Days) -> None:
    page.goto(f"{case}/del/avtale")
    page.check("[name=contract_form][value=framework]")
    _next(page)
    page.fill("[name=estimated_value]", "17 000 000")
    page.fill("[name=hourly_estimate]", "520")
    page.fill("[name=ceiling]", "20 400 000")
    _next(page)
    page.fill("[name=start_date]", short_day(days.start))
    page.fill("[name=end_date]", short_day(days.end))
    page.fill("[name=option_count]", "2")
    page.fill("[name=option_months]", "12")  # it comes with the autosave
    _next(page)


def _posts(page: Page, case: str, days: Days, shots: Path) -> dict[str, int]:
    """The posts are put in, and their hours are shown by band; the hours of each lot over the whole contract."""
    for name, place, pattern in POSTS:
        page.goto(f"{case}/del/vakter")
        page.click("text=Legg til post")
        page.fill("[name=name]", name)
        page.get_by_label("Hvilket objekt?").fill(place)
        for day in DAYS[pattern]:
            page.check(f"[name=weekdays][value={day}]")
        page.fill("[name='hours.from']", "19.00")
        page.fill("[name='hours.to']", "07.00")
        page.fill("[name=guards]", "1")
        _back(page)
    table = page.locator("#shifts")
    expect(table.locator("thead")).to_contain_text(
        "Dag Kveld Natt Helg Helligdag Timer per år", use_inner_text=True
    )
    *bands, year = [
        _number(cell) for cell in table.locator("tbody tr").first.locator("td.r").all_inner_texts()
    ]
    assert sum(bands) == year and year in (365 * 12, 366 * 12)
    told = page.get_by_text("I hele avtaletiden:").inner_text()
    whole = _number(told.split(":")[1].split(" timer")[0])
    judge(page, shots, "lang-vakter")
    return {"Nord": days.nights * 12, "Sør": whole - days.nights * 12}


def _number(text: str) -> int:
    return int(re.sub(r"\s", "", text))


def _volumes(page: Page, case: str, shots: Path) -> None:
    page.goto(f"{case}/del/mengder")
    page.click("text=Hent fra regneark")
    page.click("text=Lim inn i stedet")
    page.fill("[name=text]", VOLUMES)
    page.get_by_role("button", name="Les radene").click()
    _take_in(page, "4 rader")
    expect(page.locator("main")).to_contain_text("Mengdene gir kr 2 025 840 ekskl. mva.")
    page.fill("[name=response_high]", "20")
    page.fill("[name=response_low]", "30")
    judge(page, shots, "lang-mengder")
    _next(page)


def _secrets(page: Page, case: str) -> None:
    page.goto(f"{case}/del/skjerming")
    page.fill("[name=confidential_text]", "Bilaget viser hvilke adresser som er boliger med oppfølging.")
    page.fill("[name=confidential_access]", "I KGV når leverandøren har signert taushetserklæringen.")
    _next(page)
    page.goto(f"{case}/vedlegg/ny")
    page.fill("#f-title", "Instruks for boliger med oppfølging")
    page.get_by_label("Bare leverandører som har signert taushetserklæringen").check()
    page.set_input_files("#f-file", MASTERS / "samples" / "instruks_boliger.pdf")
    page.click("main .actions button")
    expect(page.locator(".notice").first).to_contain_text("er lagt til.")


def _competition(page: Page, case: str, days: Days, shots: Path) -> None:
    page.goto(f"{case}/del/kriterier")
    for key, weight in (("pris", "40"), ("bemanning", "30"), ("klima_og_miljo", "30")):
        page.fill(f"[name='weights.{key}']", weight)
    _next(page)
    chapter = page.locator("details.chapter", has_text="Boligmiljø og språk")
    chapter.locator("summary").click()
    for box in chapter.locator("input[type=checkbox]").all()[:3]:
        box.check()
    expect(chapter.locator(".chapter__count")).to_contain_text("3 av ")
    _next(page)
    for lot in LOTS:
        page.goto(f"{case}/del/befaring")
        page.click("text=Legg til befaring")
        page.fill("[name=place]", f"Driftskontoret {lot.lower()}")
        _moment(page, "at", days.visit, "10.00")
        page.select_option("[name=lot]", label=lot)
        _moment(page, "sign_up", days.sign_up, "12.00")
        _back(page)
    judge(page, shots, "lang-befaring")
    _next(page)
    page.fill("[name=sending_date]", short_day(days.sent))
    _moment(page, "tender_deadline", days.deadline, "12.00")
    page.check("[name=adjust_dates][value=no]")
    _next(page)
    page.click("text=Legg til dokument")
    page.select_option("[name=document]", label="Kravspesifikasjon")
    page.fill("[name=ground]", "offentleglova § 24 tredje ledd")
    _back(page)
    _next(page)


def _moment(page: Page, key: str, day: date, clock: str) -> None:
    page.fill(f"[name='{key}.date']", short_day(day))
    page.fill(f"[name='{key}.time']", clock)


def _uke_helps(drafter: Page, manager: Page, case: str, shots: Path) -> None:
    """A stop only UKE can lift: the drafter asks, UKE looks, puts the record right, confirms it and answers."""
    expect(drafter.get_by_role("heading", level=1)).to_have_text("Kontroller svarene")
    stops = drafter.locator(".finding--stop")
    expect(stops).to_have_count(2)
    expect(stops.nth(0)).to_contain_text("UKE har ikke bekreftet innkjøpsordningen")
    expect(stops.nth(1)).to_contain_text("CPV-hovedkoden er ikke med i innkjøpsordningen")
    drafter.get_by_role("link", name="Be UKE om hjelp").first.click()
    drafter.fill("[name=text]", QUESTION)
    drafter.get_by_role("button", name="Send til UKE").click()
    expect(drafter.locator(".notice")).to_contain_text("Meldingen er sendt.")
    manager.reload()
    waits = manager.locator("#venter ~ ul li", has_text=TITLE)
    waits.get_by_role("link", name="Les og svar").click()
    expect(manager.locator(".talk")).to_contain_text(QUESTION)
    manager.get_by_role("link", name="Åpne konkurransen").click()
    expect(manager).to_have_url(case)
    _confirm(manager, shots)
    manager.goto(f"{case}/hjelp")
    manager.fill("[name=text]", "Koden manglet. Den er lagt inn, og alt er bekreftet.")
    manager.get_by_role("button", name="Send svaret").click()
    drafter.goto(f"{case}/hjelp")
    expect(drafter.locator(".talk--uke")).to_contain_text("Koden manglet.")
    drafter.get_by_role("button", name="Lukk forespørselen").click()
    assert manager.goto(case).status == 404  # type: ignore[union-attr]


def _confirm(page: Page, shots: Path) -> None:
    page.get_by_role("link", name="Innkjøpsordninger", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Vektertjenester", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Endre", exact=True).click()
    codes = page.locator("[name=cpv]")
    codes.fill(f"79710000-4\n{codes.input_value()}")
    page.fill("[name=notice_id]", "2024-123456")
    page.check("[name=regime][value=foa3]")
    page.click("main .actions button")
    for group in ("gyldighet", "regelverk", "tildelingskriterier"):
        page.get_by_role("button", name=f"Bekreft {group}").click()
        expect(page.locator(".notice")).to_have_text("Bekreftelsen er lagret.")
    expect(page.locator("main")).not_to_contain_text("Ikke bekreftet av UKE")


def _check(page: Page, case: str, shots: Path) -> None:
    page.goto(f"{case}/kontroller")
    expect(page.locator(".finding--stop")).to_have_count(0)
    work = page.locator(".finding", has_text="Kravene til seriøst arbeidsliv må bekreftes")
    work.get_by_role("link", name="Les og bekreft").click()
    page.get_by_role("button", name="Bekreft", exact=True).click()
    expect(page.locator(".notice")).to_have_text("Forslaget er bekreftet.")
    expect(page.locator("main")).to_contain_text("1 918 rader")
    judge(page, shots, "lang-kontroller")
    page.get_by_role("link", name="Forhåndsvis dokumentene").click()
    body = page.frame_locator("iframe").locator("body")
    expect(body).to_contain_text(TITLE)
    expect(body).to_contain_text("kr 20 400 000")
    judge(page, shots, "lang-forhandsvis")
    page.goto(f"{case}/dokumenter/prisskjema")
    expect(page.locator("caption")).to_have_text([f"Delkontrakt {n}: {lot}" for n, lot in enumerate(LOTS, 1)])
    judge(page, shots, "lang-prisskjema")


def _approve(drafter: Page, approver: Page, case: str, shots: Path) -> None:
    drafter.goto(f"{case}/godkjenning/send")
    drafter.fill("[name=message]", "UKE har bekreftet ordningen. Se særlig på delkontraktene.")
    drafter.get_by_role("button", name="Send til godkjenning").click()
    expect(drafter.locator(".kicker")).to_contain_text("Til godkjenning")
    approver.reload()
    approver.locator("#venter ~ ul .btn", has_text=TITLE).click()
    main = approver.locator("main")
    for words in (
        "Se særlig på delkontraktene",
        "UKE har ikke lagt inn «Oslo kommunes standardkontrakt»",
        "Bekreftet",
    ):
        expect(main).to_contain_text(words)
    judge(approver, shots, "lang-godkjenning")
    approver.get_by_label("Godkjenne", exact=True).check()
    approver.get_by_role("button", name="Send svaret").click()
    expect(approver.locator(".kicker")).to_contain_text("Godkjent")


def _issue(page: Page, case: str, shots: Path) -> dict[str, bytes]:
    """The packages by the heading they stand under."""
    page.goto(f"{case}/pakke/utsted")
    page.get_by_role("button", name="Utsted pakken").click()
    page.get_by_role("link", name="Åpne pakken").click(timeout=120_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dokumentpakken er klar")
    judge(page, shots, "lang-pakke")
    found = {}
    for part in ("til leverandørene", "skjermet", "internt"):
        link = page.get_by_role("link", name=re.compile(f"^Last ned alt .* {part}$"))
        answer = page.context.request.get(page.url.split("/konk")[0] + str(link.get_attribute("href")))
        assert answer.ok
        found[part] = answer.body()
    return found
