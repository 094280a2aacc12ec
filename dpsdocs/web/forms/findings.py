"""Words on a finding, and the evidence of an override."""

from __future__ import annotations

from flask_wtf.file import FileField

from .base import Form, area


class SayForm(Form):
    """Why a finding is put aside, confirmed or overridden."""

    reason = area("Begrunnelse", "Står i den interne dokumentasjonen med navnet ditt", rows=4)
    evidence = area(
        "Dokumentasjon",
        "Hva som viser det, for eksempel journalnumre. Du kan legge ved en fil etterpå",
        rows=3,
    )


class EvidenceForm(Form):
    """A file that shows it."""

    file = FileField(
        "Fil",
        description="PDF, Word (docx) eller Excel (xlsx), høyst 10 MB",
        render_kw={"kind": "file", "accept": ".pdf,.docx,.xlsx"},
    )
