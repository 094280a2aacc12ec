"""The register: found by words, filtered, sorted, taken out; and what others may not see of it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from lxml import html
from sqlalchemy.orm import Session

from dpsdocs.config import Config
from dpsdocs.services import search
from dpsdocs.store import models
from dpsdocs.store.db import make_session
from tests.web.conftest import Browser
from tests.web.world import World

ROWS = (
    ("Resepsjonsvakt i lobbyen", "26/00001", "awarded", 2026, 900_000, "Boligetaten"),
    ("Runder ved bad", "25/00002", "cancelled", 2025, 300_000, "Boligetaten"),
    ("=1+1 vakt", "24/00003", "sent", 2024, 1_200_000, "Kulturvirksomheten"),
    ("Hemmelig utkast", "26/00004", "draft", 2026, 5_000, "Boligetaten"),
)


@pytest.fixture(autouse=True)
def _register(config: Config, world: World) -> None:
    with make_session(config.database_url) as session:
        for row in ROWS:
            _add(session, world, *row)
        session.commit()


def _add(
    session: Session, world: World, title: str, number: str, status: str, year: int, value: int, agency: str
) -> None:
    start = session.get_one(models.Competition, world["competition"])
    at = datetime(year, 3, 1, 11, tzinfo=UTC)
    row = models.Competition(
        agency_id=world[agency], dps_id=world["dps"], release_id=start.release_id, owner_id=world["drafter"],
        updated_by=world["drafter"], status=status, title=title, case_number=number, value=Decimal(value),
        sending_date=date(year, 2, 1), deadline=at, updated_at=at, search=search.stems(f"{title} {number}"),
    )  # fmt: skip
    session.add(row)
    session.flush()
    if status == "awarded":
        session.add(models.Outcome(competition_id=row.id, winner_name="Trygg Vakt AS", bids=3))


def _titles(page: str) -> list[str]:
    return [str(a.text) for a in html.document_fromstring(page).xpath("//tbody//th/a")]


def test_everybody_sees_what_is_sent_and_finished_and_nobody_drafts(browser: Browser) -> None:
    for role in ("reader", "elsewhere", "manager"):
        assert set(_titles(browser(role).get("/register").text)) == {row[0] for row in ROWS[:3]}


@pytest.mark.parametrize(
    "query,found",
    [
        ("q=resepsjonsvakten", ["Resepsjonsvakt i lobbyen"]),
        ("q=25/00002", ["Runder ved bad"]),
        ("q=%25", [row[0] for row in ROWS[:3]]),
        ("tilstand=cancelled", ["Runder ved bad"]),
        ("ar=2024", ["=1+1 vakt"]),
        ("sorter=title&retning=opp", ["=1+1 vakt", "Resepsjonsvakt i lobbyen", "Runder ved bad"]),
        ("sorter=value&retning=opp", ["Runder ved bad", "Resepsjonsvakt i lobbyen", "=1+1 vakt"]),
        ("q=finnesikke", []),
    ],
)
def test_search_filter_and_sort(browser: Browser, query: str, found: list[str]) -> None:
    assert _titles(browser("drafter").get(f"/register?{query}").text) == found


@pytest.mark.parametrize(
    "query",
    ["ar=99999", "ar=-5", "ar=x", "side=-1", "side=" + "9" * 40, "sorter=;", "virksomhet=%00", "q=%00"],
)
def test_an_address_edited_by_hand_is_answered(browser: Browser, query: str) -> None:
    client = browser("drafter")
    assert client.get(f"/register?{query}").status_code == 200
    assert client.get(f"/register.csv?{query}").status_code == 200


def test_nothing_found_says_so_and_leads_back(browser: Browser) -> None:
    page = browser("drafter").get("/register?q=finnesikke").text
    assert "Ingen konkurranser passer med det du søkte etter." in page and "Nullstill søket" in page


def test_taken_out_as_csv_and_xlsx_without_formulas(browser: Browser) -> None:
    client = browser("drafter")
    text = client.get("/register.csv?sorter=title&retning=opp").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 4 and not rows[1][0].startswith("=")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/register.xlsx").data))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert len(list(book.active.iter_rows())) == 4
    assert all(cell.data_type != "f" for cell in cells)
    assert client.get("/register.exe").status_code == 404


def test_others_values_are_hidden_while_a_competition_runs(browser: Browser) -> None:
    client = browser("drafter")
    page = html.document_fromstring(client.get("/register?q=24/00003").text)
    assert page.xpath("//td[@data-l='Verdi, kr']//span")[0].text == "–"


def test_the_outcome_is_recorded_with_words_for_what_is_wrong(browser: Browser, config: Config) -> None:
    with make_session(config.database_url) as session:
        row = session.query(models.Competition).filter_by(case_number="25/00002").one()
        row.status = "sent"
        session.commit()
        address = f"/konkurranser/{row.id}/resultat"
    client = browser("drafter")
    wrong = client.send(
        address, bids="to", winner_name="<b>Vakt</b>", winner_org_number="1", awarded_on="32.1.2026"
    )
    assert wrong.status_code == 422 and "<title>Feil: Registrer resultatet" in wrong.text
    assert "&lt;b&gt;Vakt&lt;/b&gt;" in wrong.text
    right = {
        "bids": "4",
        "winner_org_number": "923609016",
        "awarded_value": "280 000",
        "awarded_on": "10.04.2025",
    }
    made = client.send(address, winner_name="Trygg Vakt AS", **right)
    assert made.status_code == 303
    assert "Trygg Vakt AS" in client.get(made.headers["Location"]).text
