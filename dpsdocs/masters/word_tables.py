"""A table of a Word file as a table of a master: head, rows and widths, with places to fill in by name."""

from __future__ import annotations

import re

from .word_file import Grid
from .word_marks import Marked, marked

_FIRST = re.compile(r"^\((?=sum\)|hot\)|main\)|sub\)|group\)|og\)|når)")


def table(grid: Grid, number: int) -> tuple[str, tuple[Marked, ...], tuple[str, ...]]:
    """The fence of the table, what stood beside its words, and what to tell. The fence is empty when no row is left."""
    cells = [[marked(cell) for cell in row] for row in grid.rows]
    width, told = len(cells[0]), list[str]()
    rows = [[_cell(cell.text, told) for cell in row] for row in cells]
    facts = not grid.head and width == 2
    head = (
        [words.replace("**", "") or f"Kolonne {n}" for n, words in enumerate(rows[0], 1)] if not facts else []
    )
    body: list[list[str]] = []
    for row in rows if facts else rows[1:]:
        if any(row):
            body.append(row)
        elif head:
            told.append("Tom rad i en tabell, gjort om til felt som leverandøren fyller ut")
            body.append([f"[skriv: {_name(words)}]" for words in head])
        else:
            told.append("Tom rad i en tabell, ikke tatt med")
    if not body:
        return "", (), (*told, "Tabell uten rader, ikke tatt med")
    style = "fakta" if facts else "enkel"
    options = f" bredder={','.join(map(str, grid.widths))}" if grid.widths else ""
    lines = [f"::: tabell tabell-{number} stil={style}{options}"]
    if head:
        lines += [_row(head), f"|{'---|' * width}"]
    lines += [_row([_FIRST.sub(r"\\(", row[0]), *row[1:]]) for row in body]
    beside = tuple(cell for row in cells for cell in row if cell.slots or cell.guidance or cell.adaptable)
    return "\n".join([*lines, ":::"]), beside, tuple(dict.fromkeys(told))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(words: str, told: list[str]) -> str:
    if "|" in words:
        told.append("Tegnet «|» i en tabell, byttet ut med «/»")
    return " ".join(words.replace("|", "/").split())


def _name(words: str) -> str:
    return re.sub(r"[\[\]\"*\\]", "", words)[:60] or "Svar"
