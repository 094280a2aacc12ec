"""Comparing in a process of its own: a hostile file takes the time and memory we give it, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from .guard import Refused
from .returned import ClauseReport, ReturnReport
from .schedule import Change, Price, ScheduleReport

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


def schedule_apart(name: str, data: bytes, package: bytes) -> ScheduleReport:
    """The reading of a price schedule; ``Refused`` with the reason."""
    content, _ = _in_child("schedule", name, data, package, marked=False)
    prices = []
    for row in content.pop("prices"):
        quantity, price = Decimal(row.pop("quantity")), _decimal(row.pop("price"))
        prices.append(Price(**row, quantity=quantity, price=price))
    changes = tuple(Change(**row) for row in content.pop("changes"))
    total = _decimal(content.pop("told_total"))
    lists = {part: tuple(content[part]) for part in ("bidder", "notes", "parts")}
    return ScheduleReport(prices=tuple(prices), changes=changes, told_total=total, **{**content, **lists})


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


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _read(said: bytes) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise Refused(_HEAVY) from error
    if "refused" in content:
        raise Refused(content["refused"])
    return content
