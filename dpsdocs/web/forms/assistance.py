"""Messages between an agency and UKE."""

from __future__ import annotations

import re
import uuid

from dpsdocs.services.assistance import Thread

from .base import Form, area, hidden, line

OPENS = (
    "Når du sender, kan DPS-forvalterne i UKE lese hele konkurransen, også det som er skjermet eller internt. De kan "
    "ikke endre noe, og adgangen varer til forespørselen er lukket."
)
_ID = re.compile("[0-9a-f-]{36}")


class MessageForm(Form):
    """One message: the first one of a request, or an answer in the request that is open."""

    text = area("Skriv et svar", rows=7, big=True)
    place = line("Gjelder siden", optional=True)
    request_id = hidden()
    form_token = hidden()

    def fit(self, thread: Thread, place: str) -> None:
        """Ask for what the thread lacks; what was typed stays. ``place`` is the page the visitor came from."""
        if thread.open is None and not thread.can_ask:
            self.text.label.text = "Teksten din"
        elif thread.open is None:
            self.text.label.text, self.text.description = "Hva trenger dere hjelp til?", OPENS
        self.request_id.data = thread.open.id if thread.open else ""
        if not self.is_submitted():
            self.place.data = place
        self.form_token.data = self.token() or str(uuid.uuid4())

    def token(self) -> str:
        """What makes two clicks one: the id the form was made with."""
        text = self.form_token.data or ""
        return text if _ID.fullmatch(text) else ""
