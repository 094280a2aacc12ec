"""Calendar files, read back by a library no one here wrote and by the letter of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.writers.ics import Event, write_ics

OSLO = ZoneInfo("Europe/Oslo")
STAMP = datetime(2026, 11, 28, 13, 0, tzinfo=UTC)
WINTER = Event(
    "a@x", datetime(2027, 2, 9, 12, tzinfo=OSLO), "Tilbudsfrist: Vakthold; natt, helg", "Én\nto \\ tre"
)


def read(data: bytes) -> list[icalendar.Event]:
    """The events, as another program sees them."""
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_what_is_written_is_read_back() -> None:
    (event,) = read(write_ics([WINTER], STAMP, 7))
    assert event.decoded("dtstart") == datetime(2027, 2, 9, 11, tzinfo=UTC)
    assert str(event["summary"]) == WINTER.title
    assert str(event["description"]) == WINTER.text
    assert (str(event["uid"]), int(event["sequence"]), event.decoded("dtstamp")) == ("a@x", 7, STAMP)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2027, 3, 27, 12), datetime(2027, 3, 27, 11)),  # the day before summer time
        (datetime(2027, 3, 28, 12), datetime(2027, 3, 28, 10)),
        (datetime(2027, 10, 30, 23, 59), datetime(2027, 10, 30, 21, 59)),
        (datetime(2027, 10, 31, 12), datetime(2027, 10, 31, 11)),  # winter time again
    ],
)
def test_a_moment_keeps_its_instant_over_the_change_of_clocks(local: datetime, utc: datetime) -> None:
    (event,) = read(write_ics([Event("a", local.replace(tzinfo=OSLO), "x")], STAMP))
    assert event.decoded("dtstart") == utc.replace(tzinfo=UTC)


def test_a_whole_day_is_a_date() -> None:
    (event,) = read(write_ics([Event("a", date(2027, 12, 31), "x")], STAMP))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 12, 31), date(2028, 1, 1))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        write_ics([Event("a", datetime(2027, 1, 1, 12), "x")], STAMP)


@given(st.lists(st.text(max_size=300), min_size=1, max_size=3))
def test_no_text_breaks_a_file(texts: list[str]) -> None:
    """Lines end with CRLF, are at most 75 octets of whole letters, and no text becomes a line of its own."""
    data = write_ics([Event(f"{n}@x", date(2027, 1, 1), t, t) for n, t in enumerate(texts)], STAMP)
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        assert not {b"\r", b"\n"} & {line[i : i + 1] for i in range(len(line))}
        line.decode()
    unfolded = data.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith(b"BEGIN:") for line in unfolded) == len(texts) + 1
    assert len(read(data)) == len(texts)


def test_letters_and_separators_survive() -> None:
    text = "Æøå «sitat» – 100 %; a,b \\ c\u00a0d " * 9
    (event,) = read(write_ics([Event("a", date(2027, 1, 1), text)], STAMP))
    assert str(event["summary"]) == text
