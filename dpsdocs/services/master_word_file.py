"""A Word file somebody uploads as a master: looked at from outside, then read in a process with limits."""

from __future__ import annotations

import json
import subprocess
import sys

from ..masters.word_file import WordFile, from_data
from .errors import Invalid
from .file_check import FileKind, checked

LIMIT = 5_000_000
KINDS: tuple[FileKind, ...] = ("docx",)
_SECONDS = 30
_MOST_SAID = 60_000_000
_COMPLEX = "Filen er for stor eller for innviklet til å leses. Del den opp i flere dokumenter."


def read(filename: str, data: bytes) -> WordFile:
    """What the file holds, or ``Invalid`` at ``file`` with the reason it is refused."""
    checked(filename, data, kinds=KINDS, limit=LIMIT)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "dpsdocs.masters.word_child"],
            input=data, capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Invalid({"file": _COMPLEX}) from error
    try:
        content = json.loads(done.stdout) if len(done.stdout) <= _MOST_SAID else None
    except ValueError as error:
        raise Invalid({"file": _COMPLEX}) from error
    if content is None:
        raise Invalid({"file": _COMPLEX})
    if "refused" in content:
        raise Invalid({"file": content["refused"]})
    return from_data(content)
