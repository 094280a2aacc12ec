"""From stored rows to the case everything is made from, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from ..domain import roles, workflow
from ..domain.answers import Raw
from ..domain.case import Agency, Case, TableRow
from ..domain.formats import OSLO
from ..domain.roles import Actor
from ..domain.tryout import is_tryout
from ..store import models
from ..store.models import now
from . import adapted, added_files, audit, said, sent, settings, suppliers, tried
from . import dps as dps_service
from .errors import AlreadyDone, Conflict, Forbidden, NotFound

HelpState = Literal["", "open", "closed"]
_MOMENT = timedelta(seconds=10)
_GONE = "Konkurransen finnes ikke, eller du har ikke tilgang til den."


@dataclass(frozen=True, slots=True)
class Summary:
    """A competition as lists and page heads show it. ``changes`` is the sent version that is being changed."""

    id: str
    title: str
    case_number: str
    status: str
    agency_id: str
    agency: str
    dps_id: str
    dps_reference: str
    release_id: str
    owner: str
    revision: int
    created_at: datetime
    updated_at: datetime
    updated_by: str
    sending_date: date | None
    deadline: datetime | None
    start_date: date | None
    last_date: date | None
    value: Decimal | None
    example: bool
    changes: str = ""
    tryout: bool = False

    @property
    def name(self) -> str:
        """The title, or words for one that has none yet; one that only tries masters is marked."""
        name = self.title or "Konkurranse uten navn"
        return f"PRØVE: {name}" if self.tryout else name


def readable(session: Session, actor: Actor, competition_id: str) -> models.Competition:
    """The row, or ``NotFound`` also when the actor may not know of it."""
    row = session.get(models.Competition, competition_id)
    if row is None or not may_read(session, actor, row):
        raise NotFound(_GONE)
    return row


def may_read(session: Session, actor: Actor, row: models.Competition) -> bool:
    """Whether the actor may open the competition; one cancelled before it was issued is its agency's own."""
    asked = actor.is_central("dps_manager") and help_state(session, row.id) == "open"
    if not roles.can_read_case(actor, row.agency_id, row.status, asked=asked):
        return False
    return (
        asked
        or bool(actor.roles_in(row.agency_id))
        or session.scalar(select(models.Competition.id).where(models.Competition.id == row.id, was_public()))
        is not None
    )


def help_state(session: Session, competition_id: str) -> HelpState:
    """Whether the agency has asked UKE for help: never, a request is open, or all are closed."""
    query = select(models.HelpRequest.closed_at).where(models.HelpRequest.competition_id == competition_id)
    closed = session.scalars(query).all()
    if not closed:
        return ""
    return "open" if None in closed else "closed"


def sees_secrets(session: Session, actor: Actor, row: models.Competition) -> bool:
    """Whether confidential parts are open to a reader: to the agency's own, and to the DPS manager who is asked."""
    if actor.roles_in(row.agency_id):
        return True
    return actor.is_central("dps_manager") and help_state(session, row.id) == "open"


def end_help(session: Session, actor: Actor, row: models.Competition) -> None:
    """Close what is open, in the caller's transaction: from here the DPS manager no longer sees a draft."""
    query = select(models.HelpRequest).where(
        models.HelpRequest.competition_id == row.id, models.HelpRequest.closed_at.is_(None)
    )
    for request in session.scalars(query).all():
        request.closed_by, request.closed_at = actor.id, now()
        audit.record(session, actor.id, "help.closed", row.id)


def was_public() -> ColumnElement[bool]:
    """Issued or later, also while it is changed; a cancelled one only when its package stood, or it is from before."""
    package = select(models.Package.id).where(
        models.Package.competition_id == models.Competition.id, models.Package.state == "current"
    )
    changing = and_(models.Competition.status.in_(("draft", "submitted", "approved")), package.exists())
    before = and_(models.Competition.form_token.is_(None), models.Competition.title != "")
    return or_(
        models.Competition.status.in_(("issued", "sent", "awarded")),
        changing,
        and_(models.Competition.status == "cancelled", or_(package.exists(), before)),
    )


def writable(session: Session, actor: Actor, competition_id: str) -> models.Competition:
    """The row for somebody who may draft in its agency; locked until the transaction ends."""
    row = readable(session, actor, competition_id)
    if not roles.can_draft(actor, row.agency_id):
        raise Forbidden("Du kan lese konkurransen, men ikke endre den.")
    lock(session, row)
    return row


