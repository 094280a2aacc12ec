"""Which row of a returned sheet is which row of the issued one, and the locked cells that differ."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.formula.translate import Translator

from .sheet_file import Grid, SheetCell, address

_SPACE = re.compile(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
_SAME = Decimal("1e-9")
_MOST_FORMULA = 2000  # characters; ours are shorter, and the pattern above is quadratic


@dataclass(slots=True)
class Rows:
    """Issued row → returned row, and the rows with content that have no partner."""

    of: dict[int, int] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


def align_rows(issued: Grid, returned: Grid) -> Rows:
    """Rows are known by their first two cells, which hold numbers and labels."""
    old, new = _keys(issued), _keys(returned)
    rows = Rows()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            rows.of.update({a + n + 1: c + n + 1 for n in range(b - a)})
        else:
            _pair(rows, issued, returned, range(a + 1, b + 1), range(c + 1, d + 1))
    return rows


def _keys(grid: Grid) -> list[tuple[str, str]]:
    return [(_plain(grid.cell(row, 1)), _plain(grid.cell(row, 2))) for row in range(1, grid.last_row + 1)]


def _plain(cell: SheetCell) -> str:
    return " ".join((cell.formula or cell.text).split())


def _pair(rows: Rows, issued: Grid, returned: Grid, old: range, new: range) -> None:
    """Rows with the same first cell belong together; then those with one column alike; the rest came or went."""
    left, right = list(old), list(new)
    for column in (1, 2):
        for row in tuple(left):
            name = _plain(issued.cell(row, column))
            twin = next((r for r in right if name and _plain(returned.cell(r, column)) == name), None)
            if twin is not None:
                rows.of[row] = twin
                left.remove(row)
                right.remove(twin)
    if len(left) == len(right):
        rows.of.update(zip(left, right, strict=True))
        return
    rows.deleted += [row for row in left if _has_content(issued, row)]
    rows.added += [row for row in right if _has_content(returned, row)]


def _has_content(grid: Grid, row: int) -> bool:
    return any(at == row and not cell.is_blank for (at, _), cell in grid.cells.items())


def changed_cells(issued: Grid, returned: Grid, rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Address, what was issued and what stands there, for every cell that is not to be filled in."""
    back = {now: row for row, now in rows.of.items()}
    places = {(back[row], column) for row, column in returned.cells if row in back}
    places |= {place for place in issued.cells if place[0] in rows.of}
    for row, column in sorted(places):
        before, now = issued.cell(row, column), rows.of[row]
        after = returned.cell(now, column)
        if before.locked and not _alike(before, after, address(row, column), address(now, column)):
            yield address(now, column), _told(before), _told(after)


def _told(cell: SheetCell) -> str:
    return (cell.formula or cell.text)[:200]


def _alike(before: SheetCell, after: SheetCell, was: str, is_now: str) -> bool:
    if before.formula or after.formula:
        if not (before.formula and after.formula) or len(after.formula) > _MOST_FORMULA:
            return False
        moved = before.formula
        if was != is_now:
            moved = Translator(before.formula, origin=was).translate_formula(is_now)
        return _formula(moved) == _formula(after.formula)
    if before.number is not None and after.number is not None and after.number.is_finite():
        return abs(before.number - after.number) <= _SAME * (1 + abs(before.number))
    return _plain(before) == _plain(after)


def _formula(text: str) -> str:
    return _SPACE.sub("", text).lstrip("=").upper()
