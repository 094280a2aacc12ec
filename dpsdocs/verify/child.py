"""The tamper check in a process of its own with limits: paths in, the report as JSON out, and as a Word file."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from .guard import Refused
from .returned import compared
from .tracked_file import tracked_file

_MEMORY = 1_000_000_000
_SECONDS = 20


def main() -> int:
    """Compare FILE with PACKAGE; 3 with the reason on standard output when the file is refused.

    A fourth argument is where the report is written as a Word file.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    name, file, package, *target = sys.argv[1:]
    try:
        found = compared(name, Path(file).read_bytes(), Path(package).read_bytes())
        if target:
            Path(target[0]).write_bytes(tracked_file(found))
    except Refused as error:
        sys.stdout.write(json.dumps({"refused": str(error)}))
        return 3
    sys.stdout.write(json.dumps(asdict(found.report), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
