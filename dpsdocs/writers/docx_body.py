"""The blocks of a document as one string of WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator

from dpsdocs.document.model import (
    Block,
    Box,
    Clause,
    Document,
    Formula,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Wide,
    walk,
)

from .docx_inlines import CLAUSE_TAG, FILL_TAG, Pen, character, control_tag, label, runs
from .docx_math import formula
from .docx_numbers import BULLETS, FIRST_LIST, LETTERED, Counter
from .docx_styles import BULLET_INDENT, LETTER_INDENT
from .docx_tables import cell, frame, row, rule, table
from .docx_xml import TOP, bookmarked, number_properties, paragraph, text_run, twips
from .layout import SIGNATURE_LINES, closing, leads, may_split
from .text import escaped, name_of


def clause_bookmark(identity: str) -> str:
    """The bookmark around a clause; LibreOffice keeps it where it drops the control's tag."""
    return name_of("punkt", identity)


def heading_bookmark(identity: str) -> str:
    """The bookmark around the words of a heading."""
    return name_of("kap", identity)


def number_bookmark(identity: str) -> str:
    """The bookmark around the numbered paragraph of a clause, which references point at."""
    return name_of("nr", identity)


def targets(document: Document) -> dict[str, str]:
    """What each reference points at: the numbered paragraph of a clause, otherwise its heading."""
    found: dict[str, str] = {}
    heading = ""
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            heading = found[block.id] = heading_bookmark(block.id)
        elif isinstance(block, Clause):
            numbered = any(isinstance(b, Paragraph) and b.number for b in block.blocks)
            name = number_bookmark(block.id) if numbered else heading
            if name:
                found[block.id] = name
    return found


