"""A document as a readable outline: what golden tests compare and people read in their diffs."""

from __future__ import annotations

from collections.abc import Iterator

from dpsdocs.document.model import (
    Block,
    Box,
    Clause,
    Document,
    Formula,
    Heading,
    Inline,
    Inlines,
    ListBlock,
    PageBreak,
    Paragraph,
    Ref,
    Row,
    Signature,
    Table,
    Wide,
    plain,
)
from dpsdocs.document.model import Field as Answer

_HEAD, _TAIL = 40, 10  # rows that stay at the beginning and the end of a long table


def outline_text(document: Document, most_rows: int | None = None) -> str:
    """One line per block with id, lock, number and words; answers stand in ‹›, references behind →.

    Of a table with more than ``most_rows`` rows only the first and the last are shown, with a count between.
    """
    meta = document.meta
    kind = "forside" if document.cover else "tittelfelt"
    lines = [
        f"dokument {document.id}: {meta.title} · {meta.subject} ({kind})",
        f"meta: {meta.owner}, {meta.unit} · sak {meta.case_number} · {meta.annex or 'hoveddokument'}"
        f" · versjon {meta.version} · {meta.date} · {meta.grade}{' · UTKAST' if meta.draft else ''}",
        *(f"innhold {entry.number} {entry.text} [{entry.target}]" for entry in document.toc),
    ]
    for table in document.facts:
        lines += _table(table, 0, most_rows)
    for block in document.blocks:
        lines += _block(block, 0, most_rows)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _block(block: Block, depth: int, most_rows: int | None) -> Iterator[str]:
    indent = "  " * depth
    match block:
        case Heading():
            yield f"{indent}{'#' * block.level} {block.number} {_words(block.inlines)} [{block.id}]"
        case Paragraph():
            number = f"{block.number} " if block.number else ""
            style = f"({block.style}) " if block.style != "body" else ""
            yield f"{indent}{style}{number}{_words(block.inlines)} [{block.id}]"
        case ListBlock():
            yield f"{indent}{'bokstavliste' if block.ordered else 'strekliste'} [{block.id}]"
            yield from (f"{indent}  {i.marker} {_words(i.inlines)} [{i.id}]" for i in block.items)
        case Table():
            yield from _table(block, depth, most_rows)
        case Formula():
            yield f"{indent}formel: {block.spoken} [{block.id}]"
        case Signature():
            for party in block.parties:
                yield f"{indent}signatur: {party.heading}: {_words(party.name)} [{block.id}]"
        case PageBreak():
            yield f"{indent}sideskift [{block.id}]"
        case Box() | Clause() | Wide():
            yield f"{indent}{_container(block)}"
            for inner in block.blocks:
                yield from _block(inner, depth + 1, most_rows)


def _container(block: Box | Clause | Wide) -> str:
    match block:
        case Box():
            return f"boks {block.kind}: {block.title} [{block.id}]"
        case Clause():
            condition = f" når {block.condition}" if block.condition else ""
            said = f"{'' if block.numbered else ', uten nummer'}{', tilpasset' if block.adapted else ''}"
            return f"punkt {block.id} ({block.lock}{said}){condition}"
        case Wide():
            return f"liggende [{block.id}]"


def _table(table: Table, depth: int, most_rows: int | None) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}tabell {table.style}: {table.caption} [{table.id}]"
    if any(column.label for column in table.columns):
        yield f"{indent}  | " + " | ".join(column.label for column in table.columns)
    rows = [f"{indent}  {_row(row)}" for row in table.rows]
    if most_rows is not None and len(rows) > most_rows:
        rows[_HEAD:-_TAIL] = [f"{indent}  … {len(rows) - _HEAD - _TAIL} rader til …"]
    yield from rows
    if table.note:
        yield f"{indent}  note: {_words(table.note)}"


def _row(row: Row) -> str:
    style = f" ({row.style})" if row.style != "normal" else ""
    return "| " + " | ".join(_words(cell) for cell in row.cells) + f" [{row.id}]{style}"


def _words(items: Inlines) -> str:
    return " ".join("".join(_word(item) for item in items).split("\n"))


def _word(item: Inline) -> str:
    match item:
        case Answer():
            return f"‹{item.text}›"
        case Ref():
            return f"{item.text}→{item.target}"
        case _:
            return plain((item,))
