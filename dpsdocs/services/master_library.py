"""The shared clauses of a draft with where each is used, near-twins put into one, and variants beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..document.word_diff import Run
from ..domain.roles import Actor
from ..masters import edit, segments, twins
from ..masters.edit import EditError
from ..masters.marks import words
from ..masters.source import Source
from ..masters.texts import Written
from ..masters.wording import Wording
from . import master_drafts, master_samples, saving
from .errors import Conflict, Invalid, NotFound
from .master_changes import LOCK_LABELS
from .master_drafts import Working
from .master_history import keep, note
from .master_samples import title_of
from .master_texts import LIBRARY
from .releases import Releases


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause as the library page shows it. ``document`` is where it is edited."""

    document: str
    title: str
    id: str
    text: str
    when: str
    lock: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A clause of the library with the titles of the documents that fetch it."""

    clause: Shown
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Near-twins: the first one, and each other with its differences from it marked; 100 per cent is the same text."""

    one: Shown
    others: tuple[tuple[Shown, tuple[Run, ...]], ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Group:
    """Variants of one matter: a competition gets at most one of them."""

    title: str
    heading: str
    clauses: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the page shows."""

    shared: tuple[Shared, ...]
    alike: tuple[Alike, ...]
    variants: tuple[Group, ...]


def library(working: Working) -> Library:
    """The shared clauses, near-twins and variants of a draft."""
    source, wording = Source(working.base.folder, working.texts), Wording(working.release)
    own = [
        Written("", id, edit.read_source(lines), stem)
        for stem, text in source.library().items()
        for id, lines in edit.sources(text).items()
    ]
    shared = tuple(
        Shared(
            _shown(working, wording, w),
            tuple(title_of(working.release, id) for id in master_samples.uses_of(working, w.clause)),
        )
        for w in own
    )
    alike = tuple(_alike(working, wording, found) for found in twins.twins(working.release, source))
    groups = tuple(
        Group(
            title_of(working.release, v.document),
            wording.shown(v.heading),
            tuple(_shown(working, wording, w) for w in v.clauses),
        )
        for v in twins.variants(working.release, source)
    )
    return Library(shared, alike, groups)


def _alike(working: Working, wording: Wording, found: twins.Twins) -> Alike:
    one = _shown(working, wording, found.one)
    others = [_shown(working, wording, other) for other in found.others]
    same = all(other.text == one.text for other in others)
    percent = 100 if same else min(99, round(found.likeness * 100))  # one word in a long text is a difference
    return Alike(one, tuple((o, words(one.text, o.text)) for o in others), percent)


def _shown(working: Working, wording: Wording, found: Written) -> Shown:
    text = found.text
    title = "Felles punkter" if found.shared else title_of(working.release, found.document)
    return Shown(
        LIBRARY if found.shared else found.document, title, found.clause, segments.as_read(wording, text.body),
        wording.condition(text.when), LOCK_LABELS[text.lock],
    )  # fmt: skip


def merge(
    session: Session, releases: Releases, actor: Actor, draft_id: str, kept: tuple[str, str],
    others: tuple[tuple[str, str], ...],
) -> str:  # fmt: skip
    """One shared clause in place of several: the text of ``kept``, fetched in every place. Gives its id.

    Places are a document and a clause. References to the others follow. ``Conflict`` when the name is taken.
    """
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    texts = Source(working.base.folder, working.texts)
    stem, made = _taken_out(working, texts, kept)
    for document, clause in others:
        made |= _fetched(
            working, Source(working.base.folder, {**working.texts, **made}), document, clause, stem
        )
    clauses = {
        _path(working, document): clause for document, clause in (kept, *others) if document != LIBRARY
    }
    for path, text in made.items():
        clause = clauses.get(path, kept[1])
        old = edit.sources(texts.text(path)).get(clause, "") if path in clauses else ""
        keep(session, row, working, path, text)
        note(
            session,
            row,
            actor,
            path,
            clause,
            "merged",
            old,
            f"::: hent {stem}\n" if path in clauses else text,
        )
    saving.commit(session)
    return kept[1]


def _taken_out(working: Working, source: Source, kept: tuple[str, str]) -> tuple[str, dict[str, str]]:
    """The name of the library's file with the text, and the files that change for it to stand there."""
    document, clause = kept
    if document == LIBRARY:
        for stem, text in source.library().items():
            if clause in edit.sources(text):
                return stem, {}
        raise NotFound("Punktet finnes ikke i biblioteket.")
    if clause in source.library() or any(clause in edit.sources(text) for text in source.library().values()):
        raise Conflict(f"Det finnes et felles punkt som heter «{clause}» fra før. Bruk teksten i det.")
    path = _path(working, document)
    text = source.text(path)
    try:
        return clause, {
            f"clauses/{clause}.md": edit.source_of(text, clause),
            path: twins.shared(text, clause, clause),
        }
    except KeyError as error:
        raise NotFound("Punktet finnes ikke i utkastet.") from error


def _fetched(working: Working, source: Source, document: str, clause: str, stem: str) -> dict[str, str]:
    """The files that change when a document fetches the shared clause in place of its own."""
    path = _path(working, document)
    text = source.text(path)
    (new,) = edit.sources(source.library()[stem])
    if any(part.id in (stem, new) and part.id != clause for part in edit.parts(text)):
        raise Invalid({"faults": f"Dokumentet har et annet punkt som heter «{new}». Slå ikke sammen disse."})
    try:
        made = {path: twins.shared(text, clause, stem, new)}
    except (KeyError, EditError) as error:
        raise NotFound("Punktet finnes ikke i utkastet.") from error
    for name in ("coverage.toml", "set.toml") if new != clause else ():
        was = source.text(name)
        if (now := twins.pointed(was, document, clause, new)) != was:
            made[name] = now
    return made


def _path(working: Working, document: str) -> str:
    if document not in working.release.masters or working.release.document(document).kind != "text":
        raise NotFound("Dokumentet finnes ikke i malsettet.")
    return working.release.masters[document].file