class Body:
    """Writes blocks one after the other; remembers counts, the room it has and pending page breaks."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._counter = Counter()
        self._indent = pen.theme.number_column
        self._width = pen.theme.portrait.inner - self._indent
        self._plain = "Brodtekst"
        self._clause = ""
        self.new_page = False
        self._top = False

    def parts(self, blocks: tuple[Block, ...]) -> Iterator[tuple[bool, str]]:
        """Runs of blocks that share a page size: (is landscape, content)."""
        waiting: list[Block] = []
        for block in blocks:
            if not _is_wide(block):
                waiting.append(block)
                continue
            if waiting:
                yield False, self.blocks(tuple(waiting))
                waiting = []
            yield True, self._landscape(block)
            self._top = True
        if waiting:
            yield False, self.blocks(tuple(waiting))

    def blocks(self, blocks: tuple[Block, ...], *, keep: bool = False) -> str:
        """Blocks in reading order; ``keep`` holds all of them on the page of what follows."""
        out: list[str] = []
        signed = closing(blocks)
        for index, block in enumerate(blocks):
            self._top = self._top and (not any(out) or isinstance(blocks[index - 1], Heading))
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            kept = any(index in run and (index < run[-1] or following is None) for run in signed)
            out.append(self._block(block, following, keep or kept))
        return "".join(out)

    def _landscape(self, block: Block) -> str:
        page = self._pen.theme.landscape
        width, self._width = self._width, page.inner - self._indent
        self.new_page, self._top = False, True  # the section itself begins a page
        out = self.blocks((block,))
        self._width = width
        return out

    def _block(self, block: Block, following: Block | None, keep: bool) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block, keep or leads(block, following))
            case ListBlock():
                return self._list(block, keep)
            case Table():
                return self._break() + table(block, self._pen, self._width, self._indent)
            case Formula():
                return self._break() + formula(block, self._pen)
            case Signature():
                return self._break() + self._signature(block)
            case PageBreak():
                self.new_page = True
                return ""
            case Box():
                return self._break() + self._box(block)
            case Clause():
                return self._control(block, keep)
            case Wide():
                return self.blocks(block.blocks, keep=keep)

    def _break(self) -> str:
        """A page break before something that is no paragraph."""
        return paragraph("Ettertabell", "", new_page=self._pop_break()) if self.new_page else ""

    def _pop_break(self) -> bool:
        pending, self.new_page = self.new_page, False
        return pending

    def _heading(self, block: Heading) -> str:
        style = f"Overskrift{min(max(block.level, 1), 3)}"
        content = runs(block.inlines, self._pen)
        name = heading_bookmark(block.id)
        content = bookmarked(content, name, self._pen.ids.of(name))
        number = ""
        if block.level > 2 or not self._counter.heading(block.level, block.number):
            number = number_properties(0)
            content = _typed(block.number, content)
        top = TOP if self.new_page or self._top else ""
        self._top = block.level == 1  # a section right after its chapter heading stands close to it
        return paragraph(style, content, number=number, new_page=self._pop_break(), extra=top)

    def _paragraph(self, block: Paragraph, keep: bool) -> str:
        content = runs(block.inlines, self._pen)
        style = "Merknad" if block.style == "note" else self._plain
        number = ""
        if block.number:
            counted = self._counter.clause(block.number)
            style = counted or "Punkt3"
            if not counted:
                number = number_properties(0)
                content = _typed(block.number, content)
            if self._clause:
                name = number_bookmark(self._clause)
                content = bookmarked(content, name, self._pen.ids.of(name))
        extra = self._boxed_indent(0) if not block.number else ""
        return paragraph(
            style, content, keep=keep, split=may_split(block.inlines), new_page=self._pop_break(), number=number,
            extra=extra,
        )  # fmt: skip

    def _boxed_indent(self, hanging: float) -> str:
        """Inside a box text starts at the box's edge, not at the number column's."""
        if self._indent:
            return ""
        return f'<w:ind w:left="{twips(hanging)}" w:hanging="{twips(hanging)}"/>'

    def _list(self, block: ListBlock, keep: bool) -> str:
        typed = block.ordered and len(block.items) > LETTERED
        style, hanging, number = "Punktliste", BULLET_INDENT, BULLETS
        if block.ordered:
            style, hanging, number = "Bokstavliste", LETTER_INDENT, FIRST_LIST + self._pen.lists
            self._pen.lists += 1
        out = []
        last = len(block.items) - 1
        ending = f'<w:spacing w:after="{round(self._pen.theme.scale.text_after * 20)}"/>'
        for index, item in enumerate(block.items):
            content = runs(item.inlines, self._pen)
            out.append(
                paragraph(
                    style,
                    _typed(item.marker, content) if typed else content,
                    keep=keep or index == 0 < last,
                    split=may_split(item.inlines),
                    new_page=self._pop_break(),
                    number=number_properties(0 if typed else number),
                    extra=(ending if index == last else "") + self._boxed_indent(hanging),
                )
            )
        return "".join(out)

    def _box(self, block: Box) -> str:
        colours = self._pen.theme.colours
        uke = block.kind == "uke"
        style = "UKEblokk" if uke else "Faktaboks"
        indent, width = self._indent, self._width
        self._indent, self._width, self._plain = 0.0, width - 9, style
        title = paragraph(f"{style}tittel", text_run(block.title), keep=True) if block.title else ""
        inside = title + self.blocks(block.blocks) or paragraph(style, "")
        self._indent, self._width, self._plain = indent, width, "Brodtekst"
        borders = ""
        if uke:
            borders = "".join(rule(side, 6, colours.uke_frame) for side in ("top", "left", "bottom", "right"))
        columns = [twips(width)]
        content = cell(columns[0], inside, borders=borders, fill=colours.uke_fill if uke else colours.tint)
        return frame(columns, row(content), indent, style="Boks") + paragraph("Ettertabell", "")

    def _signature(self, block: Signature) -> str:
        count = max(len(block.parties), 1)
        columns = [twips(self._width) // count] * count
        heads = "".join(
            cell(
                width,
                paragraph(
                    "Signaturnavn", text_run(party.heading, character("Uthevet", self._pen.theme)), keep=True
                )
                + paragraph("Signaturnavn", runs(party.name, self._pen), keep=True),
            )
            for width, party in zip(columns, block.parties, strict=False)
        )
        rows = row(heads)
        for line in SIGNATURE_LINES:
            # the last line too: the low paragraph after a table may not open a page of its own
            rows += row(
                "".join(cell(width, paragraph("Signatur", text_run(line), keep=True)) for width in columns)
            )
        return frame(columns, rows, self._indent, style="Signaturtabell") + paragraph("Ettertabell", "")

    def _control(self, block: Clause, keep: bool) -> str:
        """A clause: a content control around a bookmark around its blocks."""
        self._clause = block.id
        keep = keep or any(isinstance(b, Signature) for b in block.blocks)
        inside = self.blocks(block.blocks, keep=keep)
        self._clause = ""
        if not inside:
            return ""
        name, tag = clause_bookmark(block.id), control_tag(CLAUSE_TAG, block.id)
        number = self._pen.ids.of(name)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{label(f"Punkt {block.id}")}"/><w:tag w:val="{escaped(tag)}"/>'
            f'<w:id w:val="{self._pen.ids.of(tag)}"/>'
            f"{self._lock(block, inside)}</w:sdtPr><w:sdtContent>{_spanned(inside, name, number)}"
            "</w:sdtContent></w:sdt>"
        )

    def _lock(self, block: Clause, inside: str) -> str:
        """For bidders everything but the places to fill in is locked; a group leaves those open."""
        if self._pen.kind == "review":
            return ""
        if self._pen.kind == "bidder":
            group = "<w:group/>" if f'"{FILL_TAG}' in inside else ""
            return f'<w:lock w:val="sdtContentLocked"/>{group}'
        return f'<w:lock w:val="{"sdtContentLocked" if block.lock == "locked" else "sdtLocked"}"/>'


def _is_wide(block: Block) -> bool:
    return isinstance(block, Wide) or (isinstance(block, Clause) and any(_is_wide(b) for b in block.blocks))


def _typed(number: str, content: str) -> str:
    """A number Word would not count by itself, typed before a tab."""
    return text_run(f"{number}\t") + content if number else content


def _spanned(inside: str, name: str, number: int) -> str:
    """The bookmark from inside the first paragraph to inside the last, where they are paragraphs."""
    start, end = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'
    if inside.startswith("<w:p>"):
        at = inside.index("</w:pPr>") + len("</w:pPr>")
        inside = inside[:at] + start + inside[at:]
    else:
        inside = start + inside
    if inside.endswith("</w:p>"):
        return inside[: -len("</w:p>")] + end + "</w:p>"
    return inside + end
