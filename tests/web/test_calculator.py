"""The deadline calculator and the page of rules, as pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest

from dpsdocs.domain.rules import rulebook


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("dato=23.11.2026", "fredag\u00a04.\u00a0desember\u00a02026 kl.\u00a012.00"),
        ("dato=2026-11-23&skjermet=yes", "onsdag\u00a09.\u00a0desember\u00a02026 kl.\u00a012.00"),
        ("dato=16.03.2027", "Langfredag"),
        ("dato=23.11.2026&befaring=yes", "mandag\u00a07.\u00a0desember\u00a02026 kl.\u00a012.00"),
        ("dato=23.11.2026", "Torsdag\u00a026.\u00a0november\u00a02026 kl.\u00a012.00"),  # questions
        ("dato=23.11.2026", "Fredag\u00a027.\u00a0november\u00a02026 kl.\u00a016.00"),  # answers
        ("dato=25.03.2027", "Fristen gir ikke tid til spørsmål"),
        ("dato=23.11.2026", 'role="img"'),
    ],
)
def test_the_count_is_shown(browser: Any, query: str, words: str) -> None:
    page = browser("reader").get(f"/fristkalkulator?{query}")
    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize("typed", ["", "31.11.2026", "i morgen", "<script>", "9" * 500])
def test_a_wrong_day_is_told_and_kept(browser: Any, typed: str) -> None:
    page = browser("reader").get("/fristkalkulator", query_string={"dato": typed})
    assert page.status_code == 422
    assert "Feil: " in page.text
    assert "<script>" not in page.text.split("</head>")[1]


def test_the_dates_of_the_count_are_a_calendar_file(browser: Any) -> None:
    page = browser("reader").get("/fristkalkulator/frist.ics?dato=23.11.2026&befaring=yes")
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.headers["Content-Disposition"] == "attachment; filename=frist_2026-11-23.ics"
    events = {str(e["summary"]): e for e in icalendar.Calendar.from_ical(page.data).walk("VEVENT")}
    assert events["Tidligste tilbudsfrist"].decoded("dtstart") == datetime(2026, 12, 7, 11, tzinfo=UTC)
    assert len(events) == len({str(e["uid"]) for e in events.values()}) == 5
    for typed in ("", "31.11.2026", "x"):
        assert (
            browser("reader").get("/fristkalkulator/frist.ics", query_string={"dato": typed}).status_code
            == 404
        )


def test_every_rule_stands_on_the_page(browser: Any) -> None:
    page = browser("reader").get("/regler").text
    assert all(rule.id in page for rule in rulebook().rules)
