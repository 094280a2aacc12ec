"""Dates to take along into a calendar: those of a competition, and those of the deadline calculator.

A calendar goes to telephones and other systems: only dates that stand in the open documents are in it, and of a
site visit neither the place nor who shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..domain import deadlines, formats
from ..domain.day_count import Plan
from ..domain.formats import OSLO
from ..package import slug
from ..writers.ics import MEDIA_TYPE, Event, write_ics
from .competitions import Opened

__all__ = ["MEDIA_TYPE", "of_competition", "of_plan"]
_VISIT = "visit-"
# short enough to be read in a calendar; the whole sentence stands in the event
_TITLES = {
    "sending_date": "Invitasjonen sendes", "change_date": "Endringen sendes", "question_deadline": "Spørsmålsfrist",
    "answers_due": "Siste svar på spørsmål", "opening": "Tilbudene åpnes", "award_date": "Meddelelse om valg",
    "start_date": "Oppdraget begynner",
}  # fmt: skip


def of_competition(opened: Opened) -> tuple[str, bytes]:
    """Name and bytes of a calendar with the competition's dates; read again it replaces what it gave before."""
    about = opened.summary
    events = [_event(row, about.id, about.name) for row in opened.competition.rows["timeline"]]
    name = f"{slug(about.case_number or '', 24)}_datoer.ics"
    return name, write_ics(events, about.updated_at, about.revision)


def _event(row: Mapping[str, Any], competition_id: str, name: str) -> Event:
    at, midnight = row["at"], row["clock"].endswith("24.00")
    visit, what = row["id"].startswith(_VISIT), str(row["what"])
    title = "Befaring" if visit else _TITLES.get(row["id"], what)
    text = "Oppmøtestedet står i konkurransegrunnlaget." if visit else f"{what}." if title != what else ""
    return Event(
        f"{row['id']}.{competition_id}@dpsdocs",
        at.date() if midnight or row["clock"] == "–" else at.replace(tzinfo=OSLO),
        f"{title}: {name}", " ".join(filter(None, (text, "Til dagen er ute." if midnight else ""))),
    )  # fmt: skip


def of_plan(plan: Plan, stamp: datetime) -> bytes:
    """The dates of a count: last day for sending, questions, answers and the earliest deadline."""
    marks = "-".join(
        [plan.count.sent.isoformat(), str(plan.count.days), *(["befaring"] if plan.visit else [])]
    )
    days = formats.number(plan.count.days)
    dates = (
        ("sendes", plan.count.sent, "Konkurransen sendes", "Dagen telles ikke."),
        ("telledag", plan.count.last_counted, "Siste telledag", f"Minste tilbudsfrist er {days} hele dager."),
        ("sporsmal", plan.questions.replace(tzinfo=OSLO), "Foreslått spørsmålsfrist", ""),
        ("svar", plan.answers_due.replace(tzinfo=OSLO), "Siste svar på spørsmål",
         f"Minst {formats.word(deadlines.QUESTION_DAYS)} dager før tilbudsfristen."),
        ("frist", plan.deadline.replace(tzinfo=OSLO), "Tidligste tilbudsfrist", ""),
    )  # fmt: skip
    return write_ics(
        [Event(f"{key}.{marks}@dpsdocs", at, title, text) for key, at, title, text in dates], stamp
    )
