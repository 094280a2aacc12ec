"""Invented files of the demo: what UKE has put out, an annex, and the attachments of one draft."""

from __future__ import annotations

import io
from collections.abc import Sequence

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..services import annexes, attachments, dps_documents
from ..services.releases import Releases

_MADE_UP = "EKSEMPEL. Dokumentet er oppdiktet og viser hvor "
Parts = Sequence[tuple[str, Sequence[str]]]
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


_CONTRACT = "Standardkontrakt for tjenester (EKSEMPEL)"
_TERMS = (
    ("Hva avtalen gjelder", ("Leverandøren skal levere tjenesten slik avtalen beskriver.",)),
    (
        "Partene",
        ("Oppdragsgiveren og leverandøren skal si fra til hverandre når noe kan hindre leveransen.",),
    ),
    ("Varighet", ("Avtalen gjelder i den tiden partene har avtalt i de særlige vilkårene.",)),
)
_RULES = "Husregler for lesesalen (EKSEMPEL)"
_HOUSE = (
    ("Ro", ("Besøkende snakker lavt på lesesalen. Telefoner skal være på lydløs.",)),
    ("Mat og drikke", ("Det er bare lov å ha med vann i flaske med kork.",)),
    (
        "Når lesesalen stenger",
        ("Vekteren sier fra ti minutter før stengetid, og går en runde når alle har gått.",),
    ),
)
_HOLIDAYS = "Åpningstider i høytidene (EKSEMPEL)"
_HOURS = (
    ("Dag", "Åpner", "Stenger"), ("Onsdag før påske", "09.00", "12.00"), ("Påskeaften", "Stengt", ""),
    ("Julaften", "Stengt", ""), ("Nyttårsaften", "Stengt", ""),
)  # fmt: skip


def add_papers(session: Session, manager: Actor, dps_id: str) -> None:
    """Put the file where everybody finds it."""
    data = _word_file(_TITLE, "UKE legger ut opplysninger.", _PARTS)
    dps_documents.add(session, manager, dps_id, _TITLE, "slik-virker-innkjopsordningen.docx", data)


def add_annex(session: Session, releases: Releases, editor: Actor) -> None:
    """Put a contract that is not Oslo's in the place for Oslo's own."""
    data = _word_file(_CONTRACT, "UKE legger inn sin egen standardkontrakt.", _TERMS)
    note = "EKSEMPEL, ikke Oslo kommunes standardkontrakt"
    annexes.put(session, releases, editor, "standardkontrakt", note, "standardkontrakt_eksempel.docx", data)


def add_attachments(session: Session, drafter: Actor, competition_id: str) -> None:
    """Two open files that go out with the answers of a draft."""
    rules = _word_file(_RULES, "virksomheten legger ved egne filer.", _HOUSE)
    attachments.add(session, drafter, competition_id, _RULES, False, "husregler.docx", rules)
    hours = _workbook(_HOLIDAYS, _HOURS)
    attachments.add(session, drafter, competition_id, _HOLIDAYS, False, "apningstider.xlsx", hours)


def _workbook(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, ""
    sheet = book.create_sheet("Åpningstider")
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _word_file(title: str, shows: str, parts: Parts) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.language = "nb-NO"
    document.add_heading(title, 1)
    document.add_paragraph(f"{_MADE_UP}{shows}")
    for heading, paragraphs in parts:
        document.add_heading(heading, 2)
        for text in paragraphs:
            document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
