"""The sets of this installation with their releases and drafts, for those who write and approve masters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters.release import Release
from ..masters.starter import START
from ..store import models
from ..store.models import now
from ..store.queries import masters as queries
from . import master_drafts
from .errors import NotFound
from .master_drafts import Draft, Working
from .releases import Releases


@dataclass(frozen=True, slots=True)
class Released:
    """A release. ``state``: live, ahead, earlier; ``notes`` are empty for what came with the program."""

    id: str
    title: str
    version: str
    approved: bool
    live_from: datetime
    state: str
    notes: str = ""
    made_here: bool = False
    open_draft: str = ""


@dataclass(frozen=True, slots=True)
class MasterSet:
    """A set with what is live, its releases and its drafts, the newest first."""

    id: str
    title: str
    live: Released | None
    releases: tuple[Released, ...]
    drafts: tuple[Draft, ...]

    @property
    def open_draft(self) -> Draft | None:
        """The draft that is being written or waits for an answer."""
        return next((draft for draft in self.drafts if draft.status in queries.OPEN), None)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a draft's history."""

    at: datetime
    by: str
    path: str
    clause: str
    kind: str


def sets(session: Session, releases: Releases, actor: Actor) -> tuple[MasterSet, ...]:
    """Every set that has a release."""
    drafts = master_drafts.drafts(session, actor)
    rows = queries.releases(session, starts=True)
    found = []
    has_live = frozenset(releases.sets(session))
    for set_id in dict.fromkeys(row.set_id for row in rows):
        live_id = releases.live(session, set_id) if set_id in has_live else ""
        title = releases.load(session, live_id or _start_of(rows, set_id)).title
        known = [
            _released(session, row, title, live_id)
            for row in rows
            if row.set_id == set_id and row.version != START
        ]
        live = next((r for r in known if r.id == live_id), None)
        ours = tuple(draft for draft in drafts if draft.set_id == set_id)
        found.append(MasterSet(set_id, title, live, tuple(known), ours))
    return tuple(found)


def against(session: Session, releases: Releases, working: Working) -> Release:
    """What a draft is held against: the live release, or what it began from while its set has none."""
    set_id = working.draft.set_id
    if set_id not in releases.sets(session):
        return working.base
    return releases.load(session, releases.live(session, set_id))


def release(session: Session, releases: Releases, actor: Actor, release_id: str) -> Released:
    """One release with its notes."""
    for found in sets(session, releases, actor):
        for known in found.releases:
            if known.id == release_id:
                return known
    raise NotFound("Malversjonen finnes ikke.")


def history(session: Session, working: Working, most: int = 50) -> tuple[Told, ...]:
    """Who changed what in a draft, the newest first."""
    rows = queries.changes(session, working.draft.id)[:most]
    return tuple(Told(row.at, name, row.path, row.clause, row.kind) for row, name in rows)


def _start_of(rows: Sequence[models.Release], set_id: str) -> str:
    """The newest release of a set that has none that is live yet."""
    return next(row.id for row in rows if row.set_id == set_id)


def _released(session: Session, row: models.Release, title: str, live_id: str) -> Released:
    draft = queries.draft_of(session, row.id)
    state = "live" if row.id == live_id else "ahead" if row.live_from > now() else "earlier"
    waiting = queries.open_draft(session, row.set_id)
    return Released(
        row.id, title, row.version, row.approved, row.live_from, state, draft.notes if draft else "",
        draft is not None, waiting.id if waiting else "",
    )  # fmt: skip
