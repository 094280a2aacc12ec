"""A clause changed for one competition: the drafter writes, UKE answers where the lock asks for it, and a way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..assemble.record import clause_places
from ..document.word_diff import Run
from ..domain.case import Adapted
from ..domain.roles import Actor
from ..masters import marks, segments
from ..masters.adapted import faults_with, fetching, place_of, text_of
from ..masters.edit import ClauseText
from ..masters.release import Release
from ..masters.segments import Segment
from ..masters.wording import Wording
from ..store.models import AdaptedClause, Competition, now
from ..store.queries import adapted as queries
from . import adapted, audit, competitions, editing, master_texts, previews, reasons, saving
from .competitions import Opened
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import own_words
from .master_texts import ClauseInput
from .reasons import Reason
from .releases import Releases

GONE = "Punktet finnes ikke i dette dokumentet."
_WHY = "Skriv hvorfor punktet må endres. Begrunnelsen står i den interne dokumentasjonen."
ALL = ("used", "asked", "approved", "refused")
_SAME = "Teksten er lik UKEs tekst. Endre den, eller velg «Bruk UKEs tekst»."
_LOCKED = "Punktet er låst av UKE og kan ikke tilpasses. Spør UKE hvis teksten ikke passer."


class Clash(Conflict):
    """A colleague has saved the same clause; ``theirs`` is what stands there now."""

    def __init__(self, by: str, theirs: str, version: str) -> None:
        super().__init__(f"{by} har lagret det samme punktet mens du skrev.")
        self.by, self.theirs, self.version = by, theirs, version


@dataclass(frozen=True, slots=True)
class Own:
    """A text of the competition's own, with people by name."""

    id: str
    adapted: Adapted
    state: str


@dataclass(frozen=True, slots=True)
class Clause:
    """The text of a clause as it is edited here: what stands, what waits, what UKE wrote, and the words of the set."""

    master: ClauseText
    clause: ClauseText
    pieces: tuple[Segment, ...]
    wording: Wording
    own: tuple[Own, ...]

    @property
    def version(self) -> str:
        """What a page was made from; empty while UKE's text is the only one."""
        return self.own[-1].id if self.own else ""

    def held(self, state: str) -> Own | None:
        """The text in this state."""
        return next((one for one in reversed(self.own) if one.state == state), None)

    @property
    def marks(self) -> tuple[tuple[Run, ...], ...]:
        """UKE's text against the one that is shown; nothing while they are the same."""
        if self.master.body == self.clause.body:
            return ()
        return marks.lines(self.wording, self.master.body, self.clause.body)


@dataclass(frozen=True, slots=True)
class Page:
    """A clause with its competition and why it stands there."""

    case: Opened
    reason: Reason
    text: Clause

    @property
    def lock(self) -> str:
        """locked, adaptable or approval."""
        return self.text.master.lock

    @property
    def can_write(self) -> bool:
        """Whether the viewer can change the text now."""
        return self.case.is_editable and self.lock != "locked"


def page(
    session: Session, releases: Releases, actor: Actor, competition_id: str, document_id: str, clause: str
) -> Page:
    """A clause of a document the viewer may see; ``NotFound`` when it does not stand there."""
    case = competitions.open_case(session, releases, actor, competition_id)
    why = reasons.reason(case, document_id, clause)
    return Page(case, why, _clause(session, case.release.pinned, competition_id, document_id, clause))


def save(
    session: Session, releases: Releases, actor: Actor, competition_id: str, document_id: str, clause: str,
    given: ClauseInput, reason: str, seen: str,
) -> str:  # fmt: skip
    """Keep a text for this competition; «used» at once, or «asked» until UKE has answered.

    ``seen`` is the version the page was made from. ``Clash`` when a colleague has saved it since, ``Invalid`` with
    what to mend; then nothing is changed.
    """
    row = editing.held(session, actor, competition_id)
    release = releases.load(session, row.release_id)
    found = _clause(session, release, row.id, document_id, clause)
    document, node = place_of(release, document_id, clause)
    if node.lock == "locked":
        raise Forbidden(_LOCKED)
    if release.document(document_id).package == "internal":
        raise Forbidden("Dokumentet er internt og lages av programmet. Det kan ikke tilpasses.")
    if found.version != seen:
        raise _clash(found)
    new = _composed(found, given)
    why = own_words("reason", reason, _WHY)
    state = "used" if node.lock == "adaptable" else "asked"
    keep(session, actor, row, release, (document, clause, new.body, why, state), "")
    audit.record(session, actor.id, f"clause.{state}", row.id, f"{document} {clause}")
    editing.finish(session, releases, actor, row)
    saving.commit(session)
    return state


