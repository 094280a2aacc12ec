"""Layout rules that every format follows: widths, what stays together, where the contents list goes."""

from __future__ import annotations

from math import ceil

from dpsdocs.document.model import (
    Block,
    Box,
    Clause,
    Column,
    Document,
    FillIn,
    Formula,
    Heading,
    Inlines,
    ListBlock,
    Paragraph,
    Row,
    Signature,
    Table,
    inlines_of,
    plain,
)

SIGNATURE_LINES = ("Sted og dato", "Signatur", "Navn og stilling")
_SHORT, _TALL = 6, 205  # tables of so many rows, and so many points, are never split: a third of a page
_TEXT_WIDTH, _CELL_ROOM, _SIGN = 380.0, 10.0, 4.6  # points: the text's width, a cell's sides, a letter
_LINE, _ROW_ROOM = 13.0, 8.75  # points: a line of a cell, the room above and below it
_MOVABLE = 900  # characters that may be moved to the next page to keep a signature company
_MUCH = 250  # characters before a signature that are company enough for it
_PROMPT = 11  # letters before the name of a place to fill in
_LONG = 600  # characters of a paragraph that a page may end in: some eight lines
_ENOUGH = 300  # characters that a document's last page holds at least
_MANY = 12  # tables of more rows never leave fewer than four of them to the last page
_HALF = 18  # contents lines that fill about half a page
_ROOM = 26  # fact rows and contents lines that fit on one page under their headings


def contents_stand_alone(document: Document) -> bool:
    """True when the contents list is too long to share a page with the facts and gets its own."""
    rows = sum(len(fact.rows) + 3 for fact in document.facts)
    room = _ROOM + (4 if document.toc_depth > 1 else 0) - (0 if document.cover else 8)
    return rows + len(document.toc) > room


def text_opens_a_page(document: Document) -> bool:
    """True when the text begins on a page of its own: after a cover, or after contents that fill theirs."""
    return document.cover or (contents_stand_alone(document) and len(document.toc) > _HALF)


def closing(blocks: tuple[Block, ...]) -> tuple[range, ...]:
    """Runs of blocks that share a page with the signature they end in: the words signed, and what stood before.

    A chapter of little but a signature brings the last clause of the chapter before it along. The last clauses
    of a document are such a run too: no last page holds a line or two.
    """
    runs: list[range] = []
    for index, block in enumerate(blocks):
        if not _is_signed(block):
            continue
        start = index
        if isinstance(block, Signature) and index and _may_follow_along(blocks[index - 1]):
            start -= 1
        before = _over_headings(blocks, start)
        if before < start:
            start = before
            if before and _says_little(blocks[start : index + 1]) and _may_follow_along(blocks[before - 1]):
                start = _over_headings(blocks, before - 1)
        runs.append(range(start, index + 1))
    start = _last_words(blocks)
    if start < len(blocks) - 1 and not (runs and start < runs[-1].stop):
        runs.append(range(start, len(blocks)))
    return tuple(runs)


def _last_words(blocks: tuple[Block, ...]) -> int:
    """Where the clauses begin that may not be torn apart at the end of a document."""
    start, length = len(blocks), 0
    if not any(isinstance(block, Clause) for block in blocks):
        return start
    while (
        start
        and length < _ENOUGH
        and (isinstance(blocks[start - 1], Heading) or _may_follow_along(blocks[start - 1]))
    ):
        start -= 1
        length += 0 if isinstance(blocks[start], Heading) else _length(blocks[start])
    return _over_headings(blocks, start)


def _over_headings(blocks: tuple[Block, ...], index: int) -> int:
    while index and isinstance(blocks[index - 1], Heading):
        index -= 1
    return index


def _is_signed(block: Block) -> bool:
    return isinstance(block, Signature) or (
        isinstance(block, Clause) and any(isinstance(inner, Signature) for inner in block.blocks)
    )


