"""Whole tables of rows put in place of what stands: by an import, a copy, or a case that is taken in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ..domain.answers import Raw
from ..domain.case import TableRow
from ..domain.questions import Question
from ..domain.roles import Actor
from ..store import models
from . import editing, row_store
from .errors import Invalid
from .releases import Releases


def fill(
    session: Session,
    releases: Releases,
    actor: Actor,
    competition_id: str,
    tables: Mapping[str, Sequence[TableRow]],
) -> None:
    """Put whole tables in place of what stands. Ids that are no uuids get one, and so do the cells naming them."""
    row = editing.held(session, actor, competition_id)
    ids = {
        (key, r.id): r.id if row_store.is_id(r.id) else str(uuid.uuid4())
        for key, rows in tables.items()
        for r in rows
    }
    for key, rows in tables.items():
        table = row_store.table_of(session, releases, row, key)
        put(session, row, table, [_renamed(table, r, ids) for r in rows], actor)
    editing.finish(session, releases, actor, row)
    session.commit()


def _renamed(table: Question, row: TableRow, ids: Mapping[tuple[str, str], str]) -> TableRow:
    pointers = {c.key: c.rows_of for c in table.columns if c.rows_of}

    def cell(name: str, raw: Raw) -> Raw:
        return ids.get((pointers[name], raw), raw) if name in pointers and isinstance(raw, str) else raw

    return TableRow(ids[table.key, row.id], {name: cell(name, raw) for name, raw in row.answers.items()})


def put(
    session: Session, row: models.Competition, table: Question, wanted: Sequence[TableRow], actor: Actor
) -> int:
    """Make the table hold these rows in this order, in the caller's transaction; how many rows differ.

    ``Invalid`` when they are more than the table may hold.
    """
    if len(wanted) > table.most:
        raise Invalid({"rows": row_store.full(table)})
    there = {r.row_id: r for r in row_store.order(session, row, table.key)}
    place, fresh, told, key = editing.source(actor, "", 0), [], [], table.key
    for position, new in enumerate(wanted, 1):
        raw = row_store.filled({name: editing.clean(cell) for name, cell in new.answers.items()})
        old = there.pop(new.id, None)
        if old is None:
            fresh.append(
                {"competition_id": row.id, "key": key, "row_id": new.id, "position": position, "raw": raw}
            )
            told.append(row_store.told(row, key, new.id, None, raw, place))
            continue
        if old.raw != raw:
            told.append(row_store.told(row, key, new.id, old.raw, raw, place))
            old.raw = raw
        old.position = position
    for gone in there.values():
        told.append(row_store.told(row, key, gone.row_id, gone.raw, None, place))
        session.delete(gone)
    session.flush()
    if fresh:
        session.execute(insert(models.AnswerRow), fresh)
    if told:
        session.execute(insert(models.RowChange), told)
    return len(told)
