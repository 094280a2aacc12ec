"""Table fences: a head row, pattern rows written once, and fixed rows."""

from __future__ import annotations

import re

from ..domain.conditions import Condition, ConditionError
from ..domain.conditions import parse as parse_condition
from .fences import Fence
from .nodes import ColumnNode, RowNode, TableNode
from .template import TemplateError, compile_line

_STYLES = {"enkel": "plain", "full": "full", "krav": "requirements", "fakta": "facts"}
_ALIGN = {"v": "left", "h": "right", "m": "center"}
_RULE = re.compile(r"^\|[\s:|-]+\|$")
_ROW_STYLE = re.compile(r"^\((sum|hot|main|sub|group)\)\s*")
_MORE = "| (og)"  # a further pattern row, repeated together with the first
_WHEN = re.compile(r"^\(når ([^()]+)\)\s*")


def compile_table(fence: Fence, when: Condition) -> TableNode:
    """The table, or ``TemplateError``."""
    style = "facts" if fence.name == "fakta" else _STYLES.get(fence.options.get("stil", "enkel"), "")
    if not style:
        raise TemplateError(f"Tabellstilen «{fence.options['stil']}» finnes ikke.")
    rows = _source_rows(fence)
    head: list[str] = []
    if style != "facts":
        if len(rows) < 3 or not _RULE.match(rows[1]):
            raise TemplateError("Tabellen skal ha en hoderad, en rad med «|---|» og minst én rad til.")
        head, rows = cells_of(rows[0]), rows[2:]
    else:
        rows = [row for row in rows if not _RULE.match(row)]
    width = len(head) or len(cells_of(rows[0])) if rows else 0
    filled = "rader" in fence.options
    body = [
        _row(row, width, pattern=filled and (not i or row.startswith(_MORE))) for i, row in enumerate(rows)
    ]
    columns = _columns(head or [""] * width, fence.options)
    return TableNode(
        fence.id, compile_line(fence.options.get("tittel", "")), style, columns, tuple(body),
        fence.options.get("rader", ""), fence.options.get("gruppe", ""),
        _only(fence.options.get("bare", "")), _trim(fence.options.get("tomme", "")), when, fence.line,
    )  # fmt: skip


def _only(source: str) -> tuple[str, str]:
    field, sign, value = source.partition("=")
    if source and not (sign and field.strip() and value.strip()):
        raise TemplateError('«bare» skal være felt=verdi, for eksempel bare="kind=A".')
    return field.strip(), value.strip()


def _trim(source: str) -> bool:
    if source not in ("", "bort"):
        raise TemplateError("«tomme» kan bare være «bort».")
    return bool(source)


def _conditional(cell: str) -> tuple[str, Condition]:
    """The cell without its «(når …)», and the condition."""
    found = _WHEN.match(cell)
    if found is None and cell.startswith("(når"):
        raise TemplateError(f"«{cell[:40]}» er ikke et vilkår: «(når VILKÅR)» uten parenteser inni.")
    try:
        when = parse_condition(found.group(1) if found else "")
        return cell[found.end() :] if found else cell, when
    except ConditionError as error:
        raise TemplateError(str(error)) from error


def _source_rows(fence: Fence) -> list[str]:
    rows = [text.strip() for _, text in fence.plain() if text.strip()]
    for row in rows:
        if not (row.startswith("|") and row.endswith("|")):
            raise TemplateError("Hver rad i tabellen begynner og slutter med «|».")
    if not rows:
        raise TemplateError("Tabellen er tom.")
    return rows


def cells_of(row: str) -> list[str]:
    """Cells between bars; a bar inside «{{ … }}» is a filter, not a border."""
    cells, depth, start = [], 0, 1
    for index in range(1, len(row)):
        pair = row[index : index + 2]
        depth += {"{{": 1, "}}": -1}.get(pair, 0)
        if row[index] == "|" and depth <= 0:
            cells.append(row[start:index].strip())
            start = index + 1
    return cells


def _row(source: str, width: int, *, pattern: bool) -> RowNode:
    cells = cells_of(source)
    if len(cells) != width:
        raise TemplateError(f"Raden «{source[:60]}» har {len(cells)} celler, ikke {width}.")
    if pattern:
        cells[0] = cells[0].removeprefix("(og)").lstrip()
    cells[0], when = _conditional(cells[0])
    found = _ROW_STYLE.match(cells[0])
    if found:
        cells[0] = cells[0][found.end() :]
    made = tuple(compile_line(cell, row=pattern) for cell in cells)
    return RowNode(made, found.group(1) if found else "normal", pattern, when)


def _columns(head: list[str], options: dict[str, str]) -> tuple[ColumnNode, ...]:
    widths = [float(part) for part in options.get("bredder", "").split(",") if part.strip()]
    if widths and len(widths) != len(head):
        raise TemplateError(f"Tabellen har {len(head)} kolonner, men {len(widths)} bredder.")
    if not widths:
        widths = [28.0, 72.0] if len(head) == 2 and not any(head) else [100 / len(head)] * len(head)
    letters = options.get("juster", "v" * len(head))
    if len(letters) != len(head) or set(letters) - set(_ALIGN):
        raise TemplateError("«juster» skal ha én bokstav per kolonne: v, h eller m.")
    parts = [_conditional(label) for label in head]
    if parts and parts[0][1].source:
        raise TemplateError("Den første kolonnen er alltid med og kan ikke ha «(når …)».")
    return tuple(
        ColumnNode(compile_line(label), width, _ALIGN[letter], when)
        for (label, when), width, letter in zip(parts, widths, letters, strict=True)
    )
