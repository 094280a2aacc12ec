"""Case + release → findings, documents, files and packages. Knows neither Flask nor the database."""

from .annexes import FileGone, Files
from .check import Checked, check
from .files import Assembled, NotReady, assemble, one_file
from .render import Progress
from .whole import Packages, packages_of

__all__ = [
    "Assembled",
    "Checked",
    "FileGone",
    "Files",
    "NotReady",
    "Packages",
    "Progress",
    "assemble",
    "check",
    "one_file",
    "packages_of",
]
