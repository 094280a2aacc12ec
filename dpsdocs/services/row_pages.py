"""Tables as a drafter meets them: pages of rows with what is wrong in each, and one row as fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain import formats, rows
from ..domain.answers import Raw
from ..domain.case import TableRow
from ..domain.competition import column_options
from ..domain.questions import Option, Question, Section
from ..domain.rows import AnsweredRow
from ..store import models
from . import asking, cells, row_changes, row_totals
from .asking import AskedField
from .choices import plain
from .competitions import Opened
from .errors import NotFound
from .row_totals import Overview

PAGE = 50
FILTER_FROM = 20
_SHOWN_MOST = 5
_LONG_KINDS = frozenset({"text", "contact", "weights"})
Options = Mapping[str, Sequence[Option]]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list: words for the columns shown, figures beside them, and what is wrong."""

    row: AnsweredRow
    cells: tuple[str, ...]
    figures: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a table. ``matching`` of ``total`` rows hold ``text``; ``number`` of ``pages`` is shown."""

    table: Question
    columns: tuple[Question, ...]
    overview: Overview
    rows: tuple[ListedRow, ...]
    total: int
    matching: int
    faulty: int
    number: int
    pages: int
    text: str
    only_faulty: bool

    @property
    def has_filter(self) -> bool:
        """Whether there are so many rows that one needs to look for them."""
        return self.total > FILTER_FROM

    @property
    def first(self) -> int:
        """The number of the first row shown among those that match."""
        return (self.number - 1) * PAGE + 1


@dataclass(frozen=True, slots=True)
class RowPage:
    """One row as fields. ``number`` is 0 for a row that is not made yet; neighbours are ids, or empty."""

    table: Question
    row_id: str
    number: int
    name: str
    fields: tuple[AskedField, ...]
    before: str
    after: str
    total: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that is taken away, by whom and when, and can be put back; ``pointing`` rows still name it."""

    row_id: str
    name: str
    raw: Mapping[str, Raw]
    by: str
    at: datetime
    pointing: int


def table_of(opened: Opened, section_id: str, key: str) -> tuple[Section, Question]:
    """The table when its page asks it now, else ``NotFound``."""
    section = asking.section_of(opened, section_id)
    table = next((q for q in section.questions if q.key == key and q.kind == "table"), None)
    if table is None or key not in opened.competition.tables:
        raise NotFound("Tabellen finnes ikke i denne konkurransen.")
    return section, table


def options_of(opened: Opened, table: Question) -> dict[str, tuple[Option, ...]]:
    """The options of each column."""
    return column_options(table, opened.competition.case, opened.release.catalogue)


def options_by_column(opened: Opened, table: Question) -> list[tuple[Question, tuple[Option, ...]]]:
    """The columns in order with their options, hidden ones too."""
    options = options_of(opened, table)
    return [(column, options[column.key]) for column in table.columns]


def overview(opened: Opened, key: str) -> Overview:
    """What the rows of the table come to."""
    return row_totals.overview(opened, key)


