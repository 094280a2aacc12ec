"""The text of issued Word files, to look for a phrase in: what is read of a file is kept while the process lives."""

from __future__ import annotations

import html
import io
import re
import zipfile

from sqlalchemy.orm import Session

from . import files

_MOST = 60_000_000
_PARTS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|</w:p>|<w:(?:tab|br|cr)\b")
_known: dict[str, str] = {}
_KEPT = 500  # some tens of megabytes


def plain(text: str) -> str:
    """Text as it is compared: one kind of blank, one kind of hyphen, small letters."""
    return " ".join(
        text.replace("\u00a0", " ").replace("\u00ad", "").replace("\u2011", "-").split()
    ).casefold()


def text_of(session: Session, sha256: str) -> str:
    """The plain text of a stored Word file; empty when it is none."""
    if sha256 not in _known:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[sha256] = word_text(files.get(session, sha256))
    return _known[sha256]


def word_text(data: bytes) -> str:
    """The plain text of a Word file of our own; empty when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, source.open("word/document.xml") as part:
            body = part.read(_MOST).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError):
        return ""
    return plain(
        "".join(" " if found[1] is None else html.unescape(found[1]) for found in _PARTS.finditer(body))
    )
