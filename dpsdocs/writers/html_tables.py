"""Tables as HTML: head cells with scope, row classes that keep rows together, A and B drawn as marks."""

from __future__ import annotations

from dpsdocs.document.model import Column, Inlines, Row, Table, plain

from .html_inlines import Mode, anchor, inlines, words
from .text import escaped

SHORT = 6  # tables of so many rows are never split
_STYLES = {
    "plain": "t",
    "full": "t full",
    "facts": "facts",
    "requirements": "t full req",
    "ids": "ids4",
}
_ROWS = {"normal": "", "main": "main", "sub": "sub subc", "sum": "sum", "hot": "hot", "group": "grp"}
_ALIGN = {"left": "", "right": "r", "center": "ce"}


def table(block: Table, mode: Mode, *, major: bool = False) -> str:
    """One table; ``major`` gives it a caption of chapter size, as the fact tables of page one have."""
    kind = _STYLES[block.style]
    if len(block.rows) <= SHORT and block.style != "requirements":
        kind += " short"
    if major:
        kind += " major"
    caption = f"<caption>{words(block.caption)}</caption>" if block.caption else ""
    note = f'<p class="note">{inlines(block.note, mode)}</p>' if block.note else ""
    body = "".join(_row(block, index, mode) for index in range(len(block.rows)))
    scroll = ""
    if mode.preview:  # wide tables scroll on narrow screens, with the keyboard too
        scroll = f' tabindex="0" role="group" aria-label="{escaped(block.caption or "Tabell")}"'
    return (
        f'<div class="{kind}" id="{escaped(anchor(block.id))}"{scroll}><table>{caption}{_widths(block.columns)}'
        f"{_head(block)}<tbody>{body}</tbody></table>{note}</div>"
    )


def whole_percents(columns: tuple[Column, ...]) -> tuple[int, ...]:
    """Column widths as whole percents that sum to 100; missing widths share what is left."""
    given = [max(column.width, 0.0) for column in columns]
    left = max(100.0 - sum(given), 0.0)
    unknown = given.count(0.0)
    filled = [width or max(left / unknown, 5.0) for width in given] if unknown else given
    total = sum(filled) or 1.0
    whole = [max(int(width * 100 / total), 1) for width in filled]
    for index in range(100 - sum(whole)):
        whole[index % len(whole)] += 1
    return tuple(whole)


def is_requirement_type(block: Table, cell: Inlines) -> bool:
    """True when a cell of a requirement table holds only the letter A or B."""
    return block.style == "requirements" and plain(cell).strip() in {"A", "B"}


def _widths(columns: tuple[Column, ...]) -> str:
    cols = "".join(f'<col class="w{width}">' for width in whole_percents(columns))
    return f"<colgroup>{cols}</colgroup>"


def _head(block: Table) -> str:
    if block.style == "facts" or not any(column.label for column in block.columns):
        return ""
    cells = "".join(
        f'<th scope="col"{_class(_ALIGN[column.align])}>{words(column.label)}</th>'
        for column in block.columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _row(block: Table, index: int, mode: Mode) -> str:
    row = block.rows[index]
    keep = index < 2 or index == len(block.rows) - 2
    kind = _class(_ROWS[row.style], "ka" if keep and index < len(block.rows) - 1 else "")
    if row.style == "group" and not any(row.cells[1:]):
        cell = inlines(row.cells[0], mode) if row.cells else ""
        return f'<tr{kind}><th scope="row" colspan="{len(block.columns)}">{cell}</th></tr>'
    cells = "".join(_cell(block, position, cell, mode) for position, cell in enumerate(padded(block, row)))
    return f"<tr{kind}>{cells}</tr>"


def padded(block: Table, row: Row) -> tuple[Inlines, ...]:
    """The row's cells, one per column; more cells than columns is an error of the composer."""
    missing = len(block.columns) - len(row.cells)
    if missing < 0:
        raise ValueError(f"Row {row.id} of table {block.id} has {-missing} cells too many.")
    return row.cells + ((),) * missing


def _cell(block: Table, position: int, cell: Inlines, mode: Mode) -> str:
    kind = _ALIGN[block.columns[position].align]
    if is_requirement_type(block, cell):
        letter = plain(cell).strip()
        inner = f'<span class="kd{" a" if letter == "A" else ""}">{letter}</span>'
    else:
        inner = inlines(cell, mode)
    if position == 0 and inner and block.style != "ids":
        if block.style == "requirements":
            kind = f"{kind} id".strip()
        return f'<th scope="row"{_class(kind)}>{inner}</th>'
    return f"<td{_class(kind)}>{inner}</td>"


def _class(*names: str) -> str:
    given = " ".join(name for name in names if name)
    return f' class="{given}"' if given else ""
