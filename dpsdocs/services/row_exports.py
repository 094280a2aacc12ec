"""Tables of answers as files: filled in, empty with the right headings, and the faulty rows of an import."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.questions import Question
from ..writers.csv import write_csv
from ..writers.xlsx_answers import AnswerColumn, write_answers
from . import cells, row_pages
from .cells import Cell
from .choices import Choices
from .competitions import Opened
from .packages import TYPES
from .row_columns import REASON_HEAD, ROW_HEAD
from .row_imports import Plan

CSV = "text/csv; charset=utf-8"
_FIGURES = frozenset({"money", "decimal", "whole", "percent"})
_ROOM = 500
_WIDE, _NARROW = 40, 18


def export(opened: Opened, table: Question, extension: str) -> tuple[bytes, str]:
    """The table as it stands, with its media type; read back it gives the same answers."""
    columns = [(column, Choices(column, options)) for column, options in _asked(opened, table)]
    rows = [
        [cells.written(column, row.raw.get(column.key), choices) for column, choices in columns]
        for row in opened.competition.tables[table.key]
    ]
    if extension == "csv":
        return write_csv([column.name for column, _ in columns], rows), CSV
    shown = [_column(column, choices) for column, choices in columns]
    return write_answers(table.name, shown, rows, min(table.most, len(rows) + _ROOM)), TYPES["xlsx"]


def template(opened: Opened, table: Question) -> bytes:
    """An empty spreadsheet with the headings of the table, and lists to pick from."""
    shown = [_column(column, Choices(column, options)) for column, options in _asked(opened, table)]
    return write_answers(table.name, shown, (), min(table.most, _ROOM))


def faulty(opened: Opened, table: Question, plan: Plan) -> bytes:
    """The faulty rows as they stood in the file, each with its row and what is wrong; it can be mended and sent."""
    heads = [column.head or f"Kolonne {column.place + 1}" for column in plan.columns.columns]
    columns = [AnswerColumn(head) for head in (*heads, ROW_HEAD, REASON_HEAD)]
    rows: list[list[Cell]] = []
    for row in plan.faulty:
        kept = [row.cells[c.place] if c.place < len(row.cells) else "" for c in plan.columns.columns]
        reasons = "\n".join(f"{name}: {reason}" for name, reason in row.problems)
        rows.append([*kept, row.number, reasons])
    return write_answers(f"{table.name} med feil", columns, rows, 0)


def _asked(opened: Opened, table: Question) -> Sequence[tuple[Question, tuple]]:  # type: ignore[type-arg]
    """The columns that are asked in this competition, also those that only some rows ask."""
    own = {column.key for column in table.columns}
    values = opened.competition.values
    return [
        (column, options)
        for column, options in row_pages.options_by_column(opened, table)
        if column.visible.names & own or column.visible.holds(values)
    ]


def _column(column: Question, choices: Choices) -> AnswerColumn:
    picked = tuple(choices.labels.values()) if column.kind == "choice" else ()
    if column.kind == "yesno":
        picked = ("Ja", "Nei")
    note = f"{column.label}\n{_how(column)}".strip()
    width = _WIDE if column.kind in ("line", "text", "contact", "weights") else _NARROW
    return AnswerColumn(
        column.name, note, picked, column.kind not in _FIGURES and column.kind != "date", width
    )


def _how(column: Question) -> str:
    """How a cell is filled in."""
    return {
        "choices": "Skriv for eksempel «man–fre», «hverdager» eller «alle dager og helligdager».",
        "timespan": "Skriv for eksempel 19.00–07.00.",
        "contact": "Navn; stilling; e-postadresse",
        "weights": "Skriv for eksempel «Pris 40; Kvalitet 60». Tomt betyr felles vekter.",
        "moment": "Skriv dato og klokkeslett, for eksempel 18.01.2027 kl. 10.00.",
        "date": "Skriv datoen som dag.måned.år.",
    }.get(column.kind, column.hint)
