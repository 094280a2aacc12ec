"""A document that was edited in Word and came back: what is changed, added and gone, clause by clause."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..domain.conditions import ConditionError
from . import word_chunks
from .edit import EditError, Part, parts, read_source, sources, write
from .word_clause import Token, body, guidance
from .word_file import Grid, Para, Unread, WordError, WordFile
from .word_ids import GUIDE, INFO, Mark, hashed, mark
from .word_in import WordPart
from .word_in import parts as new_parts
from .word_items import Item, Offer
from .word_match import name
from .wording import Wording, WordingError

_OTHER = "Filen hører ikke til «{title}». Gå til dokumentet den er lastet ned fra, og last den opp der."
_STALE = (
    "Punktet er endret i utkastet etter at filen ble lastet ned. Tar du med dette, går den endringen tapt."
)
_MOVED = "Del som er flyttet. Flytt den i nettleseren"
_STANDS = "I filen står punktet etter {place}."
_LOST = "Punkt som ikke finnes i utkastet nå, ikke tatt med"
_TWICE = "Punkt som står to ganger i filen. Det andre er lest som et nytt punkt"
_KEPT = "Felles punkt, tabell eller boks som er slettet i filen. Den blir stående"

_LONG = "Punktet «{id}» har for mange avsnitt og tabeller i filen. Del det opp."
_MOST = 1000
_SILENT = ("document", "end", "between")


@dataclass(slots=True)
class _Found:
    """A clause as it came back."""

    part: Part
    stamp: str
    tokens: list[Token] = field(default_factory=list)
    guidance: list[str] = field(default_factory=list)


def is_ours(file: WordFile) -> bool:
    """Whether the file was downloaded here to be edited."""
    found = (mark(name) for block in file.blocks if isinstance(block, Para) for name in block.marks)
    return any(one is not None for one in found)


def offer(wording: Wording, file: WordFile, id: str, title: str, text: str) -> Offer:
    """What the file changes in the document; ``WordError`` when it belongs to another one."""
    reader = _Reader(wording, text, list(file.unread))
    for block in file.blocks:
        for one in _marks(block):
            if one.kind == "document" and one.name != hashed(id, 12):
                raise WordError(_OTHER.format(title=title))
        reader.take(block)
    return Offer(tuple(reader.items()), tuple(reader.unread))


class _Reader:
    """Follows the file from one line with a name to the next."""

    def __init__(self, wording: Wording, text: str, unread: list[Unread]) -> None:
        self.unread = unread
        self._wording, self._text, self._known = wording, text, parts(text)
        self._by_hash = {(self._letter(p), hashed(p.id, 12)): p for p in self._known}
        self._sources = sources(text)
        self._seen: list[str] = []
        self._clauses: dict[str, _Found] = {}
        self._headings: dict[str, Para] = {}
        self._loose: dict[str, list[Para | Grid]] = {}
        self._open: _Found | None = None
        self._skipping = False
        self._after = ""
        self._moved: dict[str, str] = {}

    def take(self, block: Para | Grid) -> None:
        """The next block of the file."""
        marks = _marks(block)
        started = next((m for m in marks if m.kind in ("clause", "heading", "kept")), None)
        if (
            started
            and (part := self._by_hash.get((started.kind, started.name)))
            and part.id not in self._seen
        ):
            self._start(part, started, block)
        elif started and started.kind == "clause":
            self._tell(_LOST if part is None else _TWICE, block)
            self._open, self._skipping = None, part is None
        elif isinstance(block, Para) and block.style == INFO:
            if self._open is not None and not any(m.kind in _SILENT for m in marks):
                self._open.tokens.append(Token("fixed"))
        elif isinstance(block, Para) and block.level:
            self._open, self._skipping = None, False
            self._loose.setdefault(self._after, []).append(block)
        elif self._open is not None:
            self._content(self._open, block)
        elif not self._skipping:
            self._beside(block)
        if any(m.kind == "end" for m in marks):
            self._open, self._skipping = None, False

    def items(self) -> list[Item]:
        """What differs, in the order of the document."""
        self._told()
        found: list[Item] = self._new("")
        heading = ""
        for part in self._known:
            if part.kind == "heading":
                heading = self._wording.shown(part.text)
                found += self._heading(part)
            elif part.kind == "clause":
                found += self._clause(part, heading)
                found += self._elsewhere(part, heading)
            found += self._new(part.id, heading)
        return found

    def _letter(self, part: Part) -> str:
        return part.kind if part.kind in ("heading", "clause") else "kept"

    def _tell(self, what: str, block: Para | Grid) -> None:
        words = block.text if isinstance(block, Para) else ""
        self.unread.append(
            Unread(what, words[:300], f"Etter «{self._after}»" if self._after else "Først i filen")
        )

    def _start(self, part: Part, started: Mark, block: Para | Grid) -> None:
        self._open, self._skipping = None, False
        self._seen.append(part.id)
        self._after = part.id
        if part.kind == "clause":
            self._open = self._clauses[part.id] = _Found(part, started.text)
        elif part.kind == "heading" and isinstance(block, Para):
            self._headings[part.id] = block

    def _content(self, clause: _Found, block: Para | Grid) -> None:
        if len(clause.tokens) + len(clause.guidance) > _MOST:
            raise WordError(_LONG.format(id=clause.part.id))
        if isinstance(block, Grid):
            cells = tuple(tuple(word_chunks.words_of(cell) for cell in row) for row in block.rows)
            clause.tokens.append(Token("table", cells=cells))
        elif block.style == GUIDE:
            clause.guidance.append(" ".join(block.text.split()))
        else:
            kind = block.list if block.list in ("bullet", "ordered") else ""
            words = word_chunks.words_of(block.runs)
            clause.tokens.append(Token("text", read=word_chunks.Read(kind, words)))

    def _beside(self, block: Para | Grid) -> None:
        """What stands between two clauses: a list or table goes on in the one above, other text is a new clause."""
        above = self._clauses.get(self._after)
        loose = self._loose.get(self._after)
        if above and not loose and (isinstance(block, Grid) or block.list or block.style == GUIDE):
            self._content(above, block)
        else:
            self._loose.setdefault(self._after, []).append(block)

    def _told(self) -> None:
        order = [part.id for part in self._known if part.id in self._seen]
        matcher = difflib.SequenceMatcher(None, order, self._seen, autojunk=False)
        stays = {order[n] for a, _, size in matcher.get_matching_blocks() for n in range(a, a + size)}
        for id in order:
            if id in stays:
                continue
            at = self._seen.index(id)
            if at and id in self._clauses:
                self._moved[id] = self._seen[at - 1]
            else:  # a heading takes what is below it along, and what others share stands in their order too
                self.unread.append(Unread(_MOVED, f"«{id}»", "Rekkefølgen"))
        for part in self._known:
            if part.kind in ("shared", "block") and part.id not in self._seen and part.id:
                self.unread.append(Unread(_KEPT, f"«{part.id}»", "Rekkefølgen"))

    def _heading(self, part: Part) -> list[Item]:
        came = self._headings.get(part.id)
        if came is None:
            self.unread.append(
                Unread("Overskrift som er slettet i filen. Den blir stående", f"«{part.id}»", "Overskrifter")
            )
            return []
        words = "".join(run.text for run in came.runs).strip()
        if word_chunks.key(words) == word_chunks.key(word_chunks.plain(self._wording.shown(part.text))):
            return []
        made = Item("heading", "changed", part.id, words, part.level, old=part.text, heading=words)
        try:
            return [replace(made, text=self._wording.source(words, part.text), ready=True)]
        except (WordingError, ConditionError) as error:
            return [replace(made, take=False, problem=str(error), ready=True)]

    def _clause(self, part: Part, heading: str) -> list[Item]:
        source = self._sources[part.id]
        was = read_source(source)
        made = Item("clause", "changed", part.id, was.body, 0, was.lock, was.guidance, old=source, heading=heading,
                    ready=True)  # fmt: skip
        came = self._clauses.get(part.id)
        if came is None or not came.tokens:
            return [replace(made, state="gone")]
        made = replace(made, guidance=guidance(was.guidance, came.guidance))
        try:
            made = replace(made, text=body(self._wording, was.body, came.tokens))
            if (made.text, made.guidance) == (was.body, was.guidance):
                return []
            write(source, replace(was, body=made.text, guidance=made.guidance))
        except (WordingError, ConditionError, EditError) as error:
            words = " ".join(token.read.words for token in came.tokens if token.read)
            notes = (f"Slik står det i filen: {words[:1500]}",) if words else ()
            return [replace(made, text=was.body, take=False, problem=str(error), notes=notes)]
        if came.stamp and came.stamp != hashed(source, 8):
            return [replace(made, take=False, notes=(_STALE,))]
        return [made]

    def _elsewhere(self, part: Part, heading: str) -> list[Item]:
        """The clause at another place in the file."""
        above = next((p for p in self._known if p.id == self._moved.get(part.id)), None)
        if above is None:
            return []
        shown = self._wording.shown(above.text) if above.kind == "heading" else above.id
        place = f"overskriften «{shown}»" if above.kind == "heading" else f"«{shown}»"
        return [
            Item("clause", "moved", part.id, old=self._sources[part.id], heading=heading, after=above.id, ready=True,
                 notes=(_STANDS.format(place=place),))
        ]  # fmt: skip

    def _new(self, after: str, heading: str = "") -> list[Item]:
        """What was written between two names, as new headings and clauses."""
        found, _ = new_parts(WordFile(tuple(self._loose.get(after, ()))), as_written=True)
        taken = {part.id for part in self._known}
        items: list[Item] = []
        for part in found:
            id = _free(part, after, taken)
            taken.add(id)
            place = items[-1].id if items else after
            heading = part.text if part.kind == "heading" else heading
            level = min(max(part.level, 1), 2) if part.kind == "heading" else 0
            above = after if part.kind == "clause" and not items and after in self._sources else ""
            items.append(
                Item(part.kind, "new", id, part.text, level, part.lock, part.guidance, notes=part.notes, after=place,
                     heading=heading, above=above)
            )  # fmt: skip
        return items


def _free(part: WordPart, after: str, taken: set[str]) -> str:
    base = name(part.text if part.kind == "heading" else f"{after or 'punkt'}-ny")
    number, made = 2, base
    while made in taken:
        made, number = f"{base}-{number}", number + 1
    return made


def _marks(block: Para | Grid) -> Sequence[Mark]:
    if isinstance(block, Grid):
        return ()
    return [found for name in block.marks if (found := mark(name)) is not None]
