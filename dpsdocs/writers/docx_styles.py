"""Styles and numbering made from the theme.

Built-in styles keep the names Word knows them by («heading 1», «toc 1», «List Bullet»), so that it shows
them in the reader's language and uses them in the navigation pane; their ids are the Norwegian names.
"""

from __future__ import annotations

from .docx_numbers import BULLETS, FIRST_LIST, LETTERS, OUTLINE
from .docx_xml import DECLARATION, ROOT, twips
from .theme import Theme

_BULLET, _LETTER = 5.0, 7.0  # millimetres, as in docx_body


def styles_xml(theme: Theme, toc_depth: int) -> bytes:
    """word/styles.xml."""
    parts = [_defaults(theme), *_headings(theme), *_text(theme), *_tables(theme), *_fronts(theme, toc_depth)]
    parts += [*_characters(theme), *_table_styles(theme)]
    return f"{DECLARATION}<w:styles {ROOT}>{''.join(parts)}</w:styles>".encode()


def numbering_xml(theme: Theme, lists: int) -> bytes:
    """word/numbering.xml: the outline, bullets, letters, and one restarted list per lettered list."""
    quiet, accent = theme.colours.quiet, theme.colours.accent
    column = twips(theme.number_column)
    levels = (
        ("Overskrift1", "%1", _rpr(colour=accent, font=theme.names.family)),
        ("Overskrift2", "%1.%2", _rpr(colour=accent, font=theme.names.family)),
        ("Punkt2", "%1.%3", _rpr(size=9, colour=quiet)),
        ("Punkt3", "%1.%2.%4", _rpr(size=9, colour=quiet)),
    )
    outline = "".join(
        _level(n, "decimal", text, column, column, rpr, style) for n, (style, text, rpr) in enumerate(levels)
    )
    bullet = _level(
        0, "bullet", "–", twips(theme.number_column + _BULLET), twips(_BULLET), _rpr(colour=accent)
    )
    letter = _level(0, "lowerLetter", "%1)", twips(theme.number_column + _LETTER), twips(_LETTER), "")
    abstracts = (
        _abstract(OUTLINE, "multilevel", outline)
        + _abstract(BULLETS, "hybridMultilevel", bullet)
        + _abstract(LETTERS, "hybridMultilevel", letter)
    )
    numbers = "".join(_number(n, n) for n in (OUTLINE, BULLETS, LETTERS))
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


def _defaults(theme: Theme) -> str:
    names = theme.names
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(names.family)}<w:color w:val={_q(theme.colours.ink)}/>"
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="nb-NO" w:eastAsia="nb-NO" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{_style('Normal', 'Normal', _spacing(0, 0, 15), default=True)}"
        '<w:style w:type="character" w:default="1" w:styleId="Standardskriftforavsnitt">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="Vanligtabell"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="Ingenliste"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


def _headings(theme: Theme) -> tuple[str, ...]:
    accent, semi = theme.colours.accent, theme.names.semibold
    column = twips(theme.number_column)
    hang = f'<w:ind w:left="{column}" w:hanging="{column}"/>'
    plain = f'<w:ind w:left="{column}"/>'
    one = f"<w:keepNext/><w:keepLines/>{_num(0)}{_spacing(22, 7, 20)}{hang}{_outline(0)}"
    two = f"<w:keepNext/><w:keepLines/>{_num(1)}{_spacing(12, 2.5, 15.5)}{hang}{_outline(1)}"
    three = f"<w:keepNext/><w:keepLines/>{_spacing(6, 1, 15)}{plain}{_outline(2)}"
    return (
        _style("Overskrift1", "heading 1", one, _rpr(17, accent, semi), following="Brodtekst"),
        _style("Overskrift2", "heading 2", two, _rpr(11.5, "", semi), following="Brodtekst"),
        _style("Overskrift3", "heading 3", three, _rpr(10.5, "", semi), following="Brodtekst"),
    )


