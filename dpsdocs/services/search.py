"""Norwegian word stems, the same on every database: what is stored and what is asked are stemmed alike."""

from __future__ import annotations

import re

import snowballstemmer

_WORD = re.compile(r"[\wæøåÆØÅ/.-]+")
_STEMMER = snowballstemmer.stemmer("norwegian")


def words(text: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [_STEMMER.stemWord(word.strip(".-").lower()) for word in _WORD.findall(text) if word.strip(".-")]


def stems(text: str) -> str:
    """The stems between blanks, ready to be searched with ``LIKE``."""
    return f" {' '.join(words(text))} " if text.strip() else ""


def patterns(text: str) -> list[str]:
    """One ``LIKE`` pattern per word asked for; wildcards that were typed are taken literally."""
    return [f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for word in words(text)[:12]]
