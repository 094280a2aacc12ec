"""The clauses of a draft: read as fields, saved one by one, nothing lost when two write in the same one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from ..document.model import Lock
from ..domain.answers import AnswerError, cleaned, date_value
from ..domain.conditions import ConditionError
from ..domain.roles import Actor
from ..masters import edit, segments
from ..masters.edit import ClauseText, EditError
from ..masters.segments import Segment
from ..masters.source import Source
from ..masters.wording import Wording, WordingError
from ..store.queries import masters as queries
from . import master_drafts, saving
from .errors import Conflict, Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .releases import Releases

LIBRARY = "bibliotek"
LONGEST = 20_000
LONGEST_CELL = 2_000
LONGEST_LINE = 400
_LOCKS: tuple[Lock, ...] = ("locked", "adaptable", "approval")
_ID = re.compile(r"[a-z][a-z0-9-]{1,59}")


class Clash(Conflict):
    """Somebody else has saved the same clause; ``by`` is who, ``theirs`` what stands there now."""

    def __init__(self, by: str, theirs: str, version: int) -> None:
        super().__init__(f"{by} har lagret det samme punktet mens du skrev.")
        self.by, self.theirs, self.version = by, theirs, version


@dataclass(frozen=True, slots=True)
class Place:
    """A clause in a file of the set."""

    path: str
    clause: str


@dataclass(frozen=True, slots=True)
class ClauseInput:
    """What was typed. ``texts`` by piece, ``cells`` by piece, row and column; the condition in words."""

    lock: str = "locked"
    when: str = ""
    source: str = ""
    numbered: bool = True
    guidance: str = ""
    review_by: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    cells: Mapping[tuple[int, int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """A clause of a draft: its fields, its pieces, and the version that was read.

    ``loose`` is true of a table or another block that stands outside the clauses: its body is all its lines.
    """

    working: Working
    place: Place
    text: str
    clause: ClauseText
    pieces: tuple[Segment, ...]
    version: int
    wording: Wording
    loose: bool = False

    @property
    def source(self) -> str:
        """What stands in the file."""
        return self.clause.body if self.loose else edit.source_of(self.text, self.place.clause)


def path_of(working: Working, document: str, clause: str) -> Place:
    """Where a clause stands: in the file of a document, or in the library."""
    if document == LIBRARY:
        for stem, text in Source(working.base.folder, working.texts).library().items():
            if any(part.id == clause for part in edit.parts(text)):
                return Place(f"clauses/{stem}.md", clause)
        raise NotFound("Punktet finnes ikke i biblioteket.")
    if document not in working.release.masters or working.release.document(document).kind != "text":
        raise NotFound("Dokumentet finnes ikke i malsettet.")
    return Place(working.release.masters[document].file, clause)


def text_of(working: Working, path: str) -> str:
    """A file of the draft."""
    try:
        return Source(working.base.folder, working.texts).text(path)
    except FileNotFoundError as error:
        raise NotFound("Punktet finnes ikke.") from error


def opened(session: Session, working: Working, place: Place) -> Opened:
    """The clause as it stands in the draft."""
    text = text_of(working, place.path)
    try:
        clause = edit.read(text, place.clause)
    except KeyError as error:
        raise NotFound("Punktet finnes ikke i utkastet.") from error
    version = version_of(session, working, place)
    return Opened(
        working, place, text, clause, segments.split(clause.body), version, Wording(working.release)
    )


def version_of(session: Session, working: Working, place: Place) -> int:
    """The number of the last change of a clause; 0 when it stands as it began."""
    last = queries.last_change(session, working.draft.id, place.path, place.clause)
    return last[0].number if last else 0


class Read(Protocol):
    """A clause that is read as fields: of a draft of the masters, or of one competition."""

    @property
    def clause(self) -> ClauseText:
        """Its fields."""

    @property
    def pieces(self) -> tuple[Segment, ...]:
        """Its texts and tables."""

    @property
    def wording(self) -> Wording:
        """The words of its release."""


def composed(found: Read, given: ClauseInput) -> ClauseText:
    """The clause that was typed, or ``Invalid`` with what to mend in each field."""
    problems: dict[str, str] = {}

    def taken(name: str, text: str, longest: int, make: Callable[[str], str]) -> str:
        try:
            if len(text) > longest:
                raise WordingError(
                    f"Teksten er på {len(text)} tegn. Det er plass til {longest}. Kort den ned."
                )
            return make(cleaned(text))
        except (WordingError, ConditionError, AnswerError) as error:
            problems.setdefault(name, str(error))
            return ""

    when = taken(
        "when", given.when, LONGEST_LINE * 3, lambda t: found.wording.condition_source(t, found.clause.when)
    )
    source = taken("source", given.source, LONGEST_LINE, lambda t: " ".join(t.split()).replace('"', ""))
    guidance = taken("guidance", given.guidance, LONGEST, edit.tidy)
    review_by = taken(
        "review_by", given.review_by.strip(), 40, lambda t: date_value(t).isoformat() if t else ""
    )
    pieces = [_piece(found.wording, n, piece, given, taken) for n, piece in enumerate(found.pieces)]
    if given.lock not in _LOCKS:
        problems["lock"] = "Velg hvem som kan endre teksten."
    if problems:
        raise Invalid(problems)
    lock = next(lock for lock in _LOCKS if lock == given.lock)
    body = segments.joined(pieces)
    return ClauseText(
        found.clause.id, body if body == found.clause.body else body.strip("\n"), lock, when, source,
        given.numbered, guidance, review_by, found.clause.trim,
    )  # fmt: skip


def _piece(
    wording: Wording, number: int, piece: Segment, given: ClauseInput,
    taken: Callable[[str, str, int, Callable[[str], str]], str],
) -> Segment:  # fmt: skip
    made = [piece]

    def with_text(words: str) -> str:
        made[0] = segments.with_text(wording, piece, edit.tidy(words).strip("\n"))
        return ""

    if piece.kind == "text" and number in given.texts:
        taken(f"text.{number}", given.texts[number], LONGEST, with_text)
    cells = {(r, c): words for (n, r, c), words in given.cells.items() if n == number}
    if piece.kind == "table" and cells:
        for (row, column), words in cells.items():
            name = f"cell.{number}.{row}.{column}"

            def with_cell(text: str, place: tuple[int, int] = (row, column)) -> str:
                made[0] = segments.with_cells(wording, made[0], {place: text})
                return ""

            taken(name, words, LONGEST_CELL, with_cell)
    return made[0]


def save(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str,
    given: ClauseInput, seen: int, tab: str,
) -> int:  # fmt: skip
    """Keep a clause and give its version. ``seen`` is the version the tab began with.

    ``Clash`` when somebody else has saved it since, ``Invalid`` when it cannot be written; faults lint finds are kept.
    """
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    found = opened(session, working, path_of(working, document, clause))
    new = composed(found, given)
    if new == found.clause:
        return found.version
    check_seen(session, found, seen, tab)
    try:
        made = edit.write(found.text, new)
    except EditError as error:
        raise Invalid({"body": str(error)}) from error
    old = edit.source_of(found.text, clause)
    keep(session, row, working, found.place.path, made)
    note(session, row, actor, found.place.path, clause, "text", old, edit.source_of(made, clause), tab)
    saving.commit(session)
    return row.revision


def check_seen(session: Session, found: Opened, seen: int, tab: str) -> None:
    """``Clash`` unless what was seen stands, or this very tab saved last."""
    last = queries.last_change(session, found.working.draft.id, found.place.path, found.place.clause)
    if last and last[0].number != seen and not (tab and last[0].tab == tab):
        raise Clash(last[1], found.source, last[0].number)
