"""The lists of a draft as they are shown: questions by page, requirements by chapter, what is wrong in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from ..domain.fixed import kind_of
from ..domain.pricing import MODEL_NAMES
from ..domain.questions import ROWS, Option
from ..masters import edit, list_uses, records
from ..masters.edit import EditError
from ..masters.errors import Fault
from ..masters.list_uses import ListUse
from ..masters.record_kinds import (
    COLUMNS,
    COVERAGE,
    KINDS,
    QUESTIONS,
    REQUIREMENTS,
    SECTIONS,
    SERVICES,
    SOURCES,
    RecordField,
    RecordKind,
)
from ..masters.records import Record
from ..masters.source import Source
from ..masters.wording import Wording
from .errors import NotFound
from .master_drafts import Working
from .master_samples import title_of

_NEAREST = 8
# what records are answers to
_ANSWERS = {SERVICES: "services", REQUIREMENTS: "requirements"}
SHOWN = (
    "sporsmal", "krav", "kapitler", "tjenester", "prislinjer", "mengder", "tidsband", "prisskjema", "ord", "samsvar",
    "malsettet",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """A record in a list. ``level`` is 1 for what others stand under."""

    kind: str
    id: str
    name: str
    level: int
    note: str
    changed: bool
    faulty: bool


@dataclass(frozen=True, slots=True)
class ListBranch:
    """A list of the set, as it stands beside the documents."""

    id: str
    title: str
    changed: bool
    faults: int


@dataclass(frozen=True, slots=True)
class ListFault:
    """What is wrong in a record: where it is mended, what it is called, and the words."""

    kind: str
    id: str
    name: str
    message: str


def leaves(working: Working, kind: RecordKind) -> tuple[Leaf, ...]:
    """The records of a list in order, under pages or chapters where the list has them."""
    text, old = _text(working, kind, changed=True), _text(working, kind, changed=False)
    wrong = {(fault.kind, fault.id) for fault in told(working)}
    found: list[Leaf] = []
    if kind in (QUESTIONS, SECTIONS):
        questions, columns = records.records(text, QUESTIONS), records.records(text, COLUMNS)
        for section in records.records(text, SECTIONS):
            found.append(_leaf(section, old, wrong, 1))
            for question in (q for q in questions if q.parent == section.id):
                found.append(_leaf(question, old, wrong, 2))
                found += [_leaf(column, old, wrong, 3) for column in columns if column.parent == question.id]
        return tuple(found)
    group, titles = "", working.release.catalogue.chapters or {}
    for record in records.records(text, kind):
        if kind.grouped and record.values.get(kind.grouped) != group:
            group = str(record.values.get(kind.grouped, ""))
            found.append(Leaf("kapitler", group, titles.get(group, group), 1, "", False, False))
        found.append(_leaf(record, old, wrong, 2))
    return tuple(found)


def branches(working: Working) -> tuple[ListBranch, ...]:
    """The lists of the set, with what is changed and wrong in each."""
    wrong = [fault.kind for fault in told(working)]
    found = []
    for kind in (KINDS[id] for id in SHOWN):
        within = (QUESTIONS.id, SECTIONS.id, COLUMNS.id) if kind is QUESTIONS else (kind.id,)
        changed = kind.file in working.texts and any(leaf.changed for leaf in leaves(working, kind))
        found.append(ListBranch(kind.id, kind.title, changed, sum(wrong.count(id) for id in within)))
    return tuple(found)


def near(working: Working, kind: RecordKind, record: Record) -> tuple[Leaf, ...]:
    """The records around one: those of its page or chapter, and of a long list the nearest."""
    found = leaves(working, kind if kind not in (SECTIONS, COLUMNS) else QUESTIONS)
    starts = [n for n, leaf in enumerate(found) if leaf.level == 1]
    at = next((n for n, leaf in enumerate(found) if (leaf.kind, leaf.id) == (kind.id, record.id)), 0)
    first = max((n for n in starts if n <= at), default=0)
    last = min((n for n in starts if n > at), default=len(found))
    if not starts and last - first > 2 * _NEAREST:
        first = min(max(at - _NEAREST, 0), last - 2 * _NEAREST)
        last = first + 2 * _NEAREST
    return found[first:last]


def _leaf(record: Record, old: str, wrong: set[tuple[str, str]], level: int) -> Leaf:
    try:
        was = records.record(old, record.kind, record.id)
        changed = not record.says_what(was)
    except KeyError:
        changed = True
    number = str(record.values.get("number", ""))
    name = f"{number} {record.name}" if number else record.name
    words = ", ".join(record.values["others"]) if record.kind.key == "word" else ""
    if record.kind is COVERAGE:
        words = str(record.values.get("text", ""))
    return Leaf(record.kind.id, record.id, name, level, words, changed, (record.kind.id, record.id) in wrong)


def _text(working: Working, kind: RecordKind, *, changed: bool) -> str:
    return Source(working.base.folder, working.texts if changed else {}).text(kind.file)


def told(working: Working) -> tuple[ListFault, ...]:
    """What is wrong in the lists of a draft, each where it is mended."""
    return tuple(named(working, fault) for fault in working.overlay.list_faults)


def named(working: Working, fault: Fault) -> ListFault:
    """A fault in words a writer knows: which list or document, which record or clause."""
    for kind in KINDS.values():
        if kind.file == fault.file and fault.clause:
            try:
                record = records.record(_text(working, kind, changed=True), kind, fault.clause)
            except (KeyError, EditError):
                continue
            return ListFault(kind.id, record.id, f"{kind.title}: {record.name}", fault.message)
    files = {master.file: title_of(working.release, id) for id, master in working.release.masters.items()}
    known = {**{kind.file: kind.title for kind in reversed(KINDS.values())}, **files}
    place = known.get(fault.file, "Felles punkter" if fault.file.startswith("clauses/") else "Malsettet")
    return ListFault("", "", f"{place}, «{fault.clause}»" if fault.clause else place, fault.message)


def faults_of(working: Working, kind: RecordKind, id: str) -> tuple[str, ...]:
    """What is wrong in one record."""
    return tuple(f.message for f in told(working) if (f.kind, f.id) == (kind.id, id))


def uses_of(working: Working, kind: RecordKind, id: str) -> tuple[ListUse, ...]:
    """The clauses and conditions a question feeds, or that ask for a service or a requirement."""
    if kind in _ANSWERS:
        return list_uses.asked_for(working.release, _ANSWERS[kind], id)
    return list_uses.used_in(working.release, id) if kind is QUESTIONS else ()


def notes_of(working: Working, kind: RecordKind, id: str) -> tuple[str, ...]:
    """What a writer should know about a question that is no fault."""
    if kind is not QUESTIONS:
        return ()
    found = []
    if list_uses.unused(working.release, id):
        found.append(
            "Svaret brukes ingen steder ennå. Sett det inn som felt i et punkt, eller bruk det i et vilkår."
        )
    elif options := list_uses.unasked(working.release, id):
        names = ", ".join(f"«{label}»" for label in options)
        found.append(f"Ingen vilkår og ingen tekst bruker {names}.")
    return tuple(found)


def follows(kind: RecordKind, id: str) -> tuple[str, ...]:
    """What the program works out from the answer to a question."""
    return list_uses.follows(id) if kind is QUESTIONS and kind_of("", id) else ()


def listed(working: Working, spec: RecordField) -> tuple[Option, ...]:
    """What can be chosen in a field: its own options, or a list of the set."""
    catalogue = working.release.catalogue
    match spec.listed:
        case "sources":
            tables = [
                Option(f"{ROWS}{q.key}", f"Radene i tabellen «{q.name}»") for q in catalogue.questions.tables
            ]
            return (*(Option(value, label) for value, label in SOURCES.items()), *tables)
        case "chapters":
            return tuple(Option(key, title) for key, title in (catalogue.chapters or {}).items())
        case "services":
            return tuple(Option(service.id, service.label) for service in catalogue.services)
        case "bands":
            none = () if spec.needed else (Option("", "Ingen"),)
            return (*none, *(Option(band.id, band.label) for band in catalogue.bands))
        case "models":
            return tuple(Option(model, name) for model, name in MODEL_NAMES.items())
        case "forms":
            forms = {d.id for d in working.release.documents if d.word_kind == "bidder"}
            return tuple(option for option in catalogue.documents if option.value in forms)
        case "all_documents":
            return tuple(Option(d.id, title_of(working.release, d.id)) for d in working.release.documents)
        case "clauses":
            return (
                Option("", "Hele dokumentet, når det er et regneark"),
                *_clauses(_Set(working.release.digest, working)),
            )
    return spec.options


@dataclass(frozen=True, slots=True)
class _Set:
    """A draft, known by what it says."""

    digest: str
    working: Working = field(compare=False)


@lru_cache(maxsize=4)
def _clauses(known: _Set) -> tuple[Option, ...]:
    """Every clause of the set once, by the document and heading it stands under first."""
    working, found = known.working, dict[str, str]()
    source, words = Source(working.base.folder, working.texts), Wording(working.release)
    for document in (spec.id for spec in working.release.documents if spec.kind == "text"):
        heading = ""
        for part in edit.parts(source.text(working.release.masters[document].file)):
            if part.kind == "heading":
                heading = words.shown(part.text)
            if part.id and part.kind != "block":
                place = ", ".join(filter(None, (title_of(working.release, document), heading)))
                found.setdefault(part.id, f"{place}: {part.id}")
    return tuple(Option(id, words) for id, words in found.items())


def places(working: Working, kind: RecordKind) -> tuple[Option, ...]:
    """After what a record can stand: pages and questions, or the records of its list."""
    known = [leaf for leaf in leaves(working, kind) if leaf.kind == kind.id or leaf.kind == kind.parent]
    first = {kind.parent: "Først på siden "} if kind is QUESTIONS else {}
    return tuple(Option(f"{leaf.kind}:{leaf.id}", f"{first.get(leaf.kind, '')}{leaf.name}") for leaf in known)


def check_kind(kind_id: str) -> RecordKind:
    """The kind with this name in addresses."""
    if kind_id not in KINDS:
        raise NotFound("Listen finnes ikke.")
    return KINDS[kind_id]
