"""A release with some of its texts changed: only the documents they touch are compiled anew, and faults are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from ..domain.competition import Catalogue
from ..domain.questions import Question
from . import moves
from .compiler import Compiler
from .edit import parts
from .errors import Fault, MasterError
from .lint import lint_document
from .lists_lint import lint_lists
from .loader import Lists, compiled, lists
from .nodes import MasterDocument
from .release import Release
from .source import Source

LISTS = ("questions.toml", "requirements.toml", "price.toml", "set.toml")


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The release as it would be, the documents that differ, and what is wrong in them by document.

    ``list_faults`` are what is wrong in questions, requirements and the other lists.
    """

    release: Release
    changed: tuple[str, ...]
    faults: Mapping[str, tuple[Fault, ...]]
    list_faults: tuple[Fault, ...] = ()


def overlaid(base: Release, texts: Mapping[str, str]) -> Overlaid:
    """``base`` with ``texts`` in place of its files. Never raises: what cannot be compiled is a fault."""
    if not texts:
        return Overlaid(base, (), {})
    source, was = Source(base.folder, texts), base
    base, told = _with_lists(base, texts)
    names, named = names_of(base.catalogue), names_of(was.catalogue)
    library = source.library()
    touched = {PurePosixPath(name).stem for name in texts if name.startswith("clauses/")}
    masters, faults, changed = dict(base.masters), dict[str, tuple[Fault, ...]](), list[str]()
    for spec in base.documents:
        if spec.kind != "text":
            continue
        text = source.text(base.masters[spec.id].file)
        fetched = tuple(p.id for p in parts(text) if p.kind == "shared")
        clauses = tuple((id, library[id]) for id in fetched if id in library)
        known = _Known(base.digest, spec.id, text, clauses, names, base)
        if base.masters[spec.id].file in texts or touched.intersection(fetched):
            masters[spec.id], faults[spec.id] = _compiled(known)
            changed.append(spec.id)
        elif names != named:
            faults[spec.id] = _linted(known)
    total = hashlib.sha256(base.digest.encode())
    for name in sorted(texts):
        total.update(f"{name}\0{texts[name]}\0".encode())
    release = replace(base, masters=masters, digest=total.hexdigest())
    if moves.FILE in texts:
        release = replace(release, moves=moves.parsed(texts[moves.FILE])[0])
    return Overlaid(release, tuple(changed), {id: found for id, found in faults.items() if found}, told)


Names = frozenset[tuple[str, bool, bool, frozenset[str]]]


def names_of(catalogue: Catalogue) -> Names:
    """What texts and conditions can name: keys, who may read them, and what can be answered."""
    found = {
        (q.key, q.internal, q.confidential, frozenset((*(o.value for o in q.options), *_columns(q))))
        for q in catalogue.questions
    }
    offered = {
        "(services)": [service.id for service in catalogue.services],
        "(requirements)": [requirement.id for requirement in catalogue.requirements],
        "(bands)": [band.id for band in catalogue.bands],
    }
    found |= {(name, False, False, frozenset(ids)) for name, ids in offered.items()}
    return frozenset(found)


def _columns(question: Question) -> Iterator[str]:
    for column in question.columns:
        yield f"{column.key} {column.internal} {column.confidential}"


@dataclass(frozen=True, slots=True)
class _ListTexts:
    """The changed files of lists, known without looking at the whole release."""

    digest: str
    texts: tuple[tuple[str, str], ...]
    base: Release = field(compare=False)


def _with_lists(base: Release, texts: Mapping[str, str]) -> tuple[Release, tuple[Fault, ...]]:
    """The release with its lists read anew, and what is wrong in them; as it was while they cannot be read."""
    given = tuple((name, texts[name]) for name in LISTS if name in texts)
    if not given:
        return base, ()
    found, faults = _lists(_ListTexts(base.digest, given, base))
    return (_laid(base, found) if found else base), faults


def _laid(base: Release, found: Lists) -> Release:
    return replace(
        base, catalogue=found.catalogue, terms=found.terms, price_guidance=found.price_guidance,
        evaluation_guidance=found.evaluation_guidance, title=found.title, example_note=found.example_note,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _lists(known: _ListTexts) -> tuple[Lists | None, tuple[Fault, ...]]:
    try:
        found = lists(Source(known.base.folder, dict(known.texts)))
    except MasterError as error:
        return None, tuple(error.faults)
    return found, found.faults or tuple(lint_lists(_laid(known.base, found)))


@dataclass(frozen=True, slots=True)
class _Known:
    """A document with its text, known without looking at the whole release."""

    digest: str
    document: str
    text: str
    clauses: tuple[tuple[str, str], ...]
    names: Names
    base: Release = field(compare=False)


@lru_cache(maxsize=128)
def _compiled(known: _Known) -> tuple[MasterDocument, tuple[Fault, ...]]:
    was = known.base.masters[known.document]
    compiler, faults = Compiler(dict(known.clauses)), list[Fault]()
    made = compiled(compiler, faults, was.file, known.text, known.document)
    made = replace(made, title=was.title, under=was.under)
    found = (*faults, *compiler.faults)
    if found:
        return made, found
    release = replace(known.base, masters={**known.base.masters, known.document: made})
    return made, tuple(lint_document(release, known.document))


@lru_cache(maxsize=128)
def _linted(known: _Known) -> tuple[Fault, ...]:
    """What is wrong in a document that is as it was, now that other things can be named."""
    return tuple(lint_document(known.base, known.document))
