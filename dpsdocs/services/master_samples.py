"""How a draft of the masters reads in the sample cases: one clause on screen, and which documents become others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ..assemble.files import theme_of
from ..assemble.outward import composed
from ..document.model import Block, Clause, Document, Heading, Wide, plain
from ..document.redline import Redline, compare
from ..domain import case_file
from ..domain.competition import Catalogue, Competition, build
from ..domain.identity import Same
from ..masters.compose import compose
from ..masters.edit import parts
from ..masters.overlay import text_or_empty
from ..masters.release import Release
from ..masters.source import Source
from ..masters.uses import clauses
from ..writers.html import preview_html
from .errors import NotFound
from .master_drafts import Working
from .master_texts import LIBRARY, path_of
from .releases import Releases


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample case of the set."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SampleChange:
    """What a draft does to one sample: the titles of the documents that read otherwise, and their ids."""

    title: str
    documents: tuple[str, ...]
    sample: str = ""
    ids: tuple[str, ...] = ()


def samples(releases: Releases, release: Release) -> tuple[Sample, ...]:
    """The samples, in the order of their files."""
    found = [
        (path.stem, _competition(_Key(path, Same(release.catalogue))))
        for path in releases.samples(release.id)
    ]
    return tuple(Sample(stem, str(competition.value("title") or stem)) for stem, competition in found)


def uses_of(working: Working, clause: str) -> tuple[str, ...]:
    """The documents that fetch a shared clause."""
    source = Source(working.base.folder, working.texts)
    stem = PurePosixPath(path_of(working, LIBRARY, clause).path).stem
    return tuple(
        spec.id
        for spec in working.release.documents
        if spec.kind == "text"
        and any(
            p.kind == "shared" and p.id == stem
            for p in parts(text_or_empty(source, working.release.masters[spec.id].file))
        )
    )


def title_of(release: Release, document: str) -> str:
    """What a document is called in the set."""
    known = {option.value: option.label for option in release.catalogue.documents}
    title = release.masters[document].title
    return known.get(document) or (plain(title.runs) if title.is_fixed else document.capitalize())


def first_with(releases: Releases, working: Working, document: str, clause: str) -> str:
    """The first sample where the clause stands; the first of all when there is none."""
    paths = releases.samples(working.base.id)
    for path in paths:
        case = _competition(_Key(path, Same(working.release.catalogue)))
        node = clauses(working.release, _shown_in(working, document, clause)).get(clause)
        if node and node.when.holds(case.values):
            return path.stem
    return paths[0].stem if paths else ""


def frame(
    releases: Releases, working: Working, document: str, clause: str, sample: str, sheet: str = ""
) -> str:
    """The clause as it reads in a sample, below its headings, as a page of its own, with this style sheet."""
    case = competition(releases, working, sample)
    shown = _shown_in(working, document, clause)
    made = _composed(working.release, case, shown)
    return preview_html(replace(made, blocks=_around(made.blocks, clause), cover=False, facts=(), toc=(), toc_depth=0),
                        theme_of(working.base), chosen=clause, sheet=sheet)  # fmt: skip


def competition(releases: Releases, working: Working, sample: str) -> Competition:
    """A sample as the questions of the draft read it; ``NotFound``."""
    for path in releases.samples(working.base.id):
        if path.stem == sample:
            return _competition(_Key(path, Same(working.release.catalogue)))
    raise NotFound("Eksempelet finnes ikke.")


def stands(releases: Releases, working: Working, document: str, clause: str, sample: str) -> bool:
    """Whether a sample has the clause at all."""
    for path in releases.samples(working.base.id):
        node = clauses(working.release, _shown_in(working, document, clause)).get(clause)
        if path.stem == sample and node is not None:
            return node.when.holds(_competition(_Key(path, Same(working.release.catalogue))).values)
    return False


def changes(releases: Releases, old: Release, working: Working) -> tuple[SampleChange, ...]:
    """What the draft does to each sample, held against another release."""
    found = []
    for path in releases.samples(working.base.id):
        was = _competition(_Key(path, Same(old.catalogue)))
        now = _competition(_Key(path, Same(working.release.catalogue)))
        chosen = {spec.id: spec for spec in working.release.chosen(now) if spec.kind == "text"}
        before = {spec.id for spec in old.chosen(was) if spec.kind == "text"}
        differs = [
            id
            for id in chosen
            if id not in before
            or (
                not _same(old, working.release, id)
                and _blocks(old, was, id) != _blocks(working.release, now, id)
            )
        ]
        titles = tuple(title_of(working.release, id) for id in differs)
        found.append(SampleChange(str(now.value("title") or path.stem), titles, path.stem, tuple(differs)))
    return tuple(found)


def _same(old: Release, new: Release, document: str) -> bool:
    """Whether a document cannot read otherwise: nothing it is made from is changed."""
    return old.masters[document] is new.masters[document] and old.catalogue is new.catalogue


def beside(releases: Releases, old: Release, working: Working, sample: str, document: str) -> Redline:
    """A document of a sample as it was and as it would be, every difference marked."""
    path = next((path for path in releases.samples(working.base.id) if path.stem == sample), None)
    if path is None or document not in working.release.masters or document not in old.masters:
        raise NotFound("Eksempelet eller dokumentet finnes ikke.")
    if working.release.document(document).kind != "text":
        raise NotFound("Regneark kan ikke sammenlignes her.")
    was = _competition(_Key(path, Same(old.catalogue)))
    now = _competition(_Key(path, Same(working.release.catalogue)))
    return compare(_composed(old, was, document), _composed(working.release, now, document), "")


def _blocks(release: Release, competition: Competition, document: str) -> tuple[object, ...]:
    made = _composed(release, competition, document)
    return (made.blocks, made.facts)


def _composed(release: Release, competition: Competition, document: str) -> Document:
    spec = release.document(document)
    if spec.package == "internal":
        return compose(release, competition, document)
    return composed(release, competition, spec)


def _shown_in(working: Working, document: str, clause: str) -> str:
    if document != LIBRARY:
        return document
    used = uses_of(working, clause)
    if not used:
        raise NotFound("Punktet er ikke brukt i noe dokument.")
    return used[0]


def _around(blocks: tuple[Block, ...], clause: str) -> tuple[Block, ...]:
    """The clause with the chapter and section it stands in; nothing when it is not there."""
    above: dict[int, Heading] = {}
    for block in (
        inner for outer in blocks for inner in (outer.blocks if isinstance(outer, Wide) else (outer,))
    ):
        if isinstance(block, Heading):
            above = {level: heading for level, heading in above.items() if level < block.level}
            above[block.level] = block
        elif isinstance(block, Clause) and block.id == clause:
            return (*(above[level] for level in sorted(above)), block)
    return ()


@dataclass(frozen=True, slots=True)
class _Key:
    """A sample with the questions it is read by."""

    path: Path
    catalogue: Same[Catalogue]


@lru_cache(maxsize=24)
def _competition(key: _Key) -> Competition:
    return build(case_file.read(key.path.read_bytes()), key.catalogue.it)
