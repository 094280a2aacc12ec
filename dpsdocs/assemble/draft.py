"""One draft PDF in a process of its own: the case on standard input, name and bytes on standard output.

Where the case changes a sent version, that version's case file follows after a null byte.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from ..domain import case_file
from ..masters.loader import load
from .cache import FolderCache
from .files import one_file

_MEMORY = 2_000_000_000
_SECONDS = 80


def main() -> int:
    """Write the file's name, a line break and its bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    folder, document_id, cache = sys.argv[1:4]
    data, _, earlier = sys.stdin.buffer.read().partition(b"\0")
    case, previous = case_file.read(data), case_file.read(earlier) if earlier else None
    made = one_file(case, load(Path(folder)), document_id, "pdf", FolderCache(Path(cache)), previous)
    sys.stdout.buffer.write(made.name.encode() + b"\n" + made.data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
