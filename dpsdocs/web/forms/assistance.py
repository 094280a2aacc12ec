"""Messages between an agency and UKE."""

from __future__ import annotations

import re
import uuid

from dpsdocs.services.assistance import Thread

from .base import Form, area, hidden, line

_ID = re.compile("[0-9a-f-]{36}")


class MessageForm(Form):
    """One message: the first one of a request, or an answer in the request that is open."""

    text = area("Svar", rows=7)
    place = line("Gjelder siden", optional=True)
    request_id = hidden()
    form_token = hidden()

    def fit(self, thread: Thread, place: str) -> None:
        """Ask for what the thread lacks; what was typed stays. ``place`` is the page the visitor came from."""
        if thread.open is None:
            self.text.label.text = "Hva trenger dere hjelp til?"
        self.request_id.data = thread.open.id if thread.open else ""
        if not self.is_submitted():
            self.place.data = place
        self.form_token.data = self.token() or str(uuid.uuid4())

    def token(self) -> str:
        """What makes two clicks one: the id the form was made with."""
        text = self.form_token.data or ""
        return text if _ID.fullmatch(text) else ""
