"""A font from a person's machine: TrueType that may be put in documents, with the signs they need, cut to those.

The cut is what the set keeps. It is read and written anew, so that nothing but letters and their tables comes along.
"""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from typing import Any

from ..writers.docx_fonts import cut

LARGEST = 1_000_000
NEEDED = "".join(map(chr, range(0x20, 0x7F))) + "æøåÆØÅéÉèòôüöä§«»–…•·’€½²×\u00a0"
_STARTS = (b"\x00\x01\x00\x00", b"true")
_NAME = re.compile(r"[A-Za-z0-9 ]{1,60}")
_NO_SUBSET, _BITMAPS = 0x0100, 0x0200


class FontRefused(ValueError):
    """The font cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ReadyFont:
    """A font as the set keeps it, the family Word knows it by and its style there, such as «Bold Italic»."""

    family: str
    style: str
    data: bytes


def ready_font(name: str, data: bytes) -> ReadyFont:
    """The font cut to European letters; ``FontRefused`` with the reason."""
    if not name.lower().endswith(".ttf"):
        raise FontRefused("Skriften må være en TTF-fil. Be leverandøren av skriften om TrueType-filer.")
    if reason := font_fault(data):
        raise FontRefused(reason)
    try:
        font = _opened(data)
        return ReadyFont(_family(font), str(font["name"].getDebugName(2) or ""), cut(io.BytesIO(data)))
    except Exception as error:  # the library has no common ancestor for what a broken font may raise
        raise FontRefused(_BROKEN) from error


def font_fault(data: bytes) -> str:
    """Why a font cannot stand in a set, or nothing."""
    if len(data) > LARGEST:
        return "Skriftfilen er for stor. Den kan være på høyst 1\u00a0MB."
    if data.startswith(b"OTTO"):
        return "Skriften er av en annen type enn TrueType. Word og PDF trenger TTF-filer med TrueType-omriss."
    if not data.startswith(_STARTS):
        return "Filen er ikke en TrueType-skrift."
    try:
        return _inner_fault(_opened(data))
    except Exception:  # the library has no common ancestor for what a broken font may raise
        return _BROKEN


_BROKEN = "Skriften er skadet og kan ikke leses. Hent filen på nytt."


def _opened(data: bytes) -> Any:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped, unused-ignore]

    logging.getLogger("fontTools").setLevel(
        logging.ERROR
    )  # it tells of every oddity, with words from the file
    return TTFont(io.BytesIO(data), lazy=True)


def _inner_fault(font: Any) -> str:
    if "glyf" not in font or "fvar" in font:
        return "Skriften er ikke vanlig TrueType med én vekt. Velg én fil for hver vekt."
    rights = font["OS/2"].fsType
    if rights & 0x000F not in (0, 8) or rights & (_NO_SUBSET | _BITMAPS):
        return "Lisensen i skriften tillater ikke at den legges i dokumenter som skal redigeres. Velg en annen skrift."
    if missing := [sign for sign in NEEDED if ord(sign) not in font.getBestCmap()]:
        return f"Skriften mangler tegn som dokumentene trenger: {' '.join(missing[:8])}. Velg en med norske tegn."
    if not _NAME.fullmatch(_family(font)):
        return "Navnet på skriften har tegn som ikke kan brukes. Det kan bare ha bokstavene a–z, tall og mellomrom."
    return ""


def _family(font: Any) -> str:
    return str(font["name"].getDebugName(1) or "").strip()
