"""Fonts inside a Word file: cut down to European letters and obfuscated as the format wants.

Word reads embedded fonts only in this form (ECMA-376 part 4, 14.2.1): the first 32 bytes are mixed with a
key that stands in the font table.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from .docx_xml import DECLARATION, ROOT
from .theme import CUT, Theme

# Latin with accents, Greek and Cyrillic, punctuation, currency, arrows, mathematics, boxes
_RANGES = (
    (0x20, 0x24F),
    (0x370, 0x45F),
    (0x2010, 0x205F),
    (0x20A0, 0x20BF),
    (0x2100, 0x22FF),
    (0x25A0, 0x25FF),
)


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """One face: where it goes in the font table and its obfuscated bytes."""

    family: str
    face: str
    part: str
    key: str
    data: bytes


@lru_cache(maxsize=2)
def embedded_fonts(theme: Theme) -> tuple[EmbeddedFont, ...]:
    """Regular and italic of both families."""
    names, files = theme.names, theme.fonts
    faces = (
        (names.family, "embedRegular", files.regular),
        (names.family, "embedItalic", files.italic),
        (names.semibold, "embedRegular", files.semibold),
        (names.semibold, "embedItalic", files.semibold_italic),
    )
    return tuple(_embedded(n, *face) for n, face in enumerate(faces, 1))


def font_table_xml(theme: Theme) -> bytes:
    """word/fontTable.xml; the relation ids are rId1, rId2 … in the order of ``embedded_fonts``."""
    names = theme.names
    fonts = embedded_fonts(theme)
    out = ""
    for family, other in ((names.family, names.fallback), (names.semibold, names.semibold_fallback)):
        faces = "".join(
            f'<w:{font.face} r:id="rId{n}" w:fontKey="{{{font.key}}}"/>'
            for n, font in enumerate(fonts, 1)
            if font.family == family
        )
        out += (
            f'<w:font w:name="{family}"><w:altName w:val="{other}"/><w:charset w:val="00"/>'
            f'<w:family w:val="swiss"/><w:pitch w:val="variable"/>{faces}</w:font>'
        )
    return f"{DECLARATION}<w:fonts {ROOT}>{out}</w:fonts>".encode()


def _embedded(number: int, family: str, face: str, path: Path) -> EmbeddedFont:
    own = path.name.startswith(CUT)  # cut down once, when taken in or shipped: doing it takes half a second
    ready = path if own else path.parent / "word" / path.name
    data = ready.read_bytes() if ready.exists() else subset_font(path)
    key = uuid.UUID(bytes=hashlib.sha256(data).digest()[:16])
    mask = bytes.fromhex(key.hex)[::-1]
    head = bytes(byte ^ mask[n % 16] for n, byte in enumerate(data[:32]))
    return EmbeddedFont(family, face, f"/word/fonts/font{number}.odttf", str(key).upper(), head + data[32:])


def subset_font(path: Path) -> bytes:
    """The font with European letters only; also makes the files under static/fonts/word."""
    return cut(str(path))


def cut(source: str | BinaryIO) -> bytes:
    """A font from a file or a stream, with European letters only."""
    from fontTools import subset  # type: ignore[import-untyped, unused-ignore]

    options = subset.Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.hinting = False
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in _RANGES for code in range(first, last + 1)])
    out = io.BytesIO()
    with subset.load_font(source, options) as font:
        cutter.subset(font)
        font.save(out, reorderTables=True)
    return out.getvalue()
