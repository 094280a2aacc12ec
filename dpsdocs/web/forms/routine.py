"""The routine page."""

from __future__ import annotations

from .base import Form, area, hidden, line


class RoutineForm(Form):
    """The whole text, a few words about what was changed, and the version one began with."""

    text = area("Teksten", rows=34)
    note = line("Hva er endret?", "Én linje. Den står i listen over versjoner.", optional=True)
    version = hidden("0")