def _text(theme: Theme) -> tuple[str, ...]:
    colours = theme.colours
    column = theme.number_column
    hang = f'<w:ind w:left="{twips(column)}" w:hanging="{twips(column)}"/>'
    plain = f'<w:ind w:left="{twips(column)}"/>'
    tint = f'<w:shd w:val="clear" w:color="auto" w:fill="{colours.tint}"/>'
    bullet = f'<w:ind w:left="{twips(column + _BULLET)}" w:hanging="{twips(_BULLET)}"/>'
    letter = f'<w:ind w:left="{twips(column + _LETTER)}" w:hanging="{twips(_LETTER)}"/>'
    return (
        _style("Brodtekst", "Body Text", _spacing(0, 5, 15) + plain),
        _style("Merknad", "Merknad", _spacing(0, 5, 12.5) + plain, _rpr(8.75, colours.quiet)),
        _style("Punkt2", "Punkt 2", _num(2) + _spacing(0, 5, 15) + hang),
        _style("Punkt3", "Punkt 3", _num(3) + _spacing(0, 5, 15) + hang),
        _style("Punktliste", "List Bullet", _num(0, BULLETS) + _spacing(0, 2.5, 15) + bullet),
        _style("Bokstavliste", "Bokstavliste", _num(0, LETTERS) + _spacing(0, 2.5, 15) + letter),
        _style("Faktaboks", "Faktaboks", _spacing(0, 3, 15)),
        _style(
            "Faktabokstittel",
            "Faktaboks tittel",
            _spacing(0, 1, 15),
            _rpr(10.5, colours.accent, theme.names.semibold),
        ),
        _style("UKEblokk", "UKE-blokk", _spacing(0, 3, 15)),
        _style(
            "UKEblokktittel",
            "UKE-blokk tittel",
            _spacing(0, 1, 15),
            _rpr(10.5, colours.uke_title, theme.names.semibold),
        ),
        _style("Formel", "Formel", tint + _spacing(5, 8, 15) + plain + '<w:jc w:val="center"/>', _rpr(11.5)),
        _style("Signatur", "Signatur", _line(colours.ink) + _spacing(26, 0, 12), _rpr(8.5, colours.quiet)),
        _style("Signaturnavn", "Signatur navn", _spacing(0, 0, 14), _rpr(10)),
    )


def _tables(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    keep = "<w:keepNext/>"
    right = '<w:jc w:val="right"/>'
    centred = '<w:jc w:val="center"/>'
    return (
        _style("Tabelltittel", "caption", keep + _spacing(8, 4, 13), _rpr(9.5, "", semi)),
        _style("Faktatittel", "Faktatittel", keep + _spacing(16, 9, 20), _rpr(17, colours.accent, semi)),
        _style("Tabellhode", "Tabellhode", keep + _spacing(0, 0, 11.5), _rpr(8.75, colours.accent, semi)),
        _style("Tabelltekst", "Tabelltekst", _spacing(0, 0, 13), _rpr(9.5)),
        _style("Tabelltall", "Tabelltall", _spacing(0, 0, 13) + right, _rpr(9.5)),
        _style("Ledetekst", "Ledetekst", _spacing(0, 0, 13), _rpr(9.5, colours.quiet)),
        _style("Kravid", "Krav-id", _spacing(0, 0, 13), _rpr(9.5, colours.accent, semi)),
        _style("Kravtype", "Kravtype", _spacing(0, 0, 13) + centred, _rpr(8.5)),
        _style("Tabellnote", "Tabellnote", _spacing(4.5, 12, 12), _rpr(8.75, colours.quiet)),
        _style("Ettertabell", "Etter tabell", _spacing(0, 8, 4, exact=True), _rpr(2)),
    )


def _fronts(theme: Theme, toc_depth: int) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    column = twips(theme.number_column)
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{column}"/></w:tabs>'
    hang = f'<w:ind w:left="{column}" w:hanging="{column}"/>'
    right = f'<w:tabs><w:tab w:val="right" w:pos="{twips(theme.portrait.inner)}"/></w:tabs>'
    line = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="{colours.hairline}"/>'
        f'<w:between w:val="single" w:sz="4" w:space="3" w:color="{colours.hairline}"/></w:pBdr>'
    )
    one = f"{tab}{_spacing(3, 0, 13)}{hang}" if toc_depth > 1 else f"{line}{tab}{_spacing(3, 0, 15)}{hang}"
    small = _rpr(8.5, colours.quiet)
    return (
        _style("Tittel", "Title", _spacing(0, 0, 40), _rpr(37, colours.accent, semi)),
        _style(
            "Vedleggstittel",
            "Vedleggstittel",
            _spacing(24, 0, 32),
            _rpr(29, colours.accent, semi),
            based="Tittel",
        ),
        _style("Undertittel", "Subtitle", _spacing(14, 0, 20), _rpr(17)),
        _style("Ingress", "Ingress", _spacing(12, 0, 17), _rpr(11.5, colours.soft)),
        _style("Avsender", "Avsender", _spacing(0, 0, 16), _rpr(11)),
        _style("Eksempel", "Eksempel", _spacing(12, 6, 12.5), _rpr(8.75, colours.quiet)),
        _style("Gradering", "Gradering", _spacing(0, 4, 12) + '<w:jc w:val="right"/>', _rpr(9, "", semi)),
        _style(
            "Innholdsoverskrift",
            "TOC Heading",
            "<w:keepNext/>" + _spacing(14, 8, 20),
            _rpr(17, colours.accent, semi),
        ),
        _style("Innhold1", "toc 1", one, _rpr(10, "", semi)),
        _style("Innhold2", "toc 2", f"{tab}{_spacing(0, 0, 13)}{hang}", _rpr(9.5, colours.soft)),
        _style("Topptekst", "header", right + _spacing(0, 0, 11), small),
        _style("Bunntekst", "footer", right + _spacing(0, 0, 11), small),
    )


