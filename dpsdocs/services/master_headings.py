"""Headings of a draft's documents: new ones, moved with what stands below them, and taken out."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from ..domain.answers import cleaned
from ..domain.conditions import ConditionError
from ..domain.roles import Actor
from ..masters import edit, heading_edit
from ..masters.edit import EditError
from ..masters.overlay import text_or_empty
from ..masters.source import Source
from ..masters.wording import Wording, WordingError
from ..package import slug
from . import master_drafts, saving
from .errors import Conflict, Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .master_texts import LIBRARY
from .releases import Releases


def add(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, after: str, words: str, level: str
) -> str:  # fmt: skip
    """A heading after a heading or a clause, or last when ``after`` is empty. Gives its id."""
    working = master_drafts.opened(session, releases, actor, draft_id)
    known = {part.id for part in edit.parts(_text(working, document))}
    line = " ".join(cleaned(words).split())[:300]
    stem = slug(line, 40).lower().replace("_", "-") or "del"
    stem = stem if stem[0].isalpha() else f"del-{stem}"
    id = next(i for i in (stem, *(f"{stem}-{n}" for n in range(2, 999))) if i not in known)
    if level not in ("1", "2"):
        raise Invalid({"level": "Velg om det er et kapittel eller en del av et kapittel."})
    try:
        source = Wording(working.release).source(line)
    except (WordingError, ConditionError) as error:
        raise Invalid({"heading": str(error)}) from error
    _change(
        session, releases, actor, draft_id, document, id, "newhead",
        lambda text: heading_edit.add_heading(text, after, id, source, int(level)),
    )  # fmt: skip
    return id


def remove(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, heading: str
) -> None:
    """Take a heading out; what stood below it goes under the one before."""
    _change(
        session, releases, actor, draft_id, document, heading, "gonehead",
        lambda text: heading_edit.remove_heading(text, heading),
    )  # fmt: skip


def move(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, heading: str, way: str
) -> bool:
    """Move a heading with all below it past its neighbour; False when it has none on that side."""
    return _change(
        session, releases, actor, draft_id, document, heading, "movedhead",
        lambda text: heading_edit.move_heading(text, heading, way),
    )  # fmt: skip


def _change(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, heading: str, kind: str,
    change: Callable[[str], str],
) -> bool:  # fmt: skip
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    text = _text(working, document)
    try:
        made = change(text)
    except KeyError as error:
        raise NotFound("Overskriften finnes ikke i utkastet.") from error
    except EditError as error:
        if kind == "newhead":
            raise Invalid({"heading": str(error)}) from error
        raise Conflict(str(error)) from error
    if made == text:
        return False
    keep(session, row, working, _file(working, document), made)
    note(session, row, actor, _file(working, document), heading, kind, "", "")
    saving.commit(session)
    return True


def _file(working: Working, document: str) -> str:
    if document == LIBRARY or document not in working.release.masters:
        raise NotFound("Dokumentet finnes ikke i malsettet.")
    if working.release.document(document).kind != "text":
        raise NotFound("Dokumentet finnes ikke i malsettet.")
    return working.release.masters[document].file


def _text(working: Working, document: str) -> str:
    return text_or_empty(Source(working.base.folder, working.texts), _file(working, document))
