"""Tables by mouse, by keyboard and without scripts: rows one by one, two people at once, and a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect

from dpsdocs.domain.case import TableRow
from tests.browser.conftest import Live, Open, hidden_focus, judge, serving, sign_in
from tests.browser.journey import waits_for_save
from tests.services.long_path import TABLES
from tests.web import long_case
from tests.web import world as worlds
from tests.web.long_case import LongCase

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Live, LongCase]]:
    """A server with a draft that has two lots, three sites and two posts."""
    config = worlds.settings(tmp_path, demo=True)
    world = worlds.build(config)
    made = long_case.made(config, world)
    with serving(config) as url:
        yield Live(url, world), made


def opened(open_page: Open, live: Live, path: str, role: str = "drafter", **how: bool) -> Page:
    """A page, signed in."""
    page = open_page(**how)
    sign_in(page, live, role)
    page.goto(live.url + path)
    return page


def sheet(*rows: list[object]) -> FilePayload:
    """A spreadsheet to choose in a file field."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return {"name": "objekter.xlsx", "mimeType": XLSX, "buffer": stream.getvalue()}


def test_a_row_saves_by_itself_and_is_made_once(
    open_page: Open, place: tuple[Live, LongCase], shots: Path
) -> None:
    live, case = place
    page = opened(open_page, live, f"{case.path}/del/objekter")
    judge(page, shots, "objekter")
    page.click("text=Legg til objekt")
    address = page.url
    page.fill("[name=name]", "Nytt bygg")
    waits_for_save(page)
    page.reload()
    assert page.url == address
    expect(page.locator("[name=name]")).to_have_value("Nytt bygg")
    expect(page.locator("[name=secret_note]")).to_have_count(0)
    page.check("[name=secret][value=yes]")
    page.locator("[name=secret_note]").fill("Koden er 1234")
    page.select_option("[name=kind]", "housing")
    page.locator("[name=homes]").fill("12")
    waits_for_save(page)
    judge(page, shots, "objekt")
    page.get_by_role("button", name="Lagre og tilbake til listen").dblclick()
    expect(page).to_have_title("Feil: Nytt bygg – dpsdocs")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    judge(page, shots, "objekt-feil")
    page.fill("[name=address]", "Gata 9")
    page.check("[name=lot] >> nth=1")
    page.check("[name=risk][value='3']")
    page.get_by_role("button", name="Lagre og tilbake til listen").dblclick()
    expect(page.locator("tbody tr", has_text="Nytt bygg")).to_contain_text("O-04 · Bolig")
    assert len(case.ids("sites")) == 4
    [row] = [row for row in case.rows("sites").values() if row["name"] == "Nytt bygg"]
    assert (row["secret_note"], row["homes"], row["lot"]) == ("Koden er 1234", "12", case.ids("lots")[1])


def test_a_spreadsheet_for_two_lots(open_page: Open, place: tuple[Live, LongCase], shots: Path) -> None:
    live, case = place
    page = opened(open_page, live, f"{case.path}/del/objekter")
    page.click("text=Hent fra regneark")
    judge(page, shots, "fra-regneark")
    head = ["Hus", "Adresse", "Type", "Delkontrakt", "Risikoklasse", "Skjermet"]
    rows = [
        [f"Hus {n}", f"Gata {n}", "Bolig", "Nord" if n % 2 else 2, n % 3 + 1, "Nei"] for n in range(1, 61)
    ]
    rows[4][2], rows[9][3] = "Slott", "Vest"
    page.set_input_files("[name=file]", sheet(head, *rows))
    page.get_by_role("button", name="Les filen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva er kolonnene?")
    judge(page, shots, "kolonner")
    page.get_by_label("Hva er «Hus»?").select_option("name")
    page.get_by_role("button", name="Les radene").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dette gir filen")
    expect(page.locator("tbody").first).to_contain_text("Finner ikke «Slott»")
    expect(page.locator("tbody").first).to_contain_text("Rad 11")
    judge(page, shots, "plan")
    page.get_by_role("button", name="Ta inn 58 rader").dblclick()
    expect(page.locator(".notice")).to_have_text("58 rader er hentet inn.")
    assert len(case.ids("sites")) == 61
    nord, south = case.ids("lots")
    lots = [row["lot"] for row in list(case.rows("sites").values())[3:]]
    assert (lots.count(nord), lots.count(south)) == (29, 29)
    page.get_by_label("Finn i tabellen").fill("hus 60")
    page.keyboard.press("Enter")
    expect(page.locator("#sites tbody tr")).to_have_count(2)  # «Hus 60» and O-60
    judge(page, shots, "funnet")
    page.click("text=Vis alle")
    page.click("text=Neste side")
    expect(page.locator("#sites tbody tr")).to_have_count(11)


def test_remove_and_undo_by_keyboard_only(open_page: Open, place: tuple[Live, LongCase]) -> None:
    live, case = place
    before = case.ids("sites")
    page = opened(open_page, live, f"{case.path}/del/objekter")
    page.locator("summary", has_text="Mer om Bygg 2").focus()
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("Fjern")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("«Bygg 2» er fjernet.")
    assert case.ids("sites") == [before[0], before[2]]
    page.get_by_role("button", name="Angre").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sites tbody tr")).to_have_count(3)
    assert case.ids("sites") == before
    assert hidden_focus(page, 60) == []


