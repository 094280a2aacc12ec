"""The body of a clause as pieces a person edits: text, tables by cell, and the lines that hold them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from .table import cells_of
from .wording import Wording, WordingError

_FENCE = re.compile(r"^:::+\s*(?P<name>[a-zæøå]+)")
_RULE = re.compile(r"^\|[\s:|-]+\|$")
_TITLE = re.compile(r"\btittel=\"(.*?)\"")
_WHEN = re.compile(r"^\(når ([^()]+)\)\s*")
_WHEN_WORDS = re.compile(r"^\[med når ([^\[\]]+)\]\s*")
_TABLES = frozenset({"tabell", "fakta"})
NAMES = {"tabell": "Tabell", "fakta": "Tabell", "boks": "Boks", "formel": "Formel", "signatur": "Signatur"}
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """Some lines of a body. ``fixed`` lines open and close what stands between them, and are kept.

    ``only`` is true of the one piece of an empty body.
    """

    kind: Literal["text", "table", "fixed"]
    lines: tuple[str, ...]
    name: str = ""
    repeats: bool = False
    only: bool = False

    @property
    def text(self) -> str:
        """The text without the blank lines around it."""
        return "\n".join(self.lines).strip("\n")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells of a table, row by row, without the line under the head."""
        return tuple(tuple(cells_of(line.strip())) for _, line in self.row_lines())

    def row_lines(self) -> tuple[tuple[int, str], ...]:
        """The lines that hold rows, with their places."""
        return tuple(
            (n, line)
            for n, line in enumerate(self.lines)
            if line.strip().startswith("|") and not _RULE.match(line.strip())
        )


def split(body: str) -> tuple[Segment, ...]:
    """The pieces in order; together they are the body."""
    if not body:
        return (Segment("text", ("",), only=True),)
    found: list[Segment] = []
    opened: list[str] = []
    for line in body.split("\n"):
        fence = _FENCE.match(line)
        name = fence["name"] if fence else ""
        if opened and opened[-1] in _TABLES:
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
            if line.startswith(":::"):
                opened.pop()
        elif fence:
            opened.append(name)
            title = _TITLE.search(line)
            label = NAMES.get(name, name.capitalize()) + (f": {title[1]}" if title else "")
            found.append(Segment("table" if name in _TABLES else "fixed", (line,), label, " rader=" in line))
        elif line.startswith(":::"):
            opened = opened[:-1]
            found.append(Segment("fixed", (line,)))
        elif found and found[-1].kind == "text":
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            label = NAMES.get(opened[-1], "") if opened else ""
            found.append(Segment("text", (line,), label))
    return tuple(found)


def joined(segments: Iterable[Segment]) -> str:
    """The body the pieces make."""
    return "\n".join(line for segment in segments for line in segment.lines)


def as_read(wording: Wording, body: str) -> str:
    """The body as it is read, without the lines that hold it together: a table row by row."""
    lines: list[str] = []
    for segment in split(body):
        if segment.kind == "text" and segment.text:
            lines.append(wording.shown(segment.text).replace("**", ""))
        elif segment.kind == "table":
            lines += [" · ".join(cell_words(wording, cell) for cell in row if cell) for row in segment.rows]
    return "\n".join(line for line in lines if line)


def is_shown(segment: Segment) -> bool:
    """Whether there is something to edit: not for blank lines between two tables."""
    return segment.kind == "table" or (segment.kind == "text" and (bool(segment.text) or segment.only))


def cell_words(wording: Wording, cell: str) -> str:
    """A cell as it is shown: its condition first, in words."""
    found = _WHEN.match(cell)
    if not found:
        return wording.shown(cell, row=True)
    return f"[med når {wording.condition(found[1])}] {wording.shown(cell[found.end() :], row=True)}"


def with_text(wording: Wording, segment: Segment, words: str) -> Segment:
    """The piece with other words; the blank lines around them stay. ``WordingError``, ``ConditionError``."""
    if words == wording.shown(segment.text):
        return segment
    before = next((n for n, line in enumerate(segment.lines) if line), len(segment.lines))
    after = next((n for n, line in enumerate(reversed(segment.lines)) if line), 0) if segment.text else 0
    made = wording.source(words, segment.text).split("\n") if words else []
    rest = segment.lines[len(segment.lines) - after :] if after else ()
    return replace(
        segment, lines=(*segment.lines[:before], *made, *rest) if segment.text else tuple(made or [""])
    )


def with_cells(wording: Wording, segment: Segment, cells: Mapping[Cell, str]) -> Segment:
    """The table with other cells, by row and column; rows that are not changed keep their spelling."""
    lines = list(segment.lines)
    for row, (place, line) in enumerate(segment.row_lines()):
        was = cells_of(line.strip())
        new = [
            _cell(wording, old, cells.get((row, column), cell_words(wording, old)))
            for column, old in enumerate(was)
        ]
        if new != was:
            lines[place] = f"| {' | '.join(new)} |"
    return replace(segment, lines=tuple(lines))


def _cell(wording: Wording, was: str, words: str) -> str:
    words = " ".join(words.split())
    if words == cell_words(wording, was):
        return was
    if "|" in words:
        raise WordingError("Tegnet «|» skiller celler og kan ikke stå i en celle.")
    found, old = _WHEN_WORDS.match(words), _WHEN.match(was)
    rest = words[found.end() :] if found else words
    source = wording.source(rest, was, row=True)
    if not found:
        return source
    condition = wording.condition_source(found[1], old[1] if old else "")
    if "(" in condition:
        raise WordingError("Vilkåret i en celle kan ikke ha parenteser.")
    return f"(når {condition}) {source}"
