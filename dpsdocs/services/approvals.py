"""Approval by another person: ask, look at what changed, approve or send back with words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain import changes, roles
from ..domain.answers import cleaned
from ..domain.competition import build
from ..domain.roles import Actor
from ..domain.rules import Finding
from ..store import models
from ..store.models import now
from . import audit, cases, competitions, judgements, row_changes, sections, sent
from .cases import Summary
from .competitions import Opened
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import own_words
from .releases import Releases
from .row_changes import TableChange
from .sections import Change

LATER = frozenset({"dps.confirmed"})


@dataclass(frozen=True, slots=True)
class Round:
    """One round of approval, with names. Decisions: approve, return, recalled by the one who asked."""

    id: str
    revision: int
    requested_by: str
    requested_by_id: str
    requested_at: datetime
    message: str
    decided_by: str
    decided_at: datetime | None
    decision: str
    words: str


@dataclass(frozen=True, slots=True)
class Review:
    """What the approver sees: the case, the open round, and what changed since the last decision."""

    opened: Opened
    round: Round
    since: Round | None
    changes: Sequence[Change]
    tables: Sequence[TableChange]
    can_decide: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person, with why."""

    summary: Summary
    kind: str
    words: str


def blocking(opened: Opened) -> tuple[Finding, ...]:
    """Stops that hold back the request; what only UKE or the approver can settle is left for them."""
    left = judgements.waiting(opened)
    return tuple(f for f in opened.checked.stops if f.rule not in LATER and f not in left)


def rounds(session: Session, competition_id: str) -> Sequence[Round]:
    """All rounds, the latest first."""
    query = (
        select(models.Approval)
        .where(models.Approval.competition_id == competition_id)
        .order_by(models.Approval.requested_at.desc(), models.Approval.id)
    )
    return [_round(session, row) for row in session.scalars(query)]


def _round(session: Session, row: models.Approval) -> Round:
    asker = session.get_one(models.User, row.requested_by)
    decider = session.get_one(models.User, row.decided_by).name if row.decided_by else ""
    return Round(
        row.id, row.revision, asker.name, asker.id, row.requested_at, row.message, decider, row.decided_at,
        row.decision, row.words,
    )  # fmt: skip


def submit(
    session: Session, releases: Releases, actor: Actor, competition_id: str, revision: int, message: str
) -> None:
    """Ask another person to approve. ``revision`` is what the asker saw."""
    row = cases.writable(session, actor, competition_id)
    if row.status == "submitted":
        return
    status = cases.moved(row, "submit")
    if row.revision != revision:
        raise Conflict("Noen har endret svarene etter at du åpnet siden. Se over dem og send på nytt.")
    stops = blocking(competitions.open_case(session, releases, actor, competition_id))
    if stops:
        raise Invalid({f.rule: f"{f.title}. {f.mend}" for f in stops})
    words = own_words("message", message)
    row.status = status
    row.updated_at, row.updated_by = now(), actor.id
    session.add(
        models.Approval(competition_id=row.id, revision=row.revision, requested_by=actor.id, message=words)
    )
    audit.record(session, actor.id, "approval.requested", row.id, f"revisjon {row.revision}")
    session.commit()


def review(session: Session, releases: Releases, actor: Actor, competition_id: str) -> Review | None:
    """The page for the approver, or None when nothing waits for a decision."""
    opened = competitions.open_case(session, releases, actor, competition_id)
    all_rounds = rounds(session, competition_id)
    if not all_rounds or all_rounds[0].decision or opened.summary.status != "submitted":
        return None
    decided = (r for r in all_rounds[1:] if r.decision in ("approve", "return"))
    current, since = all_rounds[0], next(decided, None)
    changed = sections.changes(session, competition_id, since.revision) if since else ()
    tables = row_changes.changes(session, competition_id, since.revision) if since else ()
    allowed = roles.can_approve(actor, opened.summary.agency_id, current.requested_by_id)
    return Review(opened, current, since, changed, tables, allowed)


def decide(
    session: Session, releases: Releases, actor: Actor, competition_id: str, round_id: str, decision: str,
    words: str, overrides: Collection[str] = (),
) -> None:  # fmt: skip
    """Approve, or send back with words. Only another person than the one who asked.

    Who approves a change that may be material writes why it is not. ``overrides`` are the marks of the overrides
    that are approved: all there are, or none of it is approved. What is proposed is confirmed with the approval.
    """
    row = cases.readable(session, actor, competition_id)
    cases.lock(session, row)
    approval = session.get(models.Approval, cleaned(round_id))
    if approval is None or approval.competition_id != row.id:
        raise NotFound("Godkjenningen finnes ikke.")
    if not roles.can_approve(actor, row.agency_id, approval.requested_by):
        raise Forbidden("En annen person enn den som ba om det, må godkjenne.")
    if approval.decision:
        if approval.decision == decision and approval.decided_by == actor.id:
            return
        raise Conflict("Konkurransen er allerede behandlet. Åpne siden på nytt.")
    if decision not in ("approve", "return"):
        raise Invalid({"decision": "Velg om du godkjenner eller sender tilbake."})
    missing = "Skriv hva som må endres før du sender tilbake." if decision == "return" else ""
    if decision == "approve" and _is_material(session, releases, row):
        missing = "Skriv hvorfor endringen ikke er vesentlig, eller send den tilbake."
    text = own_words("words", words, missing)
    if decision == "approve":
        judgements.approve(
            session, actor, competitions.open_case(session, releases, actor, row.id), overrides
        )
    row.status = cases.moved(row, "approve" if decision == "approve" else "return")
    row.updated_at, row.updated_by = now(), actor.id
    approval.decided_by, approval.decided_at = actor.id, now()
    approval.decision, approval.words = decision, text
    audit.record(session, actor.id, f"approval.{decision}", row.id, f"revisjon {approval.revision}")
    session.commit()


def _is_material(session: Session, releases: Releases, row: models.Competition) -> bool:
    case = cases.build(session, row)
    catalogue = releases.load(session, row.release_id).catalogue
    return bool(changes.material(build(case, catalogue, sent.previous(session, case))))


def waiting(session: Session, actor: Actor) -> tuple[Waiting, ...]:
    """«Venter på deg»: what to approve, what came back, and what is ready to issue or send."""
    out: list[Waiting] = []
    for summary in competitions.mine(session, actor):
        held = actor.roles_in(summary.agency_id)
        latest = next(iter(rounds(session, summary.id)), None)
        item = _wait(summary, latest, actor, held)
        if item:
            out.append(item)
    return tuple(out)


def _wait(summary: Summary, latest: Round | None, actor: Actor, held: frozenset[str]) -> Waiting | None:
    drafts = bool(held & {"drafter", "approver"})
    if summary.status == "submitted" and latest and "approver" in held and latest.requested_by_id != actor.id:
        return Waiting(summary, "approve", f"{latest.requested_by} ber om godkjenning.")
    if summary.status == "draft" and latest and latest.decision == "return" and drafts:
        return Waiting(
            summary, "returned", f"{latest.decided_by} har sendt konkurransen tilbake: {latest.words}"
        )
    if summary.status == "approved" and drafts:
        return Waiting(summary, "issue", "Konkurransen er godkjent og kan utstedes.")
    if summary.status == "issued" and drafts:
        return Waiting(summary, "send", "Dokumentpakken er klar til å sendes i KGV.")
    return None
