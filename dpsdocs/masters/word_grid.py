"""The shape of a table in a Word file: rows and cells also inside controls, widths, and what the first row is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .word_file import Run
from .word_styles import W

ADDED = frozenset({f"{W}ins", f"{W}moveTo"})
THROUGH = frozenset(f"{W}{name}" for name in ("smartTag", "customXml", "dir", "bdo", "sdtContent"))


def within(element: Any, tag: str) -> Iterator[Any]:
    """Children with a tag, also inside controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in THROUGH or child.tag in ADDED or child.tag == f"{W}sdt":
            yield from within(child, tag)


def widths(table: Any, count: int) -> tuple[int, ...]:
    """The share of each column in percent; nothing when the file does not say."""
    found = [str(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    sizes = [int(size) for size in found if size.isdigit()]
    if len(sizes) != count or not all(sizes):
        return ()
    return tuple(max(1, round(100 * size / sum(sizes))) for size in sizes)


def all_bold(row: tuple[tuple[Run, ...], ...]) -> bool:
    """Whether all words of a row are bold."""
    letters = [run for cell in row for run in cell if run.text.strip()]
    return bool(letters) and all(run.bold for run in letters)
