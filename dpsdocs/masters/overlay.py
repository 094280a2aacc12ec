"""A release with some of its texts changed: only the documents they touch are compiled anew, and faults are told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from . import moves
from .compiler import Compiler
from .edit import parts
from .errors import Fault
from .lint import lint_document
from .loader import compiled
from .nodes import MasterDocument
from .release import Release
from .source import Source


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The release as it would be, the documents that differ, and what is wrong in them by document."""

    release: Release
    changed: tuple[str, ...]
    faults: Mapping[str, tuple[Fault, ...]]


def overlaid(base: Release, texts: Mapping[str, str]) -> Overlaid:
    """``base`` with ``texts`` in place of its files. Never raises: what cannot be compiled is a fault."""
    if not texts:
        return Overlaid(base, (), {})
    source = Source(base.folder, texts)
    library = source.library()
    touched = {PurePosixPath(name).stem for name in texts if name.startswith("clauses/")}
    masters, faults, changed = dict(base.masters), dict[str, tuple[Fault, ...]](), list[str]()
    for spec in base.documents:
        if spec.kind != "text":
            continue
        text = source.text(base.masters[spec.id].file)
        fetched = tuple(p.id for p in parts(text) if p.kind == "shared")
        if base.masters[spec.id].file in texts or touched.intersection(fetched):
            clauses = tuple((id, library[id]) for id in fetched if id in library)
            masters[spec.id], faults[spec.id] = _compiled(_Known(base.digest, spec.id, text, clauses, base))
            changed.append(spec.id)
    total = hashlib.sha256(base.digest.encode())
    for name in sorted(texts):
        total.update(f"{name}\0{texts[name]}\0".encode())
    release = replace(base, masters=masters, digest=total.hexdigest())
    if moves.FILE in texts:
        release = replace(release, moves=moves.parsed(texts[moves.FILE])[0])
    return Overlaid(release, tuple(changed), {id: found for id, found in faults.items() if found})


@dataclass(frozen=True, slots=True)
class _Known:
    """A document with its text, known without looking at the whole release."""

    digest: str
    document: str
    text: str
    clauses: tuple[tuple[str, str], ...]
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
