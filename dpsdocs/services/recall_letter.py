"""What agencies are told when a text is called back: a letter to copy or to go on with in Word, and the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from ..assemble.files import theme_of
from ..document.model import Block, Document, Heading, ListBlock, ListItem, Meta, Paragraph, Text
from ..document.outline import outlined
from ..domain import formats
from ..domain.answers import cleaned
from ..store.models import now
from ..writers.docx import write_docx
from ..writers.xlsx_tables import write_table
from .master_recall import Holder, Recall
from .releases import Releases

TITLE = "Tekst i konkurransene deres må rettes"
_COLUMNS = (
    "Virksomhet", "Konkurranse", "Saksnummer", "Ansvarlig", "Tilstand", "Versjon", "Utstedt", "Sendt", "Malversjon",
    "Dokumenter",
)  # fmt: skip
_LONGEST = 2_000
_CHOICE = re.compile(r"\[(?:hvis [^\[\]]*|slutt)\]")


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter: paragraphs before the lists, a list for each agency, and paragraphs after."""

    lead: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    end: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it as plain text."""
        lists = ("\n".join((agency, *(f"– {line}" for line in lines))) for agency, lines in self.lists)
        return "\n\n".join((TITLE, *self.lead, *lists, *self.end))


def letter(found: Recall, why: str) -> Letter:
    """The letter. ``why`` is what UKE writes about what is wrong, and what the agencies should do."""
    lead = [f"Oslo kommune ved Utviklings- og kompetanseetaten (UKE) har sett på {found.words}."]
    lead += [part.strip() for part in cleaned(why)[:_LONGEST].split("\n") if part.strip()]
    if found.text:
        lead.append(f"Teksten lyder slik: «{' '.join(_CHOICE.sub(' ', found.text).split())}»")
    lead.append("Teksten står i konkurransene under.")
    lists = tuple(
        (agency, tuple(_line(holder) for holder in holders))
        for agency, holders in groupby(sorted(found.holders, key=lambda h: h.agency), key=lambda h: h.agency)
    )
    return Letter(tuple(lead), lists, tuple(_end(found)))


def _line(holder: Holder) -> str:
    case = f"sak {holder.case_number}" if holder.case_number else "uten saksnummer"
    state = holder.state.lower()
    if issued := _day(holder.issued_at):
        state = f"versjon {holder.version}, utstedt {formats.day(issued)}"
    if sent := _day(holder.sent_at):
        state += f" og sendt {formats.day(sent)}"
    return f"{holder.title}, {case}: {state}. Ansvarlig: {holder.owner}. Dokument: {formats.listing(holder.where)}."


def _end(found: Recall) -> Iterator[str]:
    if any(not holder.is_issued for holder in found.holders):
        yield "Konkurranser som ikke er utstedt, kan rettes før de blir sendt."
    if any(holder.is_issued for holder in found.holders):
        yield "Er invitasjonen sendt, må dere vurdere om leverandørene skal få en endring før tilbudsfristen går ut."
    yield "Spør UKE hvis noe er uklart."


def as_word(session: Session, releases: Releases, found: Recall, why: str) -> bytes:
    """The letter as a Word file."""
    made, today = letter(found, why), now().astimezone(formats.OSLO).date()
    blocks: list[Block] = [Paragraph(f"innledning-{n}", (Text(text),)) for n, text in enumerate(made.lead)]
    for number, (agency, lines) in enumerate(made.lists):
        blocks.append(Heading(f"virksomhet-{number}", 1, (Text(agency),)))
        items = tuple(ListItem(f"sak-{number}-{n}", (Text(line),)) for n, line in enumerate(lines))
        blocks.append(ListBlock(f"saker-{number}", False, items))
    blocks.append(Heading("videre", 1, (Text("Hva dere gjør nå"),)))
    blocks += [Paragraph(f"videre-{n}", (Text(text),)) for n, text in enumerate(made.end)]
    meta = Meta(
        TITLE, TITLE, "Oslo kommune", "Utviklings- og kompetanseetaten", "", "", "1.0", formats.day(today),
        formats.short_day(today), "open",
    )  # fmt: skip
    release = releases.load(session, releases.live(session))
    return write_docx(
        outlined(Document("tilbakekalling", meta, tuple(blocks))), theme_of(release), kind="locked"
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(formats.OSLO).date()


def as_sheet(found: Recall) -> bytes:
    """The list as a spreadsheet."""
    rows = [
        (
            h.agency, h.title, h.case_number, h.owner, h.state, h.version, _day(h.issued_at), _day(h.sent_at),
            h.release, ", ".join(h.where),
        )
        for h in found.holders
    ]  # fmt: skip
    return write_table("Tilbakekalling", _COLUMNS, rows)
