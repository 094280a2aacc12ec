"""Documents on the page of a purchasing system."""

from __future__ import annotations

from flask_wtf.file import FileField

from .base import Form, line


class DocumentForm(Form):
    """A file with a title."""

    title = line(
        "Tittel", "Slik den skal stå på siden, for eksempel «Rundskriv om innkjøpsordningen»", width="mid"
    )
    file = FileField(
        "Fil",
        description="PDF, Word (docx) eller Excel (xlsx), høyst 20 MB",
        render_kw={"kind": "file", "accept": ".pdf,.docx,.xlsx"},
    )
