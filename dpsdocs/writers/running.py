"""Words around the text that all formats share: running header and footer, identity rows, grading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dpsdocs.document.model import Meta

SEPARATOR = "  ·  "
DRAFT = "UTKAST"
_HEADER_ROOM = 104  # characters of 8.5 pt that fit between the portrait margins, with a gap between

_GRADES = {"open": "Åpent", "exempt": "Unntatt offentlighet", "internal": "Intern"}
_SHARES = {"Dokument": 15, "Saksnummer": 18, "Versjon": 17, "Dato": 26, "Tilgang": 24}
_MARKS = {"open": "", "exempt": "UNNTATT OFFENTLIGHET", "internal": "INTERN"}


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One labelled fact of the cover or title block."""

    label: str
    value: str
    hot: bool = False


def header_left(meta: Meta) -> str:
    """«Kravspesifikasjon · Vektertjenester», shortened so that it never meets the right header.

    A subject that makes the line read as a sentence is left out: nobody may take a running head for the text.
    """
    room = _HEADER_ROOM - len(header_right(meta))
    whole = SEPARATOR.join(part for part in (meta.title, meta.subject) if part)
    return _shortened(meta.title if _is_prose(f"{whole} {header_right(meta)}") else whole, room)


def header_right(meta: Meta) -> str:
    """«UTKAST · Sak 26/04817 · Bilag 1»."""
    case = f"Sak {meta.case_number}" if meta.case_number else ""
    return SEPARATOR.join(part for part in (DRAFT if meta.draft else "", case, meta.annex) if part)


def footer_left(meta: Meta) -> str:
    """«Oslo kommune, Etat for kommunale boliger · Versjon 1.0, 11.01.2027»."""
    version = ", ".join(part for part in (f"Versjon {meta.version}", meta.date_short) if part)
    return SEPARATOR.join((_shortened(owner(meta), _HEADER_ROOM - len(version) - 16), version))


def _is_prose(line: str) -> bool:
    """As readers of tagged PDF judge it: eight words or more, four of them in small letters."""
    found = re.findall(r"[^\W_]+", line)
    return len(found) >= 8 and sum(word[0].islower() for word in found) >= 4


def owner(meta: Meta) -> str:
    """The agency with its unit, never a person."""
    return ", ".join(part for part in (meta.owner, meta.unit) if part)


def logo_alt(meta: Meta) -> str:
    """What is said of the logo to those who do not see it."""
    return f"Logo for {meta.owner}" if meta.owner else "Logo"


def grade_mark(meta: Meta) -> str:
    """The words framed at the top right of every page, or nothing for an open document."""
    return _MARKS[meta.grade]


def identity_rows(meta: Meta) -> tuple[IdentityRow, ...]:
    """The identity rows of the cover, the tender deadline first."""
    rows = (
        IdentityRow("Tilbudsfrist", meta.deadline, hot=True),
        IdentityRow("Saksnummer", meta.case_number),
        IdentityRow("Versjon", _version(meta)),
        IdentityRow("Dato", meta.date),
        IdentityRow("Tilgang", "Åpent dokument" if meta.grade == "open" else _access(meta)),
    )
    return tuple(row for row in rows if row.value)


def identity_facts(meta: Meta) -> tuple[IdentityRow, ...]:
    """The labelled facts of the title block, left to right."""
    rows = (
        IdentityRow("Dokument", meta.annex),
        IdentityRow("Saksnummer", meta.case_number),
        IdentityRow("Versjon", _version(meta)),
        IdentityRow("Dato", meta.date),
        IdentityRow("Tilgang", _GRADES[meta.grade]),
    )
    return tuple(row for row in rows if row.value)


def identity_shares(facts: tuple[IdentityRow, ...]) -> tuple[int, ...]:
    """The width of each fact in percent: a date is never broken, «Versjon» needs less."""
    room = [_SHARES[fact.label] for fact in facts]
    shares = [round(100 * share / sum(room)) for share in room]
    return (*shares[:-1], 100 - sum(shares[:-1]))


def document_title(meta: Meta) -> str:
    """The title in the file's metadata."""
    return " – ".join(part for part in (meta.title, meta.subject, header_right(meta)) if part)


def _version(meta: Meta) -> str:
    return f"{meta.version}, utkast" if meta.draft else meta.version


def _access(meta: Meta) -> str:
    words = _GRADES[meta.grade]
    return f"{words}, {meta.grade_basis}" if meta.grade != "open" and meta.grade_basis else words


def _shortened(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    head = text[: max(room - 1, 12)]
    return (head.rsplit(" ", 1)[0] if " " in head[12:] else head).rstrip(" ·,") + "…"
