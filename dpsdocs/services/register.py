"""The register: running and finished competitions, searched, filtered, sorted and taken out as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from ..domain import workflow
from ..domain.answers import cleaned
from ..domain.formats import OSLO
from ..domain.roles import Actor
from ..store import models
from ..store.models import now
from . import audit, cases, search
from .errors import Invalid, NotFound
from .fields import Fields

FINISHED = ("awarded", "cancelled")
PAGE_SIZE = 25
_MOST_BIDS = 999
SORTS = ("deadline", "title", "agency", "status", "value", "dps")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for; empty means all."""

    text: str = ""
    agency: str = ""
    status: str = ""
    dps: str = ""
    year: int | None = None
    sort: str = "deadline"
    descending: bool = True
    page: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A competition in the register. ``value`` and outcome are None where the viewer may not see them."""

    id: str
    title: str
    case_number: str
    agency: str
    dps: str
    status: str
    sending_date: date | None
    deadline: date | None
    start_date: date | None
    last_date: date | None
    value: Decimal | None
    bids: int | None
    winner: str
    awarded_value: Decimal | None
    cancelled_reason: str
    example: bool
    is_own: bool
    can_open: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register with the counts beside the filters."""

    entries: Sequence[Entry]
    total: int
    page: int
    pages: int
    agencies: Sequence[tuple[str, str, int]]
    statuses: Sequence[tuple[str, str, int]]
    systems: Sequence[tuple[str, str, int]]
    years: Sequence[int]


def find(session: Session, actor: Actor, query: Query) -> Page:
    """The entries that match, a page at a time."""
    rows = _filtered(_visible(), query)
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, query.page), pages)
    chosen = _sorted(actor, rows, query).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return Page(
        [_entry(session, actor, row) for row in session.scalars(chosen)], total, page, pages,
        _counts(session, models.Agency.id, models.Agency.name),
        [(key, workflow.STATUS_LABELS[key], count) for key, _, count in
         _counts(session, _status(), _status())],
        _counts(session, models.Dps.id, models.Dps.reference),
        _years(session),
    )  # fmt: skip


def everything(session: Session, actor: Actor, query: Query) -> Sequence[Entry]:
    """All entries that match, for export; the export stands in the log."""
    chosen = _sorted(actor, _filtered(_visible(), query), query).limit(20_000)
    return [_entry(session, actor, row) for row in session.scalars(chosen)]


def note_export(session: Session, actor: Actor, count: int) -> None:
    """Write in the log that the register was taken out."""
    audit.record(session, actor.id, "register.exported", "", f"{count} rader")
    session.commit()


def entry(session: Session, actor: Actor, competition_id: str) -> Entry:
    """One entry, or ``NotFound``."""
    row = session.scalar(_visible().where(models.Competition.id == competition_id))
    if row is None:
        raise NotFound("Konkurransen finnes ikke i registeret.")
    return _entry(session, actor, row)


def _visible() -> Select[models.Competition]:
    """Running and finished ones for every signed-in user; drafts only on the agency's own page."""
    return (
        select(models.Competition)
        .join(models.Agency, models.Agency.id == models.Competition.agency_id)
        .join(models.Dps, models.Dps.id == models.Competition.dps_id)
        .where(cases.was_public())
    )


def _filtered(rows: Select[models.Competition], query: Query) -> Select[models.Competition]:
    for pattern in search.patterns(query.text):
        rows = rows.where(models.Competition.search.like(pattern, escape="!"))
    if query.agency:
        rows = rows.where(models.Competition.agency_id == cleaned(query.agency))
    if query.status:
        rows = rows.where(_status() == cleaned(query.status))
    if query.dps:
        rows = rows.where(models.Competition.dps_id == cleaned(query.dps))
    if query.year and query.year in range(MINYEAR, MAXYEAR + 1):
        first, last = date(query.year, 1, 1), date(query.year, 12, 31)
        rows = rows.where(models.Competition.sending_date.between(first, last))
    return rows


def _status() -> ColumnElement[str]:
    """The state others know: while what is sent is changed, it is still sent."""
    changing = models.Competition.status.in_(("draft", "submitted", "approved"))
    return case((changing, "sent"), else_=models.Competition.status)


