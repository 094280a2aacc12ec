"""Answers of one page: save what was typed, merge two editors, and ask only where both changed the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain import workflow
from ..domain.answers import Raw, cleaned
from ..domain.merging import merge, same
from ..domain.roles import Actor
from ..store import models
from ..store.models import now
from . import audit, cases, competitions
from .errors import Conflict
from .releases import Releases

MAX_CHARACTERS = 2_000_000
_MOST_STEPS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Clash:
    """One answer two people changed: mine, theirs, who and when."""

    key: str
    mine: Raw
    theirs: Raw
    by: str
    at: datetime


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


@dataclass(frozen=True, slots=True)
class _Source:
    """Who saves, from which tab, and the how-manieth save of that tab it is (0: not counted)."""

    actor: str
    tab: str
    step: int


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
    row = cases.writable(session, actor, competition_id)
    if not workflow.is_editable(row.status):
        label = workflow.STATUS_LABELS[row.status].lower()
        raise Conflict(f"Svaret er ikke lagret. Konkurransen står nå som «{label}» og kan ikke endres.")
    tab, base = cleaned(tab)[:36], max(0, min(base, row.revision))
    source = _Source(actor.id, tab, max(0, min(step, _MOST_STEPS)))
    changed, clashes, in_step = _apply(session, row, submitted, source, base)
    if changed:
        row.revision += 1
        row.updated_at, row.updated_by = now(), actor.id
        session.flush()
        competitions.refresh_columns(session, releases, row)
    session.commit()
    return Saved(
        row.revision, row.revision if in_step else base, row.updated_at, tuple(changed), tuple(clashes)
    )


def _apply(
    session: Session, row: models.Competition, submitted: Mapping[str, Raw], source: _Source, base: int
) -> tuple[list[str], list[Clash], bool]:  # fmt: skip
    """What was written, what clashed, and whether the page now shows what is stored."""
    stored = {
        answer.key: answer
        for answer in session.scalars(select(models.Answer).where(models.Answer.competition_id == row.id))
    }
    history = _since(session, row.id, base)
    changed, clashes, in_step = [], [], True
    for key, raw in submitted.items():
        if _is_late(history.get(key, []), source):
            continue
        typed, current = _clean(raw), stored[key].raw if key in stored else ""
        shown = _shown(history.get(key, []), current, source.actor, source.tab)
        new, clash = merge(shown, typed, current)
        if clash:
            clashes.append(
                _clash(session, key, new, current, _last_by_others(history[key], source.actor, source.tab))
            )
        elif not same(new, current):
            _write(session, row, stored, key, new, source)
            changed.append(key)
        in_step = in_step and not clash and same(new, typed)
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


def _since(session: Session, competition_id: str, base: int) -> dict[str, list[models.AnswerChange]]:
    """The changes since ``base`` per key, the oldest first."""
    query = (
        select(models.AnswerChange)
        .where(models.AnswerChange.competition_id == competition_id, models.AnswerChange.revision > base)
        .order_by(models.AnswerChange.revision)
    )
    found: dict[str, list[models.AnswerChange]] = {}
    for change in session.scalars(query):
        found.setdefault(change.key, []).append(change)
    return found


def _is_late(history: Sequence[models.AnswerChange], source: _Source) -> bool:
    """Whether the same tab has already saved something newer for this answer."""
    if not source.step:
        return False
    return any(_is_own(c, source.actor, source.tab) and c.step > source.step for c in history)


def _shown(history: Sequence[models.AnswerChange], current: Raw, actor_id: str, tab: str) -> Raw:
    """What the tab's page stands on: the answer at its base with the tab's own changes, not others'."""
    if not history:
        return current
    shown: Raw = history[0].old or ""
    for change in history:
        if _is_own(change, actor_id, tab):
            shown, _ = merge(change.old or "", change.new or "", shown)
    return shown


def _is_own(change: models.AnswerChange, actor_id: str, tab: str) -> bool:
    return bool(tab) and change.tab == tab and change.user_id == actor_id


def _last_by_others(history: Sequence[models.AnswerChange], actor_id: str, tab: str) -> models.AnswerChange:
    return next(c for c in reversed(history) if not _is_own(c, actor_id, tab))


def _clash(session: Session, key: str, mine: Raw, theirs: Raw, change: models.AnswerChange) -> Clash:
    by = session.get_one(models.User, change.user_id).name
    return Clash(key, mine, theirs, by, change.at)


def _write(
    session: Session, row: models.Competition, stored: dict[str, models.Answer], key: str, new: Raw,
    source: _Source,
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
            user_id=source.actor,
            tab=source.tab,
            step=source.step,
        )
    )


def _clean(raw: Raw) -> Raw:
    if isinstance(raw, str):
        return cleaned(raw[:MAX_CHARACTERS])
    if isinstance(raw, dict):
        return {key: cleaned(value[:MAX_CHARACTERS]) for key, value in raw.items()}
    return [cleaned(value[:MAX_CHARACTERS]) for value in raw]


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
