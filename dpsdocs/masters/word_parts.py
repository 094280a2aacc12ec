"""The parts of a Word file that is edited and comes back: styles, lists, and the lines between pieces of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .segments import NAMES, Segment

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OPENS = re.compile(r"^:::+\s*([a-zæøå]+)")
_TITLE = re.compile(r"\btittel=\"(.*?)\"")
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="708" w:footer="708" w:gutter="0"/>'
    "</w:sectPr>"
)


def fixed_words(piece: Segment) -> str:
    """What the line says that stands where a box, formula or signature begins or ends."""
    found = _OPENS.match(piece.lines[0])
    if not found:
        return "Slutt på det som begynte over"
    title = _TITLE.search(piece.lines[0])
    words = NAMES.get(found[1], found[1].capitalize())
    return f"{words}: {title[1]}" if title else words


def package(body: str, lists: int, info: str, guide: str) -> Iterator[tuple[str, str]]:
    """Names and contents of the parts. ``lists`` is how many lettered lists there are, plus one."""
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/></Types>',
    )
    yield "_rels/.rels", _relations(("officeDocument", "word/document.xml"))
    yield "word/_rels/document.xml.rels", _relations(("styles", "styles.xml"), ("numbering", "numbering.xml"))
    yield "word/document.xml", f'{_HEAD}<w:document xmlns:w="{W}"><w:body>{body}{_PAGE}</w:body></w:document>'
    yield "word/styles.xml", _styles(info, guide)
    yield "word/numbering.xml", _numbering(lists)


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _styles(info: str, guide: str) -> str:
    made = [
        _style("Normal", "Normal", '<w:spacing w:after="120"/>', "", default=True),
        _style("Overskrift1", "heading 1", '<w:keepNext/><w:spacing w:before="360" w:after="120"/>'
               '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="32"/>'),
        _style("Overskrift2", "heading 2", '<w:keepNext/><w:spacing w:before="280" w:after="80"/>'
               '<w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="26"/>'),
        _style("Punktliste", "List Bullet", '<w:numPr><w:numId w:val="1"/></w:numPr>', ""),
        _style("Bokstavliste", "List Number", "", ""),
        _style("OmPunktet", info, '<w:keepNext/><w:pBdr><w:top w:val="single" w:sz="4" w:space="4" '
               'w:color="999999"/></w:pBdr><w:spacing w:before="200" w:after="60"/>',
               '<w:color w:val="595959"/><w:sz w:val="18"/>', following="Normal"),
        _style("Veiledning", guide, '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="999999"/></w:pBdr>'
               '<w:ind w:left="240"/>', '<w:i/><w:color w:val="404040"/>'),
        f'<w:style w:type="table" w:styleId="Rutenett"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>{_borders()}'
        "</w:tblBorders></w:tblPr></w:style>",
    ]  # fmt: skip
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="nb-NO"/>'
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f'{_HEAD}<w:styles xmlns:w="{W}">{defaults}{"".join(made)}</w:styles>'


def _style(
    id: str, name: str, paragraph: str, run: str, *, default: bool = False, following: str = ""
) -> str:
    head = f'<w:style w:type="paragraph"{" w:default={0}1{0}".format(chr(34)) if default else ""} w:styleId="{id}">'
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'{head}<w:name w:val="{name}"/>{based}{after}<w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>' for side in sides)


def _numbering(lists: int) -> str:
    levels = (("bullet", "–"), ("lowerLetter", "%1."))
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr>'
        "</w:lvl></w:abstractNum>"
        for n, (kind, text) in enumerate(levels)
    )
    made += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    made += "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/>{again}</w:num>' for n in range(2, lists + 1)
    )
    return f'{_HEAD}<w:numbering xmlns:w="{W}">{made}</w:numbering>'
