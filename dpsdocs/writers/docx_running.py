"""Headers, footers and section properties of a Word file."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from dpsdocs.document.model import Meta

from .docx_front import grade_runs
from .docx_xml import DECLARATION, ROOT, field, paragraph, text_run, twips
from .running import DRAFT, footer_left, grade_mark, header_left, header_right
from .theme import PageSize, Theme

_EMU = 36000  # English metric units in a millimetre
_DRAWING = (
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_WORD_ART = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"'
    ' o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles>'
    '<v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t"'
    ' shapetype="t"/></v:shapetype>'
)


@dataclass(frozen=True, slots=True)
class RunningPart:
    """A header or footer: its name, kind and XML. ``picture`` asks for the cover's edge as rId1."""

    name: str
    kind: str
    xml: bytes
    picture: bool = False


_HEADER, _FOOTER = 12.2, 11.6  # millimetres from the text, as the style sheet for print has them


def running_parts(meta: Meta, theme: Theme, *, cover: bool, wide: bool) -> tuple[RunningPart, ...]:
    """The headers and footers a document needs; their relation ids are their names."""
    parts = [
        _part("header", "header", _header(meta, theme, theme.portrait)),
        _part("footer", "footer", _footer(meta, theme, theme.portrait)),
    ]
    if wide:
        parts.append(_part("headerwide", "header", _header(meta, theme, theme.landscape)))
        parts.append(_part("footerwide", "footer", _footer(meta, theme, theme.landscape)))
    if cover:
        edge = _edge(theme) + _watermark(meta, theme)
        parts.append(_part("headercover", "header", paragraph("Topptekst", edge), picture=True))
        parts.append(_part("footercover", "footer", paragraph("Bunntekst", "")))
    else:
        parts.append(_part("headerfirst", "header", paragraph("Topptekst", _watermark(meta, theme))))
    return tuple(parts)


def section(theme: Theme, kind: str, *, first: bool) -> str:
    """Section properties. ``kind`` is «» for portrait, «wide» or «cover»."""
    page = {"": theme.portrait, "wide": theme.landscape, "cover": theme.cover}[kind]
    own = first and kind == ""
    references = f'<w:headerReference w:type="default" r:id="header{kind}"/>'
    references += '<w:headerReference w:type="first" r:id="headerfirst"/>' if own else ""
    references += f'<w:footerReference w:type="default" r:id="footer{kind}"/>'
    references += '<w:footerReference w:type="first" r:id="footer"/>' if own else ""
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}"'
        f' w:left="{twips(page.left)}" w:header="{twips(page.top - _HEADER)}"'
        f' w:footer="{twips(page.bottom - _FOOTER)}" w:gutter="0"/>'
        f"{'<w:titlePg/>' if own else ''}</w:sectPr>"
    )


def edge_picture(theme: Theme) -> bytes:
    """A PNG of one dot in the accent colour, stretched along the cover's left side."""
    dot = b"\x00" + bytes.fromhex(theme.colours.accent)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(dot, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _part(name: str, kind: str, content: str, *, picture: bool = False) -> RunningPart:
    tag = "hdr" if kind == "header" else "ftr"
    xml = f"{DECLARATION}<w:{tag} {ROOT}{_DRAWING}>{content}</w:{tag}>"
    return RunningPart(name, kind, xml.encode(), picture)


def _tabs(page: PageSize, theme: Theme) -> str:
    """On landscape pages the right tab stands further out than the style says."""
    if page is not theme.landscape:
        return ""
    clear = f'<w:tab w:val="clear" w:pos="{twips(theme.portrait.inner)}"/>'
    return f'<w:tabs>{clear}<w:tab w:val="right" w:pos="{twips(page.inner)}"/></w:tabs>'


def _header(meta: Meta, theme: Theme, page: PageSize) -> str:
    mark = paragraph("Gradering", grade_runs(meta)) if grade_mark(meta) else ""
    line = text_run(f"{header_left(meta)}\t{header_right(meta)}")
    return mark + paragraph("Topptekst", line + _watermark(meta, theme), extra=_tabs(page, theme))


def _footer(meta: Meta, theme: Theme, page: PageSize) -> str:
    content = (
        text_run(f"{footer_left(meta)}\tSide ")
        + field("PAGE", "1")
        + text_run(" av ")
        + field("NUMPAGES", "1")
    )
    return paragraph("Bunntekst", content, extra=_tabs(page, theme))


def _edge(theme: Theme) -> str:
    width, height = round(theme.cover_edge * _EMU), round(theme.cover.height * _EMU)
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
        ' behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="Kant" descr=""><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst></wp:docPr><wp:cNvGraphicFramePr/>"
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="edge.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )


def _watermark(meta: Meta, theme: Theme) -> str:
    """Word's own kind of watermark, so that it can be taken away from the ribbon."""
    if not meta.draft:
        return ""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:500pt;height:88pt;rotation:308;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
        "mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    return (
        f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_WORD_ART}"
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt=""'
        f' style="{style}"'
        f' o:allowincell="f" fillcolor="#{theme.colours.watermark}" stroked="f">'
        f'<v:textpath style="font-family:&quot;{theme.names.semibold}&quot;;font-size:1pt" string="{DRAFT}"/>'
        "</v:shape></w:pict></w:r>"
    )