def listing(
    opened: Opened, table: Question, *, number: int = 1, text: str = "", only_faulty: bool = False
) -> Listing:
    """A page of the table, of the rows that hold every word of ``text``."""
    options, all_rows = options_of(opened, table), opened.competition.tables[table.key]
    faulty, view = asking.faulty_rows(opened, table.key), row_totals.overview(opened, table.key)
    found = [row for row in all_rows if not only_faulty or row.id in faulty]
    if text.strip():
        found = [row for row in found if _holds(table, row, options, view, plain(text).split())]
    pages = max(1, -(-len(found) // PAGE))
    number = max(1, min(number, pages))
    columns = _columns(opened, table, view)
    shown = found[(number - 1) * PAGE : number * PAGE]
    told = {row.id for row in shown} & faulty.keys()
    pointed = _pointed(opened, table.key, told)
    listed = tuple(
        ListedRow(
            row, tuple(_words(c, row, options[c.key]) for c in columns),
            tuple(counted.cells.get(row.id, "–") for counted in view.columns),
            _faults(table, row, pointed.get(row.id, {})) if row.id in told else (),
        )
        for row in shown
    )  # fmt: skip
    return Listing(table, columns, view, listed, len(all_rows), len(found), len(faulty), number, pages,
                   text.strip(), only_faulty)  # fmt: skip


def _words(column: Question, row: AnsweredRow, options: Sequence[Option]) -> str:
    """A cell of a list; the head of a column with money says that it is kroner."""
    value = row.value(column.key)
    if column.kind == "money" and value is not None:
        return formats.number(value)
    return cells.words(column, row.raw.get(column.key), options)


def _holds(
    table: Question, row: AnsweredRow, options: Options, view: Overview, wanted: Sequence[str]
) -> bool:
    parts = [row.name, view.small.get(row.id, "")]
    parts += [cells.words(c, row.raw.get(c.key), options[c.key]) for c in table.columns if row.raw.get(c.key)]
    held = plain(" ".join(parts))
    return all(word in held for word in wanted)


def _columns(opened: Opened, table: Question, view: Overview) -> tuple[Question, ...]:
    """The columns that tell most: those that must be answered, then those somebody has answered."""
    all_rows, values = opened.competition.tables[table.key], opened.competition.values
    used = {key for row in all_rows for key in row.values}
    fit = [
        c for c in table.columns[1:]
        if c.key not in view.hides and c.kind not in _LONG_KINDS and not c.confidential
        and (c.key in used or (not c.optional and (not c.visible.source or c.visible.holds(values))))
    ]  # fmt: skip
    most = max(0, _SHOWN_MOST - len(view.columns) // 2)
    chosen = [c for c in fit if not c.optional][:most]
    chosen += [c for c in fit if c.optional][: most - len(chosen)]
    return tuple(c for c in table.columns if c in chosen)


def _pointed(opened: Opened, key: str, wanted: set[str]) -> dict[str, dict[str, str]]:
    """What the rules say of rows, by row and column."""
    found: dict[str, dict[str, str]] = {}
    for finding in opened.checked.stops if wanted else ():
        for place in asking.places(opened, finding):
            if place.key == key and place.row_id in wanted:
                found.setdefault(place.row_id, {}).setdefault(
                    place.column, f"{finding.title}. {finding.mend}"
                )
    return found


def _faults(table: Question, row: AnsweredRow, pointed: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong with a row in words, column by column."""
    out = []
    for column in table.columns:
        if column.key in row.errors:
            out.append(f"{column.name}: {row.errors[column.key]}")
        elif column.key in row.missing:
            out.append(f"{column.name} mangler.")
        elif column.key in pointed:
            out.append(pointed[column.key])
    return tuple(out) or tuple(pointed.values())


def page(opened: Opened, table: Question, row_id: str, typed: Mapping[str, Raw] | None = None) -> RowPage:
    """The row as fields, with what was ``typed`` in them; empty ones when there is no such row."""
    there = opened.competition.tables[table.key]
    at = next((place for place, row in enumerate(there) if row.id == row_id), None)
    options, outer = options_of(opened, table), opened.competition.values
    raw = {**(there[at].raw if at is not None else {}), **(typed or {})}
    row = TableRow(row_id, raw)
    [judged] = rows.answered(table, [row], options, outer)
    asked = rows.columns_of(table, row, options, outer)
    pointed = _pointed(opened, table.key, {row_id}).get(row_id, {})
    fields = tuple(
        AskedField(
            c, tuple(options[c.key]), asking.as_typed(c, raw.get(c.key, "")), c in asked,
            judged.errors.get(c.key) or ("" if c.key in judged.missing else pointed.get(c.key, "")),
            c.key in judged.missing,
        )
        for c in table.columns
    )  # fmt: skip
    if at is None:
        return RowPage(table, row_id, 0, "", fields, "", "", len(there))
    before = there[at - 1].id if at else ""
    after = there[at + 1].id if at + 1 < len(there) else ""
    return RowPage(table, row_id, at + 1, there[at].name, fields, before, after, len(there))


def removed(session: Session, opened: Opened, table: Question, row_id: str) -> Removed | None:
    """A row that is taken away; None when it is there, or never was."""
    query = (
        select(models.RowChange, models.User.name)
        .join(models.User, models.User.id == models.RowChange.user_id)
        .where(
            models.RowChange.competition_id == opened.summary.id, models.RowChange.key == table.key,
            models.RowChange.row_id == row_id,
        )
        .order_by(models.RowChange.revision.desc())
        .limit(1)
    )  # fmt: skip
    found = session.execute(query).first()
    if found is None or found[0].new is not None:
        return None
    last, raw = found[0], found[0].old or {}
    name = row_changes.name_of(table, raw, options_of(opened, table))
    return Removed(row_id, name, raw, found[1], last.at, _pointing(opened, table.key, row_id))


def _pointing(opened: Opened, key: str, row_id: str) -> int:
    return sum(
        any(row.raw.get(c.key) == row_id for c in table.columns if c.rows_of == key)
        for table in opened.release.catalogue.questions.tables
        for row in opened.competition.tables.get(table.key, ())
    )
