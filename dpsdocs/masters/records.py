"""Questions, requirements and the other lists of a set, read as records and written back; nothing else moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import toml_text
from .edit import EditError
from .record_kinds import COLUMNS, QUESTIONS, SECTIONS, RecordKind
from .toml_text import Entry

OptionValues = tuple[tuple[str, str, str], ...]  # value, label, hint
_TAKES = "Det kan ikke skrives slik."


@dataclass(frozen=True, slots=True)
class Record:
    """One record with its values. ``parent`` is what it stands in; ``start`` to ``end`` its lines and those within."""

    kind: RecordKind
    id: str
    parent: str
    values: Mapping[str, Any]
    options: OptionValues
    start: int
    end: int
    entry: Entry

    @property
    def name(self) -> str:
        """What it is called in lists."""
        return str(self.values.get(self.kind.named) or (self.id if self.kind.array else self.kind.title))

    def says_what(self, other: Record) -> bool:
        """Whether it says what another one says, in the same place. What stands first in a file is only its fields."""
        names = (
            {*self.values, *other.values} if self.kind.array else {field.name for field in self.kind.fields}
        )
        same = all(self.values.get(name) == other.values.get(name) for name in names)
        return same and (self.options, self.parent) == (other.options, other.parent)


@lru_cache(maxsize=256)
def _all(text: str, kind_id: str, kind: RecordKind) -> tuple[Record, ...]:
    known, found = toml_text.entries(text), list[Record]()
    section, table = "", ""
    for at, entry in enumerate(known):
        values = entry.values
        if entry.name == SECTIONS.array:
            section = str(values.get("id", ""))
        elif entry.name == QUESTIONS.array:
            table = str(values.get("key", ""))
        if kind.pairs and entry.name == kind.array:
            found += [_pair(kind, entry, key) for key in values]
        elif not kind.pairs and entry.name == kind.array:
            within = toml_text.inner(known, at)
            parent = {QUESTIONS.id: section, COLUMNS.id: table}.get(kind.id, "")
            # rows of coverage had no names once: they are known by their number until they are written
            own = str(values.get(kind.key) or f"rad-{len(found) + 1}") if kind.key else kind.id
            id = f"{parent}.{own}" if kind is COLUMNS else own
            end = within[-1].end if within else entry.end
            found.append(Record(kind, id, parent, values, _options(kind, within), entry.start, end, entry))
    return tuple(found)


def _pair(kind: RecordKind, entry: Entry, key: str) -> Record:
    value = entry.values[key]
    values = {"word": key, "others": value} if kind.key == "word" else {"id": key, "title": value}
    start, end = entry.lines[key]
    return Record(kind, key, "", values, (), start, end, entry)


def _options(kind: RecordKind, within: Sequence[Entry]) -> OptionValues:
    name = f"{kind.array}.options"
    return tuple(_option(entry) for entry in within if entry.name == name)


def _option(entry: Entry) -> tuple[str, str, str]:
    return (
        str(entry.values.get("value", "")),
        str(entry.values.get("label", "")),
        str(entry.values.get("hint", "")),
    )


def records(text: str, kind: RecordKind) -> tuple[Record, ...]:
    """The records of a kind in the order of the file; ``EditError`` when the file cannot be read."""
    return _all(text, kind.id, kind)


def record(text: str, kind: RecordKind, id: str) -> Record:
    """The record with this id; ``KeyError`` when there is none."""
    for found in records(text, kind):
        if found.id == id:
            return found
    raise KeyError(id)


def source_of(text: str, kind: RecordKind, id: str) -> str:
    """The record as it stands in the file."""
    found = record(text, kind, id)
    return "".join(toml_text.lines_of(text)[found.start : found.end])


def write(text: str, kind: RecordKind, id: str, values: Mapping[str, Any], options: OptionValues) -> str:
    """The file with other values in one record. What is not changed keeps its bytes; ``EditError``, ``KeyError``."""
    found = record(text, kind, id)
    if kind.pairs:
        value = values["others"] if kind.key == "word" else values["title"]
        made = toml_text.with_values(
            text, found.entry, {**found.entry.values, id: value}, tuple(found.entry.values)
        )
    else:
        order = tuple(field.name for field in kind.fields if field.kind != "options")
        own = {kind.key: found.entry.values.get(kind.key, id)} if kind.key else {}
        made = toml_text.with_values(text, found.entry, {**values, **own}, (*own, *order))
        if options != found.options:
            made = _with_options(made, kind, id, options)
    _check(text, made, kind, id)
    new = record(made, kind, id)
    if any(new.values.get(name) != value for name, value in values.items()) or new.options != options:
        raise EditError(_TAKES)
    return made


def _with_options(text: str, kind: RecordKind, id: str, options: OptionValues) -> str:
    found, name = record(text, kind, id), f"{kind.array}.options"
    lines = toml_text.lines_of(text)
    inside = [e for e in toml_text.entries(text) if found.entry.head < e.start < found.end and e.name == name]
    kept = {_option(entry): "".join(lines[entry.start : entry.end]) for entry in inside}
    blocks = [kept.get(option) or toml_text.block(name, _option_values(option)) for option in options]
    start, end = (inside[0].start, inside[-1].end) if inside else (found.entry.end, found.entry.end)
    rest = toml_text.cut(text, start, end)[0]
    return toml_text.put(rest, start, "\n".join(blocks)) if blocks else rest


def _option_values(option: tuple[str, str, str]) -> dict[str, str]:
    value, label, hint = option
    return {"value": value, "label": label, **({"hint": hint} if hint else {})}


def add(text: str, kind: RecordKind, id: str, values: Mapping[str, Any], after: str, parent: str = "") -> str:
    """The file with a new record after another one, or first in its parent; ``EditError``, ``KeyError``."""
    if any(found.id == id for found in records(text, kind)):
        raise EditError(f"Navnet «{id}» er brukt fra før.")
    if kind.pairs:
        value = values["others"] if kind.key == "word" else values["title"]
        line = f"{toml_text.key_literal(id)} = {toml_text.literal(value)}\n"
        lines = toml_text.lines_of(text)
        place = _pairs_place(text, kind, after)
        made = "".join([*lines[:place], line, *lines[place:]])
    else:
        own = id.rpartition(".")[2] if kind is COLUMNS else id
        made = toml_text.put(
            text, _place(text, kind, after, parent), toml_text.block(kind.array, {kind.key: own, **values})
        )
    _check(text, made, kind, id)
    record(made, kind, id)
    return made


def _pairs_place(text: str, kind: RecordKind, after: str) -> int:
    if after:
        return record(text, kind, after).end
    entry = next((entry for entry in toml_text.entries(text) if entry.name == kind.array), None)
    if entry is None:
        raise KeyError(kind.array)
    return entry.head + 1


def _place(text: str, kind: RecordKind, after: str, parent: str) -> int:
    """The line a record is put before."""
    if after:
        return record(text, kind, after).end
    if kind.parent and parent:
        holder = SECTIONS if kind is QUESTIONS else QUESTIONS
        return record(text, holder, parent).entry.end
    known = records(text, kind)
    return known[0].start if known else len(toml_text.lines_of(text))


def remove(text: str, kind: RecordKind, id: str) -> str:
    """The file without a record and what stands in it; ``KeyError``."""
    found = record(text, kind, id)
    if kind.pairs:
        lines = toml_text.lines_of(text)
        made = "".join([*lines[: found.start], *lines[found.end :]])
    else:
        made = toml_text.cut(text, found.start, found.end)[0]
    _check(text, made, kind, id)
    return made


def move(text: str, kind: RecordKind, id: str, after: str, parent: str = "") -> str:
    """The file with a record after another one, or first in a parent; ``EditError``, ``KeyError``."""
    if id == after:
        raise EditError("Den kan ikke stå etter seg selv.")
    found = record(text, kind, id)
    lines = toml_text.lines_of(text)
    taken = "".join(lines[found.start : found.end])
    if kind.pairs:
        rest = "".join([*lines[: found.start], *lines[found.end :]])
        left, place = toml_text.lines_of(rest), _pairs_place(rest, kind, after)
        made = "".join([*left[:place], taken, *left[place:]])
    else:
        rest = toml_text.cut(text, found.start, found.end)[0]
        made = toml_text.put(rest, _place(rest, kind, after, parent), taken)
    _check(text, made, kind, id)
    return made


def _check(old: str, new: str, kind: RecordKind, id: str) -> None:
    """``EditError`` unless everything but this record says what it said."""
    if _others(old, kind, id) != _others(new, kind, id):
        raise EditError(_TAKES)


def _others(text: str, kind: RecordKind, id: str) -> list[tuple[str, dict[str, Any]]]:
    span = next(((r.start, r.end) for r in records(text, kind) if r.id == id), (-1, -1))
    if kind.pairs:
        return [
            (e.name, {k: v for k, v in e.values.items() if e.name != kind.array or k != id})
            for e in toml_text.entries(text)
        ]
    return [(e.name, dict(e.values)) for e in toml_text.entries(text) if not span[0] <= e.start < span[1]]