def _characters(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    framed = f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{colours.uke_frame}"/>'
    gap = _rpr(0, colours.gap_text, semi) + framed + _shade(colours.gap_fill)
    filled = f'<w:u w:val="single" w:color="{colours.accent}"/>{_shade(colours.field_fill)}'
    return (
        _character("Uthevet", "Uthevet", _fonts(semi)),
        _character("Felt", "Felt", filled),
        _character("Feltmangler", "Felt mangler", gap),
        _character("Plassholder", "Placeholder Text", _rpr(0, colours.quiet) + _shade(colours.tint)),
    )


def _table_styles(theme: Theme) -> tuple[str, ...]:
    accent, hairline = theme.colours.accent, theme.colours.hairline
    borders = (
        f'<w:tblBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{accent}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{hairline}"/></w:tblBorders>'
    )
    return (
        _table_style("Tabell", borders + _margins(75, 100, 85)),
        _table_style("Boks", _margins(160, 240, 130)),
        _table_style("Signaturtabell", _margins(0, 0, 0, right=450)),
    )


def _margins(top: int, left: int, bottom: int, *, right: int | None = None) -> str:
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", left if right is None else right))
    cells = "".join(f'<w:{name} w:w="{width}" w:type="dxa"/>' for name, width in sides)
    return f"<w:tblCellMar>{cells}</w:tblCellMar>"


def _style(
    identity: str,
    name: str,
    ppr: str,
    rpr: str = "",
    *,
    based: str = "Normal",
    following: str = "",
    default: bool = False,
) -> str:
    parent = "" if default else f"<w:basedOn w:val={_q(based)}/>"
    after = f"<w:next w:val={_q(following)}/>" if following else ""
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{identity}"><w:name w:val="{name}"/>{parent}{after}'
        f"<w:qFormat/><w:pPr>{ppr}</w:pPr>{f'<w:rPr>{rpr}</w:rPr>' if rpr else ''}</w:style>"
    )


def _character(identity: str, name: str, rpr: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Standardskriftforavsnitt"/><w:qFormat/><w:rPr>{rpr}</w:rPr></w:style>'
    )


def _table_style(identity: str, properties: str) -> str:
    return (
        f'<w:style w:type="table" w:styleId="{identity}"><w:name w:val="{identity}"/>'
        f'<w:basedOn w:val="Vanligtabell"/><w:tblPr>{properties}</w:tblPr></w:style>'
    )


def _rpr(size: float = 0, colour: str = "", font: str = "") -> str:
    """Run properties in schema order; zero and nothing leave what is inherited."""
    out = _fonts(font) if font else ""
    out += f"<w:color w:val={_q(colour)}/>" if colour else ""
    half = round(size * 2)
    return out + (f"<w:sz w:val={_q(half)}/><w:szCs w:val={_q(half)}/>" if size else "")


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def _spacing(before: float, after: float, line: float, *, exact: bool = False) -> str:
    """Points. Lines are at least so high, so that no letter is ever cut off."""
    how = "exact" if exact else "atLeast"
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
        f' w:line="{round(line * 20)}" w:lineRule="{how}"/>'
    )


def _num(level: int, number: int = OUTLINE) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _line(colour: str) -> str:
    return f'<w:pBdr><w:top w:val="single" w:sz="6" w:space="2" w:color="{colour}"/></w:pBdr>'


def _q(value: object) -> str:
    return f'"{value}"'
