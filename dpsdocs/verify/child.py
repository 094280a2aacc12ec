"""The child that compares, with limits: paths in, the report or its words as JSON out, and a Word file."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .guard import Refused
from .returned import compared
from .schedule import compare_schedule
from .schedule_words import schedule_lines
from .tracked_file import tracked_file
from .words import report_lines

_MEMORY = 1_000_000_000
_SECONDS = 20


def main() -> int:
    """Compare FILE with PACKAGE; 3 with the reason on standard output when the file is refused.

    WHAT is «report», «schedule» or «lines»; a fifth argument is where the report is written as a Word file.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    what, name, file, package, *target = sys.argv[1:]
    try:
        said = _said(what, name, Path(file).read_bytes(), Path(package).read_bytes(), target)
    except Refused as error:
        sys.stdout.write(json.dumps({"refused": str(error)}))
        return 3
    sys.stdout.write(json.dumps(said, ensure_ascii=False, default=str))  # numbers whole, as their digits
    return 0


def _said(what: str, name: str, data: bytes, package: bytes, target: list[str]) -> dict[str, Any]:
    if what == "schedule":
        return asdict(compare_schedule(name, data, package))
    if what == "lines" and name.lower().endswith(".xlsx"):
        prices = compare_schedule(name, data, package)
        return {"lines": list(schedule_lines(prices)), "clean": prices.is_clean}
    found = compared(name, data, package)
    if target:
        Path(target[0]).write_bytes(tracked_file(found))
    if what == "report":
        return asdict(found.report)
    return {"lines": list(report_lines(found.report)), "clean": found.report.is_intact}


if __name__ == "__main__":
    raise SystemExit(main())
