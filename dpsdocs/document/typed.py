"""What somebody typed in a long answer, as paragraphs and lists: every character stands as it was typed.

There are no marks for bold or italic, since «5*10*2» and «a_b_c» are no marks, and «17. mai» begins no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .markup import Items, Prose
from .model import Text

_BULLET = re.compile(r"\s*[-*•]\s+(\S.*)")
_LETTER = re.compile(r"\s*([a-zæøå])[.)]\s+(\S.*)")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+\S")
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def typed(text: str) -> tuple[Prose | Items, ...]:
    """The blocks of a text: empty lines part paragraphs, «- » begins a bullet, and «a.», «b.» … make a list.

    Numbered lines keep their numbers, each as a paragraph of its own.
    """
    lines = text.replace("\u0000", "\ufffd").split("\n")
    return tuple(_blocks(lines))


def _blocks(lines: Sequence[str]) -> Iterator[Prose | Items]:
    prose: list[str] = []
    at = 0
    while at < len(lines):
        ordered, items, end = _list_at(lines, at)
        if items or not lines[at].strip() or _NUMBER.match(lines[at]):
            yield from _paragraph(prose)
            prose = []
        if items:
            yield Items(ordered, tuple((Text(item),) for item in items))
            at = end
            continue
        if lines[at].strip():
            prose.append(lines[at].strip())
        at += 1
    yield from _paragraph(prose)


def _paragraph(lines: Sequence[str]) -> Iterator[Prose]:
    if lines:
        yield Prose((Text(" ".join(lines)),))


def _list_at(lines: Sequence[str], start: int) -> tuple[bool, list[str], int]:
    """Whether a list that begins on a line has letters, its items, and the line after it; no items for no list."""
    items: list[str] = []
    at, ordered = start, _LETTER.fullmatch(lines[start]) is not None
    while at < len(lines):
        found = _item(lines[at], len(items), ordered)
        if found:
            items.append(found)
        elif items and lines[at][:1] in (" ", "\t") and lines[at].strip():  # the item goes on below itself
            items[-1] = f"{items[-1]} {lines[at].strip()}"
        elif not (items and not lines[at].strip() and _goes_on(lines, at, len(items), ordered)):
            break
        at += 1
    if ordered and len(items) < 2:
        return False, [], start
    return ordered, items, at


def _goes_on(lines: Sequence[str], at: int, number: int, ordered: bool) -> bool:
    """Whether the next item comes after one empty line."""
    return at + 1 < len(lines) and bool(_item(lines[at + 1], number, ordered))


def _item(line: str, number: int, ordered: bool) -> str:
    if not ordered:
        bullet = _BULLET.fullmatch(line)
        return bullet[1].rstrip() if bullet else ""
    letter = _LETTER.fullmatch(line)
    if letter and number < len(_LETTERS) and letter[1] == _LETTERS[number]:
        return letter[2].rstrip()
    return ""