def _says_little(run: tuple[Block, ...]) -> bool:
    """True when what stands with a signature holds too few words to fill a page with it."""
    return sum(_length(block) for block in run if not isinstance(block, Signature)) < _MUCH


def _length(block: Block) -> int:
    inner = block.blocks if isinstance(block, Clause) else (block,)
    return sum(len(plain(tuple(inlines_of(part)))) for part in inner)


def _may_follow_along(block: Block) -> bool:
    """True for words short enough to be moved to the next page with a signature."""
    inner = block.blocks if isinstance(block, Clause) else (block,)
    return _length(block) <= _MOVABLE and all(isinstance(part, Paragraph | ListBlock) for part in inner)


def leads(block: Paragraph, following: Block | None) -> bool:
    """True when a paragraph must stay on the page of the block after it."""
    introduces = isinstance(following, ListBlock | Formula | Table | Box)
    return block.style == "lead" or (introduces and plain(block.inlines).rstrip().endswith(":"))


def may_split(words: Inlines) -> bool:
    """True for words so many that a page may end among them; shorter paragraphs and items stay whole."""
    return len(plain(words)) > _LONG


def is_short(table: Table) -> bool:
    """True for tables that are never split; requirement tables may be, whatever their length."""
    return len(table.rows) <= _SHORT and table.style != "requirements" and _height(table) <= _TALL


def _height(table: Table) -> float:
    """About how tall a table is in points: every cell's words at the width of its column."""
    rooms = [max(_TEXT_WIDTH * share / 100 - _CELL_ROOM, _SIGN) for share in whole_percents(table.columns)]
    total = _LINE + _ROW_ROOM if has_head(table) else 0.0
    for row in table.rows:
        cells = zip(row.cells, [sum(rooms)] if spans_all(row) else rooms, strict=False)
        lines = (
            sum(ceil((len(line) + _asked(cell)) * _SIGN / room) or 1 for line in plain(cell).split("\n"))
            for cell, room in cells
        )
        total += max(lines, default=1) * _LINE + _ROW_ROOM
    return total


def _asked(cell: Inlines) -> int:
    """How many letters «Skriv her: » adds to a place to fill in."""
    return _PROMPT if any(isinstance(item, FillIn) and item.kind != "check" for item in cell) else 0


def stays_with_next(table: Table, index: int) -> bool:
    """True for rows that may not end a page: the first, the last but one (but three of many), group headings."""
    last = len(table.rows) - 1
    kept = last - (3 if last >= _MANY else 1)
    return index < last and (index == 0 or index >= kept or table.rows[index].style == "group")


def has_head(table: Table) -> bool:
    """Fact tables, and tables without column names, have no head row."""
    return table.style != "facts" and any(column.label for column in table.columns)


def spans_all(row: Row) -> bool:
    """True for a group heading: one cell across the whole table."""
    return row.style == "group" and not any(row.cells[1:])


def padded(table: Table, row: Row) -> tuple[Inlines, ...]:
    """The row's cells, one per column; more cells than columns is an error of the composer."""
    missing = len(table.columns) - len(row.cells)
    if missing < 0:
        raise ValueError(f"Row {row.id} of table {table.id} has {-missing} cells too many.")
    return row.cells + ((),) * missing


def is_requirement_type(table: Table, cell: Inlines) -> bool:
    """True when a cell of a requirement table holds only the letter A or B."""
    return table.style == "requirements" and plain(cell).strip() in {"A", "B"}


def whole_percents(columns: tuple[Column, ...]) -> tuple[int, ...]:
    """Column widths as whole percents that sum to 100; missing widths share what is left."""
    given = [max(column.width, 0.0) for column in columns]
    left = max(100.0 - sum(given), 0.0)
    unknown = given.count(0.0)
    filled = [width or max(left / unknown, 5.0) for width in given] if unknown else given
    total = sum(filled) or 1.0
    whole = [max(int(width * 100 / total), 1) for width in filled]
    for index in range(100 - sum(whole)):
        whole[index % len(whole)] += 1
    return tuple(whole)
