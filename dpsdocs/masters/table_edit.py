"""A table as its list, columns and rows: read from its lines, changed by column and by row, and written back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..domain.conditions import parse as parse_condition
from .edit import EditError
from .errors import MasterError
from .fences import Fence, parse
from .table import cells_of, compile_table
from .template import TemplateError

STYLES = ("enkel", "full", "krav", "fakta")
ALIGNS = ("v", "h", "m")
ROW_STYLES = ("", "sum", "hot", "main", "sub", "group")
MOST_COLUMNS, MOST_ROWS = 12, 200
_RULE = re.compile(r"^\|[\s:|-]+\|$")
_WHEN = re.compile(r"^\(når ([^()]+)\)\s*")
_STYLE = re.compile(r"^\((sum|hot|main|sub|group)\)\s*")
_AGAIN = "(og)"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """The head words of a column, when it is there, its share of the width and its alignment."""

    head: str
    when: str = ""
    width: str = ""
    align: str = "v"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row. ``repeats`` is true of those written once for every entry of the list."""

    cells: tuple[str, ...]
    when: str = ""
    style: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class TableText:
    """A table as a person changes it; texts and conditions as they stand in the file."""

    id: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    style: str = "enkel"
    listed: str = ""
    only: str = ""
    caption: str = ""
    group: str = ""
    trim: bool = False
    when: str = ""


def read_table(lines: Sequence[str]) -> TableText:
    """The table in its lines; ``EditError`` when it cannot be read."""
    fence = _fence(lines)
    options = fence.options
    style = "fakta" if fence.name == "fakta" else options.get("stil", "enkel")
    rows = [text.strip() for _, text in fence.plain() if text.strip()]
    heads = cells_of(rows[0]) if style != "fakta" else [""] * len(cells_of(rows[0]))
    body = [row for row in rows[0 if style == "fakta" else 1 :] if not _RULE.match(row)]
    widths = [part.strip() for part in options.get("bredder", "").split(",") if part.strip()]
    aligns = options.get("juster", "v" * len(heads))
    columns = tuple(
        _column(head, widths[n] if n < len(widths) else "", aligns[n] if n < len(aligns) else "v")
        for n, head in enumerate(heads)
    )
    listed = options.get("rader", "")
    return TableText(
        fence.id, columns, tuple(_row(row, repeats=bool(listed) and (not n or row.startswith(f"| {_AGAIN}")))
                                 for n, row in enumerate(body)),
        style, listed, options.get("bare", ""), options.get("tittel", ""), options.get("gruppe", ""),
        options.get("tomme") == "bort", options.get("når", ""),
    )  # fmt: skip


def write_table(lines: Sequence[str], new: TableText) -> tuple[str, ...]:
    """The lines of the table; those of one that is not changed are kept. ``EditError`` when it cannot stand."""
    if lines and read_table(lines) == new:
        return tuple(lines)
    _check(new)
    made = ["::: tabell " + " ".join([new.id, *_options(new)])]
    if new.style != "fakta":
        made += [_line(_conditional(c.when, c.head) for c in new.columns), "|" + "---|" * len(new.columns)]
    pattern = 0
    for row in new.rows:
        pattern += row.repeats
        first = f"{_AGAIN} " if row.repeats and pattern > 1 else ""
        style = f"({row.style}) " if row.style else ""
        lead = first + (f"(når {row.when}) " if row.when else "") + style
        made.append(_line([(lead + row.cells[0]).rstrip(), *row.cells[1:]]))
    made.append(":::")
    _compiled(made)
    if read_table(made) != new:
        raise EditError("Tabellen kan ikke skrives slik. Ta bort parenteser først i cellene og tegnet «|».")
    return tuple(made)


def new_table(id: str, columns: int, listed: str, field: str) -> TableText:
    """A table to begin with: head words to write over, and a pattern row or one fixed row."""
    heads = tuple(TableColumn(f"Kolonne {n + 1}") for n in range(columns))
    first = f"{{{field}}}" if listed else "Tekst"
    return TableText(
        id, heads, (TableRow((first, *[""] * (columns - 1)), repeats=bool(listed)),), listed=listed
    )


def with_list(table: TableText, listed: str) -> TableText:
    """The table with another list: its first row is the pattern of the new one, or no row is."""
    if listed == table.listed:
        return table
    rows = tuple(replace(row, repeats=bool(listed) and n == 0) for n, row in enumerate(table.rows))
    return replace(table, listed=listed, rows=rows, only="", group="") if rows else table


def add_column(table: TableText, after: int) -> TableText:
    """The table with an empty column after another one."""
    if len(table.columns) >= MOST_COLUMNS:
        raise EditError(f"En tabell kan ha høyst {MOST_COLUMNS} kolonner.")
    columns = (*table.columns[: after + 1], TableColumn("Ny kolonne"), *table.columns[after + 1 :])
    rows = (replace(r, cells=(*r.cells[: after + 1], "", *r.cells[after + 1 :])) for r in table.rows)
    return _evened(replace(table, columns=columns, rows=tuple(rows)))


def remove_column(table: TableText, at: int) -> TableText:
    """The table without a column, and without rows it leaves empty; ``EditError`` for the last one."""
    if len(table.columns) < 2:
        raise EditError("Tabellen må ha minst én kolonne.")
    columns = tuple(c for n, c in enumerate(table.columns) if n != at)
    rows = [replace(r, cells=tuple(c for n, c in enumerate(r.cells) if n != at)) for r in table.rows]
    left = tuple(row for row in rows if row.repeats or not _is_empty(row))
    return _evened(replace(table, columns=columns, rows=left or tuple(rows)))


