"""Everything that can be read out of a file by somebody curious: text, parts, properties, metadata."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

import pypdf

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[\s\u00a0\u202f\u2009\u00ad\u2011\u2060-]+")


def squeezed(text: str) -> str:
    """Small letters without spaces and hyphens, so that no line break, thin space or hyphen hides a word."""
    return _SPACE.sub("", text).casefold()


def readable(data: bytes) -> str:
    """All that can be read in the files of a ZIP, squeezed."""
    return squeezed("\n".join(_zip(data)))


def _zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        yield source.comment.decode("latin-1")
        for info in source.infolist():
            yield info.filename
            yield info.comment.decode("latin-1") + info.extra.decode("latin-1")
            content = source.read(info)
            if content.startswith(b"PK\x03\x04"):
                yield from _zip(content)
            elif content.startswith(b"%PDF"):
                yield from _pdf(content)
            else:
                yield from _text(content.decode("utf-8", "replace"))


def _text(text: str) -> Iterator[str]:
    """As it stands, and what is left when tags go: Word splits words between runs."""
    yield text
    yield html.unescape(_TAG.sub("", text))


def _pdf(data: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    for page in reader.pages:
        yield page.extract_text()
    yield " ".join(f"{key} {value}" for key, value in (reader.metadata or {}).items())
    yield from reader.attachments
    yield data.decode("latin-1")
    for number in range(1, len(reader.xref[0]) + 1):
        part = reader.get_object(number)
        if isinstance(part, pypdf.generic.StreamObject):
            content = part.get_data()
            yield content if isinstance(content, str) else content.decode("utf-8", "replace")
        else:
            yield str(part)
