"""Rows from a spreadsheet: a file, pasted cells, and the yes to a plan."""

from __future__ import annotations

from flask_wtf.file import FileField

from .base import Form, Option, area, choice, hidden


class UploadForm(Form):
    """A spreadsheet."""

    file = FileField(
        "Fil",
        description="Excel (xlsx) eller CSV, høyst 5 MB",
        render_kw={"kind": "file", "accept": ".xlsx,.csv"},
    )


class PasteForm(Form):
    """Cells copied from a spreadsheet."""

    text = area("Radene fra regnearket", "Ta med raden med navnene på kolonnene.", rows=14)


class ApplyForm(Form):
    """Yes, do what the plan says."""

    how = choice("Hva skal skje med radene som alt står i tabellen?", (
        Option("add", "Behold dem, og legg de nye til etter dem"),
        Option("replace", "Erstatt alle med radene fra filen"),
    ))  # fmt: skip
    mark = hidden()
