"""The command that proves a package, compares a file with it, or makes it again."""

from __future__ import annotations

from argparse import Namespace
from itertools import chain
from pathlib import Path

from . import __version__
from .assemble.program import engine_versions
from .assemble.remade import make_again
from .terminal import complain, read, say
from .verify import (
    Refused,
    compare_schedule,
    compared,
    remake,
    remake_lines,
    report_lines,
    schedule_lines,
    tracked_file,
    verify_package,
)

_MAX_PACKAGE = 250_000_000


def verify(args: Namespace) -> int:
    """Prove every hash of a package, or compare a returned file with it; 1 when something is changed."""
    data = read(args.file, _MAX_PACKAGE)
    other = args.against or args.remake
    other_data = read(other, _MAX_PACKAGE) if other else b""
    if max(len(data), len(other_data)) > _MAX_PACKAGE:
        complain("Filen er større enn noen pakke fra dpsdocs.")
        return 2
    if args.report and (not args.against or args.file.lower().endswith(".xlsx")):
        complain("--report brukes sammen med --against og en Word-fil.")
        return 2
    if args.against:
        return _compare(args.file, data, other_data, args.report)
    if args.remake:
        return _remake(data, other_data)
    report = verify_package(data)
    for problem in report.problems:
        complain(problem)
    if report.is_whole:
        say(f"Alle {len(report.matching)} filene er uendret.")
    return 0 if report.is_whole else 1


def _compare(name: str, data: bytes, package_data: bytes, target: str) -> int:
    """Word clause by clause, a spreadsheet cell by cell."""
    name = Path(name).name
    try:
        if name.lower().endswith(".xlsx"):
            prices = compare_schedule(name, data, package_data)
            lines, clean = schedule_lines(prices), prices.is_clean
        else:
            found = compared(name, data, package_data)
            lines, clean = report_lines(found.report), found.report.is_intact
            if target:
                Path(target).write_bytes(tracked_file(found))
                lines = chain(lines, [target])
    except Refused as error:
        complain(str(error))
        return 2
    for line in lines:
        say(line)
    return 0 if clean else 1


def _remake(data: bytes, internal: bytes) -> int:
    try:
        report = remake(data, internal, {**engine_versions(), "program": __version__}, make_again)
    except Refused as error:
        complain(str(error))
        return 2
    for line in remake_lines(report):
        say(line)
    return 0 if report.holds else 1
