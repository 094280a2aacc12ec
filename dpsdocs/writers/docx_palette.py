"""The theme part Word wants: our colours and fonts in its palette."""

from __future__ import annotations

from .docx_xml import DECLARATION
from .theme import Theme

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml(theme: Theme) -> bytes:
    """word/theme/theme1.xml."""
    c = theme.colours
    colours = (
        ("dk1", c.ink), ("lt1", "FFFFFF"), ("dk2", c.accent), ("lt2", c.tint),
        ("accent1", c.accent), ("accent2", c.quiet), ("accent3", c.uke_frame),
        ("accent4", c.hairline), ("accent5", c.soft), ("accent6", c.uke_title),
        ("hlink", c.accent), ("folHlink", c.quiet),
    )  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours)
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' name="dpsdocs"><a:themeElements><a:clrScheme name="dpsdocs">{scheme}</a:clrScheme>'
        '<a:fontScheme name="dpsdocs">'
        f"{_font('major', theme.names.semibold)}{_font('minor', theme.names.family)}</a:fontScheme>"
        f'<a:fmtScheme name="dpsdocs"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}'
        f"</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}"
        "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


def _font(kind: str, name: str) -> str:
    return f'<a:{kind}Font><a:latin typeface="{name}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>'
