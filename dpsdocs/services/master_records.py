"""Questions, requirements and the other lists of a draft: read as forms, saved one by one, two writers told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from ..domain import bands
from ..domain.answers import AnswerError, cleaned
from ..domain.conditions import ConditionError
from ..domain.fixed import kind_of
from ..domain.roles import Actor
from ..masters import edit, records
from ..masters.condition_words import Vocabulary, from_words, plain, to_words
from ..masters.edit import EditError
from ..masters.lists_lint import limits
from ..masters.names import free_name, one_line
from ..masters.record_kinds import BANDS, COLUMNS, QUESTIONS, RecordField, RecordKind
from ..masters.records import OptionValues, Record
from ..masters.source import Source
from ..masters.wording import vocabulary as words_of
from ..store.queries import masters as queries
from . import master_drafts, saving
from .errors import Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .master_lists import check_kind, listed
from .master_texts import Clash
from .releases import Releases

MOST_OPTIONS = 60
FIXED_WHY = "Reglene og beregningene i programmet bygger på svaret. Ordene kan endres, men ikke typen svar."
_WHOLE = 6


@dataclass(frozen=True, slots=True)
class RecordInput:
    """What was typed, by field; conditions in words. Options as value, label and hint; None when they are not asked."""

    values: Mapping[str, str | tuple[str, ...]]
    options: OptionValues | None = None


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A record of a draft, and the version that was read."""

    working: Working
    kind: RecordKind
    text: str
    record: Record
    version: int
    vocabulary: Vocabulary = field(repr=False)

    @property
    def is_fixed(self) -> bool:
        """Whether the program rests on it."""
        return fixed(self.kind, self.record)

    def words(self, name: str) -> str:
        """A condition in words, or as it is written when words do not reach."""
        source = str(self.record.values.get(name, ""))
        try:
            return to_words(source, self.vocabulary)
        except ConditionError:
            return source


def fixed(kind: RecordKind, record: Record) -> bool:
    """Whether the program rests on a question or a column."""
    if kind not in (QUESTIONS, COLUMNS):
        return False
    table, key = (record.parent, str(record.values["key"])) if kind is COLUMNS else ("", record.id)
    return kind_of(table, key) is not None


def mark(kind: RecordKind, id: str) -> str:
    """What a record is called in the history."""
    return f"{kind.title.lower()}: {id}"


def text_of(working: Working, kind: RecordKind) -> str:
    """The file of a list in the draft."""
    return Source(working.base.folder, working.texts).text(kind.file)


def opened(session: Session, working: Working, kind_id: str, id: str) -> OpenedRecord:
    """The record as it stands in the draft."""
    kind = check_kind(kind_id)
    text = text_of(working, kind)
    try:
        found = records.record(text, kind, id)
    except (KeyError, EditError) as error:
        raise NotFound("Den finnes ikke i utkastet.") from error
    last = queries.last_change(session, working.draft.id, kind.file, mark(kind, id))
    return OpenedRecord(
        working, kind, text, found, last[0].number if last else 0, vocabulary(working, kind, found.parent)
    )


def vocabulary(working: Working, kind: RecordKind, parent: str) -> Vocabulary:
    """The words conditions are written with; in a column also the other columns of its table."""
    known = words_of(working.release)
    table = working.release.catalogue.questions.get(parent) if kind is COLUMNS else None
    if table is None:
        return known
    labels = {c.key: f"Kolonnen {plain(c.name)}" for c in table.columns}
    values = {c.key: {o.value: plain(o.label) for o in c.options} for c in table.columns if c.options}
    others = {key: found for key, found in known.values.items() if key not in labels}
    return Vocabulary({**known.labels, **labels}, {**others, **values})


