"""Files that lie beside a case file: what a case on disk adds to its package."""

from __future__ import annotations

from pathlib import Path

from ..domain.case import Case
from .annexes import Files

MAX_BYTES = 30_000_000


def beside(case: Case, folder: Path) -> Files:
    """The attachments and annexes of a case by hash, read from its own folder and nowhere else."""
    names = case.added

    def read(sha256: str) -> bytes | None:
        name = names.get(sha256, "")
        path = folder / name
        if not name or Path(name).name != name or path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as source:
            data: bytes = source.read(MAX_BYTES + 1)
        return data

    return read
