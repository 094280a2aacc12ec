"""Rows that follow when a competition is copied: without dates, and without what must stay in the agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..domain.answers import Raw, is_blank
from ..domain.case import TableRow, Tables
from ..domain.questions import Question, Questionnaire

_DATED = frozenset({"date", "moment"})


def copied(
    tables: Tables, questions: Questionnaire, left_out: frozenset[str], *, leaves: bool
) -> dict[str, list[TableRow]]:
    """The rows a copy begins with. ``left_out`` are answers and «table.column»s that stay behind.

    With ``leaves`` the copy is another agency's: confidential and internal cells, contact persons and whole
    confidential sites stay, and cells that name them are emptied.
    """
    found: dict[str, list[TableRow]] = {}
    for table in questions.tables:
        if table.key not in left_out:
            rows = [row for row in tables.get(table.key, ()) if not (leaves and _is_secret(row))]
            found[table.key] = [TableRow(row.id, _cells(table, row, left_out, leaves)) for row in rows]
    there = {key: {row.id for row in rows} for key, rows in found.items()}
    return {
        table.key: _pointing(table, found[table.key], there)
        for table in questions.tables
        if table.key in found
    }


def _is_secret(row: TableRow) -> bool:
    return str(row.answers.get("secret", "")).strip().lower() in ("yes", "true")


def _cells(table: Question, row: TableRow, left_out: frozenset[str], leaves: bool) -> dict[str, Raw]:
    stays = {
        c.key for c in table.columns
        if c.kind in _DATED or f"{table.key}.{c.key}" in left_out
        or (leaves and (c.confidential or c.internal or c.kind == "contact"))
    }  # fmt: skip
    return {name: cell for name, cell in row.answers.items() if name not in stays}


def _pointing(table: Question, rows: Sequence[TableRow], there: Mapping[str, set[str]]) -> list[TableRow]:
    """The rows without cells that name a row which stayed behind, and without rows that nothing is left of."""
    pointers = {c.key: there.get(c.rows_of, set()) for c in table.columns if c.rows_of}
    kept = (
        TableRow(row.id, {n: c for n, c in row.answers.items() if n not in pointers or c in pointers[n]})
        for row in rows
    )
    return [row for row in kept if any(not is_blank(cell) for cell in row.answers.values())]
