"""Case + release → findings, documents, files and packages. Knows neither Flask nor the database."""

from .annexes import FileGone, Files
from .check import Checked, check
from .files import Assembled, NotReady, assemble, one_file
from .render import Progress

__all__ = [
    "Assembled",
    "Checked",
    "FileGone",
    "Files",
    "NotReady",
    "Progress",
    "assemble",
    "check",
    "one_file",
]
