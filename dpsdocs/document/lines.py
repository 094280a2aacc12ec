"""A document as the flat list it is compared by: units (headings, clauses, what stands alone) and their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .model import (
    Block,
    Box,
    Clause,
    Document,
    Formula,
    Heading,
    Inlines,
    ListBlock,
    Paragraph,
    Ref,
    Signature,
    Table,
    Text,
    Wide,
    plain,
)

Style = Literal[
    "chapter", "section", "body", "lead", "note", "bullet", "letter", "caption", "formula", "title", "signature",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``number`` is what stands before it: the number of a clause, the letter of an item."""

    id: str
    style: Style
    inlines: Inlines
    number: str = ""
    boxed: bool = False
    formula: Formula | None = None

    @property
    def text(self) -> str:
        """The words without the number."""
        return plain(self.inlines)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is told as changed, new, gone or moved. ``place`` is where it stands, in words."""

    id: str
    kind: Literal["heading", "clause", "block"]
    place: str
    parts: tuple[Line | Table, ...]
    wide: bool = False

    @property
    def key(self) -> str:
        """The same in every version of the document."""
        return f"{self.kind} {self.id}"


def units(document: Document) -> tuple[Unit, ...]:
    """The whole document in reading order, the facts of page one first."""
    facts = [
        Unit(f"{table.id}", "block", table.caption or document.meta.title, tuple(_table(table, boxed=False)))
        for table in document.facts
    ]
    return (*facts, *_units(document.blocks, document.meta.title, wide=False))


def _units(blocks: tuple[Block, ...], heading: str, *, wide: bool) -> Iterator[Unit]:
    for block in blocks:
        match block:
            case Heading():
                heading = _named(block)
                style: Style = "chapter" if block.level == 1 else "section"
                line = Line(block.id, style, block.inlines, block.number)
                yield Unit(block.id, "heading", heading, (line,), wide)
            case Wide():
                yield from _units(block.blocks, heading, wide=True)
                heading = next((_named(b) for b in reversed(block.blocks) if isinstance(b, Heading)), heading)
            case Clause():
                turned = wide or any(isinstance(inner, Wide) for inner in block.blocks)
                parts = tuple(_parts(block.blocks))
                number = next((p.number for p in parts if isinstance(p, Line) and _is_numbered(p)), "")
                yield Unit(block.id, "clause", f"{number} ({heading})" if number else heading, parts, turned)
            case _:
                parts = tuple(_parts((block,)))
                if parts:
                    yield Unit(block.id, "block", heading, parts, wide)


def _named(heading: Heading) -> str:
    return f"{heading.number} {plain(heading.inlines)}".strip()


def _is_numbered(line: Line) -> bool:
    return bool(line.number) and line.style not in ("letter", "bullet")


def _parts(blocks: tuple[Block, ...], *, boxed: bool = False) -> Iterator[Line | Table]:
    for block in blocks:
        match block:
            case Paragraph():
                yield Line(block.id, block.style, block.inlines, block.number, boxed)
            case ListBlock():
                for item in block.items:
                    marker = item.marker if block.ordered else ""
                    yield Line(item.id, "letter" if block.ordered else "bullet", item.inlines, marker, boxed)
            case Table():
                yield from _table(block, boxed=boxed)
            case Formula():
                over = (*block.before, *block.numerator, Text(" / "), *block.denominator)
                yield Line(block.id, "formula", over, "", boxed, block)
            case Signature():
                for place, party in enumerate(block.parties):
                    words = (Text(f"{party.heading}: "), *party.name)
                    yield Line(f"{block.id}.{place}", "signature", words, "", boxed)
            case Box():
                if block.title:
                    yield Line(f"{block.id}.title", "title", (Text(block.title),), "", True)
                yield from _parts(block.blocks, boxed=True)
            case Clause() | Wide():
                yield from _parts(block.blocks, boxed=boxed)


def _table(table: Table, *, boxed: bool) -> Iterator[Line | Table]:
    if table.caption:
        yield Line(f"{table.id}.caption", "caption", (Text(table.caption),), "", boxed)
    yield table
    if table.note:
        yield Line(f"{table.id}.note", "note", table.note, "", boxed)


def steady(inlines: Inlines) -> str:
    """The words with what references point at in place of their numbers: new numbers alone are no change."""
    return "".join(f"\ufdd1{i.target}\ufdd1" if isinstance(i, Ref) else plain((i,)) for i in inlines)
