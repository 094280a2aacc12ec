"""The body of a Word file, walked once: paragraphs, tables, and everything else told with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .word_codes import SKIPPED, FieldCode
from .word_file import Grid, Para, Run, Unread, WordError, lines
from .word_grid import ADDED, THROUGH, all_bold, widths, within
from .word_styles import Looks, Styles, W, looks, val

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MAX_BLOCKS, MAX_COLUMNS, MAX_ROWS = 20_000, 40, 3_000
START = "Før den første overskriften"
_LARGE = "Filen har for mange avsnitt og tabeller. Del den opp i flere dokumenter."
_TAKEN = frozenset({f"{W}del", f"{W}moveFrom"})
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_SHOWN = 300


@dataclass(slots=True)
class Body:
    """Collects blocks and what is told beside them."""

    styles: Styles
    notes: Mapping[str, Mapping[str, str]]
    blocks: list[Para | Grid] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    _place: str = START
    _runs: list[Run] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)
    _fields: list[FieldCode] = field(default_factory=list)

    def walk(self, element: Any, slot: str = "") -> None:
        """The blocks of an element in order; ``WordError`` when there are too many."""
        for child in element:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child, slot)
            elif tag == f"{W}tbl":
                self._table(child)
            elif tag == f"{W}sdt":
                self._control(child, slot, None)
            elif tag in ADDED or tag in _TAKEN:
                self._tracked(child)
                if tag in ADDED:
                    self.walk(child, slot)
            elif tag in THROUGH:
                self.walk(child, slot)
            elif tag == f"{W}bookmarkStart":
                self._marks.append(str(child.get(f"{W}name")))
            elif tag == f"{W}sectPr":
                self._section(child)
            elif tag == f"{W}altChunk":
                self._tell("Innlimt fil", "")
            if len(self.blocks) > MAX_BLOCKS:
                raise WordError(_LARGE)

    def _tell(self, what: str, words: str) -> None:
        row = Unread(what, " ".join(words.split())[:_SHOWN], self._place)
        if not self.unread or self.unread[-1] != row:
            self.unread.append(row)

    def _paragraph(self, paragraph: Any, slot: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = val(None if properties is None else properties.find(f"{W}pStyle")) or self.styles.default
        level = self.styles.level(style, properties)
        self._inline(paragraph, self.styles.looks(style), slot)
        runs, self._runs = self._runs, []
        if properties is not None and (section := properties.find(f"{W}sectPr")) is not None:
            self._section(section)
        name = self.styles.name(style)
        text = "".join(run.text for run in runs).strip()
        if name.casefold() in ("title", "tittel", "subtitle", "undertittel") and text:
            self._tell("Tittel", text)
            return
        numbering, depth = self.styles.numbering(style, properties)
        for line in lines(runs):
            marks, self._marks = tuple(self._marks), []
            self.blocks.append(Para(line, min(level, 9), "" if level else numbering.kind, depth, name, marks))
            if level:
                self._place = text

    def _inline(self, element: Any, base: Looks, slot: str) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, base, slot)
            elif tag == f"{W}sdt":
                self._control(child, slot, base)
            elif tag in _TAKEN or tag in ADDED:
                self._tracked(child)
                if tag in ADDED:
                    self._inline(child, base, slot)
            elif tag == f"{W}hyperlink":
                self._tell("Lenke", _words(child))
                self._inline(child, base, slot)
            elif tag == f"{W}fldSimple":
                self._simple_field(child, base, slot)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                text = "".join(node.text or "" for node in child.iter(f"{M}t"))
                self._tell("Formel", text)
                self._add(text, base, slot)
            elif tag == f"{W}bookmarkStart":
                self._marks.append(str(child.get(f"{W}name")))
            elif tag in THROUGH:
                self._inline(child, base, slot)

    def _control(self, control: Any, slot: str, base: Looks | None) -> None:
        """A content control: its name becomes the name of a field; a table of contents is left out."""
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        if content is None:
            return
        name = ""
        if properties is not None:
            if properties.find(f"{W}docPartObj") is not None:
                self._tell("Innholdsfortegnelse", "")
                return
            named = [properties.find(f"{W}{kind}") for kind in ("alias", "tag")]
            name = next((str(one.get(f"{W}val")).strip() for one in named if one is not None), "")
            if properties.find(f"{W14}checkbox") is not None:
                self._tell("Avkryssingsboks", name or _words(control.getparent()))
                name = ""
            elif not name and properties.find(f"{W}group") is None:
                name = _words(content)
        has_blocks = content.find(f"{W}tbl") is not None or len(content.findall(f"{W}p")) > 1
        slot = slot if has_blocks else name[:120] or slot
        if base is None:
            self.walk(content, slot)
        else:
            self._inline(content, base, slot)

    def _run(self, run: Any, base: Looks, slot: str) -> None:
        properties = run.find(f"{W}rPr")
        style = "" if properties is None else val(properties.find(f"{W}rStyle"))
        made = looks(properties).under(self.styles.looks(style)).under(base)
        if made.gone and (words := _words(run)):
            self._tell("Overstrøket eller skjult tekst", words)
            return
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                self._add(child.text or "", made, slot)
            elif tag == f"{W}instrText":
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].code += child.text or ""
            elif tag == f"{W}fldChar":
                self._field_mark(str(child.get(f"{W}fldCharType")), made)
            elif tag in (f"{W}tab", f"{W}ptab"):
                self._add(" ", made, slot)
            elif tag in (f"{W}br", f"{W}cr"):
                self._break(child, made, slot)
            elif tag == f"{W}noBreakHyphen":
                self._add("\u2011", made, slot)
            else:
                self._beside(child)

    def _break(self, element: Any, base: Looks, slot: str) -> None:
        if element.get(f"{W}type") in ("page", "column"):
            self._tell("Sideskift", "")
        else:
            self._add("\n", base, slot)

    def _beside(self, element: Any) -> None:
        """What hangs on a run and is not letters: notes, comments, pictures, symbols."""
        tag, id = element.tag, str(element.get(f"{W}id"))
        if tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnotes" if tag == f"{W}footnoteReference" else "endnotes"
            self._tell("Fotnote" if kind == "footnotes" else "Sluttnote", self.notes[kind].get(id, ""))
        elif tag == f"{W}commentReference":
            self._tell("Kommentar", self.notes["comments"].get(id, ""))
        elif tag == f"{W}sym":
            self._tell("Symbol", f"tegn {element.get(f'{W}char')} i {element.get(f'{W}font')}")
        elif tag == f"{MC}AlternateContent":
            choice = element.find(f"{MC}Choice")
            self._picture(element if choice is None else choice)
        elif tag in _PICTURES:
            self._picture(element)

    def _picture(self, element: Any) -> None:
        boxes = list(element.iter(f"{W}txbxContent"))
        for box in boxes:
            self._tell("Tekstboks", _words(box))
        if not boxes:
            described = (str(e.get("descr") or "") for e in element.iter() if str(e.tag).endswith("}docPr"))
            self._tell("Bilde", next((words for words in described if words), ""))

    def _tracked(self, element: Any) -> None:
        kind = "satt inn, er tatt med" if element.tag in ADDED else "slettet, er ikke tatt med"
        self._tell(f"Sporet endring: {kind}", _words(element))

    def _section(self, section: Any) -> None:
        size = section.find(f"{W}pgSz")
        if size is not None and size.get(f"{W}orient") == "landscape":
            self._tell("Liggende side", "")

    def _simple_field(self, element: Any, base: Looks, slot: str) -> None:
        made = FieldCode(str(element.get(f"{W}instr") or ""), result=True)
        self._told_field(made)
        if made.kind not in SKIPPED:
            self._inline(element, base, made.slot or slot)

    def _field_mark(self, mark: str, base: Looks) -> None:
        if mark == "begin":
            self._fields.append(FieldCode())
        elif mark == "separate" and self._fields:
            self._fields[-1].result = True
            self._told_field(self._fields[-1])
        elif mark == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.result:
                self._told_field(ended)
            if ended.slot and not ended.filled:
                self._runs.append(Run(ended.slot, mark="fill", slot=ended.slot))

    def _told_field(self, found: FieldCode) -> None:
        what, words = found.told
        if what:
            self._tell(what, words)

    def _add(self, text: str, made: Looks, slot: str) -> None:
        for inside in self._fields:
            if not inside.result or inside.kind in SKIPPED:
                return
        inner = next((one for one in reversed(self._fields) if one.slot), None)
        if inner is not None:
            inner.filled, slot = True, inner.slot
        if text:
            flags = bool(made.bold), bool(made.italic), bool(made.sub)
            self._runs.append(Run(text, *flags, made.mark or "", slot))

    def _table(self, table: Any) -> None:
        outer, self.blocks = self.blocks, []
        rows, place = [], self._place
        for row in within(table, f"{W}tr"):
            rows.append(self._row(row))
            if len(rows) > MAX_ROWS:
                raise WordError(_LARGE)
        self.blocks, self._place = outer, place
        width = max((len(row) for row in rows), default=0)
        if not width:
            return
        if width > MAX_COLUMNS:
            raise WordError(f"Under «{self._place}» står det en tabell med {width} kolonner. Del den opp.")
        even = tuple((*row, *(() for _ in range(width - len(row)))) for row in rows)
        first = next(iter(within(table, f"{W}tr")))
        head = first.find(f"{W}trPr/{W}tblHeader") is not None or all_bold(even[0])
        self.blocks.append(Grid(even, widths(table, width), head))

    def _row(self, row: Any) -> tuple[tuple[Run, ...], ...]:
        cells: list[tuple[Run, ...]] = []
        for cell in within(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            merged = None if properties is None else properties.find(f"{W}vMerge")
            span = "" if properties is None else val(properties.find(f"{W}gridSpan"))
            cells.append(self._cell(cell))
            if merged is not None and val(merged) != "restart":
                self._tell("Celler som er slått sammen", "".join(run.text for run in cells[0]))
            if span.isdigit() and 1 < int(span) <= MAX_COLUMNS:
                self._tell("Celler som er slått sammen", "".join(run.text for run in cells[-1]))
                cells += [() for _ in range(int(span) - 1)]
        return tuple(cells)

    def _cell(self, cell: Any) -> tuple[Run, ...]:
        self.blocks = []
        self.walk(cell)
        made: list[Run] = []
        for block in self.blocks:
            if isinstance(block, Grid):
                self._tell("Tabell inni en tabell, satt inn som tekst", "")
                found = [run for row in block.rows for runs in row for run in (*runs, Run(" "))]
            else:
                found = [*block.runs]
            made += [Run(" "), *found] if made else found
        if len(self.blocks) > 1:
            self._tell("Flere avsnitt i en celle, satt sammen til ett", "".join(run.text for run in made))
        self.blocks = []
        return tuple(made)


def _words(element: Any) -> str:
    tags = (f"{W}t", f"{W}delText")
    return " ".join("".join(node.text or "" for node in element.iter(*tags)).split())[:_SHOWN]