def composed(found: OpenedRecord, given: RecordInput) -> tuple[dict[str, Any], OptionValues]:
    """The values and options that were typed, or ``Invalid`` with what to mend in each field."""
    reader, old = Reader(found, given), found.record.values
    values = {name: value for name, value in old.items() if name not in {f.name for f in found.kind.fields}}
    values.pop(found.kind.key, None)
    for spec in found.kind.fields:
        if spec.kind == "options":
            continue
        value = reader.value(spec)
        if value not in ("", spec.unsaid, [], None) or (spec.name in old and old[spec.name] == value):
            values[spec.name] = value
    options = reader.options()
    reader.check(values)
    if reader.problems:
        raise Invalid(reader.problems)
    return values, options


class Reader:
    """Reads the fields of a form one by one and collects every problem."""

    def __init__(self, found: OpenedRecord, given: RecordInput) -> None:
        self.found, self.given = found, given
        self.problems: dict[str, str] = {}

    def value(self, spec: RecordField) -> Any:
        """The value of a field as it is written; the old one when it was not asked."""
        old = self.found.record.values.get(spec.name, spec.unsaid)
        if spec.kind == "given" or spec.name not in self.given.values:
            return old
        raw = self.given.values[spec.name]
        try:
            value = _READERS[spec.kind](self, spec, raw)
        except (ConditionError, AnswerError, ValueError) as error:
            self.problems[spec.name] = str(error)
            return old
        if spec.needed and not value:
            self.problems[spec.name] = f"Fyll ut «{spec.label}»."
        return value

    def options(self) -> OptionValues:
        """The options with a value for each, those without words left out."""
        if self.given.options is None:
            return self.found.record.options
        made: list[tuple[str, str, str]] = []
        for value, label, hint in self.given.options[:MOST_OPTIONS]:
            words, more = one_line(label), one_line(hint)
            if max(len(words), len(more)) > 300:
                self.problems["options"] = "Et valg er for langt. Kort det ned til 300 tegn."
            if words:
                made.append(
                    (value or _value(words, self.given.options, made, self.found.record.options), words, more)
                )
        known = {value for value, _, _ in self.found.record.options}
        gone = known - {value for value, _, _ in made}
        if self.found.is_fixed and gone:
            label = next(o[1] for o in self.found.record.options if o[0] in gone)
            self.problems["options"] = (
                f"Valget «{label}» kan ikke tas ut. Reglene i programmet bygger på det."
            )
        return tuple(made)

    def check(self, values: Mapping[str, Any]) -> None:
        """What fields say together."""
        if self.found.is_fixed and values.get("kind") != self.found.record.values.get("kind"):
            self.problems["kind"] = FIXED_WHY
        if message := limits(str(values.get("minimum", "")), str(values.get("maximum", ""))):
            self.problems["minimum"] = message
        if self.found.kind is BANDS and (message := _hours(values)):
            self.problems["windows"] = message

    def words(self, spec: RecordField, raw: str | tuple[str, ...]) -> str:
        """A text of one line."""
        return _fitting(spec, one_line(_one(raw)))

    def text(self, spec: RecordField, raw: str | tuple[str, ...]) -> str:
        """A text of several lines."""
        return _fitting(spec, edit.tidy(cleaned(_one(raw))).strip())

    def chosen(self, spec: RecordField, raw: str | tuple[str, ...]) -> str:
        """One of the choices; what stood there may stay."""
        value, old = _one(raw), self.found.record.values.get(spec.name)
        if value != old and value not in {o.value for o in listed(self.found.working, spec)}:
            raise ValueError(f"Velg «{spec.label}» blant valgene.")
        return value

    def several(self, spec: RecordField, raw: str | tuple[str, ...]) -> list[str]:
        """Some of the choices, in their order."""
        ticked = raw if isinstance(raw, tuple) else (raw,)
        old = self.found.record.values.get(spec.name, [])
        kept = [value for value in old if value in ticked]
        return kept + [
            o.value for o in listed(self.found.working, spec) if o.value in ticked and o.value not in kept
        ]

    def tick(self, spec: RecordField, raw: str | tuple[str, ...]) -> bool:
        """Ticked or not."""
        return _one(raw) == "yes"

    def whole(self, spec: RecordField, raw: str | tuple[str, ...]) -> int | str | bool:
        """A whole number above nothing; empty is what goes without saying."""
        text = _one(raw).replace("\u00a0", "").replace(" ", "")
        if not text:
            return spec.unsaid
        if not (text.isascii() and text.isdigit() and len(text) <= _WHOLE and int(text)):
            raise ValueError(f"«{spec.label}» skal være et helt tall, for eksempel {spec.unsaid or 10}.")
        return int(text)

    def lines(self, spec: RecordField, raw: str | tuple[str, ...]) -> list[str]:
        """The lines with something in them."""
        text = _fitting(spec, cleaned(_one(raw)))
        return list(dict.fromkeys(one_line(line) for line in text.split("\n") if line.strip()))

    def condition(self, spec: RecordField, raw: str | tuple[str, ...]) -> str:
        """The condition some words describe. Words that are unchanged keep their source."""
        words = cleaned(_one(raw)).strip()
        if words == self.found.words(spec.name):
            return str(self.found.record.values.get(spec.name, ""))
        return from_words(words, self.found.vocabulary)


