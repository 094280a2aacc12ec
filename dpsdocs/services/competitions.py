"""Competitions: start, copy, list, open, cancel; and the columns kept for lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..assemble import Checked
from ..domain import roles, workflow
from ..domain.answers import cleaned
from ..domain.case import Case
from ..domain.checks import findings
from ..domain.competition import Competition, build
from ..domain.formats import OSLO
from ..domain.roles import Actor
from ..masters.adapted import applied
from ..masters.release import Release
from ..store import models
from ..store.engines import serialise
from ..store.models import now
from . import added_files, audit, cases, row_copies, search, sent, tryouts
from .cases import HelpState, Summary
from .errors import Conflict, Forbidden, NotFound
from .fields import own_words
from .last_checks import checked
from .releases import Releases

_NOT_COPIED = frozenset(
    {"case_number", "contact", "sending_date", "tender_deadline", "question_deadline", "award_date",
     "binding_until", "start_date", "end_date", "adjust_dates", "change_date", "change_words", "change_deadline",
     "change_deadline_reason"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A competition with everything its pages need. ``sees_secrets``: what is confidential or internal is shown."""

    summary: Summary
    release: Release
    checked: Checked
    can_draft: bool
    can_approve: bool
    help: HelpState = ""
    sees_secrets: bool = False

    @property
    def competition(self) -> Competition:
        """The facts."""
        return self.checked.competition

    @property
    def can_ask(self) -> bool:
        """Whether the viewer can ask UKE for help now."""
        return self.can_draft and workflow.is_before_issue(self.summary.status)

    @property
    def is_editable(self) -> bool:
        """Whether the viewer can change answers now."""
        return self.can_draft and workflow.is_editable(self.summary.status)


def open_case(session: Session, releases: Releases, actor: Actor, competition_id: str) -> Opened:
    """The competition with findings and composed documents; ``NotFound`` when not the actor's to see."""
    return _open(session, releases, actor, competition_id, checked)


def open_answers(session: Session, releases: Releases, actor: Actor, competition_id: str) -> Opened:
    """The competition as ``open_case`` gives it, but quicker: without documents and what is wrong in them."""

    def facts(case: Case, release: Release, previous: Case | None) -> Checked:
        competition = build(case, release.catalogue, previous)
        return Checked(competition, findings(competition), {})

    return _open(session, releases, actor, competition_id, facts)


def _open(
    session: Session, releases: Releases, actor: Actor, competition_id: str,
    look: Callable[[Case, Release, Case | None], Checked],
) -> Opened:  # fmt: skip
    row = cases.readable(session, actor, competition_id)
    release = releases.load(session, row.release_id)
    case = cases.build(session, row, draft=workflow.is_before_issue(row.status))
    own = applied(release, case.adapted).release
    return Opened(
        cases.summary(session, row), own, look(case, release, sent.previous(session, case)),
        roles.can_draft(actor, row.agency_id), "approver" in actor.roles_in(row.agency_id),
        cases.help_state(session, row.id), cases.sees_secrets(session, actor, row),
    )  # fmt: skip


def mine(session: Session, actor: Actor) -> tuple[Summary, ...]:
    """The competitions of the actor's agencies, the latest changed first."""
    query = (
        select(models.Competition)
        .where(models.Competition.agency_id.in_(tuple(actor.agencies)))
        .order_by(models.Competition.updated_at.desc(), models.Competition.id)
    )
    return tuple(cases.summary(session, row) for row in session.scalars(query))


