"""An existing Word master as headings and clauses: what each says, who may change it, and what is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from ..document.model import Lock
from .word_file import Grid, Para, Unread, WordFile
from .word_marks import Marked, line, marked, opens_guidance
from .word_tables import table

_TYPED = re.compile(r"^\s*(?:§\s*)?(\d{1,3}(?:\.\d{1,3}){0,4})[.)]?\s+(?=\S)")
_DEEP_NUMBER = re.compile(r"^\s*\d{1,3}(?:\.\d{1,3}){1,4}\.?\s+(?=\S)")
_BULLET = re.compile(r"^\s*[•·▪◦–—-]\s+(?=\S)")
_LETTER = re.compile(r"^\s*[a-zæøå][.)]\s+(?=\S)")
_LONGEST_HEADING = 120
_GUIDE_PARAGRAPHS = 30


@dataclass(frozen=True, slots=True)
class WordPart:
    """A heading, or a clause with its body in brackets and fences. ``notes`` tell the reader what to look at."""

    kind: Literal["heading", "clause"]
    text: str
    level: int = 0
    lock: Lock = "locked"
    guidance: str = ""
    slots: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Clause:
    """A clause while it is collected: lines with whether they are list items."""

    lines: list[tuple[str, bool]] = field(default_factory=list)
    slots: dict[str, None] = field(default_factory=dict)
    guidance: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    adaptable: bool = False

    def take(self, found: Marked) -> None:
        """What stood beside the words."""
        self.slots.update(dict.fromkeys(found.slots))
        self.guidance += [words for words in found.guidance if words]
        if found.partly:
            self.notes["Bare deler av teksten er rød. Hele punktet er satt til «Kan tilpasses»."] = None


def parts(file: WordFile, *, as_written: bool = False) -> tuple[tuple[WordPart, ...], tuple[Unread, ...]]:
    """Headings and clauses in order, and what does not come along. ``as_written`` takes no heading for another."""
    maker = _Maker(list(file.unread))
    blocks = _one_guidance(file.blocks)
    for block in blocks if as_written else _levelled(blocks, maker):
        maker.take(block)
    maker.close()
    return tuple(maker.parts), tuple(maker.unread)


class _Maker:
    """Turns blocks into parts; a clause ends where the next heading, number or lock begins."""

    def __init__(self, unread: list[Unread]) -> None:
        self.parts: list[WordPart] = []
        self.unread = unread
        self._clause = _Clause()
        self._place = "Før den første overskriften"

    def tell(self, what: str, words: str) -> None:
        """Something the reader should know, with its place."""
        row = Unread(what, words[:300], self._place)
        if row not in self.unread[-20:]:
            self.unread.append(row)

    def take(self, block: Para | Grid) -> None:
        """The next block."""
        if isinstance(block, Grid):
            made, found, told = table(block, len(self.parts) + 1)
            for one in found:
                self._clause.take(one)
            self._clause.adaptable |= any(one.adaptable for one in found)
            for words in told:
                self.tell(words, block_words(block))
            if made:
                self._clause.lines.append((made, False))
        elif block.level in (1, 2):
            self._heading(block)
        else:
            self._text(block)

    def close(self) -> None:
        """The clause that is open is finished."""
        made, self._clause = self._clause, _Clause()
        if not made.lines:
            if made.guidance:  # guidance straight under a heading belongs to the clause that follows
                self._clause.guidance = made.guidance
            return
        body = ""
        for n, (text, item) in enumerate(made.lines):
            between = "" if not n else "\n" if item and made.lines[n - 1][1] else "\n\n"
            body += between + text
        lock: Lock = "adaptable" if made.adaptable else "locked"
        self.parts.append(
            WordPart(
                "clause", body, 0, lock, "\n\n".join(made.guidance), tuple(made.slots), tuple(made.notes)
            )
        )

    def _heading(self, block: Para) -> None:
        found = marked(replace(run, bold=False, italic=False) for run in block.runs)
        words = _TYPED.sub("", found.text, count=1).lstrip("#").strip()
        self._clause_from_guidance(found)
        if words:
            self._place = words
            self.parts.append(WordPart("heading", words, block.level, slots=found.slots))

    def _clause_from_guidance(self, found: Marked) -> None:
        self.close()
        self._clause.guidance += list(found.guidance)

    def _text(self, block: Para) -> None:
        found = marked(block.runs)
        if not found.text:
            self._clause.take(found)
            return
        kind, words = _kind(block, found.text)
        if block.level > 2:
            self.tell(f"Overskrift på nivå {block.level}, satt inn som fet tekst", block.text)
            words = f"**{words.replace('*', '')}**"
        starts = kind == "clause" or block.level > 2
        if starts or (not kind and self._clause.lines and found.adaptable != self._clause.adaptable):
            self.close()
        if kind in ("bullet", "ordered") and block.depth:
            self.tell("Liste i flere nivåer, satt inn som én liste", words)
        if found.adaptable and self._clause.lines and not self._clause.adaptable:
            found = replace(found, partly=True)
        self._clause.take(found)
        self._clause.adaptable |= found.adaptable
        self._clause.lines.append((self._line(kind, words), kind in ("bullet", "ordered")))

    def _line(self, kind: str, words: str) -> str:
        if kind == "bullet":
            return f"- {line(words)}"
        if kind == "ordered":
            before = 0
            for text, item in reversed(self._clause.lines):
                if not item or text.startswith("- "):
                    break
                before += 1
            return f"{chr(ord('a') + min(before, 25))}. {line(words)}"
        return line(words)


def _kind(block: Para, words: str) -> tuple[str, str]:
    """What kind of line it is, and its words without a number or mark somebody typed."""
    if block.list:
        return block.list, words
    for pattern, kind in ((_DEEP_NUMBER, "clause"), (_BULLET, "bullet"), (_LETTER, "ordered")):
        if pattern.match(words):
            return kind, pattern.sub("", words, count=1)
    single = _TYPED.match(words)
    if single and not block.level:
        return "ordered", words[single.end() :]
    return "", words


def _levelled(blocks: Iterable[Para | Grid], maker: _Maker) -> list[Para | Grid]:
    """Bold numbered lines as headings; a lone first heading is the title; the highest level used is a chapter."""
    found = [_as_heading(block) if isinstance(block, Para) else block for block in blocks]
    heads = [block for block in found if isinstance(block, Para) and block.level]
    if not heads:
        return found
    top = min(block.level for block in heads)
    first = heads[0]
    alone = sum(block.level == top for block in heads) == 1 and len(heads) > 2 and first.level == top
    if alone and found.index(first) == 0 and not _TYPED.match(first.text):
        maker.tell("Tittel", first.text)
        found.remove(first)
        top = min(block.level for block in heads[1:])
    return [
        replace(block, level=block.level - top + 1) if isinstance(block, Para) and block.level else block
        for block in found
    ]


def _as_heading(block: Para) -> Para:
    letters = [run for run in block.runs if run.text.strip()]
    if block.level or len(block.text) > _LONGEST_HEADING or not all(run.bold for run in letters):
        return block
    typed = _TYPED.match(block.text)
    if typed:
        return replace(block, level=typed[1].count(".") + 1)
    if block.list in ("clause", "ordered") and not block.text.endswith((".", ":", ";")):
        return replace(block, level=block.depth + 1, list="")
    return block


def _one_guidance(blocks: Iterable[Para | Grid]) -> list[Para | Grid]:
    """Guidance over several paragraphs as one."""
    found = list(blocks)
    made: list[Para | Grid] = []
    at = 0
    while at < len(found):
        block, end = found[at], at
        if isinstance(block, Para) and opens_guidance(block.runs):
            end = _guidance_end(found, at)
        if end > at:
            inner = [one for one in found[at : end + 1] if isinstance(one, Para)]
            runs = tuple(replace(run, text=f"{run.text} ") for one in inner for run in one.runs)
            made.append(Para(runs, style=inner[0].style))
        else:
            made.append(block)
        at = end + 1
    return made


def _guidance_end(blocks: list[Para | Grid], start: int) -> int:
    for at in range(start + 1, min(start + _GUIDE_PARAGRAPHS, len(blocks))):
        block = blocks[at]
        if not isinstance(block, Para) or not all(r.mark == "adapt" for r in block.runs if r.text.strip()):
            return start
        if block.text.endswith("]"):
            return at
    return start


def block_words(block: Grid) -> str:
    """The first words of a table."""
    cells = ("".join(run.text for run in cell).strip() for row in block.rows for cell in row)
    return " · ".join(words for words in cells if words)[:120]
