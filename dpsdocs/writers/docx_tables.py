"""Tables in WordprocessingML: fixed widths, repeated heads, rows that never split, alternative text."""

from __future__ import annotations

from dpsdocs.document.model import Column, Inlines, Row, Table, plain

from .docx_inlines import Pen, character, runs
from .docx_xml import TOP, paragraph, text_run, twips
from .layout import (
    has_head,
    is_requirement_type,
    is_short,
    padded,
    spans_all,
    stays_with_next,
    whole_percents,
)
from .text import clean, escaped
from .theme import Colours

LABEL_PADDING, VALUE_PADDING = (100, 0), (20, 120)  # of identity rows: a value stands close to its label


def table(
    block: Table, pen: Pen, width: float, indent: float, *, major: bool = False, top: bool = False
) -> str:
    """Caption, table and note; ``width`` and ``indent`` are the text area's in mm, ``top`` when it opens a page."""
    if block.style in ("full", "requirements") or major:
        width, indent = width + indent, 0.0
    columns = _columns(block.columns, twips(width))
    caption = ""
    if block.caption:
        start = f'{TOP if top else ""}<w:ind w:left="{twips(indent)}"/>'
        style = "Faktatittel" if major else "Tabelltittel"
        caption = paragraph(style, text_run(block.caption), keep=True, extra=start)
    rows = _head(block, columns, pen) + "".join(_row(block, n, columns, pen) for n in range(len(block.rows)))
    after = f'<w:ind w:left="{twips(indent)}"/>'
    end = (
        paragraph("Tabellnote", runs(block.note, pen), extra=after)
        if block.note
        else paragraph("Ettertabell", "")
    )
    return f"{caption}{frame(columns, rows, indent, _alternative(block))}{end}"


def frame(columns: list[int], rows: str, indent: float, alternative: str = "", style: str = "Tabell") -> str:
    """A table of fixed layout around its rows."""
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{twips(indent)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0"'
        f' w:noHBand="0" w:noVBand="1"/>{alternative}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def row(cells: str, *, head: bool = False) -> str:
    """A row that is never split; head rows are repeated on each page."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def cell(
    width: int,
    content: str,
    *,
    span: int = 1,
    borders: str = "",
    fill: str = "",
    bottom: bool = False,
    padding: tuple[int, int] | None = None,
) -> str:
    """A cell around its paragraphs; ``padding`` above and below in twips, where it is not the style's."""
    margins = ""
    if padding:
        sides = zip(("top", "bottom"), padding, strict=True)
        margins = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in sides)
        margins = f"<w:tcMar>{margins}</w:tcMar>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f"{f'<w:gridSpan w:val={chr(34)}{span}{chr(34)}/>' if span > 1 else ''}"
        f"{f'<w:tcBorders>{borders}</w:tcBorders>' if borders else ''}{shade(fill)}{margins}"
        f"{'<w:vAlign w:val={0}bottom{0}/>'.format(chr(34)) if bottom else ''}</w:tcPr>{content}</w:tc>"
    )


def shade(fill: str) -> str:
    """A background of a colour, or nothing."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""


def rule(side: str, eighths: int, colour: str) -> str:
    """A border; its width in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


def _columns(columns: tuple[Column, ...], total: int) -> list[int]:
    widths = [total * share // 100 for share in whole_percents(columns)]
    widths[-1] += total - sum(widths)
    return widths


def _alternative(block: Table) -> str:
    heads = ", ".join(clean(column.label) for column in block.columns if column.label)
    title = escaped(" ".join(clean(block.caption or "Tabell").split())[:250])
    described = f"Kolonner: {heads}." if heads else "Opplysninger med ledetekst i første kolonne."
    return f'<w:tblCaption w:val="{title}"/><w:tblDescription w:val="{escaped(described[:250])}"/>'


def _head(block: Table, columns: list[int], pen: Pen) -> str:
    if not has_head(block):
        return ""
    colours = pen.theme.colours
    ids = block.style == "ids"
    borders = rule("top", 10, colours.accent) + ("" if ids else rule("bottom", 6, colours.accent))
    if ids:
        borders += '<w:bottom w:val="nil"/>'
    cells = "".join(
        cell(
            width,
            paragraph(
                "Smaaledetekst" if ids else "Tabellhode",
                text_run(column.label),
                keep=True,
                extra=_align(column),
            ),
            borders=borders,
            bottom=True,
            padding=LABEL_PADDING if ids else None,
        )
        for width, column in zip(columns, block.columns, strict=True)
    )
    return row(cells, head=True)


def _row(block: Table, index: int, columns: list[int], pen: Pen) -> str:
    item = block.rows[index]
    last = len(block.rows) - 1
    keep = bool(block.note) if index == last else is_short(block) or stays_with_next(block, index)
    fill = _fill(item, pen.theme.colours)
    if spans_all(item):
        content = runs(item.cells[0], pen, _strong(pen)) if item.cells else ""
        whole = cell(sum(columns), paragraph("Tabelltekst", content, keep=keep), span=len(columns), fill=fill)
        return row(whole)
    rules = rule("top", 10, pen.theme.colours.accent) if index == 0 and not has_head(block) else ""
    if block.style == "ids" and index == 0:
        rules = '<w:top w:val="nil"/>'
    padding = VALUE_PADDING if block.style == "ids" else None
    cells = "".join(
        cell(
            width,
            _content(block, item, position, words, pen, keep),
            borders=rules,
            fill=fill,
            padding=padding,
        )
        for position, (width, words) in enumerate(zip(columns, padded(block, item), strict=True))
    )
    return row(cells)


def _content(block: Table, item: Row, position: int, words: Inlines, pen: Pen, keep: bool) -> str:
    column = block.columns[position]
    if is_requirement_type(block, words):
        return paragraph("Kravtype", _letter(plain(words).strip(), pen), keep=keep)
    style = "Tabelltall" if column.align == "right" else "Tabelltekst"
    if block.style in ("facts", "ids"):
        style = "Faktatekst"
    extra = _align(column) if column.align == "center" else ""
    properties = ""
    if position == 0 and block.style == "facts" and item.style != "hot":
        style = "Ledetekst"
    elif position == 0 and block.style == "requirements":
        style = "Kravid"
    elif _is_strong(block, item, position):
        properties = _strong(pen)
    if position == 0 and item.style == "sub":
        extra = f'<w:ind w:left="{twips(3)}"/>'
    return paragraph(style, runs(words, pen, properties), keep=keep, extra=extra)


def _is_strong(block: Table, item: Row, position: int) -> bool:
    if item.style in ("sum", "hot"):
        return True
    if position == 0:
        return item.style != "sub" and block.style not in ("ids", "facts")
    return item.style == "main" and position == 1


def _letter(letter: str, pen: Pen) -> str:
    """A in a filled square, B in an outlined one."""
    accent = pen.theme.colours.accent
    colour = "FFFFFF" if letter == "A" else accent
    properties = (
        f'{_strong(pen)}<w:color w:val="{colour}"/>'
        f'<w:bdr w:val="single" w:sz="8" w:space="0" w:color="{accent}"/>'
        f"{shade(accent) if letter == 'A' else ''}"
    )
    return text_run(f"\u00a0{letter}\u00a0", properties)


def _strong(pen: Pen) -> str:
    return character("Uthevet", pen.theme)


def _align(column: Column) -> str:
    return f'<w:jc w:val="{column.align}"/>' if column.align != "left" else ""


def _fill(item: Row, colours: Colours) -> str:
    return colours.tint if item.style in ("sum", "main", "hot", "group") else ""
