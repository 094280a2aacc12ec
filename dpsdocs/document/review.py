"""Structural checks of a composed document: what must never leave the house."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import Block, Clause, Document, Field, Gap, Heading, Ref, Table, inlines_of, plain, walk

_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|<<|>>|\[\[|\]\]")
# what people leave behind in their own words
_UNFINISHED = re.compile(
    r"[\[<](?:sett inn|fyll inn|fyll ut|skriv|navn|dato|beløp|sted|adresse|x{2,}|\.{2,})[^\]>]*[\]>]"
    r"|\bx{3,}\b|\b(?:todo|tbd)\b|lorem ipsum|\?{3,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a document: ``kind`` for programs, ``message`` in Norwegian, ``key`` of the answer."""

    document: str
    place: str
    kind: str
    message: str
    key: str = ""


def review(document: Document) -> tuple[Flaw, ...]:
    """Every gap, broken reference, empty section and leftover placeholder, in reading order."""
    flaws: list[Flaw] = []
    place = document.meta.title
    blocks = tuple(walk(document.blocks))
    for table in document.facts:
        flaws += _inline_flaws(document, table, place)
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            place = f"{block.number} {plain(block.inlines)}".strip()
            if _is_empty(blocks, index):
                flaws.append(Flaw(document.id, place, "empty", f"Avsnittet «{place}» er tomt."))
        elif isinstance(block, Clause) and not block.blocks:
            flaws.append(Flaw(document.id, place, "empty", f"Punktet «{block.id}» er tomt."))
        flaws += _inline_flaws(document, block, place)
    return tuple(flaws)


def _is_empty(blocks: tuple[Block, ...], index: int) -> bool:
    heading = blocks[index]
    assert isinstance(heading, Heading)
    if index + 1 == len(blocks):
        return True
    following = blocks[index + 1]
    return isinstance(following, Heading) and following.level <= heading.level


def _inline_flaws(document: Document, block: Block | Table, place: str) -> list[Flaw]:
    flaws: list[Flaw] = []
    for inline in inlines_of(block):
        if isinstance(inline, Gap):
            text = f"«{inline.text}» står åpent i {place}."
            flaws.append(Flaw(document.id, place, f"gap-{inline.owner}", text, inline.key))
        elif isinstance(inline, Ref) and not inline.text:
            text = f"Henvisningen til «{inline.target}» i {place} treffer ikke noe punkt."
            flaws.append(Flaw(document.id, place, "reference", text))
        elif type(inline).__name__ == "Text" and _LEFTOVER.search(plain((inline,))):
            flaws.append(Flaw(document.id, place, "leftover", f"Et uferdig felt står igjen i {place}."))
        elif isinstance(inline, Field) and (told := _UNFINISHED.search(inline.text)):
            text = f"«{told.group()}» står igjen i {place}."
            flaws.append(Flaw(document.id, place, "leftover", text, inline.key))
    return flaws
