"""Deviations from the masters as UKE sees them: proposals that wait for an answer, and all that is said otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..document.word_diff import Run
from ..domain import formats, workflow
from ..domain.case import Adapted
from ..domain.roles import Actor
from ..masters import marks
from ..masters.adapted import faults_with, fetching, node_of, text_of
from ..masters.release import Release
from ..masters.wording import Wording
from ..store.models import AdaptedClause, now
from ..store.queries import adapted as queries
from ..store.queries.adapted import Line
from . import adapted, adapting, audit, cases, editing, master_drafts, saving
from .approvals import Waiting
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import own_words
from .master_samples import title_of
from .releases import Releases

_PAGE = 50
_GONE = "Forslaget finnes ikke."
STATES = {
    "used": "Tilpasset av virksomheten",
    "asked": "Venter på UKE",
    "approved": "Godkjent av UKE",
    "refused": "UKE har sagt nei",
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """One clause that is said otherwise in one competition. ``documents`` are titles."""

    id: str
    agency: str
    competition: str
    documents: str
    clause: str
    reason: str
    state: str
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None
    words: str
    version: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What waits for UKE first, the oldest on top; the rest the newest on top."""

    waiting: Sequence[Deviation]
    others: Sequence[Deviation]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an agency asks to be allowed, with UKE's text marked, and why the viewer cannot answer, if so."""

    deviation: Deviation
    marks: tuple[tuple[Run, ...], ...]
    why_not: str


def may_see(actor: Actor) -> bool:
    """UKE's master editors, master approvers and DPS managers."""
    return master_drafts.may_see(actor) or actor.is_central("dps_manager")


def listing(session: Session, releases: Releases, actor: Actor, page: int = 1) -> Listing:
    """Every proposal sent to UKE, and what stands in competitions that are issued. No drafts but what they sent."""
    _check_sees(actor)
    found = queries.lines(session)
    public = queries.public(session, cases.was_public())
    shown = [
        x for x in found if x.row.state in ("asked", "refused", "approved") or x.competition.id in public
    ]
    waits = [x for x in shown if x.row.state == "asked"]
    others = [x for x in shown if x.row.state != "asked"]
    pages = max(1, -(-len(others) // _PAGE))
    page = max(1, min(page, pages))
    return Listing(
        [_deviation(session, releases, x) for x in reversed(waits)],
        [_deviation(session, releases, x) for x in others[(page - 1) * _PAGE : page * _PAGE]],
        page,
        pages,
    )


def proposal(session: Session, releases: Releases, actor: Actor, proposal_id: str) -> Proposal:
    """One proposal with its text; also after it is answered."""
    _check_sees(actor)
    line = _line(session, proposal_id)
    release = releases.load(session, line.release.id)
    wording = Wording(release)
    master = _master(release, line.row)
    told = marks.lines(wording, master, line.row.body)
    return Proposal(_deviation(session, releases, line), told, _why_not(actor, line))


def decide(
    session: Session, releases: Releases, actor: Actor, proposal_id: str, decision: str, words: str
) -> None:  # fmt: skip
    """Say yes, and the text counts in that competition from now on; or no, with words. Answering twice answers once."""
    line = _line(session, proposal_id)
    competition = line.competition
    cases.lock(session, competition)
    line = _line(session, proposal_id)
    if decision not in ("approve", "refuse"):
        raise Invalid({"decision": "Velg om du godkjenner eller sier nei."})
    state = "approved" if decision == "approve" else "refused"
    if line.row.state == state and line.row.decided_by == actor.id:
        return
    if why := _why_not(actor, line):
        raise (Forbidden if line.row.state == "asked" else Conflict)(why)
    said = own_words("words", words, "" if state == "approved" else "Skriv hvorfor svaret er nei.")
    row = line.row
    if state == "approved":
        _check_fits(session, releases, line)
        adapting.end(session, actor, competition.id, row.document, row.clause, ("used", "approved"))
    row.state, row.words, row.decided_by, row.decided_at = state, said, actor.id, now()
    audit.record(session, actor.id, f"clause.{state}", competition.id, f"{row.document} {row.clause}")
    editing.finish(session, releases, actor, competition)
    saving.commit(session)


def count_waiting(session: Session, actor: Actor) -> int:
    """How many proposals wait for somebody who can answer them."""
    return len(queries.lines(session, AdaptedClause.state == "asked")) if _may_decide(actor) else 0


def answered(session: Session, actor: Actor) -> tuple[Waiting, ...]:
    """«Venter på deg»: proposals UKE said no to, for those who draft."""
    wanted = (AdaptedClause.state == "refused",)
    return tuple(
        Waiting(
            cases.summary(session, line.competition), "clause",
            f"UKE sa nei til forslaget i punktet «{line.row.clause}»: {line.row.words}",
        )
        for line in queries.lines(session, *wanted)
        if workflow.is_editable(line.competition.status)
        and actor.roles_in(line.competition.agency_id) & {"drafter", "approver"}
    )  # fmt: skip


def titles(release: Release, one: Adapted | AdaptedClause) -> str:
    """The names of the documents a clause stands in; nothing when the release does not have it."""
    where = fetching(release, one.document, one.clause) if node_of(release, one.document, one.clause) else ()
    return formats.listing([title_of(release, id) for id in where])


def _check_sees(actor: Actor) -> None:
    if not may_see(actor):
        raise Forbidden("Bare UKE ser fravikene på tvers av virksomhetene.")


def _may_decide(actor: Actor) -> bool:
    return actor.is_central("master_approver")


def _why_not(actor: Actor, line: Line) -> str:
    if line.row.state != "asked":
        return f"{line.decided_by} har svart på forslaget."
    if not _may_decide(actor):
        return "Bare malgodkjennere i UKE svarer på forslag."
    if actor.id == line.row.made_by:
        return "Du har selv skrevet forslaget. En annen må svare."
    if not workflow.is_editable(line.competition.status):
        return "Konkurransen kan ikke endres nå."
    return ""


def _check_fits(session: Session, releases: Releases, line: Line) -> None:
    """``Invalid`` when the text no longer can stand in the documents."""
    release = releases.load(session, line.release.id)
    one = adapted.of(line.row, line.made_by, line.decided_by)
    wrong = faults_with(release, one, adapted.standing(session, line.competition.id))
    if wrong:
        raise Invalid({"words": " ".join(wrong)})


def _line(session: Session, proposal_id: str) -> Line:
    found = queries.lines(session, AdaptedClause.id == proposal_id)
    if not found or found[0].row.state == "used":
        raise NotFound(_GONE)
    return found[0]


def _master(release: Release, row: AdaptedClause) -> str:
    try:
        return text_of(release, row.document, row.clause).body
    except KeyError:
        return ""


def _deviation(session: Session, releases: Releases, line: Line) -> Deviation:
    row, release = line.row, releases.load(session, line.release.id)
    return Deviation(
        row.id, line.agency, line.competition.title or "Konkurranse uten navn",
        titles(release, row) or "Ikke i malen lenger", row.clause, row.reason, row.state,
        line.made_by, row.made_at, line.decided_by, row.decided_at, row.words, release.version,
    )  # fmt: skip
