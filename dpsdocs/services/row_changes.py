"""What differs in the tables between two revisions: rows added, changed, moved and taken away, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..domain import formats
from ..domain.answers import Raw
from ..domain.merging import same
from ..domain.questions import Option, Question
from ..store import models
from . import cells

NAMED_MOST = 6


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row that is there both before and now, but not the same."""

    row_id: str
    old: Mapping[str, Raw]
    new: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class TableChange:
    """One table that differs: rows as typed, how many there are now, whether the order is another, and by whom."""

    key: str
    count: int
    added: Sequence[Mapping[str, Raw]]
    removed: Sequence[Mapping[str, Raw]]
    changed: Sequence[RowDifference]
    moved: bool
    by: tuple[str, ...]


def changes(session: Session, competition_id: str, since: int) -> Sequence[TableChange]:
    """The tables that differ between a revision and now."""
    query = (
        select(models.RowChange, models.User.name)
        .join(models.User, models.User.id == models.RowChange.user_id)
        .where(models.RowChange.competition_id == competition_id, models.RowChange.revision > since)
        .order_by(models.RowChange.revision)
    )
    by_table: dict[str, dict[str, list[models.RowChange]]] = {}
    people: dict[str, dict[str, None]] = {}
    for change, name in session.execute(query):
        by_table.setdefault(change.key, {}).setdefault(change.row_id, []).append(change)
        people.setdefault(change.key, {})[name] = None
    counts = _counts(session, competition_id)
    found = (_table(key, counts.get(key, 0), rows, tuple(people[key])) for key, rows in by_table.items())
    return [table for table in found if table.added or table.removed or table.changed or table.moved]


def _counts(session: Session, competition_id: str) -> dict[str, int]:
    query = (
        select(models.AnswerRow.key, func.count())
        .where(models.AnswerRow.competition_id == competition_id)
        .group_by(models.AnswerRow.key)
    )
    return {key: int(count) for key, count in session.execute(query)}


def _table(
    key: str, count: int, rows: Mapping[str, Sequence[models.RowChange]], by: tuple[str, ...]
) -> TableChange:
    added, removed, changed, moved = [], [], [], False
    for row_id, steps in rows.items():
        old, new = steps[0].old, steps[-1].new
        if old is None and new is not None:
            added.append(new)
        elif new is None and old is not None:
            removed.append(old)
        elif old is not None and new is not None:
            moved = moved or any(step.old == step.new for step in steps)
            if any(not same(old.get(name, ""), new.get(name, "")) for name in {*old, *new}):
                changed.append(RowDifference(row_id, old, new))
    return TableChange(key, count, added, removed, changed, moved, by)


def told(change: TableChange, table: Question, options: Mapping[str, Sequence[Option]]) -> tuple[str, str]:
    """The table before and now, in lines; few rows by name, many by number."""
    before = [_rows(change.count - len(change.added) + len(change.removed))]
    now = [_rows(change.count)]
    if change.removed:
        before.append(f"Tatt bort: {_named(table, change.removed, options)}")
    if change.added:
        now.append(f"Lagt til: {_named(table, change.added, options)}")
    if len(change.changed) > NAMED_MOST:
        now.append(f"Endret: {_named(table, [row.new for row in change.changed], options)}")
    else:
        for row in change.changed:
            for column, old, new in _cells(table, row):
                name = f"{name_of(table, row.new, options)}, {formats.lower(column.name)}"
                was, says = _words(column, old, options), _words(column, new, options)
                if was.split() != says.split():
                    before.append(f"{name}: {was}")
                    now.append(f"{name}: {says}")
    if change.moved:
        now.append("Rekkefølgen er endret")
    return "\n".join(before), "\n".join(now)


def _rows(count: int) -> str:
    return "Ingen rader" if not count else "Én rad" if count == 1 else f"{formats.number(count)} rader"


def _named(
    table: Question, rows: Sequence[Mapping[str, Raw]], options: Mapping[str, Sequence[Option]]
) -> str:
    if len(rows) > NAMED_MOST:
        return _rows(len(rows)).lower()
    return formats.listing([name_of(table, raw, options) for raw in rows])


def _cells(table: Question, row: RowDifference) -> list[tuple[Question, Raw, Raw]]:
    pairs = [(c, row.old.get(c.key, ""), row.new.get(c.key, "")) for c in table.columns]
    return [(column, old, new) for column, old, new in pairs if not same(old, new)]


def _words(column: Question, raw: Raw, options: Mapping[str, Sequence[Option]]) -> str:
    return cells.words(column, raw, options.get(column.key, ())) or "ikke besvart"


def name_of(table: Question, raw: Mapping[str, Raw], options: Mapping[str, Sequence[Option]]) -> str:
    """What to call a row that may be gone: its first cell in words, or what a row is called."""
    first = table.columns[0]
    text = cells.words(first, raw.get(first.key), options.get(first.key, ()))
    return text.split("\n")[0][:80] or f"{table.row_noun or 'rad'} uten navn"