def _value_shown(actor: Actor) -> ColumnElement[Any]:
    """The value where the actor may see it: sorting must not tell what is hidden."""
    own = models.Competition.agency_id.in_(tuple(actor.agencies))
    told = and_(models.Competition.status.in_(FINISHED), ~models.Competition.exempt)
    seen = models.Competition.id.is_not(None) if actor.is_central("dps_manager") else or_(own, told)
    return case((seen, models.Competition.value), else_=None)


def _sorted(actor: Actor, rows: Select[models.Competition], query: Query) -> Select[models.Competition]:
    columns: dict[str, Any] = {
        "deadline": models.Competition.deadline, "title": func.lower(models.Competition.title),
        "agency": models.Agency.name, "status": _status(), "value": _value_shown(actor),
        "dps": models.Dps.reference,
    }  # fmt: skip
    column = columns.get(query.sort, columns["deadline"])
    order = column.desc() if query.descending else column.asc()
    return rows.order_by(order.nulls_last(), models.Competition.id)


def _counts(session: Session, key: Any, label: Any) -> list[tuple[str, str, int]]:
    query: Any = _visible().with_only_columns(key, label, func.count())
    return [(row[0], row[1], row[2]) for row in session.execute(query.group_by(key, label).order_by(label))]


def _years(session: Session) -> list[int]:
    dates = session.scalars(_visible().with_only_columns(models.Competition.sending_date).distinct())
    return sorted({day.year for day in dates if day}, reverse=True)


def _entry(session: Session, actor: Actor, row: models.Competition) -> Entry:
    own = bool(actor.roles_in(row.agency_id)) or actor.is_central("dps_manager")
    open_now = own or row.status in FINISHED
    outcome = session.scalar(select(models.Outcome).where(models.Outcome.competition_id == row.id))
    told = outcome if outcome and open_now else None
    summary = cases.summary(session, row)
    return Entry(
        row.id, summary.name, row.case_number, summary.agency, summary.dps_reference,
        "sent" if summary.changes else row.status,
        row.sending_date, _day(summary.deadline), row.start_date, row.last_date,
        row.value if open_now and not (row.exempt and not own) else None,
        told.bids if told else None, told.winner_name if told else "", told.awarded_value if told else None,
        told.cancelled_reason if told else "", row.example, own, cases.may_read(session, actor, row),
    )  # fmt: skip


def award(session: Session, actor: Actor, competition_id: str, form: dict[str, str]) -> None:
    """Record the outcome of a sent competition: bids, winner, value and date."""
    row = cases.writable(session, actor, competition_id)
    status = cases.moved(row, "award")
    outcome, problems = _outcome(row, form)
    if problems:
        raise Invalid(problems)
    row.status = status
    row.updated_at, row.updated_by = now(), actor.id
    session.add(outcome)
    audit.record(session, actor.id, "competition.awarded", row.id, "")
    session.commit()


def _outcome(row: models.Competition, form: dict[str, str]) -> tuple[models.Outcome, dict[str, str]]:
    """The outcome that was typed, and what is wrong with it per field."""
    fields = Fields()
    outcome = models.Outcome(
        competition_id=row.id,
        winner_name=fields.line(
            "winner_name", form.get("winner_name"), "Navnet på den valgte leverandøren", 200
        ),
        winner_org_number=fields.organisation("winner_org_number", form.get("winner_org_number")),
        bids=int(fields.number("bids", form.get("bids"), "Antall tilbud")),
        awarded_value=fields.number("awarded_value", form.get("awarded_value"), "Verdien"),
        awarded_on=fields.day("awarded_on", form.get("awarded_on"), "Datoen"),
    )
    bids = fields.number("bids", form.get("bids"), "Antall tilbud")
    if not (bids == bids.to_integral_value() and 1 <= bids <= _MOST_BIDS):
        fields.add("bids", f"Antall tilbud må være et helt tall fra 1 til {_MOST_BIDS}.")
    if outcome.awarded_value is not None and outcome.awarded_value < 0:
        fields.add("awarded_value", "Verdien kan ikke være negativ.")
    return outcome, fields.problems


def _day(moment: datetime | None) -> date | None:
    """The day in Oslo."""
    return moment.astimezone(OSLO).date() if moment else None
