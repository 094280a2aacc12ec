"""What stands before the text in a Word file: cover or title block, facts, contents."""

from __future__ import annotations

from dpsdocs.document.model import Document, Meta, Table, TocEntry

from .docx_body import heading_bookmark
from .docx_inlines import Pages, Pen, character
from .docx_logo import LOGO_LINE, logo_run
from .docx_tables import LABEL_PADDING, VALUE_PADDING, cell, frame, row, rule, table
from .docx_xml import TOP, field, paragraph, text_run, twips
from .running import IdentityRow, grade_mark, identity_facts, identity_rows, identity_shares
from .text import escaped
from .theme import Theme

_LABEL_WIDTH, _IDS_WIDTH = 34.0, 120.0  # millimetres, as on the printed cover


def cover(meta: Meta, pen: Pen) -> str:
    """The cover page: agency, kind, subject, identity rows."""
    facts = identity_rows(meta)
    rows = "".join(_identity(fact, n == 0, pen) for n, fact in enumerate(facts))
    columns = [twips(_LABEL_WIDTH), twips(_IDS_WIDTH - _LABEL_WIDTH)]
    described = '<w:tblCaption w:val="Om dokumentet"/>'
    return (
        _grade(meta)
        + _owner(meta, pen.theme)
        + paragraph("Avsender", text_run(meta.unit))
        + paragraph("Tittel", text_run(meta.title), extra=_before(48))
        + paragraph("Undertittel", text_run(meta.subject))
        + (paragraph("Ingress", text_run(meta.under)) if meta.under else "")
        + paragraph("Ettertabell", "", extra=_before(46))
        + frame(columns, rows, 0, described)
        + paragraph("Eksempel", text_run(meta.example))
    )


def _owner(meta: Meta, theme: Theme) -> str:
    """The agency below the room for a logo, which takes of that room what it needs."""
    logo = logo_run(meta, theme)
    above = paragraph("Avsender", logo, extra=LOGO_LINE) if logo else ""
    taken = theme.logo.height + 1 if theme.logo else 0
    words = text_run(meta.owner, character("Uthevet", theme))
    return above + paragraph("Avsender", words, extra=_before(16 - taken))


def title_block(meta: Meta, pen: Pen) -> str:
    """The head of an annex: agency, kind, subject, labelled facts between two rules."""
    facts = identity_facts(meta)
    widths = [twips(pen.theme.portrait.inner) * share // 100 for share in identity_shares(facts)]
    accent = pen.theme.colours.accent
    heads = "".join(
        cell(
            width,
            paragraph("Smaaledetekst", text_run(fact.label), keep=True),
            borders=rule("top", 10, accent) + '<w:bottom w:val="nil"/>',
            padding=LABEL_PADDING,
        )
        for fact, width in zip(facts, widths, strict=True)
    )
    values = "".join(
        cell(
            width,
            paragraph("Faktatekst", text_run(fact.value)),
            borders='<w:top w:val="nil"/>',
            padding=VALUE_PADDING,
        )
        for fact, width in zip(facts, widths, strict=True)
    )
    unit = f", {meta.unit}" if meta.unit else ""
    described = '<w:tblCaption w:val="Om dokumentet"/>'
    return (
        _grade(meta)
        + paragraph("Avsender", text_run(meta.owner, character("Uthevet", pen.theme)) + text_run(unit))
        + paragraph("Vedleggstittel", text_run(meta.title))
        + paragraph("Vedleggsundertittel", text_run(meta.subject))
        + frame(widths, row(heads, head=True) + row(values), 0, described)
        + paragraph("Ettertabell", "")
        + (paragraph("Ingress", text_run(meta.under)) if meta.under else "")
        + (paragraph("Eksempel", text_run(meta.example)) if meta.example else "")
    )


def facts(tables: tuple[Table, ...], pen: Pen, *, top: bool) -> str:
    """The fact tables of page one, full width, with captions of chapter size; ``top`` when they open a page."""
    indent = pen.theme.number_column
    width = pen.theme.portrait.inner - indent
    return "".join(
        table(fact, pen, width, indent, major=True, top=top and index == 0)
        for index, fact in enumerate(tables)
    )


def contents(document: Document, pages: Pages | None, *, new_page: bool) -> str:
    """The contents list: a TOC field with its lines in place; page numbers only when every one is known."""
    if not document.toc:
        return ""
    numbers = [(pages or {}).get(entry.target, 0) for entry in document.toc]
    numbered = all(numbers)
    lines = [_entry(e, n if numbered else 0) for e, n in zip(document.toc, numbers, strict=True)]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f' TOC \\o "1-{document.toc_depth}" \\h \\z{"" if numbered else " " + chr(92) + "n"} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines[0] = begin + lines[0]
    lines[-1] += end
    styled = "".join(
        paragraph(f"Innhold{min(entry.level, 2)}", line)
        for entry, line in zip(document.toc, lines, strict=True)
    )
    heading = paragraph(
        "Innholdsoverskrift", text_run("Innhold"), new_page=new_page, extra=TOP if new_page else ""
    )
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        "</w:docPartObj></w:sdtPr><w:sdtContent>"
        f"{heading}{styled}</w:sdtContent></w:sdt>"
    )


def _entry(entry: TocEntry, page: int) -> str:
    words = text_run(f"{entry.number}\t{' '.join(entry.text.split())}")
    anchor = heading_bookmark(entry.target)
    if page:
        words += text_run("\t") + field(f"PAGEREF {anchor} \\h", f"{page}")
    return f'<w:hyperlink w:anchor="{escaped(anchor)}" w:history="1">{words}</w:hyperlink>'


def _identity(fact: IdentityRow, first: bool, pen: Pen) -> str:
    borders = rule("top", 10, pen.theme.colours.accent) if first else ""
    style = character("Uthevet", pen.theme) if fact.hot else ""
    left = paragraph("Faktatekst" if fact.hot else "Ledetekst", text_run(fact.label, style))
    right = paragraph("Faktatekst", text_run(fact.value, style))
    return row(
        cell(twips(_LABEL_WIDTH), left, borders=borders)
        + cell(twips(_IDS_WIDTH - _LABEL_WIDTH), right, borders=borders)
    )


def _grade(meta: Meta) -> str:
    mark = grade_mark(meta)
    return paragraph("Gradering", grade_runs(meta)) if mark else ""


def grade_runs(meta: Meta) -> str:
    """The framed words of a graded document."""
    words = "  ".join(part for part in (grade_mark(meta), meta.grade_basis) if part)
    frame_ = '<w:bdr w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
    return text_run(f"\u00a0{words}\u00a0", frame_)


def _before(millimetres: float) -> str:
    return f'<w:spacing w:before="{twips(millimetres)}"/>'
