"""The order of a draft's questions, requirements and other lists: records that are added, moved and taken out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from ..domain.fixed import is_free_name, kind_of
from ..domain.roles import Actor
from ..masters import records
from ..masters.edit import EditError
from ..masters.facts import FACT_KEYS, ROW_FIELDS
from ..masters.names import free_name, one_line
from ..masters.record_kinds import COLUMNS, LINES, QUESTIONS, SECTIONS, TERMS, UNITS, RecordKind
from ..masters.records import Record
from ..masters.toml_text import Entry
from . import master_drafts, saving
from .errors import Forbidden, Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .master_lists import check_kind
from .master_records import OpenedRecord, Reader, RecordInput, fixed, mark, text_of, vocabulary
from .releases import Releases

_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_WORD = re.compile(r"[\wæøåÆØÅ -]{2,40}")
_NUMBER = re.compile(r"([A-Z])-(\d{1,4})")


def add(
    session: Session, releases: Releases, actor: Actor, draft_id: str, kind_id: str, after: str, name: str,
    given: RecordInput,
) -> str:  # fmt: skip
    """A new record after another, or first in a page or table, with what its kind needs. Gives its id."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    kind = check_kind(kind_id)
    if kind.closed:
        raise Forbidden(kind.closed)
    text = text_of(working, kind)
    follows, parent = _place(text, kind, after)
    values = _values(working, kind, parent, given)
    id = _id(working, text, kind, parent, name, values)
    # numbers are never used again
    values |= {spec.name: _next(working, kind) for spec in kind.fields if spec.kind == "given"}
    try:
        made = records.add(text, kind, id, values, follows, parent)
    except EditError as error:
        raise Invalid({"name": str(error)}) from error
    keep(session, row, working, kind.file, made)
    note(session, row, actor, kind.file, mark(kind, id), "new", "", records.source_of(made, kind, id))
    saving.commit(session)
    return id


def remove(session: Session, releases: Releases, actor: Actor, draft_id: str, kind_id: str, id: str) -> None:
    """Take a record out; never a question the program rests on, nor a page with questions."""

    def change(text: str, kind: RecordKind, found: Record) -> str:
        if kind.closed:
            raise Forbidden(kind.closed)
        if fixed(kind, found):
            raise Forbidden("Reglene og beregningene i programmet bygger på svaret. Det kan ikke tas ut.")
        if kind is SECTIONS and any(q.parent == id for q in records.records(text, QUESTIONS)):
            raise Forbidden("Siden har spørsmål. Flytt dem til en annen side først.")
        return records.remove(text, kind, id)

    _reshape(session, releases, actor, draft_id, kind_id, id, "gone", change)


def move(
    session: Session, releases: Releases, actor: Actor, draft_id: str, kind_id: str, id: str, after: str
) -> None:
    """Put a record after another, or first on a page: «sider:om» or «sporsmal:need»."""

    def change(text: str, kind: RecordKind, found: Record) -> str:
        if kind.closed:
            raise Forbidden(kind.closed)
        follows, parent = _place(text, kind, after)
        if kind is COLUMNS and parent != found.parent:
            raise Forbidden("En kolonne kan bare flyttes i sin egen tabell.")
        return records.move(text, kind, id, follows, parent)

    _reshape(session, releases, actor, draft_id, kind_id, id, "moved", change)


def neighbour(working: Working, kind_id: str, id: str, way: str) -> str:
    """After what a record stands when it is moved one place up or down; empty when it cannot be moved."""
    kind = check_kind(kind_id)
    text = text_of(working, kind)
    known = records.records(text, kind)
    at = next((n for n, found in enumerate(known) if found.id == id), None)
    if at is None:
        raise NotFound("Den finnes ikke i utkastet.")
    parent = known[at].parent
    beside = [found.id for found in known if found.parent == parent]
    here = beside.index(id)
    if way == "ned":
        return (
            f"{kind.id}:{beside[here + 1]}" if here + 1 < len(beside) else _other_page(text, kind, parent, 1)
        )
    if here > 1:
        return f"{kind.id}:{beside[here - 2]}"
    if here == 1:
        return f"{kind.parent or kind.id}:{parent}"
    return _other_page(text, kind, parent, -1)


def _other_page(text: str, kind: RecordKind, parent: str, step: int) -> str:
    """A question at the edge of its page goes on to the next one, or back to the end of the one before."""
    if kind is not QUESTIONS:
        return ""
    pages = [page.id for page in records.records(text, SECTIONS)]
    wanted = pages.index(parent) + step
    if not 0 <= wanted < len(pages):
        return ""
    there = [q.id for q in records.records(text, QUESTIONS) if q.parent == pages[wanted]]
    return f"{QUESTIONS.id}:{there[-1]}" if step < 0 and there else f"{SECTIONS.id}:{pages[wanted]}"


