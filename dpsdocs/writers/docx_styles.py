"""Styles made from the theme.

Built-in styles keep the names Word knows them by («heading 1», «toc 1», «List Bullet»), so that it shows
them in the reader's language and uses them in the navigation pane; their ids are the Norwegian names.
"""

from __future__ import annotations

from .docx_numbers import BULLETS, LETTERS, OUTLINE
from .docx_xml import DECLARATION, ROOT, twips
from .theme import Theme

BULLET_INDENT, LETTER_INDENT = 5.0, 7.0  # millimetres


def styles_xml(theme: Theme, toc_depth: int) -> bytes:
    """word/styles.xml."""
    parts = [
        _defaults(theme),
        *_headings(theme),
        *_text(theme),
        *_boxes(theme),
        *_tables(theme),
        *_fronts(theme, toc_depth),
    ]
    parts += [*_running(theme), *_characters(theme), *_table_styles(theme)]
    return f"{DECLARATION}<w:styles {ROOT}>{''.join(parts)}</w:styles>".encode()


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
        _style("Overskrift1", "heading 1", one, run_properties(17, accent, semi), following="Brodtekst"),
        _style("Overskrift2", "heading 2", two, run_properties(11.5, "", semi), following="Brodtekst"),
        _style("Overskrift3", "heading 3", three, run_properties(10.5, "", semi), following="Brodtekst"),
    )


def _text(theme: Theme) -> tuple[str, ...]:
    colours = theme.colours
    column = theme.number_column
    hang = f'<w:ind w:left="{twips(column)}" w:hanging="{twips(column)}"/>'
    plain = f'<w:ind w:left="{twips(column)}"/>'
    bullet = f'<w:ind w:left="{twips(column + BULLET_INDENT)}" w:hanging="{twips(BULLET_INDENT)}"/>'
    letter = f'<w:ind w:left="{twips(column + LETTER_INDENT)}" w:hanging="{twips(LETTER_INDENT)}"/>'
    return (
        _style("Brodtekst", "Body Text", _spacing(0, 5, 15) + plain),
        _style("Merknad", "Merknad", _spacing(0, 5, 12.5) + plain, run_properties(8.75, colours.quiet)),
        _style("Punkt2", "Punkt 2", _num(2) + _spacing(0, 5, 15) + hang),
        _style("Punkt3", "Punkt 3", _num(3) + _spacing(0, 5, 15) + hang),
        _style("Punktliste", "List Bullet", _num(0, BULLETS) + _spacing(0, 2.5, 15) + bullet),
        _style("Bokstavliste", "Bokstavliste", _num(0, LETTERS) + _spacing(0, 2.5, 15) + letter),
    )


