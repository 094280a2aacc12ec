"""The logo on the cover of a Word file: a picture in the line, told of in words."""

from __future__ import annotations

from dpsdocs.document.model import Meta

from .running import logo_alt
from .text import escaped
from .theme import Theme

LOGO_ID = "themelogo"  # of the relation, so that a file without a cover has no picture lying loose
LOGO_LINE = '<w:spacing w:before="0" w:line="240" w:lineRule="auto"/>'  # as high as the picture in it
_EMU = 36000  # English metric units in a millimetre
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def logo_run(meta: Meta, theme: Theme) -> str:
    """The run that holds the logo; nothing when the theme has none."""
    if theme.logo is None:
        return ""
    width, height = round(theme.logo.width * _EMU), round(theme.logo.height * _EMU)
    told = escaped(logo_alt(meta))
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="2" name="Logo" descr="{told}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PICTURE}">'
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr id="2" name="logo.png" descr="{told}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{LOGO_ID}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