_READERS: dict[str, Callable[[Reader, RecordField, str | tuple[str, ...]], Any]] = {
    "line": Reader.words, "text": Reader.text, "choice": Reader.chosen, "choices": Reader.several, "tick": Reader.tick,
    "whole": Reader.whole, "lines": Reader.lines, "condition": Reader.condition,
}  # fmt: skip


def _hours(values: Mapping[str, Any]) -> str:
    """What is wrong with the hours of a time band by itself; whether all bands cover the week is lint's to tell."""
    windows = values.get("windows", [])
    if values.get("holidays"):
        return "Båndet gjelder hele døgnet på helligdager. La feltet stå tomt." if windows else ""
    try:
        return "" if [bands.window(text) for text in windows] else "Skriv minst ett tidsrom."
    except bands.BandError as error:
        return str(error)


def _one(raw: str | tuple[str, ...]) -> str:
    return raw if isinstance(raw, str) else "".join(raw[:1])


def _fitting(spec: RecordField, text: str) -> str:
    if len(text) > spec.longest:
        raise ValueError(f"Teksten er på {len(text)} tegn. Det er plass til {spec.longest}. Kort den ned.")
    return text


def _value(words: str, given: OptionValues, made: list[tuple[str, str, str]], known: OptionValues) -> str:
    """The stored value of an option that was typed without one: that of the same words, else one made of them."""
    taken = {value for value, _, _ in (*made, *given)}
    same = next((v for v, label, _ in known if label.casefold() == words.casefold() and v not in taken), "")
    return same or free_name(words, "_", lambda name: name not in taken)


def save(
    session: Session, releases: Releases, actor: Actor, draft_id: str, kind_id: str, id: str, given: RecordInput,
    seen: int, tab: str,
) -> int:  # fmt: skip
    """Keep a record and give its version. ``seen`` is the version the tab began with.

    ``Clash`` when somebody else has saved it since, ``Invalid`` when it cannot be written; faults lint finds are kept.
    """
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    found = opened(session, working, kind_id, id)
    values, options = composed(found, given)
    kind = found.kind
    try:
        made = records.write(found.text, kind, id, values, options)
    except EditError as error:
        raise Invalid({"form": str(error)}) from error
    if made == found.text:
        return found.version
    last = queries.last_change(session, draft_id, kind.file, mark(kind, id))
    old = records.source_of(found.text, kind, id)
    if last and last[0].number != seen and not (tab and last[0].tab == tab):
        raise Clash(last[1], old, last[0].number)
    keep(session, row, working, kind.file, made)
    note(session, row, actor, kind.file, mark(kind, id), "text", old, records.source_of(made, kind, id), tab)
    saving.commit(session)
    return row.revision