def test_two_people_in_one_row(open_page: Open, place: tuple[Live, LongCase], shots: Path) -> None:
    live, case = place
    address = case.row("objekter", "sites")
    mine = opened(open_page, live, address)
    other = opened(open_page, live, address, "approver")
    with other.expect_response("**/lagre"):
        other.fill("[name=name]", "Deres navn")
    with mine.expect_response("**/lagre"):
        mine.fill("[name=address]", "Min gate 1")
    with mine.expect_response("**/lagre") as answer:
        mine.fill("[name=name]", "Mitt navn")
    assert answer.value.status == 409
    expect(mine.locator("#saved")).to_contain_text("Ikke lagret: Approver Prøvesen har endret det samme")
    mine.click("text=Lagre og tilbake til listen")
    expect(mine.get_by_role("heading", level=1)).to_have_text("Dere har endret det samme")
    judge(mine, shots, "rad-samtidig")
    mine.click("text=Lagre valget")
    expect(mine.locator("[name=name]")).to_have_value("Mitt navn")
    expect(mine.locator("[name=address]")).to_have_value("Min gate 1")


def test_a_row_taken_away_while_one_writes_is_told_and_put_back(
    open_page: Open, place: tuple[Live, LongCase], shots: Path
) -> None:
    live, case = place
    address = case.row("objekter", "sites")
    mine = opened(open_page, live, address)
    other = opened(open_page, live, address, "approver")
    other.get_by_role("button", name="Fjern").click()
    expect(other.locator(".notice")).to_contain_text("er fjernet")
    with mine.expect_response("**/lagre") as answer:
        mine.fill("[name=name]", "Skrevet i mellomtiden")
    assert answer.value.status == 409
    expect(mine.locator("#saved")).to_contain_text("Approver Prøvesen har tatt bort raden")
    mine.click("text=Lagre og tilbake til listen")
    expect(mine.locator("[name=name]")).to_have_value("Skrevet i mellomtiden")
    judge(mine, shots, "rad-borte")
    mine.click("text=Legg raden tilbake")
    expect(mine.locator("#sites tbody")).to_contain_text("Skrevet i mellomtiden")


def test_without_scripts(open_page: Open, place: tuple[Live, LongCase]) -> None:
    live, case = place
    page = opened(open_page, live, f"{case.path}/del/vakter", script=False)
    page.click("text=Legg til post")
    page.fill("[name=name]", "Kveld")
    page.check("text=Mandag")
    page.fill("[name='hours.from']", "15.00")
    page.fill("[name='hours.to']", "22.30")
    page.fill("[name=guards]", "1")
    page.click("text=Lagre og legg til ny")
    expect(page.locator(".notice")).to_have_text("«Kveld» er lagret.")
    page.locator("main").get_by_role("link", name="Tilbake til").click()
    expect(page.locator("#shifts tbody tr", has_text="Kveld")).to_contain_text("Mandag 15.00–22.30")
    page.locator("summary", has_text="Mer om Kveld").click()
    page.get_by_role("button", name="Flytt opp Kveld").click()
    expect(page.locator("#shifts tbody tr").nth(1)).to_contain_text("Kveld")
    page.click("text=Hent fra regneark")
    page.click("text=Lim inn i stedet")
    page.fill("[name=text]", "Post;Dager;Klokkeslett;Vektere\nNatt 2;alle dager;21–6;2\nFeil;onsdagg;1–2;1")
    page.click("text=Les radene")
    expect(page.locator("main")).to_contain_text("«onsdagg» er ikke en dag")
    page.get_by_role("button", name="Ta inn én rad").click()
    expect(page.locator("#shifts tbody tr")).to_have_count(4)


def test_one_of_very_many_is_found_with_and_without_scripts(
    open_page: Open, tmp_path: Path, shots: Path
) -> None:
    config = worlds.settings(tmp_path, demo=True)
    world = worlds.build(config)
    site = TABLES["sites"][0].answers
    many = [TableRow(f"s{n}", {**site, "name": f"Hus {n:04d}"}) for n in range(2000)]
    case = long_case.made(
        config, world, {**TABLES, "sites": many, "shifts": [TableRow("p1", {"name": "Post"})]}
    )
    with serving(config) as url:
        live, address = Live(url, world), case.row("vakter", "shifts")
        page = opened(open_page, live, address)
        with page.expect_response("**/lagre"):
            page.get_by_label("Hvilket objekt?").fill("O-1234 Hus 1233")
        judge(page, shots, "oppslag")
        assert case.rows("shifts")[case.ids("shifts")[0]]["site"] == case.ids("sites")[1233]
        plain = opened(open_page, live, address, script=False)
        plain.get_by_label("Hvilket objekt?").fill("hus 199")
        plain.click("text=Lagre og tilbake til listen")
        expect(plain.locator(".pick .opt")).to_have_count(10)
        plain.get_by_label("Hus 1993").check()
        plain.click("text=Lagre og tilbake til listen")
        expect(plain.get_by_label("Hvilket objekt?")).to_have_value("O-1994 Hus 1993")
