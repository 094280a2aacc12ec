"""Rows of answers that are tables: saved cell by cell, taken away and put back, moved and copied.

Every change is kept with what stood before, so that two editors can be merged and an approver sees what changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain.answers import Raw, is_blank
from ..domain.merging import merge, same
from ..domain.questions import Question
from ..domain.roles import Actor
from ..store import models
from . import editing, row_store
from .editing import Clash, Source
from .errors import NotFound
from .releases import Releases
from .row_store import Cells

_GONE = "Raden finnes ikke lenger. Noen har tatt den bort."


@dataclass(frozen=True, slots=True)
class Gone:
    """The row was taken away while somebody wrote in it: by whom and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SavedRow:
    """What saving a row led to; ``base`` is what its page stands on from now (see ``sections.Saved``).

    With ``gone`` nothing is saved: the row is no longer there, and must be put back on purpose.
    """

    revision: int
    base: int
    at: datetime
    changed: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    gone: Gone | None = None


def save(
    session: Session,
    releases: Releases,
    actor: Actor,
    competition_id: str,
    key: str,
    row_id: str,
    submitted: Mapping[str, Raw],
    *,
    base: int,
    tab: str = "",
    step: int = 0,
    put_back: bool = False,
) -> SavedRow:
    """Save the cells of a row, as ``sections.save`` does answers. A row that never was is made by its first cell.

    One that somebody has taken away is only made again with ``put_back``. Saving twice makes one row.
    """
    row = editing.held(session, actor, competition_id)
    table = row_store.table_of(session, releases, row, key)
    base, place = max(0, min(base, row.revision)), editing.source(actor, tab, step)
    cells = {c.key: editing.clean(submitted[c.key]) for c in table.columns if c.key in submitted}
    history = row_store.history(session, row, key, row_id)
    stored = row_store.stored(session, row, key, row_id)
    clashes: list[Clash] = []
    in_step = True
    if stored is None and history and not put_back:
        saved = SavedRow(row.revision, base, row.updated_at, gone=_gone(session, history[-1]))
        session.commit()
        return saved
    if stored is None:
        changed = _make(session, row, table, row_id, history, cells, place)
    else:
        since = [change for change in history if change.revision > base]
        changed, clashes, in_step = _merged(session, row, stored, cells, since, place)
    if changed:
        editing.finish(session, releases, actor, row)
    session.commit()
    stands = row.revision if in_step else base
    return SavedRow(row.revision, stands, row.updated_at, tuple(changed), tuple(clashes))


def _gone(session: Session, change: models.RowChange) -> Gone:
    return Gone(session.get_one(models.User, change.user_id).name, change.at)


def _make(
    session: Session, row: models.Competition, table: Question, row_id: str,
    history: Sequence[models.RowChange], cells: Cells, place: Source,
) -> list[str]:  # fmt: skip
    """A new row, or one put back with what somebody had typed in it; nothing when nothing is typed."""
    raw = {**(history[-1].old if history else {}), **cells}
    changed = [name for name, cell in raw.items() if not is_blank(cell)]
    if changed:
        row_store.check_room(session, row, table)
        position = row_store.last_position(session, row, table.key) + 1
        row_store.put_in(session, row, table.key, row_id, raw, place, position)
    return changed


def _merged(
    session: Session, row: models.Competition, stored: models.AnswerRow, cells: Cells,
    since: Sequence[models.RowChange], place: Source,
) -> tuple[list[str], list[Clash], bool]:  # fmt: skip
    """What was written, what clashed, and whether the page now shows what is stored."""
    raw: Cells = dict(stored.raw)
    changed, clashes, in_step = [], [], True
    for name, typed in cells.items():
        edits, current = row_store.edits(since, name), stored.raw.get(name, "")
        if editing.is_late(edits, place):
            continue
        new, both = merge(editing.shown(edits, current, place), typed, current)
        if both:
            clashes.append(editing.clash(session, name, new, current, edits, place))
        elif not same(new, current):
            raw[name] = new
            changed.append(name)
        in_step = in_step and not both and same(new, typed)
    if changed:
        old, stored.raw = stored.raw, row_store.filled(raw)
        row_store.record(session, row, stored.key, stored.row_id, old, stored.raw, place)
    return changed, clashes, in_step


def remove(
    session: Session, releases: Releases, actor: Actor, competition_id: str, key: str, row_id: str
) -> int | None:
    """Take a row away; the place it had, or None when it was gone already. Cells that point to it stay."""
    row = editing.held(session, actor, competition_id)
    row_store.table_of(session, releases, row, key)
    stored = row_store.stored(session, row, key, row_id)
    position = stored.position if stored else None
    if stored is not None:
        row_store.record(session, row, key, row_id, stored.raw, None, editing.source(actor, "", 0))
        session.delete(stored)
        editing.finish(session, releases, actor, row)
    session.commit()
    return position


def restore(
    session: Session,
    releases: Releases,
    actor: Actor,
    competition_id: str,
    key: str,
    row_id: str,
    position: int,
) -> bool:
    """Put back a row that was taken away, where it stood; False when it is there, or never was."""
    row = editing.held(session, actor, competition_id)
    table = row_store.table_of(session, releases, row, key)
    history = row_store.history(session, row, key, row_id)
    if not history or history[-1].new is not None:
        session.commit()
        return False
    row_store.check_room(session, row, table)
    at = max(1, min(position, row_store.last_position(session, row, key) + 1))
    row_store.make_way(session, row, key, at)
    row_store.put_in(session, row, key, row_id, history[-1].old, editing.source(actor, "", 0), at)
    editing.finish(session, releases, actor, row)
    session.commit()
    return True


def move(
    session: Session, releases: Releases, actor: Actor, competition_id: str, key: str, row_id: str, step: int
) -> None:
    """Move a row one place up (-1) or down (1); at the end of the table nothing happens."""
    row = editing.held(session, actor, competition_id)
    row_store.table_of(session, releases, row, key)
    order = row_store.order(session, row, key)
    at = next((place for place, stored in enumerate(order) if stored.row_id == row_id), None)
    if at is None:
        raise NotFound(_GONE)
    to = at + (1 if step > 0 else -1)
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        for place, stored in enumerate(order, 1):
            if stored.position != place:
                stored.position = place
        raw = order[to].raw
        row_store.record(session, row, key, row_id, raw, raw, editing.source(actor, "", 0))
        editing.finish(session, releases, actor, row)
    session.commit()


def duplicate(
    session: Session,
    releases: Releases,
    actor: Actor,
    competition_id: str,
    key: str,
    row_id: str,
    new_id: str,
) -> None:
    """A copy right below the row, with «(kopi)» in its name. The same new id copies once."""
    row = editing.held(session, actor, competition_id)
    table = row_store.table_of(session, releases, row, key)
    stored = row_store.stored(session, row, key, row_id)
    if stored is None:
        raise NotFound(_GONE)
    if not row_store.history(session, row, key, new_id):
        row_store.check_room(session, row, table)
        raw, first, at = dict(stored.raw), table.columns[0], stored.position + 1
        if first.kind == "line" and raw.get(first.key):
            raw[first.key] = f"{raw[first.key]} (kopi)"
        row_store.make_way(session, row, key, at)
        row_store.put_in(session, row, key, new_id, raw, editing.source(actor, "", 0), at)
        editing.finish(session, releases, actor, row)
    session.commit()
