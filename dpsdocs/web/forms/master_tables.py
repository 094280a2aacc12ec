"""A table of a clause as the page shows it: its choices, columns and rows with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dpsdocs.domain.questions import Option
from dpsdocs.masters.table_edit import TableText
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_tables import STYLES, fields_of, lists
from dpsdocs.services.master_texts import Opened

from .base import Form, choice, line
from .shown import Shown


class NewTableForm(Form):
    """What a new table is made of."""

    listed = choice(
        "Hva skal tabellen vise?",
        kind="select",
    )
    columns = line("Antall kolonner", "1 til 8", width="short")

    def offer(self, working: Working) -> None:
        """Let one choose among the lists of the draft."""
        self.listed.render_kw = {**self.listed.render_kw, "options": listings(working)}


def listings(working: Working) -> tuple[Option, ...]:
    """No list, and the lists of the draft."""
    none = Option("", "Ingen liste. Radene skrives én for én")
    return (none, *(Option(name, label) for name, label in lists(working).items()))


@dataclass(frozen=True, slots=True)
class TableView:
    """Everything the page shows of a table, by the names of its fields."""

    values: dict[str, str]
    columns: int
    repeats: tuple[bool, ...]
    listed: str
    fields: dict[str, str]
    listings: tuple[Option, ...]


def view(found: Opened, table: TableText, typed: Mapping[str, str] | None = None) -> TableView:
    """The table in words, with what was typed in place of what stands."""
    wording = found.wording
    values = {
        "listed": table.listed, "caption": wording.shown(table.caption), "style": table.style, "group": table.group,
        "only-field": table.only.partition("=")[0], "only-value": table.only.partition("=")[2],
        "trim": "yes" if table.trim else "", "when": wording.condition(table.when),
    }  # fmt: skip
    for n, column in enumerate(table.columns):
        values |= {
            f"head.{n}": wording.shown(column.head), f"column-when.{n}": wording.condition(column.when),
            f"width.{n}": column.width, f"align.{n}": column.align,
        }  # fmt: skip
    for r, row in enumerate(table.rows):
        values |= {f"row-when.{r}": wording.condition(row.when), f"row-style.{r}": row.style}
        values |= {f"cell.{r}.{c}": wording.shown(cell, row=True) for c, cell in enumerate(row.cells)}
    if typed is not None:
        values |= {name: typed.get(name, "") for name in values}
    repeats = tuple(row.repeats for row in table.rows)
    fields, known = fields_of(found.working, table.listed), listings(found.working)
    return TableView(values, len(table.columns), repeats, table.listed, fields, known)


def fields(shown: TableView, problems: Mapping[str, str]) -> dict[str, Shown]:
    """The choices that are about the whole table."""
    of_list = tuple(Option(name, label) for name, label in shown.fields.items())
    v = shown.values
    return {
        "listed": Shown("listed", "select", "Hva viser tabellen?", v["listed"], "Én rad for hver linje i listen",
                        problems.get("listed", ""), optional=True,
                        options=shown.listings),
        "caption": Shown("caption", "line", "Tittel", v["caption"], "", problems.get("caption", ""), optional=True),
        "style": Shown("style", "select", "Utforming", v["style"], "", problems.get("style", ""),
                       options=tuple(Option(k, label) for k, label in STYLES.items())),
        "group": Shown("group", "select", "Grupper radene etter", v["group"], "", problems.get("group", ""),
                       optional=True, options=(Option("", "Ingen gruppering"), *of_list)),
        "only-field": Shown("only-field", "select", "Vis bare rader der", v["only-field"], "",
                            problems.get("only-field", ""), optional=True,
                            options=(Option("", "Alle rader"), *of_list)),
        "only-value": Shown("only-value", "line", "har verdien", v["only-value"], "", problems.get("only-value", ""),
                            optional=True),
        "trim": Shown("trim", "tick", "Kolonner uten innhold faller bort", v["trim"]),
        "when": Shown("when", "text", "Når er tabellen med?", v["when"], "Tomt betyr alltid",
                      problems.get("when", ""), optional=True, rows=2),
    }  # fmt: skip
