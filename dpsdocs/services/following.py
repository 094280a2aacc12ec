"""Drafts follow: a newer release of the set is offered clause by clause, never taken by itself, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..assemble import check
from ..document import model
from ..document.word_diff import Run
from ..domain import workflow
from ..domain.case import Adapted
from ..domain.roles import Actor
from ..domain.tryout import is_tryout
from ..masters import marks
from ..masters.adapted import faults_with, fetching, node_of, text_of
from ..masters.edit import ClauseText
from ..masters.release import Release
from ..masters.wording import Wording
from ..store import models
from ..store.models import now
from ..store.queries import masters as queries
from . import (
    adapted,
    adapting,
    audit,
    carrying,
    competitions,
    editing,
    master_changes,
    previews,
    saving,
    sent,
)
from .adapting import Own
from .carrying import Carrying
from .competitions import Opened
from .errors import Conflict, Invalid
from .fields import own_words
from .master_changes import ChangedClause
from .master_samples import title_of
from .master_texts import LIBRARY
from .releases import Releases

_CURRENT = "Konkurransen bruker malversjonen som gjelder."
_OTHER = "Det er kommet en ny malversjon mens du leste. Se over endringene på nytt."
_MEANWHILE = "En kollega har tilpasset et punkt mens du leste. Se over valgene på nytt."
_CHOOSE = "Velg om dere tar inn den nye teksten eller beholder den dere har."
_WHY = "Skriv hvorfor teksten beholdes. Begrunnelsen står i den interne dokumentasjonen."
_LOCKED = "Punktet er låst av UKE. Den nye teksten tas inn."


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause that differs. ``keep`` is «used» or «asked» when the old text may be kept; else ``why_not`` says why."""

    number: int
    changed: ChangedClause
    titles: str
    lock: str
    keep: str
    why_not: str
    own: Own | None
    mine: tuple[tuple[Run, ...], ...] = ()

    @property
    def key(self) -> str:
        """What the clause is called in the form."""
        return f"{self.changed.document}.{self.changed.id}"

    @property
    def name(self) -> str:
        """Where the clause stands, in words."""
        return ": ".join(filter(None, (self.titles, self.changed.heading or self.changed.id)))


@dataclass(frozen=True, slots=True)
class Offer:
    """What a newer release would make of a draft."""

    case: Opened
    release_id: str
    old: Release
    new: Release
    notes: str
    choices: tuple[Choice, ...]
    others: int
    answers: Carrying
    documents: tuple[tuple[str, bool], ...]
    seen: str

    @property
    def choosable(self) -> tuple[Choice, ...]:
        """The clauses where there is something to choose."""
        return tuple(choice for choice in self.choices if choice.keep)


def newer(session: Session, releases: Releases, competition_id: str) -> str:
    """The id of the release a draft is offered; nothing when it has the live one, is on its way, or is sent."""
    row = session.get_one(models.Competition, competition_id)
    if is_tryout(session.get_one(models.Release, row.release_id).version):
        return ""
    if not workflow.is_editable(row.status) or sent.is_changing(session, row):
        return ""
    live = releases.live(session, session.get_one(models.Release, row.release_id).set_id)
    return live if live != row.release_id else ""


