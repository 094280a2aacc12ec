"""Comparing in a process of its own: a hostile file takes the time and memory we give it, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .guard import Refused
from .returned import ClauseReport, ReturnReport

_SECONDS = 40  # on the clock; the child has a shorter limit of its own for the processor
_SLOW = "Filen er for innviklet til å sammenlignes."
_HEAVY = "Filen er for stor eller for innviklet til å sammenlignes."


@dataclass(frozen=True, slots=True)
class Told:
    """A comparison in words, whether the file is as issued, and the report as a Word file if it was asked for."""

    lines: tuple[str, ...]
    is_clean: bool
    marked: bytes


def report_apart(name: str, data: bytes, package: bytes, *, marked: bool) -> tuple[ReturnReport, bytes]:
    """The report on a Word file, and the same as a Word file when ``marked``; ``Refused`` with the reason."""
    content, made = _in_child("report", name, data, package, marked=marked)
    clauses = tuple(ClauseReport(**{**row, "filled": tuple(row["filled"])}) for row in content.pop("clauses"))
    lists = {part: tuple(content[part]) for part in ("added", "around")}
    return ReturnReport(clauses=clauses, **{**content, **lists}), made


def told_apart(name: str, data: bytes, package: bytes, *, marked: bool) -> Told:
    """The comparison of a Word file or a price schedule in words; ``Refused`` with the reason."""
    content, made = _in_child("lines", name, data, package, marked=marked)
    return Told(tuple(content["lines"]), bool(content["clean"]), made)


def _in_child(
    what: str, name: str, data: bytes, package: bytes, *, marked: bool
) -> tuple[dict[str, Any], bytes]:
    with tempfile.TemporaryDirectory(prefix="dpsdocs-compare-") as folder:
        file, archive, target = (Path(folder) / part for part in ("file", "package", "report"))
        file.write_bytes(data)
        archive.write_bytes(package)
        command = [sys.executable, "-m", "dpsdocs.verify.child", what, name, str(file), str(archive)]
        try:
            done = subprocess.run(
                [*command, *([str(target)] if marked else [])],
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(_SLOW) from error
        return _read(done.stdout), target.read_bytes() if target.exists() else b""


def _read(said: bytes) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise Refused(_HEAVY) from error
    if "refused" in content:
        raise Refused(content["refused"])
    return content
