"""A redline as a Word file: the whole new version with real tracked changes from the old one.

Who accepts all changes has the new version, who rejects them the old one. Numbers are typed, so that they are
marked where they differ; the file has no controls and locks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from dpsdocs.document.lines import Style
from dpsdocs.document.model import Column, Meta
from dpsdocs.document.redline import MarkedLine, MarkedRow, MarkedTable, MarkedUnit, Part, Redline
from dpsdocs.document.word_diff import Mark, Run

from .docx_front import title_block
from .docx_inlines import Pen, character
from .docx_marks import Marks
from .docx_math import formula
from .docx_numbering import numbering_xml
from .docx_numbers import BULLETS, SILENT
from .docx_package import Parts, word_package
from .docx_running import running_parts, section
from .docx_styles import LETTER_INDENT, styles_xml
from .docx_tables import cell, frame
from .docx_xml import DECLARATION, ROOT, number_properties, paragraph, text_run, twips
from .layout import whole_percents
from .theme import Theme

_STYLES: dict[Style, str] = {
    "chapter": "Overskrift1",
    "section": "Overskrift2",
    "body": "Brodtekst",
    "lead": "Brodtekst",
    "note": "Merknad",
    "bullet": "Punktliste",
    "letter": "Bokstavliste",
    "caption": "Tabelltittel",
    "formula": "Formel",
    "title": "Faktabokstittel",
    "signature": "Brodtekst",
}
_KEPT = frozenset({"chapter", "section", "lead", "caption", "title"})
_WIDE = frozenset({"full", "requirements"})


def title_of(redline: Redline) -> str:
    """«Kravspesifikasjon, endringer fra versjon 1.0»."""
    return f"{redline.meta.title}, endringer fra versjon {redline.before}"


def write_redline(redline: Redline, theme: Theme) -> bytes:
    """The Word file; the same redline gives the same bytes."""
    meta = _meta(redline)
    writer = _Writer(Pen(theme, "review", False, {}), Marks(redline.date))
    body = writer.body(redline, meta)
    wide = any(unit.wide for unit in redline.units)
    parts = Parts(
        f"{DECLARATION}<w:document {ROOT}><w:body>{body}</w:body></w:document>".encode(),
        styles_xml(theme, 0),
        numbering_xml(theme, 0, typed=True),
        running_parts(meta, theme, cover=False, wide=wide),
        comments=writer.marks.comments(),
    )
    return word_package(meta, theme, parts)


def _meta(redline: Redline) -> Meta:
    under = (
        f"Dokumentet viser endringene fra versjon {redline.before} til versjon {redline.after}. "
        "Ny tekst er understreket. Tekst som er tatt ut, er strøket. "
        f"Versjon {redline.after} av selve dokumentet er den som gjelder."
    )
    return replace(redline.meta, title=title_of(redline), under=under, deadline="")


@dataclass(slots=True)
class _Writer:
    pen: Pen
    marks: Marks
    turned: bool = False

    def body(self, redline: Redline, meta: Meta) -> str:
        """The title block and the units; landscape units have sections of their own."""
        done, waiting, first = "", title_block(meta, self.pen), True
        for unit in redline.units:
            if unit.wide != self.turned:
                kind = "wide" if self.turned else ""
                properties = section(self.pen.theme, kind, first=first)
                done += waiting + f'<w:p><w:pPr><w:pStyle w:val="Ettertabell"/>{properties}</w:pPr></w:p>'
                waiting, first, self.turned = "", False, unit.wide
            waiting += self._unit(unit)
        return done + waiting + section(self.pen.theme, "wide" if self.turned else "", first=first)

    def _unit(self, unit: MarkedUnit) -> str:
        words = ""
        if unit.was:
            words = f"Flyttet fra {unit.was}."
        elif unit.state == "moved":
            words = "Flyttet herfra."
        return "".join(self._part(part, words if n == 0 else "") for n, part in enumerate(unit.parts))

    def _part(self, part: Part, comment: str) -> str:
        if isinstance(part, MarkedTable):
            note = paragraph("Merknad", self.marks.commented("", comment)) if comment else ""
            return note + self._table(part)
        return self._line(part, comment)

    def _line(self, line: MarkedLine, comment: str) -> str:
        if line.formula is not None and line.mark == "same":
            return formula(line.formula, self.pen)
        content = self._number(line) + self._runs(line.runs)
        if comment:
            content = self.marks.commented(content, comment)
        style, number = _STYLES[line.style], ""
        if line.style == "bullet":
            number = number_properties(BULLETS)
        elif _is_typed(line):
            style = "Punkt3" if style == "Brodtekst" else style
            number = number_properties(SILENT)
        if line.boxed and line.style == "body":
            style = "Faktaboks"
        extra = self._indent(line) + self.marks.paragraph(line.mark)
        return paragraph(style, content, keep=line.style in _KEPT, number=number, extra=extra)

    def _indent(self, line: MarkedLine) -> str:
        """Where the text begins; the silent numbering has no indent of its own."""
        column = self.pen.theme.number_column
        if line.style == "letter":
            return f'<w:ind w:left="{twips(column + LETTER_INDENT)}" w:hanging="{twips(LETTER_INDENT)}"/>'
        if _is_typed(line):
            return f'<w:ind w:left="{twips(column)}" w:hanging="{twips(column)}"/>'
        return f'<w:ind w:left="{twips(column)}"/>' if line.boxed and line.style in ("body", "title") else ""

    def _number(self, line: MarkedLine) -> str:
        if not line.number:
            return ""
        tab = self.marks.words(line.mark, text_run("\t"))
        return self._runs(line.number) + tab

    def _runs(self, runs: tuple[Run, ...], looks: str = "") -> str:
        """Neighbours with the same mark are one change to accept or reject."""
        return "".join(
            self.marks.words(mark, "".join(self._run(run, looks) for run in found))
            for mark, found in groupby(runs, lambda run: run.mark)
        )

    def _run(self, run: Run, properties: str) -> str:
        theme = self.pen.theme
        if run.gap:
            properties = character("Feltmangler", theme)
        elif run.strong:
            properties = character("Uthevet", theme)
        properties += "<w:i/>" if run.em else ""
        properties += '<w:vertAlign w:val="subscript"/>' if run.sub else ""
        return text_run(run.text, properties)

    def _table(self, table: MarkedTable) -> str:
        theme = self.pen.theme
        page = theme.landscape if self.turned else theme.portrait
        indent = 0.0 if table.style in _WIDE else theme.number_column
        total = twips(page.inner - indent)
        columns = [total * share // 100 for share in whole_percents(table.columns)]
        columns[-1] += total - sum(columns)
        rows = self._head(table, columns) + "".join(self._row(table, row, columns) for row in table.rows)
        end = paragraph("Ettertabell", "", extra=self.marks.paragraph(table.mark))
        described = '<w:tblCaption w:val="Tabell med endringer"/>'
        return frame(columns, rows, indent, described) + end

    def _head(self, table: MarkedTable, columns: list[int]) -> str:
        if table.style == "facts" or not any(column.label for column in table.columns):
            return ""
        cells = [(Run(table.mark, column.label),) if column.label else () for column in table.columns]
        made = "".join(
            self._cell(width, runs, "Tabellhode", table.mark, column)
            for width, runs, column in zip(columns, cells, table.columns, strict=True)
        )
        return self._tr(made, table.mark, head=True)

    def _row(self, table: MarkedTable, row: MarkedRow, columns: list[int]) -> str:
        mark = row.mark if table.mark == "same" else table.mark
        fill = self.pen.theme.colours.tint if row.style in ("sum", "main", "hot", "group") else ""
        if row.style == "group" and not any(row.cells[1:]):
            first = row.cells[0] if row.cells else ()
            whole = self._paragraph("Tabelltekst", first, mark, strong=True)
            return self._tr(cell(sum(columns), whole, span=len(columns), fill=fill), mark)
        cells = (*row.cells, *((),) * (len(columns) - len(row.cells)))
        made = "".join(
            self._cell(width, runs, "Tabelltekst", mark, column, fill=fill, strong=n == 0)
            for n, (width, runs, column) in enumerate(zip(columns, cells, table.columns, strict=True))
        )
        return self._tr(made, mark)

    def _cell(
        self, width: int, runs: tuple[Run, ...], style: str, mark: Mark, column: Column, *, fill: str = "",
        strong: bool = False,
    ) -> str:  # fmt: skip
        style = "Tabelltall" if column.align == "right" and style == "Tabelltekst" else style
        return cell(width, self._paragraph(style, runs, mark, strong=strong), fill=fill)

    def _paragraph(self, style: str, runs: tuple[Run, ...], mark: Mark, *, strong: bool) -> str:
        looks = character("Uthevet", self.pen.theme) if strong else ""
        return paragraph(style, self._runs(runs, looks), extra=self.marks.paragraph(mark))

    def _tr(self, cells: str, mark: Mark, *, head: bool = False) -> str:
        heads = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{heads}{self.marks.row(mark)}</w:trPr>{cells}</w:tr>"


def _is_typed(line: MarkedLine) -> bool:
    return bool(line.number) or line.style in ("chapter", "section", "letter")