def _place(text: str, kind: RecordKind, after: str) -> tuple[str, str]:
    """The record to stand after, none for the first place, and the parent to stand in. ``NotFound``."""
    of, _, id = after.partition(":")
    known = {found.id: found for found in records.records(text, kind)}
    if of == kind.id and id in known:
        return id, known[id].parent
    holder = {QUESTIONS.id: SECTIONS, COLUMNS.id: QUESTIONS}.get(kind.id)
    if holder and of == holder.id and any(found.id == id for found in records.records(text, holder)):
        return "", id
    if not holder and not id:
        return "", ""
    raise NotFound("Stedet finnes ikke i utkastet.")


def _values(working: Working, kind: RecordKind, parent: str, given: RecordInput) -> dict[str, Any]:
    empty = Record(kind, "", parent, {}, (), 0, 0, Entry("", 0, 0, 0, {}, {}))
    found = OpenedRecord(working, kind, "", empty, 0, vocabulary(working, kind, parent))
    reader = Reader(found, given)
    values = {spec.name: reader.value(spec) for spec in kind.fields if spec.name in given.values}
    for spec in kind.fields:
        if spec.needed and spec.name not in given.values:
            reader.problems[spec.name] = f"Fyll ut «{spec.label}»."
    if reader.problems:
        raise Invalid(reader.problems)
    return {
        name: value for name, value in values.items() if value not in ("", [], False, kind.field(name).unsaid)
    }


def _id(working: Working, text: str, kind: RecordKind, parent: str, name: str, values: dict[str, Any]) -> str:
    typed = one_line(name)
    words = typed or str(values.get("short") or values.get("clause") or values.get(kind.named) or "")
    taken = {found.id for found in records.records(text, kind)}
    if kind in (LINES, TERMS):
        id = typed if kind is TERMS else _next(working, kind)
        if kind is TERMS and (not _WORD.fullmatch(id) or id.casefold() in {t.casefold() for t in taken}):
            raise Invalid({"name": "Skriv ordet vi bruker, uten tegn. Det kan ikke stå i listen fra før."})
        return id
    if kind in (QUESTIONS, COLUMNS):
        known = (
            set()
            if kind is COLUMNS
            else FACT_KEYS | ROW_FIELDS.keys() | taken | {q.key for q in working.base.catalogue.questions}
        )
        prefix = f"{parent}." if kind is COLUMNS else ""
        # what the program reads can be asked in a set that does not, as the kind of answer it reads
        if prefix + typed not in taken and kind_of(parent if kind is COLUMNS else "", typed) == values.get(
            "kind"
        ):
            return prefix + typed
        own = free_name(words, "_", lambda n: n not in known and prefix + n not in taken and is_free_name(n))
        if typed and own != typed and free_name(typed, "_", lambda n: True) != own:
            raise Invalid({"name": f"Navnet er brukt fra før, eller brukes av programmet. «{own}» er ledig."})
        return prefix + own
    id = free_name(words, "-", lambda n: n not in taken and n != "nytt")
    if not _ID.fullmatch(id) or id in taken:
        raise Invalid({"name": "Gi den et kort navn med bokstaver og tall, for eksempel «varsling»."})
    return id


def _next(working: Working, kind: RecordKind) -> str:
    """The next free number, also after those the release that is live has used."""
    catalogue, base = working.release.catalogue, working.base.catalogue
    if kind in (LINES, UNITS):
        used = [
            *(x.id for c in (catalogue, base) for x in c.price_lines),
            *(u.number for c in (catalogue, base) for u in c.units),
        ]
        letter, width = "L", 1
    else:
        used, letter, width = [r.number for c in (catalogue, base) for r in c.requirements], "K", 2
    numbers = [int(match[2]) for number in used if (match := _NUMBER.fullmatch(number))]
    return f"{letter}-{max(numbers, default=0) + 1:0{width}d}"


def _reshape(
    session: Session, releases: Releases, actor: Actor, draft_id: str, kind_id: str, id: str, told: str,
    change: Callable[[str, RecordKind, Record], str],
) -> None:  # fmt: skip
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    kind = check_kind(kind_id)
    text = text_of(working, kind)
    try:
        found = records.record(text, kind, id)
        made = change(text, kind, found)
    except KeyError as error:
        raise NotFound("Den finnes ikke i utkastet.") from error
    except EditError as error:
        raise Invalid({"form": str(error)}) from error
    if made == text:
        return
    old = records.source_of(text, kind, id)
    keep(session, row, working, kind.file, made)
    note(session, row, actor, kind.file, mark(kind, id), told, old, "" if told == "gone" else old)
    saving.commit(session)
