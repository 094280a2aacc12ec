"""Answers of one page: save what was typed, merge two editors, and ask only where both changed the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.answers import Raw
from ..domain.merging import merge, same
from ..domain.roles import Actor
from ..store import models
from ..store.models import now
from . import audit, cases, editing, recommended
from .editing import Clash, Edit, Source
from .releases import Releases

__all__ = ["Change", "Clash", "Saved", "changes", "reopen", "save", "settle"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save led to. With clashes the rest is saved all the same.

    ``base`` is what the page that was saved stands on from now: the new revision when it shows what is
    stored, otherwise the revision it came with, so that its old values never pass for changes.
    """

    revision: int
    base: int
    at: datetime
    changed: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()


def save(
    session: Session,
    releases: Releases,
    actor: Actor,
    competition_id: str,
    submitted: Mapping[str, Raw],
    *,
    base: int,
    tab: str = "",
    step: int = 0,
) -> Saved:
    """Save the submitted answers. ``base`` is the revision the page was made from, ``tab`` its browser tab.

    An answer nobody else touched since ``base`` is saved; one that only others touched keeps theirs; one
    both changed is merged part by part, and is a clash where both changed the same part. Saves from the
    same tab never clash with each other; ``step`` counts them, and one that arrives late changes nothing.
    """
    row = editing.held(session, actor, competition_id)
    base, place = max(0, min(base, row.revision)), editing.source(actor, tab, step)
    submitted = recommended.followed(session, releases, row, submitted, place)
    changed, clashes, in_step = _apply(session, row, submitted, place, base)
    if changed:
        editing.finish(session, releases, actor, row)
    session.commit()
    return Saved(
        row.revision, row.revision if in_step else base, row.updated_at, tuple(changed), tuple(clashes)
    )


def _apply(
    session: Session, row: models.Competition, submitted: Mapping[str, Raw], place: Source, base: int
) -> tuple[list[str], list[Clash], bool]:  # fmt: skip
    """What was written, what clashed, and whether the page now shows what is stored."""
    stored = {
        answer.key: answer
        for answer in session.scalars(select(models.Answer).where(models.Answer.competition_id == row.id))
    }
    history = _since(session, row.id, base)
    changed, clashes, in_step = [], [], True
    for key, raw in submitted.items():
        edits = history.get(key, [])
        if editing.is_late(edits, place):
            continue
        typed, current = editing.clean(raw), stored[key].raw if key in stored else ""
        new, both = merge(editing.shown(edits, current, place), typed, current)
        if both:
            clashes.append(editing.clash(session, key, new, current, edits, place))
        elif not same(new, current):
            _write(session, row, stored, key, new, place)
            changed.append(key)
        in_step = in_step and not both and same(new, typed)
    return changed, clashes, in_step


def settle(
    session: Session,
    releases: Releases,
    actor: Actor,
    competition_id: str,
    chosen: Mapping[str, Raw],
    base: int,
) -> Saved:
    """Save the answers chosen on the page for clashes; somebody may have changed them again meanwhile."""
    return save(session, releases, actor, competition_id, chosen, base=base)


def _since(session: Session, competition_id: str, base: int) -> dict[str, list[Edit]]:
    """The changes since ``base`` per key, the oldest first."""
    query = (
        select(models.AnswerChange)
        .where(models.AnswerChange.competition_id == competition_id, models.AnswerChange.revision > base)
        .order_by(models.AnswerChange.revision)
    )
    found: dict[str, list[Edit]] = {}
    for c in session.scalars(query):
        edit = Edit(c.old or "", c.new or "", c.user_id, c.tab, c.step, c.at)
        found.setdefault(c.key, []).append(edit)
    return found


def _write(
    session: Session, row: models.Competition, stored: dict[str, models.Answer], key: str, new: Raw,
    place: Source,
) -> None:  # fmt: skip
    answer = stored.get(key)
    old = answer.raw if answer else None
    if answer is None:
        session.add(models.Answer(competition_id=row.id, key=key, raw=new))
    else:
        answer.raw = new
    session.add(
        models.AnswerChange(
            competition_id=row.id,
            revision=row.revision + 1,
            key=key,
            old=old,
            new=new,
            user_id=place.actor,
            tab=place.tab,
            step=place.step,
        )
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs between two revisions."""

    key: str
    old: Raw
    new: Raw
    by: tuple[str, ...]


def changes(session: Session, competition_id: str, since: int) -> Sequence[Change]:
    """What differs between a revision and now, each answer once, with who changed it."""
    query = (
        select(models.AnswerChange, models.User.name)
        .join(models.User, models.User.id == models.AnswerChange.user_id)
        .where(models.AnswerChange.competition_id == competition_id, models.AnswerChange.revision > since)
        .order_by(models.AnswerChange.revision)
    )
    found: dict[str, Change] = {}
    for change, name in session.execute(query):
        before = found.get(change.key)
        people = tuple(dict.fromkeys((*(before.by if before else ()), name)))
        old = before.old if before else (change.old or "")
        found[change.key] = Change(change.key, old, change.new or "", people)
    return [change for change in found.values() if change.old != change.new]


def reopen(session: Session, actor: Actor, competition_id: str) -> None:
    """Take a submitted or approved competition back to draft; the approval falls, and so does the request."""
    row = cases.writable(session, actor, competition_id)
    row.status = cases.moved(row, "reopen")
    waiting = select(models.Approval).where(
        models.Approval.competition_id == row.id, models.Approval.decision == ""
    )
    for approval in session.scalars(waiting):
        approval.decision, approval.decided_by, approval.decided_at = "recalled", actor.id, now()
    row.updated_at, row.updated_by = now(), actor.id
    audit.record(session, actor.id, "competition.reopened", row.id, "")
    session.commit()
