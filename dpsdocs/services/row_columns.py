"""Which column of a file is which column of a table: by label, short name or key, or as somebody has said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..domain.questions import Question
from .choices import plain
from .row_files import SheetRow

ROW_HEAD, REASON_HEAD = "Rad i filen", "Hva som er feil"
_IGNORED = {plain(ROW_HEAD), plain(REASON_HEAD), "nr", "nummer", "#"}
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of the file: its place, head, some cells, and the column it fills, if any and if that is certain."""

    place: int
    head: str
    samples: tuple[str, ...]
    key: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a file are read. ``has_head`` is whether the first row has their names."""

    columns: tuple[FileColumn, ...]
    has_head: bool
    is_chosen: bool

    @property
    def unknown(self) -> tuple[FileColumn, ...]:
        """The columns nobody has placed."""
        return tuple(column for column in self.columns if not column.is_known)

    @property
    def needs_choice(self) -> bool:
        """Whether somebody must say what the columns are before the rows can be read."""
        return not self.is_chosen and bool(self.unknown or not any(column.key for column in self.columns))

    @property
    def places(self) -> dict[str, int]:
        """The place of each column of the table that the file fills."""
        return {column.key: column.place for column in self.columns if column.key}


def matched(
    table: Question, rows: Sequence[SheetRow], chosen: Mapping[int, str] | None, has_head: bool
) -> Columns:
    """The columns as they are understood. ``chosen`` is what somebody has said, by place."""
    width = max(len(row.cells) for row in rows)
    below = rows[1:] if has_head else rows
    taken: set[str] = set()
    found = []
    for place in range(width):
        samples = [row.cells[place] for row in below if place < len(row.cells) and row.cells[place]]
        head = rows[0].cells[place] if has_head and place < len(rows[0].cells) else ""
        key = _key(table, head) if chosen is None else chosen.get(place, "")
        key = "" if key in taken or table.column(key) is None else key
        taken.add(key)
        is_known = bool(key) or chosen is not None or plain(head) in _IGNORED or not samples
        if head or samples:
            found.append(FileColumn(place, head, tuple(samples[:_SAMPLES]), key, is_known))
    return Columns(tuple(found), has_head, chosen is not None)


def _key(table: Question, head: str) -> str:
    wanted = _bare(head)
    names = ((c.key, (c.label, c.short, c.key)) for c in table.columns)
    return next((key for key, labels in names if wanted and wanted in map(_bare, labels)), "")


def _bare(text: str) -> str:
    return plain(text).rstrip("?*: ")
