"""Tables from spreadsheets in the browser, step by step, and out again."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from lxml import html
from werkzeug.test import TestResponse

from dpsdocs.config import Config
from tests.services.test_uploads import HOSTILE, workbook
from tests.web import long_case
from tests.web.conftest import Browser
from tests.web.long_case import LongCase
from tests.web.strict import StrictClient
from tests.web.world import World

HEAD = "Navn på objektet;Adresse;Type;Delkontrakt;Risikoklasse;Skjermet"


@pytest.fixture
def case(config: Config, world: World) -> LongCase:
    """A draft with tables."""
    return long_case.made(config, world)


@pytest.fixture
def drafter(browser: Browser) -> StrictClient:
    """The one who writes."""
    return browser("drafter")


def table(case: LongCase) -> str:
    """The address of the table of sites."""
    return f"{case.path}/del/objekter/sites"


def paste(client: StrictClient, case: LongCase, *rows: str) -> TestResponse:
    """Paste rows; the page the plan is on."""
    response = client.send(f"{table(case)}/lim-inn", text="\n".join(rows))
    assert response.status_code == 303, response.text
    return response


def test_paste_look_and_say_yes_twice(drafter: StrictClient, case: LongCase) -> None:
    address = paste(
        drafter, case, HEAD, "Hus 1;Gata 1;Bolig;Nord;1;Nei", "Hus 2;Gata 2;Slott;1;1;Nei"
    ).location
    page = drafter.get(address).text
    assert "Én rad har feil og blir ikke hentet inn" in page and "Finner ikke «Slott»" in page
    assert "Ta inn én rad" in page and len(case.ids("sites")) == 3
    form = {**drafter.form(address), "how": "add"}
    for _ in range(2):
        response = drafter.post(address, data=form)
        assert (response.status_code, response.location) == (303, f"{case.path}/del/objekter#sites")
    assert [row["name"] for row in case.rows("sites").values()] == ["Bygg 1", "Bygg 2", "Bygg 3", "Hus 1"]
    assert "Én rad er hentet inn." in drafter.get(f"{case.path}/del/objekter").text


def test_upload_name_the_columns_and_replace(drafter: StrictClient, case: LongCase) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Hus", "Adresse", "Type", "Delkontrakt", "Risikoklasse", "Skjermet"])
    book.active.append(["Bygg 1", "Ny gate", "Bolig", 2, 3, "Ja"])
    stream = BytesIO()
    book.save(stream)
    form = drafter.form(f"{table(case)}/fil")
    data = {**form, "file": (BytesIO(stream.getvalue()), "Våre hus.xlsx")}
    response = drafter.post(f"{table(case)}/fil", data=data, content_type="multipart/form-data")
    columns = drafter.get(response.location).location
    assert columns == f"{response.location}/kolonner"
    wrong = drafter.send(columns, **{"k-0": "address"})
    assert wrong.status_code == 422 and "den samme kolonnen to ganger" in wrong.text
    assert drafter.send(columns, **{"k-0": "name"}).location == response.location
    one = case.ids("sites")[0]
    assert drafter.send(response.location, how="replace").status_code == 303
    assert list(case.rows("sites")) == [one]
    assert case.rows("sites")[one]["address"] == "Ny gate"


def test_a_plan_that_no_longer_holds_is_shown_anew(
    browser: Browser, drafter: StrictClient, case: LongCase
) -> None:
    address = paste(drafter, case, HEAD, "Hus 1;Gata 1;Bolig;Nord;1;Nei").location
    form = {**drafter.form(address), "how": "replace"}
    act = f"{table(case)}/rad"
    browser("approver").send(f"{case.path}/del/objekter", act, do=f"remove {case.ids('sites')[2]}")
    response = drafter.post(address, data=form)
    assert response.status_code == 409 and "Tabellen er endret etter at du så planen" in response.text
    again = html.document_fromstring(response.text).xpath("//main//form")[0]
    assert drafter.post(address, data={**dict(again.fields), "how": "replace"}).status_code == 303
    assert len(case.ids("sites")) == 1


@pytest.mark.parametrize(
    "name", ["macros", "bomb", "external workbook", "dtd", "encrypted", "old excel", "nothing"]
)
def test_hostile_files_get_an_answer_in_words(drafter: StrictClient, case: LongCase, name: str) -> None:
    data = {**drafter.form(f"{table(case)}/fil"), "file": (BytesIO(HOSTILE[name]()), "liste.xlsx")}
    response = drafter.post(f"{table(case)}/fil", data=data, content_type="multipart/form-data")
    assert response.status_code == 422
    assert html.document_fromstring(response.text).xpath("//*[@id='f-file-e']")


def test_merged_cells_are_named_and_formulas_count_by_their_value(
    drafter: StrictClient, case: LongCase
) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook()))
    book.active.merge_cells("A2:B3")
    stream = BytesIO()
    book.save(stream)
    page = upload(drafter, case, "slått sammen.xlsx", stream.getvalue())
    assert page.status_code == 422 and "Cellene A2:B3 er slått sammen." in page.text
    counted = xlsxwriter.Workbook(stream := BytesIO())
    sheet = counted.add_worksheet()
    sheet.write_row("A1", HEAD.split(";"))
    sheet.write_row("A2", ["Hus", "Gata 1", "Bolig", "Nord"])
    sheet.write_formula("E2", "=1+1", value=2)
    sheet.write("F2", "Nei")
    counted.close()
    told = upload(drafter, case, "formler.xlsx", stream.getvalue())
    plan = drafter.get(told.location).text
    assert "Én celle har en formel. Vi har brukt verdien som sist ble regnet ut." in plan
    assert "Ta inn én rad" in plan and len(case.ids("sites")) == 3


def upload(client: StrictClient, case: LongCase, name: str, data: bytes) -> TestResponse:
    """Send a file to the table of sites."""
    form = {**client.form(f"{table(case)}/fil"), "file": (BytesIO(data), name)}
    return client.post(f"{table(case)}/fil", data=form, content_type="multipart/form-data")


@pytest.mark.parametrize("name", ["liste.pdf", "", "liste.xlsx.exe"])
def test_other_files_are_refused(drafter: StrictClient, case: LongCase, name: str) -> None:
    data = {**drafter.form(f"{table(case)}/fil"), "file": (BytesIO(workbook()), name)}
    response = drafter.post(f"{table(case)}/fil", data=data, content_type="multipart/form-data")
    assert response.status_code == 422


def test_what_was_pasted_stands_when_it_cannot_be_read(drafter: StrictClient, case: LongCase) -> None:
    response = drafter.send(f"{table(case)}/lim-inn", text='Navn\n"' + "x" * 140_000)
    assert response.status_code == 422 and "x" * 1000 in response.text
    assert drafter.send(f"{table(case)}/lim-inn", text=" ").status_code == 422


def test_a_plan_of_another_is_not_there(browser: Browser, drafter: StrictClient, case: LongCase) -> None:
    address = paste(drafter, case, HEAD, "Hus 1;Gata 1;Bolig;Nord;1;Nei").location
    assert browser("approver").get(address).status_code == 404
    assert browser("reader").get(address).status_code == 403
    assert drafter.get(f"{table(case)}/plan/{'x' * 36}").status_code == 404
    assert drafter.post(f"{table(case)}/plan/x", data={"csrf_token": drafter.token()}).status_code == 404


def test_files_to_take_home(browser: Browser, drafter: StrictClient, case: LongCase) -> None:
    plan = paste(drafter, case, HEAD, "Hus 1;Gata 1;Slott;Nord;1;Nei").location
    for path, name in (
        ("/tabell.xlsx", "sites.xlsx"), ("/tabell.csv", "sites.csv"), ("/mal", "sites-mal.xlsx"),
        (f"{plan.removeprefix(table(case))}/feil", "sites-feil.xlsx"),
    ):  # fmt: skip
        response = drafter.get(table(case) + path)
        assert response.status_code == 200
        assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Bygg 1;Gata 1, 0350 Oslo" in browser("reader").get(f"{table(case)}/tabell.csv").text
    assert drafter.get(f"{table(case)}/tabell.exe").status_code == 404
    assert browser("elsewhere").get(f"{table(case)}/tabell.csv").status_code == 404


def test_nothing_is_taken_in_when_the_answers_are_locked(
    browser: Browser, drafter: StrictClient, case: LongCase, config: Config
) -> None:
    from sqlalchemy import update

    from dpsdocs.store import models
    from dpsdocs.store.db import make_session

    plan = paste(drafter, case, HEAD, "Hus 1;Gata 1;Bolig;Nord;1;Nei").location
    form = drafter.form(plan)
    with make_session(config.database_url) as session:
        session.execute(update(models.Competition).values(status="approved"))
        session.commit()
    assert drafter.post(plan, data={**form, "how": "add"}).status_code in (303, 409)
    assert drafter.get(f"{table(case)}/fil").status_code == 303
    assert len(case.ids("sites")) == 3
