"""Short names made from what a person writes, and words on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from ..domain.answers import cleaned


def one_line(text: str) -> str:
    """The text on one line; hard spaces stay."""
    return re.sub("[ \t\n]+", " ", cleaned(text)).strip()


def free_name(words: str, joint: str, is_free: Callable[[str], bool], longest: int = 40) -> str:
    """A short name made from words, with a number behind when it is taken."""
    letters = unicodedata.normalize("NFKD", words.lower().translate(str.maketrans("æøå", "eoa")))
    plain_letters = (c for c in letters if not unicodedata.combining(c))
    parts = "".join(c if c.isascii() and c.isalnum() else " " for c in plain_letters).split()
    stem = joint.join(parts)[: longest - 4].rstrip(joint).lstrip("0123456789" + joint) or "ny"
    names = (stem, *(f"{stem}{joint}{n}" for n in range(2, 99)))
    return next((name for name in names if len(name) > 1 and is_free(name)), stem)
