"""A table of a draft, in a clause or outside them: its list, columns and rows in words, changed one step at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from ..domain.answers import AnswerError, cleaned
from ..domain.conditions import ConditionError
from ..domain.roles import Actor
from ..masters import segments, table_edit
from ..masters.edit import EditError
from ..masters.fact_labels import LIST_LABELS
from ..masters.facts import own_questions, row_fields
from ..masters.table_edit import TableColumn, TableRow, TableText
from ..masters.wording import Wording, WordingError
from . import master_blocks, master_drafts, master_texts, saving
from .errors import Invalid, NotFound
from .fields import Fields
from .master_drafts import Working
from .master_history import keep, note
from .master_texts import Opened
from .releases import Releases

STYLES = {
    "enkel": "Enkel", "full": "I hele sidens bredde", "krav": "Kravtabell", "fakta": "Opplysninger, uten hoderad"
}  # fmt: skip
ALIGNS = {"v": "Venstre", "h": "Høyre", "m": "Midten"}
ROW_STYLES = {
    "": "Vanlig", "sum": "Sum", "hot": "Fremhevet", "main": "Hovedlinje", "sub": "Underlinje", "group": "Grupperad"
}  # fmt: skip
_GO = re.compile(r"(column|row)-(add|gone|before|after)-(\d{1,3})")
Change = Callable[[TableText], TableText]


@dataclass(frozen=True, slots=True)
class TableInput:
    """What was typed, by the names of the fields; ``go`` is the step to take after it is kept."""

    values: Mapping[str, str]
    go: str = ""

    def text(self, name: str, was: str = "") -> str:
        """A field, or what stood there when it was not sent."""
        return self.values.get(name, was)


def lists(working: Working) -> dict[str, str]:
    """The lists a table can be made of, UKE's own among them, in the order of their names."""
    own = {table.key: table.name for table in own_questions(working.release)}
    labels = {name: own.get(name) or LIST_LABELS.get(name, name) for name in row_fields(working.release)}
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


def fields_of(working: Working, listed: str) -> dict[str, str]:
    """The fields of a list by name, in the order of their labels."""
    known = Wording(working.release).row_labels
    labels = {name: known.get(name, name) for name in row_fields(working.release).get(listed, ())}
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


def table(found: Opened, piece: int) -> TableText:
    """The table in a piece of a clause."""
    if not 0 <= piece < len(found.pieces) or found.pieces[piece].kind != "table":
        raise NotFound("Tabellen finnes ikke i punktet.")
    return table_edit.read_table(found.pieces[piece].lines)


def save(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str, piece: int,
    given: TableInput, seen: int,
) -> int:  # fmt: skip
    """Keep a table as typed and take the step that was asked for. ``Clash``, ``Invalid``; gives the version."""

    def changed(found: Opened) -> str:
        was = table(found, piece)
        new = _stepped(_typed(found, was, given), given.go)
        lines = table_edit.write_table(found.pieces[piece].lines, new)
        return _body(found, piece, lines)

    return _kept(session, releases, actor, draft_id, document, clause, changed, seen)


def add(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str, listed: str,
    columns: str, seen: int,
) -> int:  # fmt: skip
    """A new table last in a clause; gives the number of its piece."""
    fields = Fields()
    begun = master_drafts.opened(session, releases, actor, draft_id)
    if listed and listed not in row_fields(begun.release):
        fields.add("listed", "Velg en liste, eller «Ingen liste».")
    if not columns.strip().isascii() or not columns.strip().isdigit() or not 1 <= int(columns[:3]) <= 8:
        fields.add("columns", "Skriv et antall kolonner fra 1 til 8.")
    fields.raise_problems()

    def changed(found: Opened) -> str:
        if found.loose:
            raise NotFound("Punktet finnes ikke i utkastet.")
        id = _free_id(found)
        first = next(iter(fields_of(begun, listed)), "")
        made = table_edit.new_table(id, int(columns), listed, first)
        lines = "\n".join(table_edit.write_table((), made))
        return f"{found.clause.body}\n\n{lines}" if found.clause.body else lines

    _kept(session, releases, actor, draft_id, document, clause, changed, seen)
    working = master_drafts.opened(session, releases, actor, draft_id)
    after = master_texts.opened(session, working, master_texts.path_of(working, document, clause))
    return max(n for n, segment in enumerate(after.pieces) if segment.kind == "table")


def remove(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str, piece: int, seen: int
) -> None:  # fmt: skip
    """Take a table out of the clause or the document it stands in."""

    def changed(found: Opened) -> str:
        table(found, piece)
        body = _body(found, piece, ())
        return re.sub(r"\n{3,}", "\n\n", body).strip("\n")

    _kept(session, releases, actor, draft_id, document, clause, changed, seen)


def _kept(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str,
    change: Callable[[Opened], str], seen: int,
) -> int:  # fmt: skip
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    found = master_blocks.opened(session, working, document, clause)
    master_texts.check_seen(session, found, seen, "")
    try:
        new = replace(found.clause, body=change(found))
        if new == found.clause:
            return found.version
        made = master_blocks.written(found, new)
    except EditError as error:
        raise Invalid({"table": str(error)}) from error
    now = master_blocks.source_in(found, made)
    keep(session, row, working, found.place.path, made)
    note(session, row, actor, found.place.path, clause, "text" if now else "gone", found.source, now)
    saving.commit(session)
    return row.revision


