"""A release with some of its texts changed: only the documents they touch are compiled anew, and faults are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from ..domain.competition import Catalogue
from ..domain.questions import Question
from . import coverage_list, moves
from .compiler import Compiler
from .edit import parts
from .errors import Fault, MasterError
from .heads import SET_FILE, Heads, heads
from .lint import lint_coverage, lint_document
from .lists_lint import lint_lists
from .loader import Lists, compiled, lists
from .nodes import MasterDocument
from .package_lint import package_faults
from .release import Release
from .source import Source

LISTS = ("questions.toml", "requirements.toml", "price.toml", "set.toml")


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The release as it would be, the documents that differ, and what is wrong in them by document.

    ``list_faults`` are what is wrong in questions, requirements, coverage and the other lists.
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
    base, listed, told = _with_heads(base, source)
    fresh = frozenset(id for id, master in base.masters.items() if master is not was.masters.get(id))
    base, more = _with_lists(base, texts)
    told = (*told, *(fault for fault in more if fault not in told))
    names, named = names_of(base.catalogue), names_of(was.catalogue)
    library = source.library()
    touched = {PurePosixPath(name).stem for name in texts if name.startswith("clauses/")}
    masters, faults, changed = dict(base.masters), dict[str, tuple[Fault, ...]](), list[str]()
    for spec in base.documents:
        if spec.kind != "text":
            continue
        file, title = listed.file_of(spec.id), listed.title_of(spec.id)
        text = text_or_empty(source, file)
        fetched = tuple(p.id for p in parts(text) if p.kind == "shared")
        clauses = tuple((id, library[id]) for id in fetched if id in library)
        known = _Known(base.digest, spec.id, file, title, text, clauses, names, texts.get(SET_FILE, ""), base)
        if file in texts or touched.intersection(fetched) or spec.id in fresh:
            masters[spec.id], faults[spec.id] = _compiled(known)
            changed.append(spec.id)
        elif names != named or SET_FILE in texts:
            faults[spec.id] = _linted(known)
    total = hashlib.sha256(base.digest.encode())
    for name in sorted(texts):
        total.update(f"{name}\0{texts[name]}\0".encode())
    release = replace(base, masters=masters, digest=total.hexdigest())
    if moves.FILE in texts:
        release = replace(release, moves=moves.parsed(texts[moves.FILE])[0])
    if texts.get(coverage_list.FILE):
        coverage, more = coverage_list.of_text(texts[coverage_list.FILE])
        release, told = replace(release, coverage=coverage), (*told, *more)
    if changed or coverage_list.FILE in texts:
        told = (*told, *lint_coverage(release))
    return Overlaid(release, tuple(changed), {id: found for id, found in faults.items() if found}, told)


def text_or_empty(source: Source, file: str) -> str:
    """The text of a document; a head with nothing below when it has none yet."""
    try:
        return source.text(file)
    except FileNotFoundError:
        return "+++\n+++\n"


def _with_heads(base: Release, source: Source) -> tuple[Release, Heads, tuple[Fault, ...]]:
    """The release with the documents its file lists now; those that are new or renamed wait to be compiled."""
    try:
        listed = heads(source)
    except MasterError as error:
        return base, heads(Source(base.folder)), tuple(error.faults)
    if SET_FILE not in source.texts:
        return base, listed, ()
    was = heads(Source(base.folder))
    titles = dict(was.titles)
    masters = {
        spec.id: base.masters[spec.id]
        if spec.id in base.masters and titles.get(spec.id) == listed.title_of(spec.id)
        else _named(listed.file_of(spec.id), listed.title_of(spec.id))
        for spec in listed.documents
    }
    made = replace(
        base,
        title=listed.title or base.title,
        documents=listed.documents,
        annexes=listed.annexes,
        masters=masters,
    )
    return made, listed, (*listed.faults, *package_faults(made))


def _named(file: str, title: str) -> MasterDocument:
    """A document with its title and no text."""
    compiler = Compiler({})
    return MasterDocument(file, compiler.line(file, 1, title), compiler.line(file, 1, ""), False, 0, ())


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
    file: str
    title: str
    text: str
    clauses: tuple[tuple[str, str], ...]
    names: Names
    listed: str
    base: Release = field(compare=False)


@lru_cache(maxsize=128)
def _compiled(known: _Known) -> tuple[MasterDocument, tuple[Fault, ...]]:
    compiler, faults = Compiler(dict(known.clauses)), list[Fault]()
    made = compiled(compiler, faults, known.file, known.text, known.title)
    found = (*faults, *compiler.faults)
    if found:
        return made, found
    release = replace(known.base, masters={**known.base.masters, known.document: made})
    return made, tuple(lint_document(release, known.document))


@lru_cache(maxsize=128)
def _linted(known: _Known) -> tuple[Fault, ...]:
    """What is wrong in a document that is as it was, now that other things can be named."""
    return tuple(lint_document(known.base, known.document))
