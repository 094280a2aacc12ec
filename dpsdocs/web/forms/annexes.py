"""UKE's own files for the annexes of the master set."""

from __future__ import annotations

from flask_wtf.file import FileField

from .base import Form, hidden, line


class AnnexForm(Form):
    """A file for an annex. ``seen`` is the file the page showed, so that nobody's is replaced unseen."""

    file = FileField(
        "Fil",
        description="PDF, Word (docx) eller Excel (xlsx), høyst 20 MB",
        render_kw={"kind": "file", "accept": ".pdf,.docx,.xlsx"},
    )
    note = line(
        "Merknad",
        "For eksempel versjon, dato eller hvem som har vedtatt dokumentet",
        width="full",
        optional=True,
    )
    seen = hidden()
