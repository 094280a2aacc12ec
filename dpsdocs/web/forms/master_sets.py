"""Taking a master set in from a file."""

from __future__ import annotations

from flask_wtf.file import FileField

from .base import Form


class SetFileForm(Form):
    """A ZIP with the files of a set."""

    file = FileField(
        "ZIP-fil",
        description="Et malsett som er lastet ned herfra, høyst 5 MB",
        render_kw={"kind": "file", "accept": ".zip"},
    )
