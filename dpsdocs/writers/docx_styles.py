"""Styles made from the theme.

Built-in styles keep the names Word knows them by («heading 1», «toc 1», «List Bullet»), so that it shows
them in the reader's language and uses them in the navigation pane; their ids are the Norwegian names.
"""

from __future__ import annotations

from .docx_numbers import BULLETS, LETTERS
from .docx_style_parts import (
    character,
    counted,
    fonts,
    line_above,
    margins,
    outline,
    quoted,
    room,
    run_properties,
    shade,
    spacing,
    style,
    table_style,
)
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
        *_fronts(theme),
        *_contents(theme, toc_depth),
    ]
    parts += [*_running(theme), *_characters(theme), *_table_styles(theme)]
    return f"{DECLARATION}<w:styles {ROOT}>{''.join(parts)}</w:styles>".encode()


def _defaults(theme: Theme) -> str:
    names, half = theme.names, round(theme.scale.text_size * 2)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(names.family)}<w:color w:val={quoted(theme.colours.ink)}/>"
        '<w:kern w:val="2"/>'  # pairs of letters closer, as in the PDF: else lines break elsewhere
        f"<w:sz w:val={quoted(half)}/><w:szCs w:val={quoted(half)}/>"
        '<w:lang w:val="nb-NO" w:eastAsia="nb-NO" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{style('Normal', 'Normal', spacing(0, 0, theme.scale.text_line), default=True)}"
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
    accent, semi, scale = theme.colours.accent, theme.names.semibold, theme.scale
    column = twips(theme.number_column)
    hang = f'<w:ind w:left="{column}" w:hanging="{column}"/>'
    plain = f'<w:ind w:left="{column}"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    first = spacing(scale.heading1_before, scale.heading1_after, scale.heading1_line)
    second = spacing(scale.heading2_before, scale.heading2_after, scale.heading2_line)
    third = spacing(scale.heading3_before, scale.heading3_after, scale.heading3_line)
    one, two = (
        f"{keep}{counted(level)}{around}{hang}{outline(level)}"
        for level, around in enumerate((first, second))
    )
    three = f"{keep}{third}{plain}{outline(2)}"
    return (
        style(
            "Overskrift1",
            "heading 1",
            one,
            run_properties(scale.heading1_size, accent, semi),
            following="Brodtekst",
        ),
        style(
            "Overskrift2",
            "heading 2",
            two,
            run_properties(scale.heading2_size, "", semi),
            following="Brodtekst",
        ),
        style(
            "Overskrift3",
            "heading 3",
            three,
            run_properties(scale.heading3_size, "", semi),
            following="Brodtekst",
        ),
    )


def _text(theme: Theme) -> tuple[str, ...]:
    colours, line, after = theme.colours, theme.scale.text_line, theme.scale.text_after
    column = theme.number_column
    hang = f'<w:ind w:left="{twips(column)}" w:hanging="{twips(column)}"/>'
    plain = f'<w:ind w:left="{twips(column)}"/>'
    bullet = f'<w:ind w:left="{twips(column + BULLET_INDENT)}" w:hanging="{twips(BULLET_INDENT)}"/>'
    letter = f'<w:ind w:left="{twips(column + LETTER_INDENT)}" w:hanging="{twips(LETTER_INDENT)}"/>'
    whole = "<w:keepLines/>"  # programs share out a paragraph's lines differently where a page ends
    return (
        style("Brodtekst", "Body Text", whole + spacing(0, after, line) + plain),
        style(
            "Merknad", "Merknad", whole + spacing(0, after, 12.5) + plain, run_properties(9, colours.quiet)
        ),
        style("Punkt2", "Punkt 2", whole + counted(2) + spacing(0, after, line) + hang),
        style("Punkt3", "Punkt 3", whole + counted(3) + spacing(0, after, line) + hang),
        style("Punktliste", "List Bullet", whole + counted(0, BULLETS) + spacing(0, 2.5, line) + bullet),
        style("Bokstavliste", "Bokstavliste", whole + counted(0, LETTERS) + spacing(0, 2.5, line) + letter),
    )