def _body(found: Opened, piece: int, lines: tuple[str, ...]) -> str:
    pieces = [
        replace(segment, lines=lines) if n == piece else segment for n, segment in enumerate(found.pieces)
    ]
    return segments.joined(segment for segment in pieces if segment.lines)


class _Reader:
    """Takes what was typed field by field, and keeps what to mend."""

    def __init__(self, wording: Wording, given: TableInput) -> None:
        self.wording, self.given = wording, given
        self.problems: dict[str, str] = {}

    def taken(self, name: str, old: str, make: Callable[[str], str], longest: int = 2000) -> str:
        """A field as it stands in the file; what stood there when it was not sent."""
        text = self.given.values.get(name)
        if text is None:
            return old
        try:
            line = " ".join(cleaned(text).split())
            if len(line) > longest or "|" in line:
                raise WordingError("Teksten er for lang eller har tegnet «|», som skiller celler.")
            return make(line)
        except (WordingError, ConditionError, AnswerError) as error:
            self.problems.setdefault(name, str(error))
            return old

    def words(self, name: str, old: str, *, row: bool = False) -> str:
        """Words with fields."""
        return self.taken(name, old, lambda text: self.wording.source(text, old, row=row))

    def condition(self, name: str, old: str) -> str:
        """A condition in words."""
        return self.taken(name, old, lambda text: self.wording.condition_source(text, old), 600)

    def one_of(self, name: str, old: str, known: Mapping[str, str]) -> str:
        """A choice; what stood there when it is none."""
        value = self.given.text(name, old)
        return value if value in known else old


def _typed(found: Opened, was: TableText, given: TableInput) -> TableText:
    """The table as it was typed, or ``Invalid`` with what to mend in each field."""
    reader = _Reader(found.wording, given)
    columns = tuple(
        TableColumn(
            reader.words(f"head.{n}", c.head), reader.condition(f"column-when.{n}", c.when),
            reader.taken(f"width.{n}", c.width, lambda t: t.replace(",", ".").removesuffix("%").strip(), 8),
            reader.one_of(f"align.{n}", c.align, ALIGNS),
        )
        for n, c in enumerate(was.columns)
    )  # fmt: skip
    rows = tuple(
        TableRow(
            tuple(reader.words(f"cell.{r}.{c}", cell, row=True) for c, cell in enumerate(row.cells)),
            reader.condition(f"row-when.{r}", row.when),
            reader.one_of(f"row-style.{r}", row.style, ROW_STYLES), row.repeats,
        )
        for r, row in enumerate(was.rows)
    )  # fmt: skip
    made = replace(
        was, columns=columns, rows=rows, when=reader.condition("when", was.when),
        caption=reader.words("caption", was.caption), style=reader.one_of("style", was.style, STYLES),
        trim=given.values.get("trim") == "yes" if "listed" in given.values else was.trim,
    )  # fmt: skip
    known = row_fields(found.working.release)
    made = _list_options(made, given, known, reader.problems)
    if reader.problems:
        raise Invalid(reader.problems)
    return made


def _list_options(
    table: TableText, given: TableInput, known: Mapping[str, frozenset[str]], problems: dict[str, str]
) -> TableText:
    listed = given.text("listed", table.listed)
    if listed and listed not in known:
        problems["listed"] = "Velg en liste, eller «Ingen liste»."
        return table
    if listed != table.listed:
        return table_edit.with_list(table, listed)
    group, field = given.text("group", table.group), given.text("only-field", table.only.partition("=")[0])
    value = " ".join(cleaned(given.text("only-value", table.only.partition("=")[2])).split())
    if group and group not in known.get(listed, ()):
        problems["group"] = "Velg et felt i listen, eller «Ingen gruppering»."
    if bool(field) != bool(value) or (field and field not in known.get(listed, ())) or set('"=') & set(value):
        problems["only-value"] = "Velg et felt og skriv verdien det skal ha, eller la begge stå tomme."
    return replace(table, group=group, only=f"{field}={value}" if field else "")


def _stepped(table: TableText, go: str) -> TableText:
    """The table after a step: a column or row added, taken out or moved."""
    found = _GO.fullmatch(go)
    if not found:
        return table
    what, step, at = found[1], found[2], int(found[3])
    many = len(table.columns) if what == "column" else len(table.rows)
    if at >= many:
        return table
    column = what == "column"
    match step:
        case "add":
            return table_edit.add_column(table, at) if column else table_edit.add_row(table, at)
        case "gone":
            return table_edit.remove_column(table, at) if column else table_edit.remove_row(table, at)
        case _:
            to = at - 1 if step == "before" else at + 1
            return table_edit.move_column(table, at, to) if column else table_edit.move_row(table, at, to)


def _free_id(found: Opened) -> str:
    """A name no part of the file has; tables have names of their own too."""
    stem = f"{found.clause.id}-tabell"[:55]
    names = (stem, *(f"{stem}-{n}" for n in range(2, 99)))
    return next(name for name in names if not re.search(rf":::+ tabell {re.escape(name)}\b(?!-)", found.text))
