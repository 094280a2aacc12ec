"""The package around a Word body: styles, numbering, fonts, headers, properties; always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from dpsdocs.document.model import Meta

from .docx_fonts import embedded_fonts, font_table_xml
from .docx_logo import LOGO_ID
from .docx_manifest import item_properties_xml
from .docx_palette import theme_xml
from .docx_running import RunningPart, edge_picture
from .docx_xml import DECLARATION, ROOT
from .running import document_title, owner
from .text import escaped
from .theme import Theme

_MOMENT = "2025-01-01T00:00:00Z"  # a fixed time, so that the same document gives the same bytes
_ZIP_TIME = (2025, 1, 1, 0, 0, 0)
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_FONT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True, slots=True)
class Parts:
    """What differs from file to file. ``manifest`` and ``comments`` are left out when empty."""

    body: bytes
    styles: bytes
    numbering: bytes
    running: tuple[RunningPart, ...]
    manifest: bytes = b""
    comments: bytes = b""


def word_package(meta: Meta, theme: Theme, parts: Parts) -> bytes:
    """The Word file."""
    package = Package()
    main = _part(package, "/word/document.xml", CT.WML_DOCUMENT_MAIN, parts.body)
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    _add(main, "/word/styles.xml", CT.WML_STYLES, RT.STYLES, parts.styles)
    _add(main, "/word/numbering.xml", CT.WML_NUMBERING, RT.NUMBERING, parts.numbering)
    _add(main, "/word/settings.xml", CT.WML_SETTINGS, RT.SETTINGS, _settings_xml())
    _add(main, "/word/theme/theme1.xml", CT.OFC_THEME, RT.THEME, theme_xml(theme))
    if parts.manifest:
        item = _add(main, "/customXml/item1.xml", CT.XML, RT.CUSTOM_XML, parts.manifest)
        _add(item, "/customXml/itemProps1.xml", _PROPERTIES_TYPE, RT.CUSTOM_XML_PROPS, item_properties_xml())
    _add_fonts(main, theme)
    for running in parts.running:
        _add_header_or_footer(main, running, theme)
    if theme.logo and LOGO_ID.encode() in parts.body:
        main.load_rel(RT.IMAGE, _part(package, "/word/media/logo.png", CT.PNG, theme.logo.data), LOGO_ID)
    if parts.comments:
        _add(main, "/word/comments.xml", CT.WML_COMMENTS, RT.COMMENTS, parts.comments)
    core = _part(package, "/docProps/core.xml", CT.OPC_CORE_PROPERTIES, _core_xml(meta))
    package.relate_to(core, RT.CORE_PROPERTIES)
    app = _part(package, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, _app_xml(meta))
    package.relate_to(app, RT.EXTENDED_PROPERTIES)
    return _zipped(package)


def _add_fonts(main: Part, theme: Theme) -> None:
    table = _add(main, "/word/fontTable.xml", CT.WML_FONT_TABLE, RT.FONT_TABLE, font_table_xml(theme))
    for font in embedded_fonts(theme):
        _add(table, font.part, _FONT_TYPE, _FONT_RELATION, font.data)


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


def _core_xml(meta: Meta) -> bytes:
    """docProps/core.xml: the agency as author, never a person."""
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


def _app_xml(meta: Meta) -> bytes:
    return (
        f"{DECLARATION}<Properties"
        ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>dpsdocs</Application><Company>{escaped(meta.owner)}</Company></Properties>"
    ).encode()


def _zipped(package: Package) -> bytes:
    """The package with sorted members and fixed times, packed once: the library's own way would be packed again."""
    out, members = io.BytesIO(), _members(package)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in _in_order(members):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, members[name])
    return out.getvalue()


def _members(package: Package) -> dict[str, bytes]:
    """Every member by name: the parts, what relates them, and the list of their types."""
    parts = sorted(package.iter_parts(), key=lambda part: str(part.partname))
    factory: Any = CT_Types
    types = factory.new()
    types.add_default("rels", CT.OPC_RELATIONSHIPS)
    types.add_default("xml", CT.XML)
    made = {"_rels/.rels": package.rels.xml}
    for part in parts:
        if part.content_type != CT.XML:
            types.add_override(part.partname, part.content_type)
        made[part.partname.membername] = part.blob
        if len(part.rels):
            made[part.partname.rels_uri.membername] = part.rels.xml
    made["[Content_Types].xml"] = serialize_part_xml(types)
    return made


def _in_order(names: Iterable[str]) -> list[str]:
    """Content types first, as readers expect, then by name."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name))
