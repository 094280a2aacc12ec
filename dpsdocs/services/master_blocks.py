"""What stands outside the clauses of a draft's documents: tables, boxes, formulas and signature fields."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters import block_edit, edit, segments
from ..masters.edit import ClauseText, EditError
from ..masters.wording import Wording
from . import master_drafts, master_texts, saving
from .errors import Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .master_texts import ClauseInput, Opened
from .releases import Releases


def opened(session: Session, working: Working, document: str, id: str) -> Opened:
    """The clause with this id, or the block outside the clauses that has it."""
    place = master_texts.path_of(working, document, id)
    text = master_texts.text_of(working, place.path)
    source = block_edit.sources(text).get(id)
    if source is None:
        return master_texts.opened(session, working, place)
    return Opened(
        working, place, text, ClauseText(id, source, when=block_edit.condition_of(source)), segments.split(source),
        master_texts.version_of(session, working, place), Wording(working.release), loose=True,
    )  # fmt: skip


def block(session: Session, working: Working, document: str, id: str) -> Opened:
    """A block outside the clauses; ``NotFound``."""
    found = opened(session, working, document, id)
    if not found.loose:
        raise NotFound("Delen finnes ikke i dokumentet.")
    return found


def name_of(wording: Wording, source: str) -> str:
    """What a block is and its title, in words."""
    return wording.shown(segments.split(source)[0].name)


def kind_of(source: str) -> str:
    """What a block is, by the word the file has for it."""
    return block_edit.kind_of(source)


def is_table(source: str) -> bool:
    """Whether the block is a table, which has columns and rows to change."""
    return segments.split(source)[0].kind == "table"


def written(found: Opened, new: ClauseText) -> str:
    """The file with the clause or block written anew; a block with nothing left in it is taken out. ``EditError``."""
    if not found.loose:
        return edit.write(found.text, new)
    if not new.body:
        return block_edit.remove(found.text, new.id)
    return block_edit.write(found.text, new.id, new.body)


def source_in(found: Opened, text: str) -> str:
    """The clause or block as it stands in a version of its file; empty when it is not there."""
    known = block_edit.sources(text) if found.loose else edit.sources(text)
    return known.get(found.place.clause, "")


def save(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, id: str, given: ClauseInput,
    seen: int,
) -> int:  # fmt: skip
    """Keep the texts of a block; it has no other fields. ``Clash``, ``Invalid``; gives the version."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    found = block(session, working, document, id)
    body = master_texts.composed(found, ClauseInput(texts=given.texts)).body
    if body == found.clause.body:
        return found.version
    master_texts.check_seen(session, found, seen, "")
    try:
        made = block_edit.write(found.text, id, body)
    except EditError as error:
        raise Invalid({"body": str(error)}) from error
    keep(session, row, working, found.place.path, made)
    note(session, row, actor, found.place.path, id, "text", found.clause.body, source_in(found, made))
    saving.commit(session)
    return row.revision
