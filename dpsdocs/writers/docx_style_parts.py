"""What Word styles are put together from."""

from __future__ import annotations

from .docx_numbers import OUTLINE


def margins(top: int, left: int, bottom: int, *, right: int | None = None) -> str:
    """Cell margins of a table style, in twips."""
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", left if right is None else right))
    cells = "".join(f'<w:{name} w:w="{width}" w:type="dxa"/>' for name, width in sides)
    return f"<w:tblCellMar>{cells}</w:tblCellMar>"


def style(
    identity: str,
    name: str,
    ppr: str,
    rpr: str = "",
    *,
    based: str = "Normal",
    following: str = "",
    default: bool = False,
) -> str:
    """A paragraph style."""
    parent = "" if default else f"<w:basedOn w:val={quoted(based)}/>"
    after = f"<w:next w:val={quoted(following)}/>" if following else ""
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{identity}"><w:name w:val="{name}"/>{parent}{after}'
        f"<w:qFormat/><w:pPr>{ppr}</w:pPr>{f'<w:rPr>{rpr}</w:rPr>' if rpr else ''}</w:style>"
    )


def character(identity: str, name: str, rpr: str) -> str:
    """A character style."""
    return (
        f'<w:style w:type="character" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Standardskriftforavsnitt"/><w:qFormat/><w:rPr>{rpr}</w:rPr></w:style>'
    )


def table_style(identity: str, properties: str) -> str:
    """A table style."""
    return (
        f'<w:style w:type="table" w:styleId="{identity}"><w:name w:val="{identity}"/>'
        f'<w:basedOn w:val="Vanligtabell"/><w:tblPr>{properties}</w:tblPr></w:style>'
    )


def run_properties(size: float = 0, colour: str = "", font: str = "") -> str:
    """Run properties in schema order; zero and nothing leave what is inherited."""
    out = fonts(font) if font else ""
    out += f"<w:color w:val={quoted(colour)}/>" if colour else ""
    half = round(size * 2)
    return out + (f"<w:sz w:val={quoted(half)}/><w:szCs w:val={quoted(half)}/>" if size else "")


def fonts(name: str) -> str:
    """One family for every script."""
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def spacing(before: float, after: float, line: float, *, exact: bool = False) -> str:
    """Points. Lines are at least so high, so that no letter is ever cut off."""
    how = "exact" if exact else "atLeast"
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
        f' w:line="{round(line * 20)}" w:lineRule="{how}"/>'
    )


def counted(level: int, number: int = OUTLINE) -> str:
    """Numbering tied to a style."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def outline(level: int) -> str:
    """The level in the navigation pane."""
    return f'<w:outlineLvl w:val="{level}"/>'


def shade(fill: str) -> str:
    """A background."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def line_above(colour: str) -> str:
    """A rule above a paragraph."""
    return f'<w:pBdr><w:top w:val="single" w:sz="6" w:space="2" w:color="{colour}"/></w:pBdr>'


def room(colour: str, points: int) -> str:
    """Coloured room above and below a paragraph, as borders no one sees."""
    sides = (
        f'<w:{side} w:val="single" w:sz="2" w:space="{points}" w:color="{colour}"/>'
        for side in ("top", "bottom")
    )
    return f"<w:pBdr>{''.join(sides)}</w:pBdr>"


def quoted(value: object) -> str:
    """An attribute value."""
    return f'"{value}"'
