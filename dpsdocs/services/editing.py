"""Two people at the same answers: what a page stands on, which saves come late, and who changed what last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain import workflow
from ..domain.answers import Raw, cleaned
from ..domain.merging import merge
from ..domain.roles import Actor
from ..store import models
from ..store.models import now
from . import cases, competitions
from .errors import Conflict
from .releases import Releases

MAX_CHARACTERS = 2_000_000
_MOST_STEPS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Who saves, from which tab, and the how-manieth save of that tab it is (0: not counted)."""

    actor: str
    tab: str
    step: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one answer or cell, with who made it and from where."""

    old: Raw
    new: Raw
    user_id: str
    tab: str
    step: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """One answer two people changed: mine, theirs, who and when."""

    key: str
    mine: Raw
    theirs: Raw
    by: str
    at: datetime


def source(actor: Actor, tab: str, step: int) -> Source:
    """What a page says of itself, within what is kept."""
    return Source(actor.id, cleaned(tab)[:36], max(0, min(step, _MOST_STEPS)))


def held(session: Session, actor: Actor, competition_id: str) -> models.Competition:
    """The competition, locked, for somebody who may change its answers now; else ``Conflict`` in words."""
    row = cases.writable(session, actor, competition_id)
    if not workflow.is_editable(row.status):
        label = workflow.STATUS_LABELS[row.status].lower()
        raise Conflict(f"Svaret er ikke lagret. Konkurransen står nå som «{label}» og kan ikke endres.")
    return row


def finish(session: Session, releases: Releases, actor: Actor, row: models.Competition) -> None:
    """Count the change that was made, and bring the columns kept for lists in line with it."""
    row.revision += 1
    row.updated_at, row.updated_by = now(), actor.id
    session.flush()
    competitions.refresh_columns(session, releases, row)


def is_late(history: Sequence[Edit], place: Source) -> bool:
    """Whether the same tab has already saved something newer for this answer."""
    if not place.step:
        return False
    return any(is_own(edit, place) and edit.step > place.step for edit in history)


def shown(history: Sequence[Edit], current: Raw, place: Source) -> Raw:
    """What the tab's page stands on: the answer at its base with the tab's own changes, not others'."""
    if not history:
        return current
    found: Raw = history[0].old
    for edit in history:
        if is_own(edit, place):
            found, _ = merge(edit.old, edit.new, found)
    return found


def is_own(edit: Edit, place: Source) -> bool:
    """Whether the same person made the change from the same tab."""
    return bool(place.tab) and edit.tab == place.tab and edit.user_id == place.actor


def clash(
    session: Session, key: str, mine: Raw, theirs: Raw, history: Sequence[Edit], place: Source
) -> Clash:
    """What both changed, with who else changed it last."""
    last = next(edit for edit in reversed(history) if not is_own(edit, place))
    return Clash(key, mine, theirs, session.get_one(models.User, last.user_id).name, last.at)


def clean(raw: Raw) -> Raw:
    """An answer as it is kept: control characters marked, cut where no page shows it any more."""
    if isinstance(raw, str):
        return cleaned(raw[:MAX_CHARACTERS])
    if isinstance(raw, dict):
        return {key: cleaned(value[:MAX_CHARACTERS]) for key, value in raw.items()}
    return [cleaned(value[:MAX_CHARACTERS]) for value in raw]
