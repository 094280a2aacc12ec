"""Answers carried over when a release renames, splits or retires questions. Pure; nothing is lost, only put aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from .answers import Raw, is_blank
from .case import TableRow, Tables
from .questions import Questionnaire

MoveKind = Literal["rename", "split", "retire"]
Values = Mapping[str, Mapping[str, Raw]]


@dataclass(frozen=True, slots=True)
class Move:
    """What became of a question: another key, several, or none. A column of a table is named «table.column».

    ``values`` gives, for an old answer, what each new question is answered; ``words`` is told to the drafter.
    """

    kind: MoveKind
    key: str
    to: tuple[str, ...] = ()
    values: Values = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Answers and tables as the new release reads them. ``aside`` are kept by key and not part of the case.

    ``names`` gives the new key of each answer that moved whole, ``split`` the new keys of those that were divided,
    and ``back`` the keys whose answers came back from aside.
    """

    answers: Mapping[str, Raw]
    tables: Tables
    aside: Mapping[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)
    split: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    back: tuple[str, ...] = ()


def moved(
    answers: Mapping[str, Raw], tables: Tables, kept: Mapping[str, Any], moves: Iterable[Move],
    questions: Questionnaire,
) -> Moved:  # fmt: skip
    """The answers of a competition as another release asks for them. ``kept`` is what was put aside before."""
    work = _Work(dict(answers), dict(tables), dict(kept), questions)
    for move in moves:
        if "." in move.key:
            work.column(move)
        else:
            work.move(move)
    work.put_aside()
    work.take_back()
    return Moved(work.answers, work.tables, work.aside, work.names, work.split, tuple(work.back))


@dataclass(slots=True)
class _Work:
    answers: dict[str, Raw]
    tables: dict[str, tuple[TableRow, ...]]
    aside: dict[str, Any]
    questions: Questionnaire
    names: dict[str, str] = field(default_factory=dict)
    split: dict[str, tuple[str, ...]] = field(default_factory=dict)
    back: list[str] = field(default_factory=list)

    def move(self, move: Move) -> None:
        """One plain question or whole table, if the new release does not ask it any more."""
        if self._asks(move.key) or not move.to:
            return
        if move.key in self.tables and move.kind == "rename":
            self.tables[move.to[0]] = self.tables.pop(move.key)
            self.names[move.key] = move.to[0]
        raw = self.answers.get(move.key)
        if raw is None or is_blank(raw):
            return
        if move.kind == "rename":
            self._set(move.to[0], _valued(move, raw, move.to[0]))
            self._name(move.key, move.to[0])
        else:
            given = {key: value for key in move.to if (value := _divided(move, raw, key)) is not None}
            for key, value in given.items():
                self._set(key, value)
            self.split[move.key] = tuple(given)
        self.aside[move.key] = self.answers.pop(move.key)

    def column(self, move: Move) -> None:
        """A column that is called something else, row by row."""
        table, _, cell = move.key.partition(".")
        if move.kind != "rename" or self._asks(move.key) or table not in self.tables:
            return
        new = move.to[0].partition(".")[2]
        rows = []
        for row in self.tables[table]:
            cells = dict(row.answers)
            if cell in cells:
                old = cells.pop(cell)
                cells[new] = _valued(move, old, move.to[0]) if is_blank(cells.get(new)) else cells[new]
                self.names[move.key] = move.to[0]
            rows.append(replace(row, answers=cells))
        self.tables[table] = tuple(rows)

    def put_aside(self) -> None:
        """Everything the release has no question for; blank answers too, so that none is unknown."""
        for key in [key for key in self.answers if not self._asks(key) or self._table(key)]:
            self.aside[key] = self.answers.pop(key)
        for key in [key for key in self.tables if not self._table(key)]:
            self.aside[key] = [{"id": row.id, "answers": dict(row.answers)} for row in self.tables.pop(key)]
        for key, rows in self.tables.items():
            self.tables[key] = tuple(self._known(key, row) for row in rows)

    def _known(self, table: str, row: TableRow) -> TableRow:
        cells = {cell: raw for cell, raw in row.answers.items() if self._asks(f"{table}.{cell}")}
        for cell in set(row.answers) - set(cells):
            self.aside.setdefault(f"{table}.{cell}", {})[row.id] = row.answers[cell]
        return replace(row, answers=cells)

    def take_back(self) -> None:
        """What is asked again comes back where nothing else stands."""
        for key in [key for key in self.aside if self._asks(key)]:
            table, _, cell = key.partition(".")
            if cell:
                self._cells_back(table, cell, self.aside.pop(key))
            elif self._table(key):
                if not self.tables.get(key):
                    rows = self.aside.pop(key)
                    self.tables[key] = tuple(TableRow(row["id"], row["answers"]) for row in rows)
                    self.back.append(key)
            elif is_blank(self.answers.get(key)):
                self.answers[key] = self.aside.pop(key)
                self.back.append(key)

    def _cells_back(self, table: str, cell: str, kept: Mapping[str, Raw]) -> None:
        self.tables[table] = tuple(
            replace(row, answers={**row.answers, cell: kept[row.id]})
            if row.id in kept and is_blank(row.answers.get(cell))
            else row
            for row in self.tables.get(table, ())
        )
        self.back.append(f"{table}.{cell}")

    def _set(self, key: str, raw: Raw) -> None:
        if is_blank(self.answers.get(key)):
            self.answers[key] = raw

    def _name(self, old: str, new: str) -> None:
        """A question that is renamed twice is named by its first key."""
        first = next((key for key, name in self.names.items() if name == old), old)
        self.names[first] = new

    def _asks(self, key: str) -> bool:
        table, _, cell = key.partition(".")
        question = self.questions.get(table)
        if question is None:
            return False
        return not cell or any(column.key == cell for column in question.columns)

    def _table(self, key: str) -> bool:
        question = self.questions.get(key)
        return question is not None and question.kind == "table"


def _valued(move: Move, raw: Raw, to: str) -> Raw:
    """The answer under its new key; values that are not listed stay as they are."""
    if isinstance(raw, str):
        return move.values.get(raw, {}).get(to, raw)
    if isinstance(raw, list):
        found = [move.values.get(item, {}).get(to, item) for item in raw]
        return [item for item in found if isinstance(item, str)]
    return raw


def _divided(move: Move, raw: Raw, to: str) -> Raw | None:
    """What a new question is answered when an old one is divided; None when the table does not say."""
    items = raw if isinstance(raw, list) else [raw] if isinstance(raw, str) else []
    found = [move.values[item][to] for item in items if to in move.values.get(item, {})]
    if not found:
        return None
    if all(isinstance(value, list) for value in found):
        return list(dict.fromkeys(item for value in found for item in value))
    return found[-1]