def move_column(table: TableText, at: int, to: int) -> TableText:
    """The table with a column in another's place; the same table when there is no such place."""
    if not 0 <= to < len(table.columns):
        return table
    order = list(range(len(table.columns)))
    order.insert(to, order.pop(at))
    if table.columns[order[0]].when:
        raise EditError("Den første kolonnen er alltid med. Ta bort vilkåret for kolonnen først.")
    columns = tuple(table.columns[n] for n in order)
    rows = (replace(r, cells=tuple(r.cells[n] for n in order)) for r in table.rows)
    return replace(table, columns=columns, rows=tuple(rows))


def add_row(table: TableText, after: int) -> TableText:
    """The table with an empty fixed row after another one, and after those that repeat."""
    if len(table.rows) >= MOST_ROWS:
        raise EditError(f"En tabell kan ha høyst {MOST_ROWS} rader.")
    last = max((n for n, row in enumerate(table.rows) if row.repeats), default=-1)
    place = max(after, last) + 1
    row = TableRow(("Tekst", *[""] * (len(table.columns) - 1)))
    return replace(table, rows=(*table.rows[:place], row, *table.rows[place:]))


def remove_row(table: TableText, at: int) -> TableText:
    """The table without a row; ``EditError`` for the last one and for the only pattern."""
    left = tuple(row for n, row in enumerate(table.rows) if n != at)
    if not left or (table.listed and not any(row.repeats for row in left)):
        raise EditError("Tabellen må ha minst én rad, og en tabell over en liste må ha raden som gjentas.")
    return replace(table, rows=left)


def move_row(table: TableText, at: int, to: int) -> TableText:
    """The table with a row in another's place among its like; the same table when there is no such place."""
    if not 0 <= to < len(table.rows) or table.rows[at].repeats != table.rows[to].repeats:
        return table
    rows = list(table.rows)
    rows.insert(to, rows.pop(at))
    return replace(table, rows=tuple(rows))


def _is_empty(row: TableRow) -> bool:
    return not any(row.cells) and not row.when and not row.style


def _evened(table: TableText) -> TableText:
    """Widths are shares of the whole; with another number of columns all are even again."""
    if not any(column.width for column in table.columns):
        return table
    return replace(table, columns=tuple(replace(column, width="") for column in table.columns))


def _column(head: str, width: str, align: str) -> TableColumn:
    found = _WHEN.match(head)
    return TableColumn(head[found.end() :] if found else head, found[1] if found else "", width, align)


def _row(source: str, *, repeats: bool) -> TableRow:
    cells = cells_of(source)
    first = cells[0].removeprefix(_AGAIN).lstrip() if repeats else cells[0]
    when, style = _WHEN.match(first), None
    first = first[when.end() :] if when else first
    style = _STYLE.match(first)
    first = first[style.end() :] if style else first
    return TableRow((first, *cells[1:]), when[1] if when else "", style[1] if style else "", repeats)


def _options(table: TableText) -> list[str]:
    aligns = "".join(column.align for column in table.columns)
    said = {
        "rader": table.listed, "bare": f'"{table.only}"' if table.only else "", "gruppe": table.group,
        "tomme": "bort" if table.trim else "", "stil": table.style,
        "bredder": ",".join(column.width for column in table.columns) if table.columns[0].width else "",
        "juster": aligns if set(aligns) != {"v"} else "", "tittel": f'"{table.caption}"' if table.caption else "",
        "når": f'"{table.when}"' if table.when else "",
    }  # fmt: skip
    return [f"{name}={value}" for name, value in said.items() if value]


def _check(table: TableText) -> None:
    widths = [column.width for column in table.columns]
    if any(widths) and not all(re.fullmatch(r"\d{1,3}(?:\.\d)?", w) and float(w) > 0 for w in widths):
        raise EditError("Skriv bredden av alle kolonnene som tall, eller la alle stå tomme.")
    texts = [
        table.caption,
        *(c.head for c in table.columns),
        *(cell for row in table.rows for cell in row.cells),
    ]
    if any("\n" in text for text in texts):
        raise EditError("Teksten i en celle skal stå på én linje.")
    if any(_is_empty(row) for row in table.rows):
        raise EditError("En rad må ha tekst i minst én celle.")
    if '"' in table.caption:
        raise EditError('Tittelen kan ikke ha anførselstegnet «"». Bruk « og ».')
    whens = [table.when, *(c.when for c in table.columns), *(row.when for row in table.rows)]
    if any(set("()") & set(when) for when in whens[1:]):
        raise EditError("Vilkåret for en rad eller kolonne kan ikke ha parenteser.")
    for when in whens:
        parse_condition(when)


def _conditional(when: str, text: str) -> str:
    return f"(når {when}) {text}".rstrip() if when else text


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _fence(lines: Sequence[str]) -> Fence:
    try:
        root = parse("", "\n".join(lines))
    except MasterError as error:
        raise EditError(error.faults[0].message) from error
    fences = [child for child in root.children if isinstance(child, Fence)]
    if len(fences) != 1 or fences[0].name not in ("tabell", "fakta") or not fences[0].plain():
        raise EditError("Tabellen kan ikke leses.")
    return fences[0]


def _compiled(lines: Sequence[str]) -> None:
    try:
        compile_table(_fence(lines), parse_condition(""))
    except TemplateError as error:
        raise EditError(str(error)) from error
