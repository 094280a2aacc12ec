"""Word's numbering made from the theme: the outline tied to its styles, bullets, lettered lists."""

from __future__ import annotations

from .docx_numbers import BULLETS, FIRST_LIST, LETTERS, OUTLINE, SILENT
from .docx_style_parts import run_properties
from .docx_styles import BULLET_INDENT, LETTER_INDENT
from .docx_xml import DECLARATION, ROOT, twips
from .theme import Theme


def numbering_xml(theme: Theme, lists: int, *, typed: bool = False) -> bytes:
    """word/numbering.xml: the outline, bullets, letters, and one restarted list per lettered list.

    ``typed`` adds the numbering of paragraphs whose numbers are typed.
    """
    quiet, accent = theme.colours.quiet, theme.colours.accent
    column = twips(theme.number_column)
    levels = (
        ("Overskrift1", "%1", run_properties(colour=accent, font=theme.names.family)),
        ("Overskrift2", "%1.%2", run_properties(colour=accent, font=theme.names.family)),
        ("Punkt2", "%1.%3", run_properties(size=9, colour=quiet)),
        ("Punkt3", "%1.%2.%4", run_properties(size=9, colour=quiet)),
    )
    outline = "".join(
        _level(n, "decimal", text, column, column, rpr, style) for n, (style, text, rpr) in enumerate(levels)
    )
    place = twips(theme.number_column + BULLET_INDENT)
    bullet = _level(0, "bullet", "–", place, twips(BULLET_INDENT), run_properties(colour=accent))
    letter = _level(
        0, "lowerLetter", "%1)", twips(theme.number_column + LETTER_INDENT), twips(LETTER_INDENT), ""
    )
    abstracts = (
        _abstract(OUTLINE, "multilevel", outline)
        + _abstract(BULLETS, "hybridMultilevel", bullet)
        + _abstract(LETTERS, "hybridMultilevel", letter)
    )
    numbers = "".join(_number(n, n) for n in (OUTLINE, BULLETS, LETTERS))
    if typed:
        silent = (
            '<w:numFmt w:val="none"/><w:suff w:val="nothing"/><w:lvlText w:val=""/><w:lvlJc w:val="left"/>'
        )
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{silent}</w:lvl>'
        abstracts += _abstract(SILENT, "hybridMultilevel", level)
        numbers += _number(SILENT, SILENT)
    numbers += "".join(_number(FIRST_LIST + n, LETTERS, restart=True) for n in range(lists))
    return f"{DECLARATION}<w:numbering {ROOT}>{abstracts}{numbers}</w:numbering>".encode()


def _abstract(identity: int, kind: str, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{identity}"><w:nsid w:val="4D50530{identity}"/>'
        f'<w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
    )


def _number(identity: int, abstract: int, *, restart: bool = False) -> str:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>{again}</w:num>'


def _level(level: int, kind: str, text: str, left: int, hanging: int, rpr: str, style: str = "") -> str:
    marks = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{linked}'
        f'<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs>'
        f'<w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{marks}</w:lvl>'
    )
