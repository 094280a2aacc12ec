"""Numbers, list markers, resolved references and contents of a document, computed once for all writers."""

from __future__ import annotations

from dataclasses import replace

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
    TocEntry,
    Wide,
    plain,
    walk,
)


def outlined(document: Document) -> Document:
    """The document with every number, marker, reference text and contents line in place."""
    numberer = _Numberer(document.blocks)
    blocks = tuple(numberer.number(block) for block in document.blocks)
    resolved = tuple(_resolve(block, numberer.numbers) for block in blocks)
    facts = tuple(_resolve_table(table, numberer.numbers) for table in document.facts)
    toc = tuple(
        TocEntry(block.id, block.level, block.number, plain(block.inlines))
        for block in walk(resolved)
        if isinstance(block, Heading) and block.level <= document.toc_depth
    )
    return replace(document, blocks=resolved, facts=facts, toc=toc)


class _Numberer:
    """Counts chapters, sections and clauses. A clause is numbered only where it has numbered siblings."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.numbers: dict[str, str] = {}
        self._siblings = _clauses_per_section(blocks)
        self._chapter = self._section = self._clause = 0
        self._place = ""

    def number(self, block: Block) -> Block:
        match block:
            case Heading():
                return self._heading(block)
            case Clause():
                return self._clause_block(block)
            case Wide():
                return replace(block, blocks=tuple(self.number(b) for b in block.blocks))
            case Box():
                return replace(block, blocks=tuple(_marked(b) for b in block.blocks))
            case _:
                return _marked(block)

    def _heading(self, heading: Heading) -> Heading:
        if heading.level == 1:
            self._chapter, self._section = self._chapter + 1, 0
        else:
            self._section += 1
        self._clause = 0
        self._place = heading.id
        number = f"{self._chapter}" if heading.level == 1 else f"{self._chapter}.{self._section}"
        self.numbers[heading.id] = number
        return replace(heading, number=number)

    def _clause_block(self, clause: Clause) -> Clause:
        parent = f"{self._chapter}.{self._section}" if self._section else f"{self._chapter}"
        number = ""
        if clause.numbered and self._siblings.get(self._place, 0) > 1:
            self._clause += 1
            number = f"{parent}.{self._clause}"
        self.numbers[clause.id] = number or parent
        return replace(clause, blocks=_with_number(clause.blocks, number))


def _clauses_per_section(blocks: tuple[Block, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    place = ""
    for block in walk(blocks):
        if isinstance(block, Heading):
            place = block.id
        elif isinstance(block, Clause) and block.numbered:
            counts[place] = counts.get(place, 0) + 1
    return counts


def _with_number(blocks: tuple[Block, ...], number: str) -> tuple[Block, ...]:
    """The number goes to the clause's first paragraph."""
    done = not number
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and not done:
            out.append(replace(block, number=number))
            done = True
        elif isinstance(block, Box):
            out.append(replace(block, blocks=tuple(_marked(b) for b in block.blocks)))
        else:
            out.append(_marked(block))
    return tuple(out)


def _marked(block: Block) -> Block:
    if not isinstance(block, ListBlock):
        return block
    items = tuple(
        replace(item, marker=f"{_letter(i)})" if block.ordered else "–") for i, item in enumerate(block.items)
    )
    return replace(block, items=items)


def _letter(index: int) -> str:
    """a … z, aa, ab …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _resolve(block: Block, numbers: dict[str, str]) -> Block:
    match block:
        case Heading() | Paragraph():
            found = _refs(block.inlines, numbers)
            return block if found is block.inlines else replace(block, inlines=found)
        case ListBlock():
            if not any(_has_refs(item.inlines) for item in block.items):
                return block
            items = tuple(replace(i, inlines=_refs(i.inlines, numbers)) for i in block.items)
            return replace(block, items=items)
        case Table():
            return _resolve_table(block, numbers)
        case Formula():
            return block
        case Signature():
            parties = tuple(replace(p, name=_refs(p.name, numbers)) for p in block.parties)
            return replace(block, parties=parties)
        case Clause() | Box() | Wide():
            return replace(block, blocks=tuple(_resolve(b, numbers) for b in block.blocks))
        case _:
            return block


def _resolve_table(table: Table, numbers: dict[str, str]) -> Table:
    if not _has_refs(table.note) and not any(_has_refs(cell) for row in table.rows for cell in row.cells):
        return table  # long tables have none, and are not copied
    rows = tuple(replace(row, cells=tuple(_refs(cell, numbers) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows, note=_refs(table.note, numbers))


def _has_refs(inlines: Inlines) -> bool:
    return any(isinstance(inline, Ref) for inline in inlines)


def _refs(inlines: Inlines, numbers: dict[str, str]) -> Inlines:
    if not _has_refs(inlines):
        return inlines
    return tuple(
        replace(inline, text=numbers.get(inline.target, "")) if isinstance(inline, Ref) else inline
        for inline in inlines
    )
