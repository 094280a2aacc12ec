"""Looks at a PDF from outside: is it one, and does it carry more than pages? No parser follows its structure.

Every byte of the file is looked through, and what is packed together in object streams as well. What can't be
looked through (encryption, unusual packing) is refused, so that nothing hides there.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_MAX_INFLATED = 100_000_000
_MAX_STREAMS, _MAX_PACKED = 100_000, 20_000
_PEEK = 512
_LARGEST_PIECE = 1_000_000
_LAST_PART = 2048
_AROUND = 1000

_DELIMITER = rb"\x00\t\n\f\r ()<>\[\]{}/%"
_NAME = re.compile(rb"/([^" + _DELIMITER + rb"]{2,127})")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_PACKED_OBJECTS = re.compile(rb"\s*(?:%|\d+[\s\x00]+\d+[\s\x00%])")
_EMBEDS = re.compile(rb"/EF[\s\x00]*(?:<<|\d+[\s\x00]+\d+[\s\x00]+R)")
_OBJECT = re.compile(rb"\d[\s\x00]+obj\b")
_CODE = frozenset(
    {b"JavaScript", b"Launch", b"Rendition", b"SubmitForm", b"ImportData", b"RichMedia", b"XFA"}
)
_FILES = frozenset({b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment", b"GoToE", b"EF"})
_ODD_PACKING = frozenset(
    {
        b"LZWDecode", b"LZW", b"ASCIIHexDecode", b"AHx", b"ASCII85Decode", b"A85", b"RunLengthDecode", b"RL",
        b"Crypt", b"DecodeParms", b"DP",
    }
)  # fmt: skip
_ODD = "PDF-filen er bygd på en uvanlig måte og kan ikke kontrolleres. Lagre den som PDF på nytt."


def fault(data: bytes) -> str:
    """Why the file is refused, in Norwegian; nothing when it may pass."""
    if not data.startswith(b"%PDF-"):
        return "Filen heter .pdf, men innholdet er noe annet. Lagre den som PDF på nytt."
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end > _LAST_PART or b"startxref" not in data:
        return "PDF-filen er skadet eller har noe lagt til på slutten. Lagre den som PDF på nytt."
    names = _names(data)
    if b"Encrypt" in names:
        return "PDF-filen er beskyttet med passord eller kryptert. Fjern beskyttelsen og prøv igjen."
    if b"ObjStm" in names and _oddly_packed(data):
        return _ODD
    return _carried(data, names) or _inside(data)


def _names(data: bytes) -> frozenset[bytes]:
    """All names there are, also those written with letters as numbers."""
    found = set(_NAME.findall(data))
    return frozenset(_plain(name) for name in found)


def _plain(name: bytes) -> bytes:
    return _HEX.sub(lambda match: bytes([int(match.group(1), 16)]), name) if b"#" in name else name


def _carried(data: bytes, names: frozenset[bytes]) -> str:
    if names & _CODE:
        return (
            "PDF-filen har skript eller handlinger som starter noe. Skriv den ut til en ny PDF og prøv igjen."
        )
    if (names & _FILES) - {b"EF"} or _EMBEDS.search(data) or _hidden_embeds(data):
        return "PDF-filen har andre filer inni seg. Ta dem ut, og last dem opp hver for seg."
    return ""


def _hidden_embeds(data: bytes) -> bool:
    return any(b"#" in name and _plain(name) == b"EF" for name in _NAME.findall(data))


def _oddly_packed(data: bytes) -> bool:
    """Whether objects are packed together in a way that isn't unpacked here."""
    found = [match for match in _NAME.finditer(data) if _plain(match.group(1)) == b"ObjStm"]
    if len(found) > _MAX_PACKED:
        return True
    for match in found:
        stream = _STREAM.search(data, match.end(), match.end() + _AROUND)
        if stream is None or not _PACKED_OBJECTS.match(_head(data, stream.end()) or b""):
            return True
        begin = match.start()
        for before in _OBJECT.finditer(data, max(0, match.start() - _AROUND), match.start()):
            begin = before.end()
        around = [_plain(name) for name in _NAME.findall(data[begin : stream.start()])]
        if _ODD_PACKING & set(around) or sum(name in (b"FlateDecode", b"Fl") for name in around) > 1:
            return True
    return False


def _inside(data: bytes) -> str:
    """What the streams that hold packed objects carry."""
    try:
        for part in _packed_objects(data):
            if reason := _carried(part, _names(part)):
                return reason
    except _TooMuch:
        return "PDF-filen blir for stor når den pakkes ut. Lagre den som PDF på nytt, med mindre bilder."
    except zlib.error:
        return _ODD
    return ""


class _TooMuch(Exception):
    """More than this program unpacks."""


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """What is in the streams that look as if they held objects, whatever they call themselves."""
    left = _MAX_INFLATED
    for count, match in enumerate(_STREAM.finditer(data)):
        if count > _MAX_STREAMS:
            raise _TooMuch
        head = _head(data, match.end())
        if head is None or not _PACKED_OBJECTS.match(head):
            continue
        part = _inflated(data, match.end(), left)
        left -= len(part)
        if left <= 0:
            raise _TooMuch
        yield part


def _inflated(data: bytes, start: int, most: int) -> bytes:
    """A whole stream, in growing pieces: what follows it is never copied more than once over."""
    packer, parts, piece = zlib.decompressobj(), bytearray(), _PEEK
    while start < len(data) and not packer.eof and len(parts) < most:
        parts += packer.decompress(packer.unconsumed_tail + data[start : start + piece], most - len(parts))
        start, piece = start + piece, min(2 * piece, _LARGEST_PIECE)
    return bytes(parts)


def _head(data: bytes, start: int) -> bytes | None:
    """The first bytes of a deflated stream, or None when it is some other kind."""
    if data[start : start + 1] == b"" or data[start] & 0x0F != 8:
        return None
    try:
        return zlib.decompressobj().decompress(data[start : start + 4 * _PEEK], _PEEK)
    except zlib.error:
        return None
