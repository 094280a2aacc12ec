"""The text of a clause as paragraphs and list items: shown in Word, read back, and only what differs written anew."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ..document import markup
from .word_file import ListKind, Run
from .word_marks import line, markdown
from .wording import Wording

_BULLET = re.compile(r"^\s*[-*+]\s+")
_ORDERED = re.compile(r"^\s*(?:[a-z]|\d{1,9})[.)]\s+")
LINE_BY_LINE = frozenset({"Formel", "Signatur"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A paragraph or list item in the file's own spelling, with the blank lines before it."""

    kind: ListKind
    source: str
    between: str

    @property
    def bare(self) -> str:
        """The text without its list mark, in one line."""
        pattern = {"bullet": _BULLET, "ordered": _ORDERED}.get(self.kind)
        text = pattern.sub("", self.source, count=1) if pattern else self.source
        return " ".join(text.split("\n"))


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph as it came back."""

    kind: ListKind
    words: str


def split(text: str, *, by_line: bool = False) -> tuple[Chunk, ...]:
    """The paragraphs and list items of a text."""
    found: list[Chunk] = []
    between, blank = "", True
    for row in text.split("\n"):
        if not row.strip():
            between, blank = between + "\n", True
            continue
        kind: ListKind = (
            "" if by_line else "bullet" if _BULLET.match(row) else "ordered" if _ORDERED.match(row) else ""
        )
        if blank or kind or by_line or not found:
            found.append(Chunk(kind, row, (between + "\n") if found else ""))
        else:
            found[-1] = Chunk(found[-1].kind, f"{found[-1].source}\n{row}", found[-1].between)
        between, blank = "", False
    return tuple(found)


def runs(words: str) -> tuple[Run, ...]:
    """Words with emphasis as runs."""
    return tuple(Run(t.text, t.strong, t.em, t.sub) for t in markup.inline(words))


def words_of(found: Sequence[Run]) -> str:
    """Runs as words with emphasis; what another program may change without meaning it is evened out."""
    made = []
    for looks, group in groupby(found, key=lambda run: (run.bold, run.italic, run.sub)):
        text = "".join(run.text for run in group).replace("\u2011", "-").replace("\u00ad", "")
        made.append(markdown(text, strong=looks[0], em=looks[1], sub=looks[2]))
    return re.sub(r"[ \t\n]+", " ", "".join(made)).strip()


def key(words: str) -> str:
    """Words so that they can be compared: hard spaces are spaces."""
    return " ".join(words.replace("\u00a0", " ").split())


def canonical(words: str) -> str:
    """The words of a chunk as they would come back unchanged."""
    return words_of(runs(words))


def merged(wording: Wording, text: str, read: Sequence[Read], *, by_line: bool = False) -> str:
    """The text with what came back; paragraphs that are as they were keep their spelling. ``WordingError``."""
    old = split(text, by_line=by_line)
    left = [(chunk.kind, key(canonical(wording.shown(chunk.bare)))) for chunk in old]
    right = [(one.kind, key(one.words)) for one in read]
    if left == right:
        return text
    made: list[Chunk] = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            made += old[a:b]
        elif op != "delete":
            for n, one in enumerate(read[c:d]):
                between = old[a + n].between if a + n < b else ""
                made.append(_made(wording, one, text, between, made, by_line=by_line))
    return "".join(f"{_between(made, n, by_line=by_line)}{chunk.source}" for n, chunk in enumerate(made))


def _made(
    wording: Wording, one: Read, was: str, between: str, before: Sequence[Chunk], *, by_line: bool
) -> Chunk:
    source = wording.source(one.words, was)
    if one.kind == "bullet":
        return Chunk("bullet", f"- {line(source)}", between)
    if one.kind == "ordered":
        count = 0
        for chunk in reversed(before):
            if chunk.kind != "ordered":
                break
            count += 1
        return Chunk("ordered", f"{chr(ord('a') + min(count, 25))}. {line(source)}", between)
    return Chunk("", source if by_line else line(source), between)


def _between(made: Sequence[Chunk], at: int, *, by_line: bool) -> str:
    if not at:
        return ""
    if made[at].between:
        return made[at].between
    items = made[at].kind and made[at].kind == made[at - 1].kind
    return "\n" if items or by_line else "\n\n"


def plain(words: str) -> str:
    """Words without emphasis."""
    return "".join(run.text for run in runs(words))
