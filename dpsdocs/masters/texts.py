"""The clauses of a release as they are written, by document, and which of them a competition gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import block_edit, edit
from .branches import Inside, standing
from .release import ByDigest, Release
from .source import Source

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A clause of a document as it is written; ``shared`` is the file of the library it comes from, if any.

    ``loose`` is true of a table, box or signature field that stands outside the clauses.
    """

    document: str
    clause: str
    text: edit.ClauseText
    shared: str = ""
    loose: bool = False


def written(release: Release) -> Mapping[Key, Written]:
    """Every clause and loose block by document and id, those of the library in each document that fetches them."""
    return _written(ByDigest.of(release))


@lru_cache(maxsize=32)
def _written(known: ByDigest) -> Mapping[Key, Written]:
    source = Source(known.release.folder)
    return written_in(known.release, source)


def written_in(release: Release, source: Source) -> dict[Key, Written]:
    """The same of files that are changed."""
    library, found = source.library(), dict[Key, Written]()
    for spec in release.documents:
        if spec.kind != "text":
            continue
        text = source.text(release.masters[spec.id].file)
        own, loose = edit.sources(text), block_edit.sources(text)
        for part in edit.parts(text):
            if part.kind == "clause":
                found[spec.id, part.id] = Written(spec.id, part.id, edit.read_source(own[part.id]))
            elif part.kind == "block" and part.id in loose:
                found[spec.id, part.id] = _loose(spec.id, part.id, loose[part.id])
            elif part.kind == "shared":
                for id, lines in edit.sources(library.get(part.id, "")).items():
                    found[spec.id, id] = Written(spec.id, id, edit.read_source(lines), part.id)
    return found


def _loose(document: str, id: str, source: str) -> Written:
    return Written(document, id, edit.ClauseText(id, source), loose=True)


def stands(release: Release, key: Key, values: Mapping[str, Any]) -> bool:
    """Whether a competition with these values gets the clause."""
    document, clause = key
    if not release.document(document).when.holds(values):
        return False
    ways = _standing(ByDigest.of(release), document).get(clause, ())
    return any(all(condition.holds(values) for condition in way) for way in ways)


@lru_cache(maxsize=512)
def _standing(known: ByDigest, document: str) -> dict[str, tuple[Inside, ...]]:
    return standing(known.release, document)
