"""Document to DOCX: the body as one string, parsed once to be sure of it, in a package of fixed bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.package import Package

from dpsdocs.document.model import Document, Wide, walk

from .docx_body import Body, targets
from .docx_fonts import embedded_fonts, font_table_xml
from .docx_front import contents, cover, facts, title_block
from .docx_inlines import Kind, Pages, Pen
from .docx_manifest import item_properties_xml, manifest_xml
from .docx_numbering import numbering_xml
from .docx_palette import theme_xml
from .docx_running import RunningPart, edge_picture, running_parts, section
from .docx_styles import styles_xml
from .docx_xml import DECLARATION, ROOT, paragraph
from .layout import contents_stand_alone
from .running import document_title, owner
from .text import escaped
from .theme import Theme

_MOMENT = "2025-01-01T00:00:00Z"  # a fixed time, so that the same document gives the same bytes
_ZIP_TIME = (2025, 1, 1, 0, 0, 0)
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_FONT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def write_docx(document: Document, theme: Theme, *, kind: Kind, pages: Pages | None = None) -> bytes:
    """The Word file. «locked» locks what the master locks, «review» nothing, «bidder» all but fill-ins.

    ``pages`` are the pages of the headings as the PDF has them; without them the contents have links only.
    """
    pen = Pen(theme, kind, document.meta.draft, targets(document))
    body = _body(document, pen, pages).encode()
    package = Package()
    main = _part(package, "/word/document.xml", CT.WML_DOCUMENT_MAIN, body)
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    _add(main, "/word/styles.xml", CT.WML_STYLES, RT.STYLES, styles_xml(theme, document.toc_depth))
    _add(main, "/word/numbering.xml", CT.WML_NUMBERING, RT.NUMBERING, numbering_xml(theme, pen.lists))
    _add(main, "/word/settings.xml", CT.WML_SETTINGS, RT.SETTINGS, _settings_xml())
    _add(main, "/word/theme/theme1.xml", CT.OFC_THEME, RT.THEME, theme_xml(theme))
    manifest = manifest_xml(document, kind, parse_xml(body))
    item = _add(main, "/customXml/item1.xml", CT.XML, RT.CUSTOM_XML, manifest)
    _add(item, "/customXml/itemProps1.xml", _PROPERTIES_TYPE, RT.CUSTOM_XML_PROPS, item_properties_xml())
    _add_fonts(main, theme)
    _add_running(main, document, theme)
    core = _part(package, "/docProps/core.xml", CT.OPC_CORE_PROPERTIES, _core_xml(document))
    package.relate_to(core, RT.CORE_PROPERTIES)
    app = _part(package, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, _app_xml(document))
    package.relate_to(app, RT.EXTENDED_PROPERTIES)
    return _zipped(package)


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
    body.new_page = bool(opening) and (document.cover or alone)
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


def _add_fonts(main: Part, theme: Theme) -> None:
    table = _add(main, "/word/fontTable.xml", CT.WML_FONT_TABLE, RT.FONT_TABLE, font_table_xml(theme))
    for font in embedded_fonts(theme):
        _add(table, font.part, _FONT_TYPE, _FONT_RELATION, font.data)


def _add_running(main: Part, document: Document, theme: Theme) -> None:
    wide = any(isinstance(block, Wide) for block in walk(document.blocks))
    for running in running_parts(document.meta, theme, cover=document.cover, wide=wide):
        _add_header_or_footer(main, running, theme)


def _add_header_or_footer(main: Part, running: RunningPart, theme: Theme) -> None:
    header = running.kind == "header"
    content_type, relation = (CT.WML_HEADER, RT.HEADER) if header else (CT.WML_FOOTER, RT.FOOTER)
    part = _part(main.package, f"/word/{running.name}.xml", content_type, running.xml)
    main.load_rel(relation, part, running.name)
    if running.picture:
        _add(part, "/word/media/edge.png", CT.PNG, RT.IMAGE, edge_picture(theme))


def _part(package: Package, name: str, content_type: str, blob: bytes) -> Part:
    return Part(PackURI(name), content_type, blob, package)


def _add(source: Part, name: str, content_type: str, relation: str, blob: bytes) -> Part:
    part = _part(source.package, name, content_type, blob)
    source.relate_to(part, relation)
    return part


def _settings_xml() -> bytes:
    """word/settings.xml. No update of fields on opening: Word would ask the reader about it."""
    return (
        f'{DECLARATION}<w:settings {ROOT}><w:zoom w:percent="100"/><w:embedTrueTypeFonts/>'
        "<w:saveSubsetFonts/>"
        '<w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat><w:themeFontLang w:val="nb-NO"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    ).encode()


def _core_xml(document: Document) -> bytes:
    """docProps/core.xml: the agency as author, never a person."""
    meta = document.meta
    return (
        f"{DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(document_title(meta))}</dc:title><dc:subject>{escaped(meta.subject)}</dc:subject>"
        f"<dc:creator>{escaped(owner(meta))}</dc:creator><dc:language>nb-NO</dc:language>"
        f"<cp:lastModifiedBy>{escaped(owner(meta))}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_MOMENT}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_MOMENT}</dcterms:modified></cp:coreProperties>'
    ).encode()


def _app_xml(document: Document) -> bytes:
    return (
        f"{DECLARATION}<Properties"
        ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>dpsdocs</Application><Company>{escaped(document.meta.owner)}</Company></Properties>"
    ).encode()


def _zipped(package: Package) -> bytes:
    """The package with sorted members and fixed times."""
    saved, out = io.BytesIO(), io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in _in_order(source.namelist()):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()


def _in_order(names: Iterable[str]) -> list[str]:
    """Content types first, as readers expect, then by name."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name))
