"""Rows of the change sheet: where something is changed, and the words before and now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..document.model import Column
from ..document.redline import MarkedLine, MarkedRow, MarkedTable, MarkedUnit, Redline, new_words, old_words
from ..document.word_diff import Run
from ..domain.formats import NBSP

MOST_ROWS = 400
_MOST_LETTERS, _NAME_LETTERS = 900, 90
_NOTHING, _OUT = "–", "Tatt ut"
Told = Callable[[Mapping[str, Any]], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the document, the place in it, and the words before and now."""

    document: str
    place: str
    before: str
    after: str


def redline_rows(redline: Redline, title: str) -> Iterator[Row]:
    """What is told of a document, in reading order."""
    for unit in redline.told:
        for place, before, after in _unit(unit):
            yield Row(title, place, _short(before), _short(after))


def table_rows(
    title: str, noun: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], told: Told
) -> Iterator[Row]:
    """Rows of a spreadsheet that are changed, new or gone. ``told`` gives a row's name and words."""
    was, now = ({str(row["id"]): told(row) for row in rows} for rows in (old, new))
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) == now.get(key):
            continue
        name = (now.get(key) or was[key])[0]
        before = was[key][1] if key in was else _NOTHING
        after = now[key][1] if key in now else _OUT
        if key in was and key in now and was[key][0] != now[key][0]:
            before, after = f"{was[key][0]}: {before}", f"{name}: {after}"
        yield Row(title, f"{noun} {name}", _short(before), _short(after))


def _unit(unit: MarkedUnit) -> Iterator[tuple[str, str, str]]:
    if unit.state == "moved":
        if unit.was:
            yield unit.place, f"Sto i {unit.was}", "Flyttet hit uten andre endringer"
    elif unit.state == "new" or unit.was:
        yield unit.place, f"Sto i {unit.was}" if unit.was else _NOTHING, _all(unit, new_words)
    elif unit.state == "gone":
        yield unit.place, _all(unit, old_words), _OUT
    else:
        for part in unit.parts:
            if isinstance(part, MarkedTable):
                yield from _table(part, unit.place)
            elif part.is_changed:
                yield (unit.place, *_line(part))


def _line(line: MarkedLine) -> tuple[str, str]:
    if line.mark == "new":
        return _NOTHING, new_words(line.runs)
    if line.mark == "gone":
        return old_words(line.runs), _OUT
    return old_words(line.runs), new_words(line.runs)


def _table(table: MarkedTable, place: str) -> Iterator[tuple[str, str, str]]:
    if table.mark != "same":
        words = "\n".join(_cells(row) for row in table.rows)
        yield place, words if table.mark == "gone" else _NOTHING, _OUT if table.mark == "gone" else words
        return
    came = {row.id: row for row in table.rows if row.mark == "new"}
    went = {row.id: row for row in table.rows if row.mark == "gone"}
    for row in table.rows:
        if row.id in came and row.id in went:  # another order is no change of the row
            before, after = _cells(went[row.id]), _cells(came[row.id])
            if row.mark == "new" and before != after:
                yield f"{place}, rad «{_name(row)}»", before, after
        elif row.is_changed:
            named = {"new": "ny rad", "gone": "rad som er tatt ut"}.get(row.mark, f"rad «{_name(row)}»")
            yield (f"{place}, {named}", *_row(row, table.columns))


def _row(row: MarkedRow, columns: Sequence[Column]) -> tuple[str, str]:
    if row.mark == "new":
        return _NOTHING, _cells(row)
    if row.mark == "gone":
        return _cells(row), _OUT
    before, after = [], []
    for column, cell in zip(columns, row.cells, strict=False):
        if any(run.mark != "same" for run in cell):
            label = f"{column.label}: " if column.label else ""
            before.append(f"{label}{old_words(cell) or _NOTHING}")
            after.append(f"{label}{new_words(cell) or _NOTHING}")
    return "\n".join(before), "\n".join(after)


def _name(row: MarkedRow) -> str:
    """What a row is called: its first cell, or the longest that stands where the first is changed."""
    cells = [(new_words(cell).strip(), all(run.mark == "same" for run in cell)) for cell in row.cells]
    first = next(((text, stands) for text, stands in cells if text), (row.id, True))
    standing = [text for text, stands in cells if stands and 0 < len(text) <= _NAME_LETTERS]
    name = max(standing, key=len) if not first[1] and standing else first[0]
    return name.replace(NBSP, " ")  # the column is narrow: a long date must be able to break


def _cells(row: MarkedRow) -> str:
    words = old_words if row.mark == "gone" else new_words
    return " · ".join(text for cell in row.cells if (text := words(cell).strip()) and text != _NOTHING)


def _all(unit: MarkedUnit, words: Callable[[Sequence[Run]], str]) -> str:
    lines = []
    for part in unit.parts:
        if isinstance(part, MarkedLine):
            marker = words(part.number) if part.style == "letter" else ""
            lines.append(f"{marker} {words(part.runs)}".strip())
        else:
            lines += [_cells(row) for row in part.rows]
    return "\n".join(line for line in lines if line)


def _short(text: str) -> str:
    """Long words end where a word ends; the file with the changes has them whole."""
    if len(text) <= _MOST_LETTERS:
        return text
    return text[:_MOST_LETTERS].rsplit(" ", 1)[0] + " … (resten står i filen med endringene)"
