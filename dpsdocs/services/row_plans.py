"""Rows of a file judged against a table: which are good, what is wrong with the others, and what replacing would do."""

from __future__ import annotations

import uuid
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..domain import formats, rows
from ..domain.answers import AnswerError, Raw, is_blank
from ..domain.case import TableRow
from ..domain.questions import Question
from ..domain.rows import AnsweredRow
from . import cells, row_changes, row_pages
from .choices import Choices, plain
from .competitions import Opened
from .row_files import SheetRow

_SHOWN_ROWS, _SHOWN_COLUMNS = 20, 6
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the file as answers. ``problems`` are pairs of column name and reason; ``cells`` stand as read."""

    number: int
    name: str
    raw: Mapping[str, Raw]
    problems: tuple[tuple[str, str], ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """The table after replacing: its rows, and how many are new, changed, as before, and taken away."""

    rows: Sequence[TableRow]
    new: int
    changed: int
    same: int
    gone: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The first good rows in words: the columns shown, and per row its number in the file and its cells."""

    columns: tuple[Question, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def preview(
    opened: Opened, table: Question, good: Sequence[PlannedRow], places: Mapping[str, int]
) -> Preview:
    """What the first rows would be, in the columns the file fills: those that must be filled before the rest."""
    options = row_pages.options_of(opened, table)
    filled = [c for c in table.columns if c.key in places]
    shown = sorted(filled, key=lambda c: c.optional)[:_SHOWN_COLUMNS]
    columns = tuple(c for c in filled if c in shown)
    return Preview(columns, tuple(
        (row.number, tuple(cells.words(c, row.raw.get(c.key), options[c.key]) for c in columns))
        for row in good[:_SHOWN_ROWS]
    ))  # fmt: skip


def judged(
    opened: Opened, table: Question, source: Sequence[SheetRow], places: Mapping[str, int]
) -> tuple[list[PlannedRow], list[PlannedRow], list[str]]:
    """The good rows, the faulty ones with every reason, and what the reader should know."""
    options = row_pages.options_of(opened, table)
    choices = {c.key: Choices(c, options[c.key]) for c in table.columns}
    read = [_read(table, row, places, choices) for row in source]
    answered = rows.answered(
        table, [TableRow(str(row.number), raw) for row, (raw, _) in zip(source, read, strict=True)], options,
        opened.competition.values,
    )  # fmt: skip
    good: list[PlannedRow] = []
    faulty: list[PlannedRow] = []
    for row, (raw, problems), found in zip(source, read, answered, strict=True):
        told = _problems(table, found, problems, places)
        name = row_changes.name_of(table, raw, options) if found.name else ""
        planned = PlannedRow(row.number, name, raw, told, row.cells)
        (faulty if told else good).append(planned)
    return good, faulty, _notes(opened, table, good, places)


def _read(
    table: Question, row: SheetRow, places: Mapping[str, int], choices: Mapping[str, Choices]
) -> tuple[dict[str, Raw], dict[str, str]]:
    """The cells as answers, and the columns that could not be read."""
    raw: dict[str, Raw] = {}
    problems: dict[str, str] = {}
    for column in table.columns:
        place = places.get(column.key)
        if place is None:
            continue
        if place in row.problems:
            problems[column.key] = row.problems[place]
        elif place < len(row.cells) and row.cells[place]:
            try:
                raw[column.key] = cells.read(column, row.cells[place], choices[column.key])
            except AnswerError as error:
                problems[column.key] = str(error)
    return raw, problems


def _problems(
    table: Question, found: AnsweredRow, problems: Mapping[str, str], places: Mapping[str, int]
) -> tuple[tuple[str, str], ...]:
    told = []
    for column in table.columns:
        if column.key in problems:
            told.append((column.name, problems[column.key]))
        elif column.key in found.errors:
            told.append((column.name, found.errors[column.key]))
        elif column.key in found.missing and column.key in places:
            told.append((column.name, column.error or "Cellen er tom. Fyll den ut."))
    return tuple(told)


def _notes(
    opened: Opened, table: Question, good: Sequence[PlannedRow], places: Mapping[str, int]
) -> list[str]:
    notes = []
    values = opened.competition.values
    left = [
        c.name for c in table.columns
        if c.key not in places and not c.optional and (not c.visible.source or c.visible.holds(values))
    ]  # fmt: skip
    if left:
        notes.append(
            f"Filen har ikke {formats.listing([f'«{name}»' for name in left])}. Det må fylles ut etterpå."
        )
    days = next((c.key for c in table.columns if c.options_from == "weekdays"), "")
    if any(set(row.raw.get(days, ())) >= set(_WEEK) and "hol" not in row.raw.get(days, ()) for row in good):
        notes.append(
            "«Alle dager» er lest uten helligdager. Skriv «alle dager og helligdager» når de skal være med."
        )
    there = {plain(row.name) for row in opened.competition.tables[table.key]}
    twice = sum(plain(row.name) in there for row in good)
    if twice and table.columns[0].kind == "line":
        rows_words = "Én rad har" if twice == 1 else f"{formats.number(twice)} rader har"
        notes.append(f"{rows_words} samme navn som en rad som alt står i tabellen.")
    return notes


def replaced(
    opened: Opened, table: Question, good: Sequence[PlannedRow], places: Mapping[str, int]
) -> Replaced:
    """The good rows in place of those that stand. One with the same name as before is that row: it keeps its id,

    so that what points to it still does, and what the file has no column for.
    """
    options = row_pages.options_of(opened, table)
    standing: dict[str, deque[AnsweredRow]] = defaultdict(deque)
    for row in opened.competition.tables[table.key]:
        standing[plain(row_changes.name_of(table, row.raw, options))].append(row)
    made, changed, same = [], 0, 0
    for planned in good:
        waiting = standing.get(plain(planned.name))
        if not waiting:
            made.append(TableRow(str(uuid.uuid4()), dict(planned.raw)))
            continue
        old = waiting.popleft()
        raw = {name: cell for name, cell in {**old.raw, **dict.fromkeys(places, ""), **planned.raw}.items()
               if not is_blank(cell)}  # fmt: skip
        is_same = raw == old.raw or _values(opened, table, raw) == _values(opened, table, old.raw)
        changed, same = changed + (not is_same), same + is_same
        made.append(TableRow(old.id, old.raw if is_same else raw))
    gone = sum(len(waiting) for waiting in standing.values())
    return Replaced(made, len(made) - changed - same, changed, same, gone)


def _values(opened: Opened, table: Question, raw: Mapping[str, Raw]) -> object:
    """A row by what it says, however it was typed."""
    [found] = rows.answered(
        table, [TableRow("", raw)], row_pages.options_of(opened, table), opened.competition.values
    )
    return found.values, found.errors
