"""Two versions of a document against each other: every unit with its state, every line and row with its marks.

Units are matched by the ids that never change, so a point that was moved, renumbered or reworded is known as the
same point. Pure; what the marks look like is the writers' matter.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .lines import Line, Style, Unit, steady, units
from .model import Column, Document, Formula, Inlines, Meta, Row, Table
from .word_diff import LIKE, Mark, Run, changed, likeness, whole, words_of

State = Literal["same", "renumbered", "changed", "new", "gone", "moved"]
STATE_LABELS: dict[str, str] = {
    "same": "Uendret",
    "renumbered": "Nytt nummer",
    "changed": "Endret",
    "new": "Nytt",
    "gone": "Tatt ut",
    "moved": "Flyttet",
}
_TOLD = frozenset({"changed", "new", "gone", "moved"})


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A paragraph. ``mark`` says whether the paragraph itself stands, is new or is gone."""

    id: str
    style: Style
    mark: Mark
    number: tuple[Run, ...]
    runs: tuple[Run, ...]
    boxed: bool = False
    formula: Formula | None = None

    @property
    def is_changed(self) -> bool:
        """Whether anything but the number differs."""
        return self.mark != "same" or any(run.mark != "same" for run in self.runs)


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A table row and its cells."""

    id: str
    style: str
    mark: Mark
    cells: tuple[tuple[Run, ...], ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return self.mark != "same" or any(run.mark != "same" for cell in self.cells for run in cell)


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table and its rows; one with other columns than before stands twice, gone and new."""

    id: str
    style: str
    mark: Mark
    columns: tuple[Column, ...]
    rows: tuple[MarkedRow, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return self.mark != "same" or any(row.is_changed for row in self.rows)


Part = MarkedLine | MarkedTable


@dataclass(frozen=True, slots=True)
class MarkedUnit:
    """One heading, clause or block. ``was`` is where it stood before, of one that was moved."""

    id: str
    kind: str
    state: State
    place: str
    parts: tuple[Part, ...]
    was: str = ""
    wide: bool = False

    @property
    def is_told(self) -> bool:
        """Whether a reader has to know: new numbers alone are not told."""
        return self.state in _TOLD


@dataclass(frozen=True, slots=True)
class Redline:
    """A document with its changes. ``before`` and ``after`` are versions, ``date`` that of the change (ISO)."""

    document: str
    meta: Meta
    before: str
    after: str
    date: str
    units: tuple[MarkedUnit, ...]

    @property
    def told(self) -> tuple[MarkedUnit, ...]:
        """The units that are changed, new, gone or moved."""
        return tuple(unit for unit in self.units if unit.is_told)


def compare(old: Document, new: Document, date: str) -> Redline:
    """The new version with the old one marked in it."""
    before, after = units(old), units(new)
    known = {unit.key: unit for unit in before}
    stays = {unit.key for unit in after}
    marked: list[MarkedUnit] = []
    for one, other in _paired([unit.key for unit in before], [unit.key for unit in after]):
        if one is not None and other is not None:
            marked.append(_unit(before[one], after[other]))
        elif one is not None:
            gone = before[one]
            state: State = "moved" if gone.key in stays else "gone"
            marked.append(_whole(gone, "gone", state))
        elif other is not None:
            marked.append(_came(known.get(after[other].key), after[other]))
    return Redline(new.id, new.meta, old.meta.version, new.meta.version, date, tuple(marked))


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Places in both lists, in reading order; what has moved stands as gone in one place and new in another."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        else:
            yield from ((i, None) for i in range(a, b))
            yield from ((None, j) for j in range(c, d))


def _came(old: Unit | None, new: Unit) -> MarkedUnit:
    """A unit that stands where it did not stand: new, or moved from elsewhere."""
    if old is None:
        return _whole(new, "new", "new")
    state: State = "moved" if _words(old) == _words(new) else "changed"
    return replace(_whole(new, "new", state), was=old.place)


def _whole(unit: Unit, mark: Mark, state: State) -> MarkedUnit:
    parts = tuple(_whole_part(part, mark) for part in unit.parts)
    return MarkedUnit(unit.id, unit.kind, state, unit.place, parts, wide=unit.wide)


def _unit(old: Unit, new: Unit) -> MarkedUnit:
    parts = tuple(_lines(old.parts, new.parts))
    state: State = "changed"
    if _words(old) == _words(new):
        same = all(not part.is_changed for part in parts) and old.place == new.place
        state = "same" if same else "renumbered"
    return MarkedUnit(new.id, new.kind, state, new.place, parts, wide=new.wide)


def _words(unit: Unit) -> list[str]:
    """What a unit says, apart from numbers."""
    out: list[str] = []
    for part in unit.parts:
        if isinstance(part, Line):
            out.append(f"{part.style} {steady(part.inlines)}")
        else:
            out.append("\ufdd2".join(column.label for column in part.columns))
            out += ("\ufdd2".join(steady(cell) for cell in row.cells) for row in part.rows)
    return out


def _lines(old: Sequence[Line | Table], new: Sequence[Line | Table]) -> Iterator[Part]:
    """The lines of a unit: those that say the same first, then by id, then by how alike they are."""
    left, right = [_line_key(part) for part in old], [_line_key(part) for part in new]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            for one, other in zip(old[a:b], new[c:d], strict=True):
                yield from _part(one, other)
        else:
            yield from _region(old[a:b], new[c:d])


def _line_key(part: Line | Table) -> str:
    return f"table {part.id}" if isinstance(part, Table) else f"{part.style} {steady(part.inlines)}"


def _region(old: Sequence[Line | Table], new: Sequence[Line | Table]) -> Iterator[Part]:
    at = 0
    for part in old:
        found = next((n for n in range(at, len(new)) if _is_same_line(part, new[n])), None)
        if found is None:
            yield _whole_part(part, "gone")
            continue
        yield from (_whole_part(other, "new") for other in new[at:found])
        yield from _part(part, new[found])
        at = found + 1
    yield from (_whole_part(other, "new") for other in new[at:])


def _is_same_line(old: Line | Table, new: Line | Table) -> bool:
    if isinstance(old, Table) or isinstance(new, Table):
        return type(old) is type(new) and old.id == new.id
    if old.style != new.style and {old.style, new.style} != {"body", "lead"}:
        return False
    return likeness(words_of(old.text), words_of(new.text)) >= LIKE


def _part(old: Line | Table, new: Line | Table) -> Iterator[Part]:
    if isinstance(old, Table) and isinstance(new, Table):
        yield from _table(old, new)
    elif isinstance(old, Line) and isinstance(new, Line):
        runs = changed(old.inlines, new.inlines)
        formula = new.formula if all(run.mark == "same" for run in runs) else None
        yield MarkedLine(
            new.id, new.style, "same", _numbers(old.number, new.number), runs, new.boxed, formula
        )


def _numbers(old: str, new: str) -> tuple[Run, ...]:
    if old == new:
        return (Run("same", new),) if new else ()
    return tuple(Run(mark, text) for mark, text in (("gone", old), ("new", new)) if text)  # type: ignore[arg-type]


def _whole_part(part: Line | Table, mark: Mark) -> Part:
    if isinstance(part, Table):
        rows = tuple(_whole_row(row, mark) for row in part.rows)
        return MarkedTable(part.id, part.style, mark, part.columns, rows)
    number = (Run(mark, part.number),) if part.number else ()
    return MarkedLine(part.id, part.style, mark, number, whole(part.inlines, mark), part.boxed)


def _table(old: Table, new: Table) -> Iterator[Part]:
    if [column.label for column in old.columns] != [column.label for column in new.columns]:
        yield _whole_part(old, "gone")
        yield _whole_part(new, "new")
        return
    rows: list[MarkedRow] = []
    for one, other in _paired([row.id for row in old.rows], [row.id for row in new.rows]):
        if one is not None and other is not None:
            rows.append(_row(old.rows[one], new.rows[other]))
        elif one is not None:
            rows.append(_whole_row(old.rows[one], "gone"))
        elif other is not None:
            rows.append(_whole_row(new.rows[other], "new"))
    yield MarkedTable(new.id, new.style, "same", new.columns, tuple(rows))


def _whole_row(row: Row, mark: Mark) -> MarkedRow:
    return MarkedRow(row.id, row.style, mark, tuple(whole(cell, mark) for cell in row.cells))


def _row(old: Row, new: Row) -> MarkedRow:
    count = max(len(old.cells), len(new.cells))
    cells = zip(_padded(old.cells, count), _padded(new.cells, count), strict=True)
    return MarkedRow(new.id, new.style, "same", tuple(changed(one, other) for one, other in cells))


def _padded(cells: tuple[Inlines, ...], count: int) -> tuple[Inlines, ...]:
    return cells + ((),) * (count - len(cells))


def old_words(runs: Sequence[Run]) -> str:
    """The words as they stood."""
    return "".join(run.text for run in runs if run.mark != "new")


def new_words(runs: Sequence[Run]) -> str:
    """The words as they stand now."""
    return "".join(run.text for run in runs if run.mark != "gone")
