"""The smallest pieces of WordprocessingML: namespaces, units, paragraphs, runs, stable ids."""

from __future__ import annotations

import re
import zlib

from .text import escaped, tied

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ROOT = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="{M}" xmlns:mc="{MC}" xmlns:w14="{W14}" mc:Ignorable="w14"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_JOINED = re.compile(r"-(?=\d)(?:(?<=\d-)|(?<=\b[A-ZÆØÅ]-)|(?<=\b[A-ZÆØÅ]{2}-))")
TOP = '<w:spacing w:before="0"/>'  # of a paragraph that opens a page


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def text_run(text: str, properties: str = "") -> str:
    """A run; line feeds and tabs in the words become breaks and tabs."""
    if not text:
        return ""
    body = f'<w:t xml:space="preserve">{escaped(tied(text))}</w:t>'
    # Word breaks lines after any hyphen: «§ 25-2» and «K-25» would fall apart
    body = _JOINED.sub('</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', body)
    body = body.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    body = body.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f"<w:r>{_properties(properties)}{body}</w:r>"


def field(instruction: str, cached: str, properties: str = "") -> str:
    """A complex field with the words shown until someone updates it."""
    rpr = _properties(properties)
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{rpr}<w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText></w:r>'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{text_run(cached, properties)}"
        f'<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(
    style: str, content: str, *, keep: bool = False, split: bool = False, new_page: bool = False, number: str = "",
    extra: str = "",
) -> str:  # fmt: skip
    """A paragraph. ``number`` is a w:numPr, ``extra`` what follows it in schema order (spacing, ind, jc).

    ``keep`` holds it on the page of the next, ``split`` lets a page end inside it whatever its style says.
    """
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f"{'<w:keepNext/>' if keep else ''}{'<w:keepLines w:val={0}0{0}/>'.format(chr(34)) if split else ''}"
        f"{'<w:pageBreakBefore/>' if new_page else ''}{number}{extra}"
        f"</w:pPr>{content}</w:p>"
    )


def number_properties(number_id: int, level: int = 0) -> str:
    """A w:numPr; number id 0 switches the style's numbering off."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'


def bookmarked(content: str, name: str, number: int) -> str:
    """Content inside a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


class Ids:
    """Numbers made from ids, so that a clause keeps its number when others come and go."""

    def __init__(self) -> None:
        self._used: set[int] = set()

    def of(self, identity: str) -> int:
        """A positive 31-bit number no other caller got."""
        number = zlib.crc32(identity.encode("utf-8", "replace")) & 0x7FFFFFFF or 1
        while number in self._used:
            number = number % 0x7FFFFFFF + 1
        self._used.add(number)
        return number


def _properties(properties: str) -> str:
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""
