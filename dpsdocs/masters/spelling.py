"""Spelling of single words by the dictionary of the server, when it has one."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

_DICTIONARY = "nb_NO"
_SECONDS = 5
_MOST = 2_000


def available() -> bool:
    """Whether the server has a Norwegian dictionary."""
    return _works()


@lru_cache(maxsize=64)
def unknown(words: frozenset[str]) -> frozenset[str]:
    """Those of the words the dictionary does not know; none when there is no dictionary."""
    if not words or not _works():
        return frozenset()
    told = _asked("\n".join(sorted(words)[:_MOST]))
    return frozenset(told.split()) & words if told is not None else frozenset()


@lru_cache(maxsize=1)
def _works() -> bool:
    return shutil.which("hunspell") is not None and _asked("konkurransegrunnlagettt") is not None


def _asked(text: str) -> str | None:
    """What the dictionary answers, or None when it does not."""
    command = [shutil.which("hunspell") or "hunspell", "-d", _DICTIONARY, "-i", "utf-8", "-l"]
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
