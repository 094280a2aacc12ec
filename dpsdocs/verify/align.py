"""Aligning the lines of two versions of a document: same, changed, deleted, moved, filled in, added."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .word_file import SLOT

LineState = Literal["same", "changed", "deleted", "moved", "slot"]
_SIMILAR = 0.5
_HINT = "Skriv her: "


@dataclass(slots=True)
class Aligned:
    """Per issued line: its state, the words now and what its fields hold; and the lines that were added.

    ``at`` are the places of the lines among the returned ones, -1 where there is none; ``came`` those of the added.
    """

    states: list[LineState]
    now: list[str]
    at: list[int]
    filled: dict[int, tuple[str, ...]] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    came: tuple[int, ...] = ()


def align(issued: Sequence[str], returned: Sequence[str]) -> Aligned:
    """The returned lines against the issued ones, in which ``SLOT`` stands where bidders fill in."""
    result = Aligned(["deleted"] * len(issued), [""] * len(issued), [-1] * len(issued))
    left, right = _keys(issued, returned)
    known = set(left)
    spare: list[int] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            for offset in range(b - a):
                _same(result, issued, returned, a + offset, c + offset)
        else:
            elsewhere = {j for j in range(c, d) if right[j] in known}
            spare += _region(
                result, issued, returned, range(a, b), [j for j in range(c, d) if j not in elsewhere]
            )
            spare += sorted(elsewhere)
    _find_moved(result, left, returned, right, spare)
    return result


def _keys(issued: Sequence[str], returned: Sequence[str]) -> tuple[list[str], list[str]]:
    """What the lines are compared by: a filled line takes the key of the issued line it fills."""
    left = [f"{SLOT}{i}" if text == SLOT else text for i, text in enumerate(issued)]
    open_lines = [text for text in dict.fromkeys(issued) if SLOT in text and text != SLOT]
    known = set(left)
    right = []
    for text in returned:
        if text not in known:
            text = next((line for line in open_lines if answers(line, text) is not None), text)
        right.append(text)
    return left, right


def answers(issued: str, now: str) -> tuple[str, ...] | None:
    """What stands in the slots when the words between them are as issued, else None; in linear time."""
    first, *middle, last = (part.strip() for part in issued.split(SLOT))
    if not now.startswith(first) or not now.endswith(last) or len(now) < len(first) + len(last):
        return None
    at, end, found = len(first), len(now) - len(last), list[str]()
    for part in middle:
        spot = now.find(part, at, end)
        if spot < 0:
            return None
        found.append(now[at:spot].strip())
        at = spot + len(part)
    found.append(now[at:end].strip())
    return tuple(found)


def _same(result: Aligned, issued: Sequence[str], returned: Sequence[str], i: int, j: int) -> None:
    result.states[i], result.now[i], result.at[i] = "same", returned[j], j
    if SLOT in issued[i]:
        result.filled[i] = tuple(text for text in answers(issued[i], returned[j]) or () if _is_answer(text))


def _is_answer(text: str) -> bool:
    return bool(text) and not text.startswith(_HINT) and text not in ("☐", "☐ ")


def _region(
    result: Aligned, issued: Sequence[str], returned: Sequence[str], old: range, left: list[int]
) -> list[int]:
    """Where the lines differ: answers in fields, changed lines, and (returned) lines nobody asked for."""
    for i in old:
        if issued[i] == SLOT:
            result.states[i] = "slot"
            continue
        best = max(left, key=lambda j: _likeness(issued[i], returned[j]), default=None)
        if best is not None and _likeness(issued[i], returned[best]) >= _SIMILAR:
            result.states[i], result.now[i], result.at[i] = "changed", returned[best], best
            left.remove(best)
    slots = [i for i in old if issued[i] == SLOT]
    if not slots:
        return left
    typed = tuple(returned[j] for j in left if _is_answer(returned[j]))
    result.filled[slots[0]] = (*result.filled.get(slots[0], ()), *typed)
    return []


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _SIMILAR or matcher.quick_ratio() < _SIMILAR:
        return 0.0
    return matcher.ratio()


def _find_moved(
    result: Aligned, issued: Sequence[str], returned: Sequence[str], keys: Sequence[str], spare: list[int]
) -> None:
    """A line that is gone in one place and came in another has moved; what is then left was added."""
    waiting: dict[str, list[int]] = {}
    for j in spare:
        waiting.setdefault(keys[j], []).append(j)
    taken: set[int] = set()
    for i, state in enumerate(result.states):
        spots = waiting.get(issued[i])
        if state == "deleted" and spots:
            j = spots.pop(0)
            taken.add(j)
            result.states[i], result.now[i], result.at[i] = "moved", returned[j], j
    result.came = tuple(j for j in sorted(spare) if j not in taken and _is_answer(returned[j]))
    result.added = tuple(returned[j] for j in result.came)


def redline(before: str, after: str) -> tuple[tuple[Literal["same", "gone", "new"], str], ...]:
    """Word by word: what is the same, what is gone, what is new. Very different texts are replaced whole."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if before and after and matcher.quick_ratio() < _SIMILAR:
        return (("gone", before), ("new", after))
    out: list[tuple[Literal["same", "gone", "new"], str]] = []
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            out.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            out.append(("gone", "".join(old[a:b])))
        if d > c:
            out.append(("new", "".join(new[c:d])))
    return tuple(out)