def _boxes(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    tint = f'<w:shd w:val="clear" w:color="auto" w:fill="{colours.tint}"/>'
    plain = f'<w:ind w:left="{twips(theme.number_column)}"/>'
    return (
        _style("Faktaboks", "Faktaboks", _spacing(0, 3, 15)),
        _style(
            "Faktabokstittel",
            "Faktaboks tittel",
            _spacing(0, 1, 15),
            run_properties(10.5, colours.accent, semi),
        ),
        _style("UKEblokk", "UKE-blokk", _spacing(0, 3, 15)),
        _style(
            "UKEblokktittel",
            "UKE-blokk tittel",
            _spacing(0, 1, 15),
            run_properties(10.5, colours.uke_title, semi),
        ),
        _style(
            "Formel",
            "Formel",
            tint + _spacing(5, 8, 15) + plain + '<w:jc w:val="center"/>',
            run_properties(11.5),
        ),
        _style(
            "Signatur",
            "Signatur",
            _line(colours.ink) + _spacing(26, 0, 12),
            run_properties(8.5, colours.quiet),
        ),
        _style("Signaturnavn", "Signatur navn", _spacing(0, 0, 14), run_properties(10)),
    )


def _tables(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    keep = "<w:keepNext/>"
    right = '<w:jc w:val="right"/>'
    centred = '<w:jc w:val="center"/>'
    return (
        _style("Tabelltittel", "caption", keep + _spacing(8, 4, 13), run_properties(9.5, "", semi)),
        _style(
            "Faktatittel", "Faktatittel", keep + _spacing(16, 9, 20), run_properties(17, colours.accent, semi)
        ),
        _style(
            "Tabellhode",
            "Tabellhode",
            keep + _spacing(0, 0, 11.5),
            run_properties(8.75, colours.accent, semi),
        ),
        _style("Tabelltekst", "Tabelltekst", _spacing(0, 0, 13), run_properties(9.5)),
        _style("Tabelltall", "Tabelltall", _spacing(0, 0, 13) + right, run_properties(9.5)),
        _style("Ledetekst", "Ledetekst", _spacing(0, 0, 13), run_properties(9.5, colours.quiet)),
        _style("Kravid", "Krav-id", _spacing(0, 0, 13), run_properties(9.5, colours.accent, semi)),
        _style("Kravtype", "Kravtype", _spacing(0, 0, 13) + centred, run_properties(8.5)),
        _style("Tabellnote", "Tabellnote", _spacing(4.5, 12, 12), run_properties(8.75, colours.quiet)),
        _style("Ettertabell", "Etter tabell", _spacing(0, 8, 4, exact=True), run_properties(2)),
    )


def _fronts(theme: Theme, toc_depth: int) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    column = twips(theme.number_column)
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{column}"/></w:tabs>'
    hang = f'<w:ind w:left="{column}" w:hanging="{column}"/>'
    line = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="{colours.hairline}"/>'
        f'<w:between w:val="single" w:sz="4" w:space="3" w:color="{colours.hairline}"/></w:pBdr>'
    )
    one = f"{tab}{_spacing(3, 0, 13)}{hang}" if toc_depth > 1 else f"{line}{tab}{_spacing(3, 0, 15)}{hang}"
    return (
        _style("Tittel", "Title", _spacing(0, 0, 40), run_properties(37, colours.accent, semi)),
        _style(
            "Vedleggstittel",
            "Vedleggstittel",
            _spacing(24, 0, 32),
            run_properties(29, colours.accent, semi),
            based="Tittel",
        ),
        _style("Undertittel", "Subtitle", _spacing(14, 0, 20), run_properties(17)),
        _style("Ingress", "Ingress", _spacing(12, 0, 17), run_properties(11.5, colours.soft)),
        _style("Avsender", "Avsender", _spacing(0, 0, 16), run_properties(11)),
        _style("Eksempel", "Eksempel", _spacing(12, 6, 12.5), run_properties(8.75, colours.quiet)),
        _style(
            "Gradering",
            "Gradering",
            _spacing(0, 4, 12) + '<w:jc w:val="right"/>',
            run_properties(9, "", semi),
        ),
        _style(
            "Innholdsoverskrift",
            "TOC Heading",
            "<w:keepNext/>" + _spacing(14, 8, 20),
            run_properties(17, colours.accent, semi),
        ),
        _style("Innhold1", "toc 1", one, run_properties(10, "", semi)),
        _style("Innhold2", "toc 2", f"{tab}{_spacing(0, 0, 13)}{hang}", run_properties(9.5, colours.soft)),
    )


def _running(theme: Theme) -> tuple[str, ...]:
    right = f'<w:tabs><w:tab w:val="right" w:pos="{twips(theme.portrait.inner)}"/></w:tabs>'
    small = run_properties(8.5, theme.colours.quiet)
    return (
        _style("Topptekst", "header", right + _spacing(0, 0, 11), small),
        _style("Bunntekst", "footer", right + _spacing(0, 0, 11), small),
    )


def _characters(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    framed = f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{colours.uke_frame}"/>'
    gap = run_properties(0, colours.gap_text, semi) + framed + _shade(colours.gap_fill)
    filled = f'<w:u w:val="single" w:color="{colours.accent}"/>{_shade(colours.field_fill)}'
    return (
        _character("Uthevet", "Uthevet", _fonts(semi)),
        _character("Felt", "Felt", filled),
        _character("Feltmangler", "Felt mangler", gap),
        _character(
            "Plassholder", "Placeholder Text", run_properties(0, colours.quiet) + _shade(colours.tint)
        ),
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


def run_properties(size: float = 0, colour: str = "", font: str = "") -> str:
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
