"""Two versions of some words against each other: what stands, what is new and what is gone, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .model import Field, Gap, Inline, Inlines, Ref, Text, plain

Mark = Literal["same", "new", "gone"]
LIKE = 0.45  # less alike than this, whole texts are replaced: else the words turn to confetti
# a word and the space after it; an amount with its groups of digits is one word
_TOKENS = re.compile(r"(?:\d+(?:[\u00a0.,:]\d+)*|\w+|[^\w\s])\s*|\s+")
_MOST = 1500 * 1500  # pairs of words; longer texts are replaced as wholes


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both versions, or only in the new or the old one."""

    mark: Mark
    text: str
    strong: bool = False
    em: bool = False
    sub: bool = False
    gap: bool = False


def whole(inlines: Inlines, mark: Mark) -> tuple[Run, ...]:
    """All the words with one mark."""
    return _joined([_run(inline, mark) for inline in inlines if plain((inline,))])


def changed(old: Inlines, new: Inlines) -> tuple[Run, ...]:
    """The words of both versions in reading order. Looks are the new version's where words stand."""
    if old == new:
        return whole(new, "same")
    before, after = _tokens(old), _tokens(new)
    left, right = [run.text.strip() for run in before], [run.text.strip() for run in after]
    if not before or not after or likeness(left, right) < LIKE:
        return (*whole(old, "gone"), *whole(new, "new"))
    out: list[Run] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            for one, other in zip(before[a:b], after[c:d], strict=True):
                out += _stands(one, other)
        else:
            out += (replace(run, mark="gone") for run in before[a:b])
            out += (replace(run, mark="new") for run in after[c:d])
    return _joined(out)


def _stands(old: Run, new: Run) -> Iterator[Run]:
    """A word that stands, and the space after it where only one version has it."""
    word = new.text.strip()
    if (word == new.text) == (word == old.text):
        yield new
        return
    yield replace(new, text=word)
    for mark, run in (("gone", old), ("new", new)):
        if space := run.text[len(run.text.rstrip()) :]:
            yield replace(run, mark=mark, text=space)  # type: ignore[arg-type]


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """How alike two texts are, from 0 to 1; nothing is found alike that would take long to compare."""
    if old == new:
        return 1.0
    if len(old) * len(new) > _MOST:
        return 0.0
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [token.strip() for token in _TOKENS.findall(text)]


def _tokens(inlines: Inlines) -> list[Run]:
    """Word by word; a space that begins an inline goes to the word before it."""
    out: list[Run] = []
    for run in (_run(inline, "same") for inline in inlines):
        for token in _TOKENS.findall(run.text):
            if token.isspace() and out:
                out[-1] = replace(out[-1], text=out[-1].text + token)
            else:
                out.append(replace(run, text=token))
    return out


def _run(inline: Inline, mark: Mark) -> Run:
    match inline:
        case Text():
            return Run(mark, inline.text, inline.strong, inline.em, inline.sub)
        case Field():
            return Run(mark, inline.text, inline.strong)
        case Gap():
            return Run(mark, f"[{inline.text}]", gap=True)
        case Ref():
            return Run(mark, inline.text)
    return Run(mark, plain((inline,)), em=True)


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours that look the same as one run."""
    out: list[Run] = []
    for run in runs:
        if out and replace(out[-1], text="") == replace(run, text=""):
            out[-1] = replace(run, text=out[-1].text + run.text)
        else:
            out.append(run)
    return tuple(out)
