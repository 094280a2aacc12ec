"""Texts an issued package gives for pasting into the tendering tool: the message and who gets it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..assemble import check
from ..document.model import Document, Heading, ListBlock, Paragraph, plain, walk
from ..store import models
from . import sent
from .packages import frozen_case
from .releases import Releases

# the document a message is taken from, and the chapters that are the message itself
_INVITATION = ("invitasjon", frozenset({"invitasjon"}))
_CHANGE = ("endringsmelding", frozenset({"endringen", "fristen", "gjore"}))


@dataclass(frozen=True, slots=True)
class CopyTexts:
    """The message, and one supplier per line with its organisation number behind a tab."""

    message: str
    suppliers: str
    count: int
    is_change: bool = False


def copy_texts(session: Session, releases: Releases, package_id: str) -> CopyTexts:
    """The texts as the package was issued, never as the answers stand now. Access is the caller's to check."""
    package = session.get_one(models.Package, package_id)
    case = frozen_case(session, package.case_sha256)
    checked = check(case, releases.load(session, package.release_id), sent.previous(session, case))
    name, chapters = _CHANGE if case.replaces else _INVITATION
    document = checked.documents.get(name)
    rows = checked.competition.rows["suppliers"]
    lines = "\n".join(f"{row['name']}\t{row['org_number']}" for row in rows)
    message = _chapters(document, chapters) if document else ""
    return CopyTexts(message, lines, len(rows), case.replaces is not None)


def _chapters(document: Document, chapters: frozenset[str]) -> str:
    """The words of the chapters that are the message itself, a blank line between paragraphs."""
    inside, parts = False, []
    for block in walk(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            inside = block.id in chapters
        elif inside and isinstance(block, Paragraph):
            parts.append(plain(block.inlines).replace("\u00a0", " "))
        elif inside and isinstance(block, ListBlock):
            parts.append("\n".join(f"– {plain(item.inlines)}".replace("\u00a0", " ") for item in block.items))
    return "\n\n".join(part for part in parts if part.strip())
