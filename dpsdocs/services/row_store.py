"""Stored rows of tables and their history: read, written and counted in the caller's transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ..domain import formats
from ..domain.answers import Raw, is_blank
from ..domain.questions import Question
from ..store import models
from .editing import Edit, Source
from .errors import Invalid, NotFound
from .releases import Releases

Cells = dict[str, Raw]
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def table_of(session: Session, releases: Releases, row: models.Competition, key: str) -> Question:
    """The table of the competition's release, or ``NotFound``."""
    table = releases.load(session, row.release_id).catalogue.questions.get(key)
    if table is None or table.kind != "table":
        raise NotFound("Tabellen finnes ikke.")
    return table


def is_id(text: str) -> bool:
    """Whether a row can have this id."""
    return bool(_ID.fullmatch(text))


def stored(session: Session, row: models.Competition, key: str, row_id: str) -> models.AnswerRow | None:
    """The row, if it is there."""
    return session.get(models.AnswerRow, (row.id, key, row_id))


def order(session: Session, row: models.Competition, key: str) -> list[models.AnswerRow]:
    """The rows of a table in their order."""
    query = (
        select(models.AnswerRow)
        .where(models.AnswerRow.competition_id == row.id, models.AnswerRow.key == key)
        .order_by(models.AnswerRow.position, models.AnswerRow.row_id)
    )
    return list(session.scalars(query))


def history(session: Session, row: models.Competition, key: str, row_id: str) -> Sequence[models.RowChange]:
    """Every change of a row, the oldest first."""
    query = (
        select(models.RowChange)
        .where(
            models.RowChange.competition_id == row.id, models.RowChange.key == key,
            models.RowChange.row_id == row_id,
        )
        .order_by(models.RowChange.revision)
    )  # fmt: skip
    return session.scalars(query).all()


def edits(changes: Sequence[models.RowChange], column: str) -> list[Edit]:
    """The changes of one cell."""
    found = []
    for c in changes:
        old, new = (c.old or {}).get(column, ""), (c.new or {}).get(column, "")
        if old != new:
            found.append(Edit(old, new, c.user_id, c.tab, c.step, c.at))
    return found


def last_position(session: Session, row: models.Competition, key: str) -> int:
    """The place of the last row; 0 in an empty table."""
    query = select(func.max(models.AnswerRow.position)).where(
        models.AnswerRow.competition_id == row.id, models.AnswerRow.key == key
    )
    return session.scalar(query) or 0


def check_room(session: Session, row: models.Competition, table: Question) -> None:
    """``Invalid`` when the table holds as many rows as it may."""
    query = select(func.count()).where(
        models.AnswerRow.competition_id == row.id, models.AnswerRow.key == table.key
    )
    if (session.scalar(query) or 0) >= table.most:
        raise Invalid({"rows": full(table)})


def full(table: Question) -> str:
    """What is said when there is no room for more rows."""
    return f"Det er plass til {formats.number(table.most)} rader i tabellen. Fjern noen før dere legger til flere."


def make_way(session: Session, row: models.Competition, key: str, position: int) -> None:
    """Move what stands from a place on, one place down."""
    session.flush()
    session.execute(
        update(models.AnswerRow)
        .where(
            models.AnswerRow.competition_id == row.id, models.AnswerRow.key == key,
            models.AnswerRow.position >= position,
        )
        .values(position=models.AnswerRow.position + 1)
    )  # fmt: skip


def put_in(
    session: Session, row: models.Competition, key: str, row_id: str, raw: Cells, place: Source, position: int
) -> None:
    """A new row, with its change."""
    kept = filled(raw)
    session.add(models.AnswerRow(competition_id=row.id, key=key, row_id=row_id, position=position, raw=kept))
    record(session, row, key, row_id, None, kept, place)


def record(
    session: Session, row: models.Competition, key: str, row_id: str, old: Cells | None, new: Cells | None,
    place: Source,
) -> None:  # fmt: skip
    """Keep what stood before and what stands now; the same twice is a row that was moved."""
    session.add(models.RowChange(**told(row, key, row_id, old, new, place)))


def told(
    row: models.Competition, key: str, row_id: str, old: Cells | None, new: Cells | None, place: Source
) -> dict[str, Any]:
    """A change as the columns of its row; it belongs to the revision that comes."""
    return {
        "competition_id": row.id, "revision": row.revision + 1, "key": key, "row_id": row_id, "old": old,
        "new": new, "user_id": place.actor, "tab": place.tab, "step": place.step,
    }  # fmt: skip


def filled(raw: Cells) -> Cells:
    """The cells that hold something."""
    return {name: cell for name, cell in raw.items() if not is_blank(cell)}


def last_change(session: Session, competition_id: str, key: str) -> int:
    """The revision that last changed the table; 0 when nothing has."""
    query = select(func.max(models.RowChange.revision)).where(
        models.RowChange.competition_id == competition_id, models.RowChange.key == key
    )
    return session.scalar(query) or 0
