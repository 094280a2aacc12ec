"""A master set as a tree: its documents, and the headings and clauses of one of them, to choose from and search in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..masters import block_edit, edit, segments
from ..masters.errors import Fault
from ..masters.overlay import text_or_empty
from ..masters.source import Source
from ..masters.wording import Wording
from .master_blocks import is_table, name_of
from .master_drafts import Working
from .master_samples import title_of
from .master_texts import LIBRARY

_WORDS = 7
_MOST = 60


@dataclass(frozen=True, slots=True)
class Branch:
    """A document of the set, or the shared clauses. ``changed`` and ``faults`` are told beside its name."""

    id: str
    number: str
    title: str
    changed: bool
    faults: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A heading, a clause, or a table or another block outside the clauses.

    ``document`` is where it is edited: a shared clause in the library.
    """

    kind: Literal["heading", "clause", "table", "block"]
    document: str
    id: str
    label: str
    level: int = 0
    lock: str = ""
    shared: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause or block that holds the words searched for."""

    document: str
    title: str
    id: str
    label: str
    kind: str = "clause"


def branches(working: Working) -> tuple[Branch, ...]:
    """The documents in order, then the shared clauses."""
    found = [
        Branch(
            spec.id, f"{spec.number:02d}", title_of(working.release, spec.id),
            working.release.masters[spec.id].file in working.texts, len(working.overlay.faults.get(spec.id, ())),
        )
        for spec in working.release.documents
        if spec.kind == "text"
    ]  # fmt: skip
    shared = any(name.startswith("clauses/") for name in working.texts)
    return (*found, Branch(LIBRARY, "", "Felles punkter", shared, 0))


def leaves(working: Working, document: str, wording: Wording) -> tuple[Leaf, ...]:
    """Headings, clauses and blocks of a document, or the shared clauses."""
    source = Source(working.base.folder, working.texts)
    if document == LIBRARY:
        return tuple(leaf for stem in source.library() for leaf in _shared(working, source, stem, wording))
    path = working.release.masters[document].file
    text = text_or_empty(source, path)
    now, old = edit.sources(text), edit.sources(text_or_empty(Source(working.base.folder), path))
    blocks = block_edit.sources(text)
    old_blocks = block_edit.sources(text_or_empty(Source(working.base.folder), path))
    found: list[Leaf] = []
    for part in edit.parts(text):
        if part.kind == "heading":
            found.append(Leaf("heading", document, part.id, wording.shown(part.text), part.level))
        elif part.kind == "clause":
            found.append(_leaf(document, now, old, part.id, wording))
        elif part.kind == "shared":
            found += _shared(working, source, part.id, wording)
        elif part.id in blocks:
            changed = old_blocks.get(part.id) != blocks[part.id]
            found.append(_block(document, part.id, blocks[part.id], wording, changed=changed))
    return tuple(found)


def near(found: tuple[Leaf, ...], clause: str) -> tuple[Leaf, ...]:
    """The leaves of the chapter a clause stands in."""
    starts = [n for n, leaf in enumerate(found) if leaf.kind == "heading" and leaf.level == 1]
    at = next((n for n, leaf in enumerate(found) if leaf.kind == "clause" and leaf.id == clause), 0)
    first = max((n for n in starts if n <= at), default=0)
    last = min((n for n in starts if n > at), default=len(found))
    return found[first:last]


def heading_of(found: tuple[Leaf, ...], clause: str) -> str:
    """The heading a clause stands under; empty when there is none."""
    above = ""
    for leaf in found:
        if leaf.kind == "heading":
            above = leaf.label
        elif leaf.id == clause:
            return above
    return ""


def search(working: Working, words: str, wording: Wording) -> tuple[Hit, ...]:
    """Clauses of the whole set whose text holds the words, the first sixty."""
    wanted = words.casefold().strip()
    found: list[Hit] = []
    source = Source(working.base.folder, working.texts)
    for branch in branches(working) if wanted else ():
        texts = _sources(working, source, branch.id)
        for leaf in leaves(working, branch.id, wording):
            if leaf.kind == "heading" or (leaf.shared and branch.id != LIBRARY):
                continue
            if wanted in _read(wording, leaf, texts[leaf.id]).casefold():
                found.append(Hit(leaf.document, branch.title, leaf.id, leaf.label, leaf.kind))
    return tuple(found[:_MOST])


def told(working: Working) -> tuple[tuple[str, str, str, Fault], ...]:
    """What is wrong, as document, its title, the clause to mend and the fault."""
    found = []
    for document, faults in working.overlay.faults.items():
        for fault in faults:
            place = LIBRARY if fault.file.startswith("clauses/") else document
            found.append((place, title_of(working.release, document), fault.clause, fault))
    return tuple(found)


def faults_of(working: Working, documents: tuple[str, ...], clause: str) -> tuple[str, ...]:
    """What is wrong in one clause, each once."""
    faults: Mapping[str, tuple[Fault, ...]] = working.overlay.faults
    return tuple(
        dict.fromkeys(f.message for id in documents for f in faults.get(id, ()) if f.clause == clause)
    )


def _sources(working: Working, source: Source, document: str) -> dict[str, str]:
    if document != LIBRARY:
        text = text_or_empty(source, working.release.masters[document].file)
        return {**edit.sources(text), **block_edit.sources(text)}
    return {id: text for file in source.library().values() for id, text in edit.sources(file).items()}


def _shared(working: Working, source: Source, stem: str, wording: Wording) -> Iterator[Leaf]:
    now = edit.sources(source.library().get(stem, ""))
    old = edit.sources(Source(working.base.folder).library().get(stem, ""))
    for id in now:
        yield _leaf(LIBRARY, now, old, id, wording, shared=True)


def _leaf(
    document: str, now: Mapping[str, str], old: Mapping[str, str], id: str, wording: Wording, *, shared: bool = False
) -> Leaf:  # fmt: skip
    clause = edit.read_source(now[id])
    return Leaf(
        "clause", document, id, _label(wording, clause), 0, clause.lock, shared, old.get(id) != now[id]
    )


def _block(document: str, id: str, source: str, wording: Wording, *, changed: bool) -> Leaf:
    kind: Literal["table", "block"] = "table" if is_table(source) else "block"
    return Leaf(kind, document, id, name_of(wording, source), changed=changed)


def _read(wording: Wording, leaf: Leaf, source: str) -> str:
    """What is searched in: the words, the name and the source."""
    if leaf.kind != "clause":
        return f"{leaf.label} {segments.as_read(wording, source)} {leaf.id}"
    clause = edit.read_source(source)
    return f"{wording.shown(clause.body, row=True)} {leaf.id} {clause.source}"


def _label(wording: Wording, clause: edit.ClauseText) -> str:
    """The first words of a clause; of one that begins with a table, its name."""
    first = next((line for line in clause.body.split("\n") if line and not line.startswith((":::", "|"))), "")
    words = wording.shown(first).replace("**", "").split()
    if not words:
        return clause.id.replace("-", " ").capitalize()
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