def _boxes(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    size, line = theme.scale.text_size, theme.scale.text_line
    tint = f'<w:shd w:val="clear" w:color="auto" w:fill="{colours.tint}"/>'
    plain = f'<w:ind w:left="{twips(theme.number_column)}"/>'
    return (
        style("Faktaboks", "Faktaboks", spacing(0, 3, line)),
        style(
            "Faktabokstittel",
            "Faktaboks tittel",
            spacing(0, 1, line),
            run_properties(size, colours.accent, semi),
        ),
        style("UKEblokk", "UKE-blokk", spacing(0, 3, line)),
        style(
            "UKEblokktittel",
            "UKE-blokk tittel",
            spacing(0, 1, line),
            run_properties(size, colours.uke_title, semi),
        ),
        style(
            "Formel",
            "Formel",
            room(colours.tint, 9) + tint + spacing(5, 8, line) + plain + '<w:jc w:val="center"/>',
            run_properties(11.5),
        ),
        style(
            "Signatur",
            "Signatur",
            line_above(colours.ink) + spacing(26, 0, 12),
            run_properties(8.5, colours.quiet),
        ),
        style("Signaturnavn", "Signatur navn", spacing(0, 0, 14), run_properties(10)),
    )


def _tables(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    keep = "<w:keepNext/>"
    right = '<w:jc w:val="right"/>'
    centred = '<w:jc w:val="center"/>'
    return (
        style("Tabelltittel", "caption", keep + spacing(8, 4, 13), run_properties(9.5, "", semi)),
        style(
            "Faktatittel",
            "Faktatittel",
            keep + spacing(24, 9, theme.scale.heading1_line),
            run_properties(theme.scale.heading1_size, colours.accent, semi),
        ),
        style(
            "Tabellhode",
            "Tabellhode",
            keep + spacing(0, 0, 11.5),
            run_properties(9, colours.accent, semi),
        ),
        style("Tabelltekst", "Tabelltekst", spacing(0, 0, 13), run_properties(9.5)),
        style("Tabelltall", "Tabelltall", spacing(0, 0, 13) + right, run_properties(9.5)),
        style("Faktatekst", "Faktatekst", spacing(0, 0, 14), run_properties(10)),
        style("Ledetekst", "Ledetekst", spacing(0, 0, 14), run_properties(10, colours.quiet)),
        style("Smaaledetekst", "Ledetekst liten", spacing(0, 0, 11), run_properties(8.5, colours.quiet)),
        style("Kravid", "Krav-id", spacing(0, 0, 13), run_properties(9.5, colours.accent, semi)),
        style("Kravtype", "Kravtype", spacing(0, 0, 13) + centred, run_properties(8.5)),
        style("Tabellnote", "Tabellnote", spacing(4.5, 12, 12), run_properties(9, colours.quiet)),
        style("Ettertabell", "Etter tabell", spacing(0, 11, 1, exact=True), run_properties(1)),
    )


def _contents(theme: Theme, toc_depth: int) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    column, edge = twips(theme.number_column), twips(theme.portrait.inner)
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{column}"/><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'
    # no right indent: LibreOffice shows nothing that stands beyond it, not even the page number
    hang = f'<w:ind w:left="{column}" w:hanging="{column}"/>'
    line = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="{colours.hairline}"/>'
        f'<w:between w:val="single" w:sz="4" w:space="3" w:color="{colours.hairline}"/></w:pBdr>'
    )
    one = f"{'' if toc_depth > 1 else line}{tab}{spacing(3, 0, theme.scale.text_line)}{hang}"
    two = f"{tab}{spacing(0, 0, 14)}{hang}"
    return (
        style("Innhold1", "toc 1", one, run_properties(10, "", semi)),
        style("Innhold2", "toc 2", two, run_properties(9.5, colours.soft)),
    )


def _fronts(theme: Theme) -> tuple[str, ...]:
    colours, semi, scale = theme.colours, theme.names.semibold, theme.scale
    return (
        style(
            "Tittel",
            "Title",
            spacing(0, 0, scale.title_line, exact=True),
            run_properties(scale.title_size, colours.accent, semi),
        ),
        style(
            "Vedleggstittel",
            "Vedleggstittel",
            spacing(25, 0, 32, exact=True),
            run_properties(29, colours.accent, semi),
            based="Tittel",
        ),
        style(
            "Undertittel",
            "Subtitle",
            spacing(14, 0, scale.subtitle_line),
            run_properties(scale.subtitle_size),
        ),
        style("Vedleggsundertittel", "Vedleggsundertittel", spacing(5.5, 20, 19.5), run_properties(15)),
        style("Ingress", "Ingress", spacing(12, 0, 17), run_properties(11.5, colours.soft)),
        style("Avsender", "Avsender", spacing(0, 0, scale.text_line)),
        style("Eksempel", "Eksempel", spacing(12, 6, 12.5), run_properties(9, colours.quiet)),
        style(
            "Gradering",
            "Gradering",
            spacing(0, 4, 12) + '<w:jc w:val="right"/>',
            run_properties(9, "", semi),
        ),
        style(
            "Innholdsoverskrift",
            "TOC Heading",
            "<w:keepNext/>" + spacing(24, 8, scale.heading1_line),
            run_properties(scale.heading1_size, colours.accent, semi),
        ),
    )


def _running(theme: Theme) -> tuple[str, ...]:
    right = f'<w:tabs><w:tab w:val="right" w:pos="{twips(theme.portrait.inner)}"/></w:tabs>'
    small = run_properties(8.5, theme.colours.quiet)
    return (
        style("Topptekst", "header", right + spacing(0, 0, 11), small),
        style("Bunntekst", "footer", right + spacing(0, 0, 11), small),
    )


def _characters(theme: Theme) -> tuple[str, ...]:
    colours, semi = theme.colours, theme.names.semibold
    framed = f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{colours.uke_frame}"/>'
    gap = run_properties(0, colours.gap_text, semi) + framed + shade(colours.gap_fill)
    filled = f'<w:u w:val="single" w:color="{colours.accent}"/>{shade(colours.field_fill)}'
    return (
        character("Uthevet", "Uthevet", fonts(semi)),
        character("Felt", "Felt", filled),
        character("Feltmangler", "Felt mangler", gap),
        character("Plassholder", "Placeholder Text", run_properties(0, colours.quiet) + shade(colours.tint)),
    )


def _table_styles(theme: Theme) -> tuple[str, ...]:
    accent, hairline = theme.colours.accent, theme.colours.hairline
    borders = (
        f'<w:tblBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{accent}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{hairline}"/></w:tblBorders>'
    )
    return (
        table_style("Tabell", borders + margins(80, 100, 85)),
        table_style("Boks", margins(160, 240, 130)),
        table_style("Signaturtabell", margins(0, 0, 0, right=450)),
    )
