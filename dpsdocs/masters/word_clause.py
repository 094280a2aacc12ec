"""A clause as it came back from Word, laid over the one that stands: text, tables by cell and row, guidance."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from . import segments, word_chunks
from .segments import Segment
from .word_chunks import LINE_BY_LINE, Read, canonical, key
from .wording import Wording, WordingError

_SHAPE = (
    "Tabellene eller boksene i punktet er ikke de samme som i utkastet. "
    "Legg til og ta bort slike i nettleseren, og rett filen."
)
_COLUMNS = "En tabell i punktet har fått flere eller færre kolonner. Endre kolonner i nettleseren."
_HEAD = "Den første raden i en tabell er tatt bort. Sett den inn igjen i filen."


@dataclass(frozen=True, slots=True)
class Token:
    """A paragraph, a table, or the line that opens or closes a box."""

    kind: Literal["text", "table", "fixed"]
    read: Read | None = None
    cells: tuple[tuple[str, ...], ...] = ()


def body(wording: Wording, was: str, tokens: Sequence[Token]) -> str:
    """The body with what came back; what is as it was keeps its spelling. ``WordingError`` with what to mend."""
    pieces = segments.split(was)
    if [p.kind for p in pieces if p.kind != "text"] != [t.kind for t in tokens if t.kind != "text"]:
        raise WordingError(_SHAPE)
    groups = _groups(tokens)
    made: list[Segment] = []
    at, has_text = 0, False
    separators = [token for token in tokens if token.kind != "text"]
    for piece in pieces:
        if piece.kind == "text":
            made.append(_text(wording, piece, groups[at]))
            has_text = True
            continue
        if groups[at] and not has_text:
            made.append(_added(wording, groups[at]))
        token = separators[at]
        made.append(_table(wording, piece, token.cells) if piece.kind == "table" else piece)
        at, has_text = at + 1, False
    if groups[at] and not has_text:
        made.append(_added(wording, groups[at]))
    return segments.joined(made).strip("\n") if made != list(pieces) else was


def guidance(was: str, read: Sequence[str]) -> str:
    """The guidance with what came back."""
    old = [" ".join(row.split()) for row in was.split("\n") if row.strip()]
    if old == [row for row in read if row]:
        return was
    between = "\n\n" if "\n\n" in was or not was else "\n"
    return between.join(row for row in read if row)


def _groups(tokens: Sequence[Token]) -> list[list[Read]]:
    """The paragraphs before, between and after the tables and boxes."""
    found: list[list[Read]] = [[]]
    for token in tokens:
        if token.read is None:
            found.append([])
        else:
            found[-1].append(token.read)
    return found


def _text(wording: Wording, piece: Segment, read: Sequence[Read]) -> Segment:
    by_line = piece.name in LINE_BY_LINE
    text = word_chunks.merged(wording, piece.text, read, by_line=by_line)
    if text == piece.text:
        return piece
    rows = list(piece.lines)
    before = next((n for n, row in enumerate(rows) if row.strip()), 1 if len(rows) > 1 else 0)
    after = next((n for n, row in enumerate(reversed(rows)) if row.strip()), 1 if len(rows) > 1 else 0)
    return replace(
        piece, lines=(*rows[:before], *text.split("\n"), *(rows[len(rows) - after :] if after else ()))
    )


def _added(wording: Wording, read: Sequence[Read]) -> Segment:
    return Segment("text", ("", *word_chunks.merged(wording, "", read).split("\n"), ""))


def _table(wording: Wording, piece: Segment, came: Sequence[Sequence[str]]) -> Segment:
    """The table with other cells and rows; rows that are as they were keep their spelling."""
    old = [[key(canonical(segments.cell_words(wording, cell))) for cell in row] for row in piece.rows]
    came = [row for row in came if any(row)]
    new = [[key(cell) for cell in row] for row in came]
    if old == new:
        return piece
    width = len(old[0]) if old else 0
    if any(len(row) != width for row in new):
        raise WordingError(_COLUMNS)
    left, right = [tuple(row) for row in old], [tuple(row) for row in new]
    rows = piece.row_lines()
    kept: list[str] = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            kept += [rows[n][1] for n in range(a, b)]
            continue
        if op == "delete" and a == 0:
            raise WordingError(_HEAD)
        for n in range(d - c if op != "delete" else 0):
            kept.append(_row(wording, piece, a + n if a + n < b else None, came[c + n], left))
    return _with_rows(piece, kept)


def _row(
    wording: Wording, piece: Segment, was: int | None, cells: Sequence[str], old: Sequence[tuple[str, ...]]
) -> str:
    """A row of the table; one that stood there keeps what is not changed in it."""
    if was is None:
        line = (
            f"| {' | '.join('…' for _ in cells)} |"  # dots: a row without letters is the line under the head
        )
        blank = Segment("table", (line,))
        return segments.with_cells(wording, blank, {(0, n): words for n, words in enumerate(cells)}).lines[0]
    line = piece.row_lines()[was][1]
    changed = {(0, n): words for n, words in enumerate(cells) if key(words) != old[was][n]}
    return segments.with_cells(wording, Segment("table", (line,)), changed).lines[0]


def _with_rows(piece: Segment, rows: Sequence[str]) -> Segment:
    places = [place for place, _ in piece.row_lines()]
    first = places[0]
    rest = [row for n, row in enumerate(piece.lines) if n not in places]
    rule = [row for row in rest if row.strip().startswith("|")]
    opening, closing = piece.lines[:first], [row for row in rest[first:] if row not in rule]
    head = [rows[0], *rule] if rule else [rows[0]]
    return replace(piece, lines=(*opening, *head, *rows[1:], *closing))
