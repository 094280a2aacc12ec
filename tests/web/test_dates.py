"""The dates of a competition taken along as a calendar file: what stands in the open documents, and no more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pytest
from lxml import html

from dpsdocs.config import Config
from dpsdocs.domain.case import TableRow
from tests.services.long_path import TABLES
from tests.web import long_case
from tests.web.conftest import Browser
from tests.web.world import World

VISIT = TableRow("b1", {
    "place": "Bakdøra i Hemmelig gate 7", "guide": "Kari Vaktsen", "at": {"date": "14.01.2030", "time": "10.00"},
    "sign_up": {"date": "11.01.2030", "time": "12.00"},
})  # fmt: skip
Events = dict[str, icalendar.Event]


def read(data: bytes) -> Events:
    """The events by the first part of their title."""
    calendar = icalendar.Calendar.from_ical(data)
    return {str(event["summary"]).rpartition(": ")[0]: event for event in calendar.walk("VEVENT")}


@pytest.fixture
def path(config: Config, world: World) -> str:
    """A draft with all its dates, a site visit and confidential parts."""
    made = long_case.made(
        config, world, {**TABLES, "visits": [VISIT]}, extras=["places", "lots", "visits", "secret"],
        case_number="29/04711", confidential_text="Koden er 4711.", confidential_access="I KGV",
        sending_date="07.01.2030", tender_deadline={"date": "05.02.2030", "time": "12.00"},
    )  # fmt: skip
    return made.path


def test_every_date_is_in_the_calendar(browser: Browser, path: str) -> None:
    page = browser("drafter").get(f"{path}/datoer.ics")
    assert page.status_code == 200
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.headers["Content-Disposition"] == "attachment; filename=29-04711_datoer.ics"
    events = read(page.data)
    assert events["Tilbudsfrist"].decoded("dtstart") == datetime(2030, 2, 5, 11, tzinfo=UTC)
    assert events["Spørsmålsfrist"].decoded("dtstart") == datetime(2030, 1, 28, 11, tzinfo=UTC)
    assert events["Befaring"].decoded("dtstart") == datetime(2030, 1, 14, 9, tzinfo=UTC)
    assert events["Vedståelsesfristen er ute"].decoded("dtstart") == date(2030, 4, 8)
    assert str(events["Vedståelsesfristen er ute"]["description"]) == "Til dagen er ute."
    assert "åpner tilbudene" in str(events["Tilbudene åpnes"]["description"])
    assert max(len(title) for title in events) < 30
    assert {str(e["summary"]).rpartition(": ")[2] for e in events.values()} == {"Vakt ved to bygg"}


def test_nothing_confidential_is_taken_along(browser: Browser, path: str) -> None:
    page = browser("drafter").get(f"{path}/datoer.ics").data.replace(b"\r\n ", b"").decode()
    for words in ("Hemmelig gate", "Bakdøra", "Kari Vaktsen", "4711.", "Bygg 3"):
        assert words not in page, words


def test_a_date_that_is_moved_replaces_itself(browser: Browser, path: str) -> None:
    client = browser("drafter")
    before = read(client.get(f"{path}/datoer.ics").data)["Tilbudsfrist"]
    to = f"{path}/del/frister"
    asked = html.document_fromstring(client.get(to).text).xpath("//input[@name='asked']/@value")
    moved = {
        "sending_date": "07.01.2030",
        "tender_deadline.date": "07.02.2030",
        "tender_deadline.time": "12.00",
    }
    assert client.send(to, "", asked=set(asked), go="list", adjust_dates="no", **moved).status_code == 303
    after = read(client.get(f"{path}/datoer.ics").data)["Tilbudsfrist"]
    assert after.decoded("dtstart") == datetime(2030, 2, 7, 11, tzinfo=UTC)
    assert str(after["uid"]) == str(before["uid"])
    assert int(after["sequence"]) > int(before["sequence"])


def test_the_calendar_is_offered_where_the_dates_are_and_to_readers_only(browser: Browser, path: str) -> None:
    assert f"{path}/datoer.ics" in browser("drafter").get(path).text
    assert browser("reader").get(f"{path}/datoer.ics").status_code == 200
    assert browser("elsewhere").get(f"{path}/datoer.ics").status_code == 404
