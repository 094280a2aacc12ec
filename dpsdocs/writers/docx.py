"""Document to DOCX: the body as one string, parsed once to be sure of it, in a package of fixed bytes."""

from __future__ import annotations

from docx.oxml import parse_xml

from dpsdocs.document.model import Document, Wide, walk

from .docx_body import Body, targets
from .docx_front import contents, cover, facts, title_block
from .docx_inlines import Kind, Pages, Pen
from .docx_manifest import manifest_xml
from .docx_numbering import numbering_xml
from .docx_package import Parts, word_package
from .docx_running import running_parts, section
from .docx_styles import styles_xml
from .docx_xml import DECLARATION, ROOT, paragraph
from .layout import contents_stand_alone, text_opens_a_page
from .theme import Theme


def write_docx(document: Document, theme: Theme, *, kind: Kind, pages: Pages | None = None) -> bytes:
    """The Word file. «locked» locks what the master locks, «review» nothing, «bidder» all but fill-ins.

    ``pages`` are the pages of the headings as the PDF has them; without them the contents have links only.
    """
    pen = Pen(theme, kind, document.meta.draft, targets(document))
    body = _body(document, pen, pages).encode()
    wide = any(isinstance(block, Wide) for block in walk(document.blocks))
    parts = Parts(
        body,
        styles_xml(theme, document.toc_depth),
        numbering_xml(theme, pen.lists),
        running_parts(document.meta, theme, cover=document.cover, wide=wide),
        manifest_xml(document, kind, parse_xml(body)),
    )
    return word_package(document.meta, theme, parts)


def _body(document: Document, pen: Pen, pages: Pages | None) -> str:
    """word/document.xml. Every section but the last ends in a paragraph that holds its properties."""
    theme = pen.theme
    body = Body(pen)
    alone = contents_stand_alone(document)
    opening = facts(document.facts, pen, top=document.cover) + contents(document, pages, new_page=alone)
    done = ""
    first = True
    if document.cover:
        done = cover(document.meta, pen) + _section_end(section(theme, "cover", first=True))
        first = False
    else:
        opening = title_block(document.meta, pen) + opening
    body.new_page = bool(opening) and text_opens_a_page(document)
    kind, waiting = "", opening
    for is_wide, content in body.parts(document.blocks):
        this = "wide" if is_wide else ""
        if this != kind and waiting:
            done += waiting + _section_end(section(theme, kind, first=first))
            first, waiting = False, ""
        elif is_wide and waiting:
            waiting += paragraph("Ettertabell", "", new_page=True)
        kind = this
        waiting += content
    done += waiting + section(theme, kind, first=first)
    return f"{DECLARATION}<w:document {ROOT}><w:body>{done}</w:body></w:document>"


def _section_end(properties: str) -> str:
    """The paragraph that closes a section, as low as Word allows."""
    return f'<w:p><w:pPr><w:pStyle w:val="Ettertabell"/>{properties}</w:pPr></w:p>'
