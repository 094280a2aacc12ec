"""Two versions of a clause as UKE's editor shows it, line by line with marks."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from ..document.model import Text
from ..document.word_diff import Run, changed
from .wording import Wording


def lines(wording: Wording, old: str, new: str) -> tuple[tuple[Run, ...], ...]:
    """The text of a clause before and now, fields by label."""
    before, after = (wording.shown(body, row=True).split("\n") for body in (old, new))
    return tuple(paragraphs([line for line in before if line], [line for line in after if line]))


def paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Run, ...]]:
    """Line by line, those that stand as they are too."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            yield from (words(line, line) for line in new[c:d])
            continue
        for n in range(max(b - a, d - c)):
            before = old[a + n] if a + n < b else ""
            yield words(before, new[c + n] if c + n < d else "")


def words(old: str, new: str) -> tuple[Run, ...]:
    """One line with marks; an empty one is not there."""
    return changed((Text(old),) if old else (), (Text(new),) if new else ())
