"""Attachments of a competition."""

from __future__ import annotations

import re
import uuid

from flask_wtf.file import FileField

from dpsdocs.domain.questions import Option
from dpsdocs.services.attachments import AttachmentView

from .base import Form, choice, hidden, line

_ID = re.compile("[0-9a-f-]{36}")
_WHO = (
    Option("no", "Alle leverandørene", "Åpent vedlegg, som følger konkurransen i KGV"),
    Option(
        "yes", "Bare leverandører som har signert taushetserklæringen",
        "Skjermet vedlegg, som leveres særskilt. Fristen blir fem dager lengre",
    ),
)  # fmt: skip


class AttachmentForm(Form):
    """What an attachment is called, and who gets it."""

    title = line(
        "Tittel",
        "Slik vedlegget skal hete i dokumentene, for eksempel «Plantegning av 1. etasje»",
        width="full",
    )
    confidential = choice("Hvem skal få vedlegget?", _WHO)

    def secret(self) -> bool | None:
        """Whether it is confidential; None while nothing is chosen."""
        return {"yes": True, "no": False}.get(self.confidential.data or "")

    def fill(self, view: AttachmentView) -> None:
        """Show the attachment as it stands."""
        self.title.data, self.confidential.data = view.title, "yes" if view.confidential else "no"


class NewAttachmentForm(AttachmentForm):
    """A file with a title. ``new_id`` makes two clicks one."""

    file = FileField(
        "Fil",
        description="PDF, Word (docx) eller Excel (xlsx), høyst 20 MB",
        render_kw={"kind": "file", "accept": ".pdf,.docx,.xlsx"},
    )
    new_id = hidden()

    def identity(self) -> str:
        """The id the attachment gets; made anew when the form came without one."""
        if not _ID.fullmatch(self.new_id.data or ""):
            self.new_id.data = str(uuid.uuid4())
        return str(self.new_id.data)