def offer(session: Session, releases: Releases, actor: Actor, competition_id: str) -> Offer:
    """The newer release clause by clause, and what becomes of the answers; ``Conflict`` when there is none."""
    case = competitions.open_case(session, releases, actor, competition_id)
    release_id = newer(session, releases, competition_id)
    if not release_id:
        raise Conflict(_CURRENT)
    old, new = case.release.pinned, releases.load(session, release_id)
    carried = carrying.carrying(session, competition_id, case.competition, new)
    after = check(carried.competition.case, new)
    here = _standing(case, old) | _standing_in(after.documents, new)
    found = [c for c in master_changes.between(old, new) if _matters(old, new, c)]
    own = {(o.adapted.document, o.adapted.clause): o for o in adapting.owned(session, competition_id)}
    shown = [
        c for c in found if (c.document, c.id) in here | own.keys() or _is_heading(c) or _is_near(c, here)
    ]
    choices = tuple(_choice(session, n, old, new, c, own, competition_id) for n, c in enumerate(shown, 1))
    draft = queries.draft_of(session, release_id)
    was, now_ = (
        {s.id for s in r.chosen(c)} for r, c in ((old, case.competition), (new, carried.competition))
    )
    documents = tuple((title_of(new if id in now_ else old, id), id in now_) for id in sorted(was ^ now_))
    return Offer(
        case, release_id, old, new, draft.notes if draft else "", choices, len(found) - len(shown), carried, documents,
        " ".join(sorted(one.id for one in own.values())),
    )  # fmt: skip


def take(
    session: Session, releases: Releases, actor: Actor, competition_id: str, release_id: str,
    choices: Mapping[str, str], reasons: Mapping[str, str], seen: str,
) -> None:  # fmt: skip
    """Go on with the newer release as it was chosen clause by clause. Everything or nothing.

    ``seen`` is what the offer said of the texts of the competition's own; ``Conflict`` when a colleague changed them.
    """
    row = editing.held(session, actor, competition_id)
    made = offer(session, releases, actor, competition_id)
    if made.release_id != release_id:
        raise Conflict(_OTHER)
    if made.seen != seen:
        raise Conflict(_MEANWHILE)
    problems = dict(_problems(made, choices, reasons))
    if problems:
        raise Invalid(problems)
    for choice in made.choices:
        _settle(session, actor, row, made, choice, choices, reasons)
    _end_homeless(session, actor, row, made)
    carrying.write(session, row, actor.id, made.case.competition, made.answers.moved)
    keys = {c.key for c in made.choosable if choices[c.key] == "keep"}
    kept = [c.name for c in made.choices if c.key in keys]
    taken = [c.name for c in made.choices if c.key not in keys]
    row.release_id = release_id
    session.add(
        models.ReleaseMove(
            competition_id=row.id, old_id=made.case.summary.release_id, new_id=release_id, moved_by=actor.id,
            told={"taken": list(dict.fromkeys(taken)), "kept": list(dict.fromkeys(kept))},
        )
    )  # fmt: skip
    said = f"{made.old.version} til {made.new.version}, {len(taken)} tatt inn, {len(kept)} beholdt"
    audit.record(session, actor.id, "release.followed", row.id, said)
    editing.finish(session, releases, actor, row)
    saving.commit(session)


def _settle(
    session: Session, actor: Actor, row: models.Competition, made: Offer, choice: Choice,
    choices: Mapping[str, str], reasons: Mapping[str, str],
) -> None:  # fmt: skip
    place = (choice.changed.document, choice.changed.id)
    if choice.keep and choices[choice.key] == "keep":
        body = choice.own.adapted.body if choice.own else text_of(made.old, *place).body
        kept = choice.own.adapted.kept if choice.own else made.old.version
        adapting.end(session, actor, row.id, *place, adapting.ALL)
        said = (*place, body, own_words(choice.key, reasons.get(choice.key, "")), choice.keep)
        adapting.keep(session, actor, row, made.new, said, kept)
        audit.record(session, actor.id, f"clause.{choice.keep}", row.id, f"{place[0]} {place[1]} beholdt")
    elif adapting.end(session, actor, row.id, *place, adapting.ALL):
        audit.record(session, actor.id, "clause.restored", row.id, f"{place[0]} {place[1]}")


def _end_homeless(session: Session, actor: Actor, row: models.Competition, made: Offer) -> None:
    """Texts of clauses the release does not have, or has locked, count no more; they stay in the history."""
    for own in adapting.owned(session, row.id):
        node = node_of(made.new, own.adapted.document, own.adapted.clause)
        if node is None or node.lock == "locked":
            adapting.end(session, actor, row.id, own.adapted.document, own.adapted.clause, adapting.ALL)
            audit.record(
                session, actor.id, "clause.restored", row.id, f"{own.adapted.document} {own.adapted.clause}"
            )