def start(
    session: Session, releases: Releases, actor: Actor, agency_id: str, dps_id: str, form_token: str,
    tryout: str = "",
) -> str:  # fmt: skip
    """A new, empty draft; the same form token gives the same draft.

    ``tryout`` is a release the person is asked to try; the draft can then never be issued.
    """
    form_token = cleaned(form_token)
    known = _by_token(session, actor, form_token)
    if known:
        return known
    _check_agency(session, actor, agency_id)
    record = session.get(models.Dps, dps_id)
    if record is None:
        raise NotFound("Innkjøpsordningen finnes ikke.")
    release_id = (
        tryouts.checked(session, actor, agency_id, tryout)
        if tryout
        else releases.live(session, record.set_id)
    )
    row = models.Competition(
        agency_id=agency_id, dps_id=dps_id, release_id=release_id, owner_id=actor.id, updated_by=actor.id,
        form_token=form_token, example=record.example,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _suggest(session, releases.load(session, release_id), row, actor)
    audit.record(session, actor.id, "competition.started", row.id, record.reference)
    session.commit()
    return row.id


def _check_agency(session: Session, actor: Actor, agency_id: str) -> None:
    agency = session.get(models.Agency, agency_id) if roles.can_draft(actor, agency_id) else None
    if agency is None or not agency.active:
        raise Forbidden("Du kan ikke starte konkurranser for denne virksomheten.")


def _suggest(session: Session, release: Release, row: models.Competition, actor: Actor) -> None:
    """Requirements the set suggests are ticked from the start; the drafter can untick them."""
    suggested = [r.id for r in release.catalogue.requirements if r.fixed or (r.suggested and not r.services)]
    if suggested:
        session.add(models.Answer(competition_id=row.id, key="requirements", raw=suggested))


def copy(
    session: Session, releases: Releases, actor: Actor, competition_id: str, agency_id: str, form_token: str
) -> str:
    """A new draft with the answers of another competition; dates, contact and secrets stay behind."""
    form_token = cleaned(form_token)
    known = _by_token(session, actor, form_token)
    if known:
        return known
    source = session.get(models.Competition, competition_id)
    if source is None or not _may_copy(session, actor, source):
        raise NotFound("Konkurransen finnes ikke, eller du har ikke tilgang til den.")
    _check_agency(session, actor, agency_id)
    of_set = session.get_one(models.Dps, source.dps_id).set_id
    row = models.Competition(
        agency_id=agency_id, dps_id=source.dps_id, release_id=releases.live(session, of_set), owner_id=actor.id,
        updated_by=actor.id, form_token=form_token, copied_from=source.id, example=source.example,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _copy_answers(session, releases, actor, source, row)
    session.flush()
    refresh_columns(session, releases, row)
    audit.record(session, actor.id, "competition.copied", row.id, source.id)
    session.commit()
    return row.id


def _copy_answers(
    session: Session, releases: Releases, actor: Actor, source: models.Competition, row: models.Competition
) -> None:
    release = releases.load(session, source.release_id)
    leaves = not actor.roles_in(source.agency_id) or row.agency_id != source.agency_id
    left_out = _NOT_COPIED | (_secrets(release, source) if leaves else frozenset())
    answers = cases.answers(session, source.id)
    for key, raw in answers.items():
        if key not in left_out:
            session.add(models.Answer(competition_id=row.id, key=key, raw=raw))
    tables = row_copies.copied(
        cases.tables(session, source.id), release.catalogue.questions, left_out, leaves=leaves
    )
    for key, rows in tables.items():
        for position, kept in enumerate(rows, 1):
            session.add(
                models.AnswerRow(
                    competition_id=row.id, key=key, row_id=kept.id, position=position, raw=dict(kept.answers)
                )
            )  # fmt: skip
    if not leaves or "attachments" in answers.get("extras", ()):  # what is kept aside was never sent out
        added_files.copy(session, source.id, row.id, actor.id, leaves=leaves)


def _may_copy(session: Session, actor: Actor, source: models.Competition) -> bool:
    if actor.roles_in(source.agency_id):
        return True
    finished = models.Competition.status.in_(("awarded", "cancelled"))
    query = select(models.Competition.id).where(models.Competition.id == source.id, finished)
    return session.scalar(query.where(cases.was_public())) is not None


def _secrets(release: Release, source: models.Competition) -> frozenset[str]:
    """What stays in the agency: confidential and internal answers, and the value where it is exempt."""
    asked = release.catalogue.questions
    kept = {q.key for q in asked if q.confidential or q.internal or q.key == "confidential_access"}
    worth = {"estimated_value", "ceiling", "point_value", "lots.value", "lots.ceiling", "lots.point_value"}
    return frozenset(kept | (worth if source.exempt else set()))


def cancel(session: Session, actor: Actor, competition_id: str, words: str) -> None:
    """Stop a competition; it stays in the register with the reason."""
    row = cases.writable(session, actor, competition_id)
    status = cases.moved(row, "cancel")
    reason = own_words("words", words, "Skriv hvorfor konkurransen avlyses.")
    row.status = status
    row.updated_at, row.updated_by = now(), actor.id
    outcome = session.scalar(select(models.Outcome).where(models.Outcome.competition_id == row.id))
    if outcome is None:
        outcome = models.Outcome(competition_id=row.id)
        session.add(outcome)
    outcome.cancelled_reason = reason
    cases.end_help(session, actor, row)
    audit.record(session, actor.id, "competition.cancelled", row.id, "")
    session.commit()


def refresh_columns(session: Session, releases: Releases, row: models.Competition) -> None:
    """Bring the columns kept for lists and search in line with the answers.

    While a change is made they say what the suppliers have been told.
    """
    if not sent.is_changing(session, row):
        release = releases.load(session, row.release_id)
        set_columns(session, row, build(cases.build(session, row), release.catalogue))


def set_columns(session: Session, row: models.Competition, facts: Competition) -> None:
    """Bring the columns kept for lists and search in line with some facts."""
    row.title = str(facts.value("title") or "")[:300]
    row.case_number = str(facts.value("case_number") or "")[:60]
    row.value = facts.amount("estimated_value")
    row.sending_date, row.start_date = facts.day("sending_date"), facts.day("start_date")
    row.last_date = facts.day("last_date") or facts.day("end_date")
    deadline = facts.moment("tender_deadline")
    row.deadline = deadline.replace(tzinfo=OSLO) if deadline else None
    agency = session.get_one(models.Agency, row.agency_id)
    dps = session.get_one(models.Dps, row.dps_id)
    services = str(facts.value("services_text") or "")
    row.search = search.stems(
        " ".join((row.title, row.case_number, agency.name, dps.reference, dps.title, services))
    )


def agencies_to_draft_for(session: Session, actor: Actor) -> Sequence[models.Agency]:
    """The active agencies the actor can start competitions for, by name."""
    ids = actor.agencies_with("drafter", "approver")
    query = (
        select(models.Agency)
        .where(models.Agency.id.in_(ids), models.Agency.active)
        .order_by(models.Agency.name)
    )
    return session.scalars(query).all()


def _by_token(session: Session, actor: Actor, form_token: str) -> str | None:
    """The competition a form has made already; its second click waits here for the first."""
    serialise(session, f"form {form_token}")
    row = session.scalar(select(models.Competition).where(models.Competition.form_token == form_token))
    if row is not None and row.owner_id != actor.id:
        raise Conflict
    return None if row is None else row.id
