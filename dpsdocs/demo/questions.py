"""One question to UKE about a draft, answered with a question back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..services import assistance
from ..services.releases import Releases
from .people import actor

_QUESTION = """Vi er usikre på hvor mye vi skal skrive om behovet. Holder det med åpningstider og besøkstall, eller \
skal vi også beskrive hendelser vi har hatt?"""
_ANSWER = """Skriv begge deler, men kort. Åpningstider og besøkstall sier hvor mye vakthold dere trenger. Hendelsene \
sier hva vekterne må kunne. Ta ikke med noe som kan knyttes til personer.

Omtrent hvor mange hendelser i året gjelder det?"""


def add_question(session: Session, releases: Releases, competition_id: str) -> None:
    """An open request with two messages; the agency's turn."""
    drafter, manager = actor(session, "ingrid@example.org"), actor(session, "tone@example.org")
    assistance.ask(session, drafter, competition_id, _QUESTION, place="del/behov")
    asked = assistance.thread(session, releases, manager, competition_id).open
    if asked is not None:
        assistance.answer(session, manager, competition_id, asked.id, _ANSWER)