def lock(session: Session, row: models.Competition) -> None:
    """Hold the competition until the transaction ends, and forget what was read before it was ours."""
    session.expire_all()
    session.refresh(row, with_for_update=True)


def moved(row: models.Competition, move: workflow.Move) -> workflow.Status:
    """The state after a move, or ``Conflict`` when it is not open from where the competition stands.

    ``AlreadyDone`` when the competition got there a moment ago.
    """
    try:
        return workflow.after(row.status, move)
    except workflow.WrongState as error:
        twice = row.status == workflow.target(move) and now() - row.updated_at < _MOMENT
        raise (AlreadyDone if twice else Conflict)(str(error)) from error


def summary(session: Session, row: models.Competition) -> Summary:
    """The row as a summary."""
    replaced = sent.replaces(session, row) if workflow.is_before_issue(row.status) else None
    agency = session.get_one(models.Agency, row.agency_id)
    dps = session.get_one(models.Dps, row.dps_id)
    owner = session.get_one(models.User, row.owner_id)
    editor = session.get_one(models.User, row.updated_by)
    return Summary(
        row.id, row.title, row.case_number, row.status, row.agency_id, agency.name, row.dps_id,
        dps.reference, row.release_id, owner.name, row.revision, row.created_at, row.updated_at, editor.name,
        row.sending_date, row.deadline, row.start_date, row.last_date, row.value, row.example,
        replaced.version if replaced else "", is_tryout(session.get_one(models.Release, row.release_id).version),
    )  # fmt: skip


def answers(session: Session, competition_id: str) -> dict[str, Raw]:
    """The latest answers as typed."""
    rows = session.scalars(select(models.Answer).where(models.Answer.competition_id == competition_id))
    return {row.key: row.raw for row in rows}


def tables(session: Session, competition_id: str) -> dict[str, tuple[TableRow, ...]]:
    """The rows of every table as typed, in their order."""
    query = (
        select(models.AnswerRow.key, models.AnswerRow.row_id, models.AnswerRow.raw)
        .where(models.AnswerRow.competition_id == competition_id)
        .order_by(models.AnswerRow.key, models.AnswerRow.position, models.AnswerRow.row_id)
    )
    found: dict[str, list[TableRow]] = {}
    for key, row_id, raw in session.execute(query):
        found.setdefault(key, []).append(TableRow(row_id, raw))
    return {key: tuple(rows) for key, rows in found.items()}


def next_number(session: Session, competition_id: str) -> int:
    """The number the next issued package gets."""
    numbers = session.scalars(
        select(models.Package.number).where(models.Package.competition_id == competition_id)
    ).all()
    return max(numbers, default=0) + 1


def build(session: Session, row: models.Competition, *, draft: bool = False) -> Case:
    """The case as it stands now: live records, today's supplier list, answers as typed.

    A change goes to the suppliers who have the version it changes.
    """
    replaced = sent.replaces(session, row)
    agency = session.get_one(models.Agency, row.agency_id)
    record = dps_service.dps(session, row.dps_id)
    at = now().astimezone(OSLO).replace(second=0, microsecond=0)
    set_id = session.get_one(models.Release, row.release_id).set_id
    typed = answers(session, row.id)
    wanted = "attachments" in typed.get("extras", ())  # like other hidden answers they are kept aside
    return Case(
        agency=Agency(agency.name, agency.org_number, agency.address, agency.postal, agency.short),
        dps=record.record,
        suppliers=(
            sent.case_of(session, replaced.sha256).suppliers
            if replaced
            else tuple(a.supplier for a in suppliers.admitted(session, row.dps_id, at.date()))
        ),
        suppliers_at=at.replace(tzinfo=None),
        answers=typed,
        tables=tables(session, row.id),
        attachments=added_files.attachments(session, row.id) if wanted else (),
        annexes=added_files.annexes(session, set_id),
        release=set_id,
        version=f"{next_number(session, row.id)}.0",
        draft=draft,
        example=row.example or record.example,
        settings=settings.case_settings(session),
        replaces=replaced,
        judgements=said.standing(session, row.id),
        trials=tried.cases(session, row.id),
        adapted=adapted.standing(session, row.id),
        followed=adapted.followed(session, row.id),
    )
