"""A logo from a person's machine: looked at from outside, then drawn anew as the plain kind of PNG all formats take.

PDF/A and print want no transparency and no colour profile of the picture's own, and a file that is drawn anew
carries nothing but its dots: no words, places or times.
"""

from __future__ import annotations

import io
import zlib

FLATTEST, NARROWEST = 8.0, 0.5  # width by height
MOST_DOTS = 1300  # along the longer side: 600 to the inch at the size it is printed
LARGEST_UPLOAD, LARGEST_PICTURE = 2_000_000, 300_000
_BROKEN = "Bildet er skadet og kan ikke leses. Lagre det som PNG på nytt."
_PNG = b"\x89PNG\r\n\x1a\n"
_WHOLE = b"\x08\x02\x00\x00\x00"  # eight bits, red, green and blue, nothing laid in between


class LogoRefused(ValueError):
    """The picture cannot be a logo; the message says why and what to do."""


def ready(name: str, data: bytes) -> bytes:
    """The logo as the documents hold it; the same picture gives the same bytes."""
    if not data:
        raise LogoRefused("Filen er tom. Velg en PNG-fil.")
    if not name.lower().endswith(".png"):
        raise LogoRefused("Logoen må være en PNG-fil. Lagre bildet som PNG, og velg filen på nytt.")
    if reason := png_fault(data, LARGEST_UPLOAD):
        raise LogoRefused(reason)
    width, height = size(data)
    if not NARROWEST <= width / height <= FLATTEST:
        raise LogoRefused(
            f"Logoen er {width} punkter bred og {height} høy. Den kan være høyst 8 ganger så bred som høy, og høyst "
            "dobbelt så høy som bred. Klipp bort luften rundt den."
        )
    if not _chunks(data):
        raise LogoRefused(_BROKEN)
    drawn = _drawn(data)
    if reason := logo_fault(drawn):
        raise LogoRefused(reason)
    return drawn


def size(data: bytes) -> tuple[int, int]:
    """How many dots wide and high a PNG says it is."""
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def png_fault(content: bytes, largest: int = LARGEST_PICTURE) -> str:
    """Why a PNG picture is refused."""
    if len(content) > largest:
        return f"Bildet er for stort. Et bilde kan være på høyst {largest // 1000} kB."
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 33:
        return "Bildet er ikke en PNG-fil."
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if not (16 <= width <= 4000 and 16 <= height <= 4000):
        return f"Bildet er på {width} × {height} punkter. Bruk mellom 16 og 4000 punkter i hver retning."
    return ""


def logo_fault(data: bytes) -> str:
    """Why a PNG cannot stand in a set as its logo: only the plain kind that ``ready`` makes."""
    if reason := png_fault(data):
        return reason
    plain = (
        "Logoen er ikke lagret slik programmet gjør det. Ta den inn under «Utseende» i et utkast i stedet."
    )
    width, height = size(data)
    if max(width, height) > MOST_DOTS or not NARROWEST <= width / height <= FLATTEST:
        return plain
    chunks = _chunks(data)
    kinds = [kind for kind, _ in chunks]
    if (
        data[24:29] != _WHOLE
        or kinds[:1] != [b"IHDR"]
        or kinds[-1:] != [b"IEND"]
        or set(kinds[1:-1]) != {b"IDAT"}
    ):
        return plain
    unpacking, wanted = zlib.decompressobj(), height * (1 + 3 * width)
    try:
        dots = unpacking.decompress(b"".join(part for kind, part in chunks if kind == b"IDAT"), wanted + 1)
    except zlib.error:
        return plain
    return "" if len(dots) == wanted and unpacking.eof and max(dots[:: 1 + 3 * width]) <= 4 else plain


def _drawn(data: bytes) -> bytes:
    """On white, in eight bits of red, green and blue, no larger than print can show."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as read:
            seen = read.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise LogoRefused(_BROKEN) from error
    seen.thumbnail((MOST_DOTS, MOST_DOTS))  # first, so that a large one takes less memory
    paper = Image.new("RGBA", seen.size, "white")
    plain = Image.alpha_composite(paper, seen).convert("RGB")
    out = io.BytesIO()
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """The pieces of a PNG by kind, as far as they are whole."""
    found, at = [], 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        kind, part = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if data[at + 8 + length : at + 12 + length] != zlib.crc32(kind + part).to_bytes(4):
            break
        found.append((kind, part))
        at += 12 + length
    return found if at == len(data) else []
