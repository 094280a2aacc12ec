"""What a draft of the masters changes: clause by clause with marks, the set as a tree, and what a release would hit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..document.word_diff import Run
from ..masters import block_edit, edit, segments
from ..masters.edit import ClauseText
from ..masters.marks import paragraphs, words
from ..masters.release import Release
from ..masters.source import Source
from ..masters.wording import Wording
from ..store.queries import masters as queries
from . import set_looks
from .master_blocks import name_of
from .master_documents import head_lines
from .master_drafts import Working
from .master_record_changes import State, moved
from .master_record_changes import changes as record_changes
from .master_samples import SampleChange, changes, title_of
from .master_texts import LIBRARY
from .releases import Releases

LOCK_LABELS = {"locked": "Låst", "adaptable": "Kan tilpasses", "approval": "Krever godkjenning"}
_LINES = (
    ("lock", "Lås"), ("when", "Med når"), ("source", "Kilde"), ("numbered", "Nummer"), ("guidance", "Veiledning"),
    ("review_by", "Leses på nytt innen"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause, heading or block that differs; ``lines`` are its text and fields with marks.

    ``loose`` is true of a block that stands outside the clauses.
    """

    document: str
    title: str
    id: str
    heading: str
    state: State
    lines: tuple[tuple[str, tuple[Run, ...]], ...]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """What a release would hit. Only counts of what agencies have."""

    running: int
    agencies: int
    packages: int
    samples: tuple[SampleChange, ...]


def redline(live: Release, working: Working) -> tuple[ChangedClause, ...]:
    """Everything the draft changes against the release that is live, document by document."""
    new = Source(working.base.folder, working.texts)
    heads = _heads(Wording(working.release), Source(live.folder), new)
    clauses = _redline(live, working.release, new)
    others = (
        ChangedClause("", kind.title, record.id, record.name, state, lines)
        for kind, record, state, lines in record_changes(live, working)
    )
    return (*heads, *clauses, *others, *_looks(Source(live.folder), new))


def _looks(was: Source, new: Source) -> Iterator[ChangedClause]:
    """What is changed in colours, sizes, font and logo, which an approver must see too."""
    old, now = set_looks.told(was), set_looks.told(new)
    lines = tuple(
        (label, words(old.get(label, ""), now.get(label, "")))
        for label in {**old, **now}
        if old.get(label, "") != now.get(label, "")
    )
    if lines:
        yield ChangedClause(
            "", "Utseende", "utseende", "Farger, størrelser, skrift og logo", "changed", lines
        )


def between(old: Release, new: Release) -> tuple[ChangedClause, ...]:
    """Everything that differs between two releases of a set, in the words of the new one."""
    return _redline(old, new, Source(new.folder))


def _redline(was: Release, base: Release, new: Source) -> tuple[ChangedClause, ...]:
    old, wording = Source(was.folder), Wording(base)
    found: list[ChangedClause] = []
    for document, title, path in _files(base, was, new):
        found += _file(wording, document, title, _text(old, path), _text(new, path))
    return tuple(found)


def impact(session: Session, releases: Releases, live: Release, working: Working) -> Impact:
    """Competitions under way, issued packages, and the samples old beside new."""
    running, agencies = queries.running(session, working.base.id)
    told = changes(releases, live, working)
    return Impact(running, agencies, queries.packages(session, working.base.id), told)


def _files(now: Release, live: Release, source: Source) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for release in (now, live):
        for spec in release.documents:
            if spec.kind == "text" and spec.id not in seen:
                seen.add(spec.id)
                yield spec.id, title_of(release, spec.id), release.masters[spec.id].file
    for stem in sorted({*source.library(), *Source(live.folder).library()}):
        yield LIBRARY, "Felles punkter", f"clauses/{stem}.md"


def _heads(wording: Wording, old: Source, new: Source) -> Iterator[ChangedClause]:
    """Documents that are new, gone, or have another title or place in the package."""
    try:
        before, after = head_lines(old, wording), head_lines(new, wording)
    except edit.EditError:
        return
    for id in [*after, *(id for id in before if id not in after)]:
        was, now = before.get(id, {}), after.get(id, {})
        if was != now:
            state: State = "new" if not was else "gone" if not now else "changed"
            lines = tuple(
                (label, words(was.get(label, ""), now.get(label, "")))
                for label in {**was, **now}
                if was.get(label, "") != now.get(label, "")
            )
            yield ChangedClause(id, (now or was)["Tittel"], id, "dokumentet", state, lines)


