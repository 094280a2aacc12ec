"""The bookmarks of a document that is edited in Word: which clause, and how it stood when the file was made."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["document", "heading", "clause", "end", "kept", "between"]
_LETTERS: dict[Kind, str] = {
    "document": "d",
    "heading": "o",
    "clause": "p",
    "end": "e",
    "kept": "f",
    "between": "m",
}
_MARK = re.compile(r"mal_([dopefm])_([0-9a-f]{12})(?:_([0-9a-f]{8}))?")
INFO, GUIDE = "Om punktet", "Veiledning"  # the styles by name; both survive other programs


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark of ours: what it marks, the hash of its name, and of the text that stood there."""

    kind: Kind
    name: str
    text: str = ""


def bookmark(kind: Kind, id: str, source: str | None = None) -> str:
    """The bookmark's name: letters, digits and underscores, at most 40."""
    made = f"mal_{_LETTERS[kind]}_{hashed(id, 12)}"
    return made if source is None else f"{made}_{hashed(source, 8)}"


def mark(bookmark_name: str) -> Mark | None:
    """What a bookmark says; None when it is not ours."""
    found = _MARK.fullmatch(bookmark_name)
    if found is None:
        return None
    kind = next(kind for kind, letter in _LETTERS.items() if letter == found[1])
    return Mark(kind, found[2], found[3] or "")


def hashed(text: str, length: int) -> str:
    """The first letters of the text's hash."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]
