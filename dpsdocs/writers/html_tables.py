"""Tables as HTML: head cells with scope, row classes that keep rows together, A and B drawn as marks."""

from __future__ import annotations

from dpsdocs.document.model import Column, Inlines, Table, plain

from .html_inlines import Mode, anchor, inlines, words
from .layout import (
    has_head,
    is_requirement_type,
    is_short,
    padded,
    spans_all,
    stays_with_next,
    whole_percents,
)
from .text import escaped

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
    if is_short(block):
        kind += " short"
    if major:
        kind += " major"
    elif block.caption:
        kind += " named"
    if block.note:
        kind += " noted"
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


def _widths(columns: tuple[Column, ...]) -> str:
    cols = "".join(f'<col class="w{width}"/>' for width in whole_percents(columns))
    return f"<colgroup>{cols}</colgroup>"


def _head(block: Table) -> str:
    if not has_head(block):
        return ""
    cells = "".join(
        f'<th scope="col"{_class(_ALIGN[column.align])}>{words(column.label)}</th>'
        for column in block.columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _row(block: Table, index: int, mode: Mode) -> str:
    row = block.rows[index]
    kind = _class(_ROWS[row.style], "ka" if stays_with_next(block, index) else "")
    if spans_all(row):
        cell = inlines(row.cells[0], mode) if row.cells else ""
        tag, scope = ("th", ' scope="row"') if mode.preview else ("td", "")
        return f'<tr{kind}><{tag}{scope} colspan="{len(block.columns)}">{cell}</{tag}></tr>'
    cells = "".join(_cell(block, position, cell, mode) for position, cell in enumerate(padded(block, row)))
    return f"<tr{kind}>{cells}</tr>"


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
        # a PDF has one table for each page: where columns have heads, a short one would be more heads than cells
        if has_head(block) and not mode.preview:
            return f"<td{_class('rh', kind)}>{inner}</td>"
        return f'<th scope="row"{_class(kind)}>{inner}</th>'
    return f"<td{_class(kind)}>{inner}</td>"


def _class(*names: str) -> str:
    given = " ".join(name for name in names if name)
    return f' class="{given}"' if given else ""
