"""Reads a package or a returned Word or Excel file back and says whether it is what was made."""

from .guard import Refused
from .package import PackageReport, verify_package
from .remake import RemakeReport, remake, remake_lines
from .returned import ClauseReport, ReturnReport, compare
from .schedule import ScheduleReport, compare_schedule
from .schedule_words import schedule_lines
from .words import report_lines

__all__ = [
    "ClauseReport", "PackageReport", "Refused", "RemakeReport", "ReturnReport", "ScheduleReport", "compare",
    "compare_schedule", "remake", "remake_lines", "report_lines", "schedule_lines", "verify_package",
]  # fmt: skip