def restore(
    session: Session, releases: Releases, actor: Actor, competition_id: str, document_id: str, clause: str,
    *, only_asked: bool = False,
) -> None:  # fmt: skip
    """UKE's text again, or with ``only_asked`` a proposal taken back. What was written stays in the history."""
    row = editing.held(session, actor, competition_id)
    document, _ = _place(releases.load(session, row.release_id), document_id, clause)
    states = ("asked",) if only_asked else ALL
    if not end(session, actor, row.id, document, clause, states):
        return
    if only_asked:
        audit.record(session, actor.id, "clause.withdrawn", row.id, f"{document} {clause}")
    else:
        audit.record(session, actor.id, "clause.restored", row.id, f"{document} {clause}")
    editing.finish(session, releases, actor, row)
    saving.commit(session)


def owned(session: Session, competition_id: str) -> tuple[Own, ...]:
    """Every text of the competition's own that counts, waits or was refused."""
    return tuple(
        Own(row.id, adapted.of(row, name, other), row.state)
        for row, name, other in queries.standing(session, competition_id)
    )


def end(
    session: Session, actor: Actor, competition_id: str, document: str, clause: str, states: Sequence[str]
) -> int:
    """End the texts of a clause in these states, in the caller's transaction; how many there were."""
    count = 0
    for row, _, _ in queries.standing(session, competition_id):
        if (row.document, row.clause) == (document, clause) and row.state in states:
            row.ended_at, row.ended_by = now(), actor.id
            count += 1
    session.flush()
    return count


def keep(
    session: Session, actor: Actor, row: Competition, release: Release, said: tuple[str, str, str, str, str],
    kept: str,
) -> None:  # fmt: skip
    """Write a text down in the caller's transaction; ``Invalid`` when it could not stand in the documents."""
    document, clause, body, why, state = said
    tried = Adapted(document, clause, body, why, actor.name, now().replace(tzinfo=None), "used", kept)
    wrong = faults_with(release, tried, adapted.standing(session, row.id))
    if wrong:
        raise Invalid({"body": " ".join(wrong)})
    over = ALL if state == "used" else ("asked", "refused")
    end(session, actor, row.id, document, clause, over)
    session.add(
        AdaptedClause(
            competition_id=row.id, document=document, clause=clause, body=body, reason=why, state=state, kept=kept,
            made_by=actor.id,
        )
    )  # fmt: skip


def _place(release: Release, document_id: str, clause: str) -> tuple[str, ClauseText]:
    try:
        document, _ = place_of(release, document_id, clause)
        return document, text_of(release, document, clause)
    except KeyError as error:
        raise NotFound(GONE) from error


def _clause(session: Session, release: Release, competition_id: str, document_id: str, clause: str) -> Clause:
    document, master = _place(release, document_id, clause)
    own = tuple(
        one
        for one in owned(session, competition_id)
        if (one.adapted.document, one.adapted.clause) == (document, clause)
    )
    shown = _shown(own)
    body = shown.adapted.body if shown else master.body
    text = ClauseText(
        master.id, body, master.lock, master.when, master.source, master.numbered, master.guidance,
        master.review_by, master.trim,
    )  # fmt: skip
    return Clause(master, text, segments.split(body), Wording(release), own)


def _shown(own: Sequence[Own]) -> Own | None:
    """What is being worked on: the proposal, what UKE refused, or what stands."""
    for state in ("asked", "refused", "approved", "used"):
        for one in own:
            if one.state == state:
                return one
    return None


def _composed(found: Clause, given: ClauseInput) -> ClauseText:
    c = found.clause
    typed = ClauseInput(
        c.lock, found.wording.condition(c.when), c.source, c.numbered, c.guidance, c.review_by, given.texts,
        given.cells,
    )  # fmt: skip
    new = master_texts.composed(found, typed)
    if new.body == found.master.body:
        raise Invalid({"body": _SAME})
    return new


def _clash(found: Clause) -> Clash:
    shown = _shown(found.own)
    by = shown.adapted.by if shown else "En kollega"
    return Clash(by, found.wording.shown(found.clause.body, row=True), found.version)


def shown_in(case: Opened, one: Adapted) -> tuple[str, str]:
    """The first document of the competition the clause stands in that the viewer may see, and where; else nothing."""
    seen = {spec.id for spec, _ in previews.documents(case)}
    for id in fetching(case.release.pinned, one.document, one.clause):
        places = clause_places(case.checked.documents[id]) if id in seen else {}
        if one.clause in places:
            return id, places[one.clause]
    return "", ""
