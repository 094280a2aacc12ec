"""Case + release → findings, documents, files and packages. Knows neither Flask nor the database."""

from .check import Checked, check
from .files import Assembled, NotReady, Progress, assemble, one_file

__all__ = ["Assembled", "Checked", "NotReady", "Progress", "assemble", "check", "one_file"]
