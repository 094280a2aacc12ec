"""Reads a package or a returned Word or Excel file back and says whether it is what was made."""

from .apart import Told, report_apart, schedule_apart, told_apart
from .guard import Refused
from .package import PackageReport, verify_package
from .remake import RemakeReport, remake, remake_lines
from .returned import ClauseReport, Comparison, ReturnReport, compare, compared
from .schedule import ScheduleReport, compare_schedule
from .schedule_words import change_words, schedule_lines, verdict_words
from .tracked_file import tracked_file
from .words import report_lines

__all__ = [
    "ClauseReport", "Comparison", "PackageReport", "Refused", "RemakeReport", "ReturnReport", "ScheduleReport",
    "Told", "change_words", "compare", "compare_schedule", "compared", "remake", "remake_lines", "report_apart",
    "report_lines", "schedule_apart", "schedule_lines", "told_apart", "tracked_file", "verdict_words",
    "verify_package",
]  # fmt: skip
