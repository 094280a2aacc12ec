"""What commands say and read: lines to the terminal, files up to a limit."""

from __future__ import annotations

import sys
from pathlib import Path


def say(text: str) -> None:
    """A line on standard output."""
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(text + "\n")


def read(path: str, most: int) -> bytes:
    """The file, but never more than one byte over the limit."""
    with Path(path).open("rb") as file:
        return file.read(most + 1)