def _problems(
    made: Offer, choices: Mapping[str, str], reasons: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for choice in made.choosable:
        if choices.get(choice.key) not in ("take", "keep"):
            yield f"choice.{choice.number}", _CHOOSE
        elif choices[choice.key] == "keep":
            try:
                own_words(f"reason.{choice.number}", reasons.get(choice.key, ""), _WHY)
            except Invalid as error:
                yield from error.problems.items()


def _choice(
    session: Session, number: int, old: Release, new: Release, changed: ChangedClause,
    own: Mapping[tuple[str, str], Own], competition_id: str,
) -> Choice:  # fmt: skip
    place = (changed.document, changed.id)
    was, becomes, held = _text(old, place), _text(new, place), own.get(place)
    lock = becomes.lock if becomes else ""
    keep, why = _keep(session, new, was, becomes, held, competition_id, place, old.version)
    where = fetching(new if becomes else old, *place) if was or becomes else (changed.document,)
    titles = ", ".join(title_of(new if id in new.masters else old, id) for id in where)
    mine = marks.lines(Wording(new), becomes.body, held.adapted.body) if becomes and held else ()
    return Choice(number, changed, titles, lock, keep, why, held, mine)


def _keep(
    session: Session, new: Release, was: ClauseText | None, becomes: ClauseText | None, held: Own | None,
    competition_id: str, place: tuple[str, str], version: str,
) -> tuple[str, str]:  # fmt: skip
    """How the text could be kept, or why it cannot."""
    if was is None or becomes is None or (was.body == becomes.body and held is None):
        return "", ""
    if becomes.lock == "locked":
        return "", _LOCKED
    body = held.adapted.body if held else was.body
    tried = Adapted(*place, body, "", "", now().replace(tzinfo=None), "used", version)
    wrong = faults_with(new, tried, adapted.standing(session, competition_id))
    if wrong:
        return "", f"Teksten kan ikke beholdes: {' '.join(wrong)}"
    return ("used" if becomes.lock == "adaptable" else "asked"), ""


def _text(release: Release, place: tuple[str, str]) -> ClauseText | None:
    try:
        return text_of(release, *place)
    except KeyError:
        return None


def _matters(old: Release, new: Release, changed: ChangedClause) -> bool:
    """Whether anything a reader or a drafter meets is different: guidance and sources alone are not."""
    was, now_ = (_text(r, (changed.document, changed.id)) for r in (old, new))
    if was is None or now_ is None or changed.state == "moved":
        return True
    return (was.body, was.lock, was.when, was.numbered) != (now_.body, now_.lock, now_.when, now_.numbered)


def _is_heading(changed: ChangedClause) -> bool:
    return any(name == "Overskrift" for name, _ in changed.lines)


def _is_near(changed: ChangedClause, here: set[tuple[str, str]]) -> bool:
    """Whether it is a block outside the clauses of a document the competition has."""
    return changed.loose and any(document == changed.document for document, _ in here)


def _standing(case: Opened, release: Release) -> set[tuple[str, str]]:
    seen = {spec.id for spec, _ in previews.documents(case) if spec.package != "internal"}
    return _standing_in({id: d for id, d in case.checked.documents.items() if id in seen}, release)


def _standing_in(documents: Mapping[str, model.Document], release: Release) -> set[tuple[str, str]]:
    """The clauses of documents that go out, as a case names them."""
    found = set[tuple[str, str]]()
    for id, document in documents.items():
        if release.document(id).package == "internal":
            continue
        for block in model.walk(document.blocks):
            if isinstance(block, model.Clause):
                shared = node_of(release, id, block.id) is None
                found.add((LIBRARY if shared else id, block.id))
    return found
