"""Texts an issued package gives for pasting into the tendering tool: the invitation and who gets it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..assemble import check
from ..document.model import Document, Heading, ListBlock, Paragraph, plain, walk
from ..store import models
from .packages import frozen_case
from .releases import Releases

_DOCUMENT, _CHAPTER = "invitasjon", "invitasjon"


@dataclass(frozen=True, slots=True)
class CopyTexts:
    """The message, and one supplier per line with its organisation number behind a tab."""

    invitation: str
    suppliers: str
    count: int


def copy_texts(session: Session, releases: Releases, package_id: str) -> CopyTexts:
    """The texts as the package was issued, never as the answers stand now. Access is the caller's to check."""
    package = session.get_one(models.Package, package_id)
    case = frozen_case(session, package.case_sha256)
    checked = check(case, releases.load(session, package.release_id))
    document = checked.documents.get(_DOCUMENT)
    rows = checked.competition.rows["suppliers"]
    lines = "\n".join(f"{row['name']}\t{row['org_number']}" for row in rows)
    return CopyTexts(_chapter(document) if document else "", lines, len(rows))


def _chapter(document: Document) -> str:
    """The words of the chapter that is the message itself, a blank line between paragraphs."""
    inside, parts = False, []
    for block in walk(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            inside = block.id.endswith(_CHAPTER)
        elif inside and isinstance(block, Paragraph):
            parts.append(plain(block.inlines).replace("\u00a0", " "))
        elif inside and isinstance(block, ListBlock):
            parts.append("\n".join(f"– {plain(item.inlines)}".replace("\u00a0", " ") for item in block.items))
    return "\n\n".join(part for part in parts if part.strip())
