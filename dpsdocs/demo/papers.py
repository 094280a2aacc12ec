"""What UKE has put on the page of the demo's purchasing system: one invented Word file."""

from __future__ import annotations

import io

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..services import dps_documents

_TITLE = "Slik virker innkjøpsordningen (EKSEMPEL)"
_PARTS = (
    ("Hva ordningen er", (
        "Innkjøpsordningen er åpen for alle leverandører som oppfyller kvalifikasjonskravene. Nye leverandører kan "
        "søke så lenge ordningen gjelder.",
        "Prisen kommer først når virksomheten holder en konkurranse mellom de kvalifiserte leverandørene.",
    )),
    ("Hva virksomheten gjør", (
        "Virksomheten beskriver behovet, inviterer alle leverandørene i KGV og velger det beste tilbudet.",
        "Virksomheten følger opp avtalen og melder avvik til DPS-forvalteren.",
    )),
    ("Hva UKE gjør", (
        "UKE tar opp nye leverandører, holder kriteriene og malene ved like og følger opp ordningen samlet.",
    )),
)  # fmt: skip


def add_papers(session: Session, manager: Actor, dps_id: str) -> None:
    """Put the file where everybody finds it."""
    dps_documents.add(session, manager, dps_id, _TITLE, "slik-virker-innkjopsordningen.docx", _word_file())


def _word_file() -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title, document.core_properties.author = _TITLE, ""
    document.core_properties.language = "nb-NO"
    document.add_heading(_TITLE, 1)
    document.add_paragraph("EKSEMPEL. Dokumentet er oppdiktet og viser hvor UKE legger ut opplysninger.")
    for heading, paragraphs in _PARTS:
        document.add_heading(heading, 2)
        for text in paragraphs:
            document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
