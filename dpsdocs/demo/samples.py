"""The samples of the shipped set as the demo's competitions: drafts with every answer, and finished ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from .. import config
from ..assemble import check
from ..domain import case_file, deadlines
from ..domain.answers import AnswerError, Raw, date_value
from ..domain.case import Case, TableRow
from ..domain.formats import OSLO
from ..domain.roles import Actor
from ..services import attachments, competitions, row_sets, sections
from ..services.releases import Releases
from ..store import models

_FOLDER = config.ROOT / "templates" / "masters" / "vektertjenester" / "samples"
_DATED = {"sending_date", "tender_deadline", "question_deadline", "award_date", "binding_until", "start_date",
          "end_date", "first", "last", "at", "sign_up"}  # fmt: skip
_MOST_WEEKS = 12  # how far a draft is moved on to get clear of Easter and Christmas
DRAFTS = {"housing": "samira@example.org", "campus": "mette@example.org", "terminals": "kristin@example.org"}


@dataclass(frozen=True, slots=True)
class Finished:
    """A sample that was sent before now, with an invented outcome."""

    sample: str
    sent: date
    bids: int
    winner: int
    awarded: int


FINISHED = {
    "maja@example.org": Finished("event", date(2026, 3, 2), 4, 2, 188_400),
    "henrik@example.org": Finished("alarm", date(2025, 5, 26), 3, 0, 1_905_000),
    "oddvar@example.org": Finished("schools", date(2026, 4, 20), 5, 3, 1_318_000),
}


def sample(name: str) -> Case:
    """A sample as it ships."""
    return case_file.read((_FOLDER / f"{name}.json").read_bytes())


def add_agencies(session: Session) -> dict[str, models.Agency]:
    """The agencies of the samples, but for the first sample's."""
    found = {}
    for name in (*DRAFTS, *(past.sample for past in FINISHED.values())):
        agency = sample(name).agency
        row = models.Agency(name=agency.name, short=agency.short, org_number=agency.org_number,
                            address=agency.address, postal=agency.postal)  # fmt: skip
        session.add(row)
        found[agency.name] = row
    session.flush()
    return found


def add_drafts(
    session: Session, releases: Releases, agencies: Mapping[str, models.Agency], dps_id: str,
    people: Mapping[str, Actor], today: date,
) -> None:  # fmt: skip
    """Drafts somebody can open and go on with: every answer, every row, and the files that belong to them."""
    release = releases.load(session, releases.live(session))
    for name, email in DRAFTS.items():
        case = sample(name)
        case = next((c for c in _ahead(case, today) if not check(c, release).stops), case)
        made = _put(session, releases, people[email], agencies[case.agency.name].id, dps_id, case)
        for file in case.attachments:
            data = (_FOLDER / file.file).read_bytes()
            attachments.add(session, people[email], made, file.title, file.confidential, file.file, data)


def add_finished(
    session: Session, releases: Releases, agencies: Mapping[str, models.Agency], dps_id: str,
    people: Mapping[str, Actor], suppliers: list[tuple[str, str]],
) -> None:  # fmt: skip
    """Finished competitions with all their answers, so that they can be copied, and invented outcomes."""
    for email, past in FINISHED.items():
        case = sample(past.sample)
        days = (past.sent - date_value(str(case.answers["sending_date"]))).days
        case = moved(case, days - days % 7)
        number = f"{past.sent:%y}/{str(case.answers['case_number']).partition('/')[2]}"
        case = replace(case, answers={**case.answers, "case_number": number})
        made = _put(session, releases, people[email], agencies[case.agency.name].id, dps_id, case)
        row = session.get_one(models.Competition, made)
        assert row.deadline is not None
        awarded = deadlines.next_working_day(row.deadline.date() + timedelta(days=21))
        row.status, row.updated_at = "awarded", datetime.combine(awarded, time(12), OSLO)
        row.created_at = datetime.combine(past.sent, time(9), OSLO)
        name, number = suppliers[past.winner]
        session.add(models.Outcome(
            competition_id=made, bids=past.bids, awarded_value=Decimal(past.awarded), winner_name=name,
            winner_org_number=number, awarded_on=awarded,
        ))  # fmt: skip
        session.commit()


def _put(
    session: Session, releases: Releases, owner: Actor, agency_id: str, dps_id: str, case: Case
) -> str:  # fmt: skip
    made = competitions.start(session, releases, owner, agency_id, dps_id, models.new_id())
    sections.save(session, releases, owner, made, case.answers, base=0)
    row_sets.fill(session, releases, owner, made, case.tables)
    return made


def _ahead(case: Case, today: date) -> list[Case]:
    """The case as it is if it lies ahead of today, and moved on week by week."""
    sent = date_value(str(case.answers["sending_date"]))
    weeks = max(0, (today + timedelta(days=13) - sent).days // 7)
    return [moved(case, 7 * (weeks + more)) for more in range(_MOST_WEEKS)]


def moved(case: Case, days: int) -> Case:
    """The case with every date so many days later; whole weeks keep the days of the week."""
    tables = {
        key: tuple(TableRow(row.id, _later(row.answers, days)) for row in rows)
        for key, rows in case.tables.items()
    }
    at = case.suppliers_at + timedelta(days=days)
    return replace(case, answers=_later(case.answers, days), tables=tables, suppliers_at=at)


def _later(answers: Mapping[str, Raw], days: int) -> dict[str, Raw]:
    return {key: _shifted(raw, days) if key in _DATED else raw for key, raw in answers.items()}


def _shifted(raw: Any, days: int) -> Raw:
    if isinstance(raw, dict):
        return {**raw, "date": str(_shifted(raw.get("date", ""), days))}
    try:
        return (date_value(str(raw)) + timedelta(days=days)).strftime("%d.%m.%Y")
    except AnswerError:
        return str(raw)
