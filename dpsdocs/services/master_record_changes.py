"""What a draft changes in questions, requirements and the other lists, field by field with marks."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from ..document.model import Text
from ..document.word_diff import Run, changed
from ..domain.conditions import ConditionError
from ..masters import records
from ..masters.condition_words import to_words
from ..masters.edit import EditError
from ..masters.record_kinds import KINDS, RecordField, RecordKind
from ..masters.records import Record
from ..masters.release import Release
from ..masters.source import Source
from ..store.queries import masters as queries
from .master_drafts import Working
from .master_lists import listed
from .master_records import mark, vocabulary

State = Literal["changed", "new", "gone", "moved"]
Lines = tuple[tuple[str, tuple[Run, ...]], ...]
ChangedRecord = tuple[RecordKind, Record, State, Lines]


def changes(live: Release, working: Working) -> Iterator[ChangedRecord]:
    """Each record that differs from the live release: its kind, itself, how, and its fields with marks."""
    before, after = Source(live.folder), Source(working.base.folder, working.texts)
    for kind in KINDS.values():
        old, new = before.text(kind.file), after.text(kind.file)
        if old == new:
            continue
        was, now = ({r.id: r for r in records.records(text, kind)} for text in (old, new))
        elsewhere = moved([*was], [*now])
        for id in [*now, *(id for id in was if id not in now)]:
            left, right = was.get(id), now.get(id)
            if left and right and right.says_what(left):
                if id in elsewhere:
                    yield kind, right, "moved", ()
                continue
            state: State = "new" if left is None else "gone" if right is None else "changed"
            found = right or left
            if found is not None:
                yield kind, found, state, tuple(_lines(working, kind, left, right))


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history of a record: who, when, how, and its fields with marks."""

    at: datetime
    by: str
    state: str
    lines: Lines


def history(
    session: Session, working: Working, kind: RecordKind, id: str, most: int = 20
) -> tuple[Told, ...]:
    """Who has changed a record of the draft, from what to what, the newest first."""
    wanted = (kind.file, mark(kind, id))
    rows = [
        found
        for found in queries.changes(session, working.draft.id)
        if (found[0].path, found[0].clause) == wanted
    ]
    return tuple(
        Told(row.at, by, row.kind, tuple(_lines(working, kind, _kept(kind, row.old), _kept(kind, row.new))))
        for row, by in rows[:most]
    )


def _kept(kind: RecordKind, source: str) -> Record | None:
    """A record as it stood, from its own lines."""
    try:
        found = records.records(f"[{kind.array}]\n{source}" if kind.pairs and source else source, kind)
    except EditError:
        return None
    return found[0] if found else None


def shown(working: Working, found: Record) -> tuple[tuple[str, str], ...]:
    """The fields of a record in words: label and value, those without a value left out."""
    told = ((spec.label, _words(working, found, spec)) for spec in found.kind.fields)
    return tuple((label, words) for label, words in told if words)


def _lines(
    working: Working, kind: RecordKind, left: Record | None, right: Record | None
) -> Iterator[tuple[str, tuple[Run, ...]]]:
    for spec in kind.fields:
        old = _words(working, left, spec) if left else ""
        new = _words(working, right, spec) if right else ""
        if old != new:
            yield spec.label, changed((Text(old),) if old else (), (Text(new),) if new else ())


def _words(working: Working, found: Record, spec: RecordField) -> str:
    if spec.kind == "options":
        return ", ".join(label for _, label, _ in found.options)
    value: Any = found.values.get(spec.name, "")
    names = {option.value: option.label for option in listed(working, spec)} if value else {}
    if spec.kind == "condition" and value:
        try:
            return to_words(str(value), vocabulary(working, found.kind, found.parent))
        except ConditionError:
            return str(value)
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, list):
        return ", ".join(names.get(str(item), str(item)) for item in value)
    return names.get(str(value), str(value))


def moved(old: list[str], new: list[str]) -> frozenset[str]:
    """The ones that stand elsewhere among those that are in both."""
    left, right = [id for id in old if id in new], [id for id in new if id in old]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    stays = {left[n] for a, _, size in matcher.get_matching_blocks() for n in range(a, a + size)}
    return frozenset(left) - stays
