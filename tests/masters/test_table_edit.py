"""Tables are read as columns and rows, changed by one of them, and written so that they still compile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.masters import edit, segments, table_edit
from dpsdocs.masters.edit import EditError
from dpsdocs.masters.fact_labels import LIST_LABELS, ROW_LABELS
from dpsdocs.masters.facts import ROW_FIELDS
from dpsdocs.masters.table_edit import TableText, read_table, write_table

SET = Path(__file__).resolve().parents[2] / "templates" / "masters" / "vektertjenester"
LINES = (
    '::: tabell objekter rader=sites stil=full bredder=20,50,30 juster=vhm tittel="Objekter"',
    "| Nr. | Objekt | (når joint == True) Virksomhet |",
    "|---|---|---|",
    "| {number} | {name}, {address} | {buyer} |",
    "| (og)  | {note} |  |",
    "| (når has_lots == True) (sum) I alt | {{ sites_count | tall }} |  |",
    ":::",
)


def tables() -> Iterator[tuple[str, ...]]:
    for path in sorted([*SET.glob("documents/*.md"), *SET.glob("clauses/*.md")]):
        for source in edit.sources(path.read_text(encoding="utf-8")).values():
            for piece in segments.split(edit.read_source(source).body):
                if piece.kind == "table":
                    yield piece.lines


@pytest.fixture
def table() -> TableText:
    return read_table(LINES)


def test_every_shipped_table_is_read_and_written_the_same() -> None:
    found = list(tables())
    assert len(found) > 100
    for lines in found:
        read = read_table(lines)
        assert write_table(lines, read) == lines
        assert read_table(write_table((), read)) == read


def test_a_table_is_columns_and_rows(table: TableText) -> None:
    assert [(c.head, c.when, c.width, c.align) for c in table.columns] == [
        ("Nr.", "", "20", "v"), ("Objekt", "", "50", "h"), ("Virksomhet", "joint == True", "30", "m"),
    ]  # fmt: skip
    assert [(r.repeats, r.when, r.style) for r in table.rows] == [
        (True, "", ""), (True, "", ""), (False, "has_lots == True", "sum"),
    ]  # fmt: skip
    assert (table.listed, table.style, table.caption) == ("sites", "full", "Objekter")


def test_columns_come_move_and_go(table: TableText) -> None:
    moved = read_table(write_table(LINES, table_edit.move_column(table, 1, 0)))
    assert [c.head for c in moved.columns] == ["Objekt", "Nr.", "Virksomhet"]
    assert moved.rows[0].cells[0] == "{name}, {address}" and moved.columns[0].align == "h"
    more = read_table(write_table(LINES, table_edit.add_column(table, 2)))
    assert [c.head for c in more.columns][3] == "Ny kolonne" and not any(c.width for c in more.columns)
    assert [len(row.cells) for row in more.rows] == [4, 4, 4]
    less = table_edit.remove_column(table_edit.remove_column(table, 1), 1)
    with pytest.raises(EditError, match="minst én celle"):
        write_table(LINES, less)
    assert [row.cells for row in table_edit.remove_row(less, 1).rows] == [("{number}",), ("I alt",)]
    extra = table_edit.remove_column(table_edit.add_row(table, 2), 0)
    assert [row.cells[0] for row in extra.rows] == ["{name}, {address}", "{note}", "{{ sites_count | tall }}"]
    with pytest.raises(EditError, match="minst én kolonne"):
        table_edit.remove_column(less, 0)
    with pytest.raises(EditError, match="alltid med"):
        table_edit.move_column(table, 2, 0)
    assert table_edit.move_column(table, 0, -1) == table


def test_rows_come_move_and_go(table: TableText) -> None:
    more = table_edit.add_row(table, 0)
    assert [row.repeats for row in more.rows] == [True, True, False, False]
    assert read_table(write_table(LINES, more)) == more
    assert table_edit.move_row(more, 2, 3).rows[3] == more.rows[2]
    assert table_edit.move_row(table, 2, 1) == table
    one = table_edit.remove_row(table, 1)
    with pytest.raises(EditError, match="raden som gjentas"):
        table_edit.remove_row(one, 0)


def test_a_table_that_cannot_stand_is_refused(table: TableText) -> None:
    for wrong in (
        replace(table, caption='Med "tegn"'),
        replace(table, columns=(replace(table.columns[0], width=""), *table.columns[1:])),
        replace(table, columns=(*table.columns[:2], replace(table.columns[2], when="(joint == True)"))),
        replace(table, rows=(replace(table.rows[0], cells=("a | b", "", "")), *table.rows[1:])),
        replace(table, rows=(replace(table.rows[0], cells=("{% for x %}", "", "")), *table.rows[1:])),
        replace(table, rows=(replace(table.rows[0], cells=("(sum) x", "", "")), *table.rows[1:])),
        replace(table, style="pen"),
    ):
        with pytest.raises(EditError):
            write_table(LINES, wrong)


def test_every_list_and_field_has_a_name_of_its_own() -> None:
    assert set(LIST_LABELS) == set(ROW_FIELDS)
    assert len(set(LIST_LABELS.values())) == len(LIST_LABELS)
    assert {name for fields in ROW_FIELDS.values() for name in fields} <= set(ROW_LABELS)
