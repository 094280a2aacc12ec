"""A Word master read in a process of its own with limits: the file on standard input, what it holds as JSON out."""

from __future__ import annotations

import json
import resource
import sys

from .word_file import WordError, to_data
from .word_read import read

_MEMORY = 800_000_000
_SECONDS = 15


def main() -> int:
    """Read the file; 3 with the reason on standard output when it cannot be read."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        found = to_data(read(sys.stdin.buffer.read()))
    except WordError as error:
        sys.stdout.write(json.dumps({"refused": str(error)}))
        return 3
    sys.stdout.write(json.dumps(found, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
