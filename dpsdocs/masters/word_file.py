"""What a Word file holds, as plain data: paragraphs and tables in order, and what could not be taken along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Mark = Literal["", "fill", "adapt"]
ListKind = Literal["", "bullet", "ordered", "clause"]


class WordError(ValueError):
    """A file that cannot be read; the message says what to mend, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some letters. ``mark`` is the office convention: yellow is to be filled in, red may be adapted.

    ``slot`` is the name of a content control or merge field the letters stand in.
    """

    text: str
    bold: bool = False
    italic: bool = False
    sub: bool = False
    mark: Mark = ""
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``level`` is that of a heading, 0 for text; ``list`` is its numbering, ``depth`` how far in."""

    runs: tuple[Run, ...]
    level: int = 0
    list: ListKind = ""
    depth: int = 0
    style: str = ""
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words without looks."""
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: cells of runs, the share of each column in percent, and whether the first row is a head."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    widths: tuple[int, ...] = ()
    head: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that does not come along, or comes along as something else: what, its words and its heading."""

    what: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class WordFile:
    """A whole file in reading order."""

    blocks: tuple[Para | Grid, ...]
    unread: tuple[Unread, ...] = ()


def to_data(file: WordFile) -> dict[str, Any]:
    """The file as lists and words, for JSON."""
    return {
        "blocks": [asdict(block) for block in file.blocks],
        "unread": [asdict(row) for row in file.unread],
    }


def from_data(data: Mapping[str, Any]) -> WordFile:
    """The file from lists and words."""
    return WordFile(tuple(_blocks(data["blocks"])), tuple(Unread(**row) for row in data["unread"]))


def _blocks(rows: list[dict[str, Any]]) -> Iterator[Para | Grid]:
    for row in rows:
        if "runs" in row:
            yield Para(**{**row, "runs": _runs(row["runs"]), "marks": tuple(row["marks"])})
        else:
            cells = tuple(tuple(_runs(cell) for cell in line) for line in row["rows"])
            yield Grid(cells, tuple(row["widths"]), row["head"])


def _runs(rows: list[dict[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**row) for row in rows)


def lines(runs: list[Run]) -> list[tuple[Run, ...]]:
    """The runs parted where a line was broken; lines without words left out."""
    made: list[list[Run]] = [[]]
    for run in runs:
        for n, piece in enumerate(run.text.split("\n")):
            if n:
                made.append([])
            if piece:
                made[-1].append(Run(piece, run.bold, run.italic, run.sub, run.mark, run.slot))
    return [tuple(line) for line in made if "".join(run.text for run in line).strip()]
