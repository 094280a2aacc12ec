"""The command that proves a package, compares a file with it, or makes it again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from . import __version__
from .assemble.program import engine_versions
from .assemble.remade import make_again
from .terminal import complain, read, say
from .verify import Refused, remake, remake_lines, told_apart, verify_package

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
    try:
        told = told_apart(Path(name).name, data, package_data, marked=bool(target))
    except Refused as error:
        complain(str(error))
        return 2
    if target:
        Path(target).write_bytes(told.marked)
    for line in (*told.lines, *([target] if target else [])):
        say(line)
    return 0 if told.is_clean else 1


def _remake(data: bytes, internal: bytes) -> int:
    try:
        report = remake(data, internal, {**engine_versions(), "program": __version__}, make_again)
    except Refused as error:
        complain(str(error))
        return 2
    for line in remake_lines(report):
        say(line)
    return 0 if report.holds else 1