def _text(source: Source, path: str) -> str:
    try:
        return source.text(path)
    except FileNotFoundError:
        return ""


def _file(wording: Wording, document: str, title: str, old: str, new: str) -> Iterator[ChangedClause]:
    if old == new:
        return
    before, after = _clauses(old), _clauses(new)
    elsewhere, heads = moved(list(before), list(after)), {**_headings(old), **_headings(new)}
    for id in [*after, *(id for id in before if id not in after)]:
        was, now = before.get(id), after.get(id)
        state: State = "new" if was is None else "gone" if now is None else "changed"
        if was == now:
            if id not in elsewhere:
                continue
            state = "moved"
        lines = tuple(_lines(wording, was, now))
        yield ChangedClause(document, title, id, wording.shown(heads.get(id, "")), state, lines)
    yield from _heading_changes(wording, document, title, old, new)
    yield from _block_changes(wording, document, title, old, new)


def _heading_changes(
    wording: Wording, document: str, title: str, old: str, new: str
) -> Iterator[ChangedClause]:
    was = {part.id: part.text for part in edit.parts(old) if part.kind == "heading"}
    for part in edit.parts(new):
        if part.kind == "heading" and was.get(part.id, "") != part.text:
            runs = words(wording.shown(was.get(part.id, "")), wording.shown(part.text))
            yield ChangedClause(
                document, title, part.id, wording.shown(part.text), "changed", (("Overskrift", runs),)
            )


def _block_changes(
    wording: Wording, document: str, title: str, old: str, new: str
) -> Iterator[ChangedClause]:
    before, after = block_edit.sources(old), block_edit.sources(new)
    for id in [*after, *(id for id in before if id not in after)]:
        was, now = before.get(id, ""), after.get(id, "")
        if was != now:
            state: State = "new" if not was else "gone" if not now else "changed"
            lines = tuple(_block_lines(wording, was, now))
            name = name_of(wording, now or was)
            yield ChangedClause(document, title, id, name, state, lines, loose=True)


def _block_lines(wording: Wording, was: str, now: str) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """The words before and after; when they are the same, that the layout is another."""
    whens = [wording.condition(block_edit.condition_of(s)) or "alltid" if s else "" for s in (was, now)]
    names = [name_of(wording, s) if s else "" for s in (was, now)]
    old, new = ([x for x in segments.as_read(wording, s).split("\n") if x] if s else [] for s in (was, now))
    if was and now and whens[0] != whens[1]:
        yield "Med når", words(*whens)
    if was and now and names[0] != names[1]:
        yield "Tittel", words(*names)
    if was and now and (whens[0], names[0], old) == (whens[1], names[1], new):
        yield "", words("", "Bare kolonnene, bredden eller utformingen er endret.")
    for runs in paragraphs(old, new):
        yield "", runs


def _clauses(text: str) -> dict[str, ClauseText]:
    return {id: edit.read_source(source) for id, source in edit.sources(text).items()}


def _headings(text: str) -> dict[str, str]:
    """The heading above each clause."""
    found, above = dict[str, str](), ""
    for part in edit.parts(text):
        above = part.text if part.kind == "heading" else above
        found[part.id] = above
    return found


def _lines(
    wording: Wording, was: ClauseText | None, now: ClauseText | None
) -> Iterator[tuple[str, tuple[Run, ...]]]:
    for name, label in _LINES:
        old, new = _field(wording, was, name), _field(wording, now, name)
        if old != new and (was and now):
            yield label, words(old, new)
    old_body = wording.shown(was.body, row=True).split("\n") if was else []
    new_body = wording.shown(now.body, row=True).split("\n") if now else []
    for runs in paragraphs([x for x in old_body if x], [x for x in new_body if x]):
        yield "", runs


def _field(wording: Wording, clause: ClauseText | None, name: str) -> str:
    if clause is None:
        return ""
    value = getattr(clause, name)
    if name == "lock":
        return LOCK_LABELS[clause.lock]
    if name == "numbered":
        return "med nummer" if clause.numbered else "uten nummer"
    return (wording.condition(value) or "alltid") if name == "when" else str(value)


def compared(
    wording: Wording, was: ClauseText | None, now: ClauseText | None
) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    """The fields and text of a clause before and after, with marks."""
    return tuple(_lines(wording, was, now))
