"""The closed set of blocks and inlines every writer understands; all frozen, all with stable ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Lock = Literal["locked", "adaptable", "approval"]
Grade = Literal["open", "exempt", "internal"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words the master wrote, or a user's words where no field mark is wanted."""

    text: str
    strong: bool = False
    em: bool = False
    sub: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A filled answer or derived fact; the preview marks it, issued files show plain text."""

    key: str
    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing. ``owner`` says who must give it: the drafter or UKE."""

    key: str
    label: str
    owner: Literal["agency", "uke"] = "agency"

    @property
    def text(self) -> str:
        """The words shown between square brackets."""
        return f"UKE fastsetter: {self.label}" if self.owner == "uke" else f"Mangler: {self.label}"


@dataclass(frozen=True, slots=True)
class Ref:
    """A cross-reference to a heading or clause; ``text`` is its number once outlined."""

    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class FillIn:
    """A place where the bidder writes. ``check`` is a tick box followed by its label."""

    id: str
    label: str
    kind: Literal["line", "long", "check"] = "line"


Inline = Text | Field | Gap | Ref | FillIn
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter (level 1) or section (level 2). ``number`` is set by the outline («1», «1.2»)."""

    id: str
    level: int
    inlines: Inlines
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``lead`` introduces the list or table after it; ``number`` is «1.2.1» or empty."""

    id: str
    inlines: Inlines
    style: Literal["body", "lead", "note"] = "body"
    number: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; ``marker`` is «–» or «a)» and set by the outline."""

    id: str
    inlines: Inlines
    marker: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or lettered list. Ordered lists always start again at a)."""

    id: str
    ordered: bool
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: head text, share of the width in percent, alignment."""

    label: str
    width: float
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ids are the answer rows' ids where the row comes from an answer."""

    id: str
    cells: tuple[Inlines, ...]
    style: Literal["normal", "main", "sub", "sum", "hot", "group"] = "normal"


@dataclass(frozen=True, slots=True)
class Table:
    """``facts`` has no head row and a label column; ``requirements`` draws A and B as marks in its type column."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    style: Literal["plain", "full", "facts", "requirements", "ids"] = "plain"
    caption: str = ""
    note: Inlines = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """``before`` then a fraction; ``spoken`` is what a screen reader says."""

    id: str
    before: Inlines
    numerator: Inlines
    denominator: Inlines
    spoken: str


@dataclass(frozen=True, slots=True)
class SignatureParty:
    """One signing party: heading («For oppdragsgiveren») and name."""

    heading: str
    name: Inlines


@dataclass(frozen=True, slots=True)
class Signature:
    """A block of signature lines (place and date, signature, name and title) per party."""

    id: str
    parties: tuple[SignatureParty, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins on a new page."""

    id: str


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted box. ``uke`` marks text only UKE can give."""

    id: str
    kind: Literal["info", "uke"]
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A point of the master: the unit of locks, diffs and the tamper check.

    ``condition`` is the condition that let it in, in words, and ``source`` the rule behind it; both
    are shown in the preview only. ``numbered`` is false for lead-ins and tables that carry no number.
    ``adapted`` says that the text is this competition's own.
    """

    id: str
    lock: Lock
    blocks: tuple[Block, ...]
    numbered: bool = True
    condition: str = ""
    source: str = ""
    adapted: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Wide:
    """Blocks set on landscape pages."""

    id: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | ListBlock | Table | Formula | Signature | PageBreak | Box | Clause | Wide


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of the contents list."""

    target: str
    level: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands around the text: identity rows, header, footer. Dates are already words."""

    title: str
    subject: str
    owner: str
    unit: str
    case_number: str
    annex: str
    version: str
    date: str
    date_short: str
    grade: Grade
    grade_basis: str = ""
    under: str = ""
    deadline: str = ""
    example: str = ""
    release: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the package. ``cover`` gives a cover page, otherwise a title block."""

    id: str
    meta: Meta
    blocks: tuple[Block, ...]
    cover: bool = False
    facts: tuple[Table, ...] = ()
    toc_depth: int = 0
    toc: tuple[TocEntry, ...] = ()


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, containers before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Clause | Box | Wide):
            yield from walk(block.blocks)


def inlines_of(block: Block) -> Iterator[Inline]:
    """The inlines a block holds itself (not those of blocks inside it), in reading order."""
    match block:
        case Heading() | Paragraph():
            yield from block.inlines
        case ListBlock():
            for item in block.items:
                yield from item.inlines
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield from cell
            yield from block.note
        case Formula():
            yield from (*block.before, *block.numerator, *block.denominator)
        case Signature():
            for party in block.parties:
                yield from party.name
        case _:
            return


def plain(inlines: Inlines) -> str:
    """The words of some inlines, as a reader sees them in an issued file."""
    return "".join(_words(inline) for inline in inlines)


def _words(inline: Inline) -> str:
    match inline:
        case Gap():
            return f"[{inline.text}]"
        case FillIn():
            return f"[{inline.label}]"
        case _:
            return inline.text
