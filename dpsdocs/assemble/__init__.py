"""Case + release → findings, documents, files and packages. Knows neither Flask nor the database."""

from .check import Checked, check
from .files import Assembled, NotReady, assemble, one_file
from .render import Progress

__all__ = ["Assembled", "Checked", "NotReady", "Progress", "assemble", "check", "one_file"]
