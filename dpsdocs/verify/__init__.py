"""Reads a package or a returned Word file back and says whether it is what was made."""

from .guard import Refused
from .package import PackageReport, verify_package
from .returned import ClauseReport, ReturnReport, compare
from .words import report_lines

__all__ = [
    "ClauseReport", "PackageReport", "Refused", "ReturnReport", "compare", "report_lines", "verify_package",
]  # fmt: skip
