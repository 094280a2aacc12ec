"""The order of a draft's documents: headings, and clauses that are added, moved and taken out."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy.orm import Session

from ..domain.answers import cleaned
from ..domain.conditions import ConditionError
from ..domain.roles import Actor
from ..masters import edit
from ..masters.edit import ClauseText, EditError
from ..masters.wording import Wording, WordingError
from . import master_drafts, saving
from .errors import Forbidden, Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .master_texts import LIBRARY, path_of, text_of
from .releases import Releases

_ID = re.compile(r"[a-z][a-z0-9-]{1,59}")


def save_heading(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, heading: str, words: str
) -> None:
    """Give a heading other words; its name stays, so references still hit."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    place = path_of(working, document, heading)
    text = text_of(working, place.path)
    wording = Wording(working.release)
    try:
        was = edit.part(text, heading, "heading").text
        made = edit.write_heading(text, heading, wording.source(" ".join(cleaned(words).split())[:300], was))
    except KeyError as error:
        raise NotFound("Overskriften finnes ikke.") from error
    except (EditError, WordingError, ConditionError) as error:
        raise Invalid({"heading": str(error)}) from error
    if made != text:
        keep(session, row, working, place.path, made)
        note(
            session,
            row,
            actor,
            place.path,
            place.clause,
            "heading",
            was,
            edit.part(made, heading, "heading").text,
        )
        saving.commit(session)


def add(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, after: str, name: str
) -> str:
    """A new clause after a heading or a clause, adaptable until somebody says otherwise. Gives its id."""
    id = "-".join(cleaned(name).lower().translate(str.maketrans("æøå ", "eoa-")).split())
    if not _ID.fullmatch(id):
        raise Invalid(
            {"name": "Gi punktet et kort navn med bokstaver, tall og bindestrek, for eksempel «varsling»."}
        )
    text = ClauseText(id, "Skriv teksten her.")
    _reshape(
        session, releases, actor, draft_id, document, id, "new", lambda file: edit.add(file, after, text)
    )
    return id


def remove(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str
) -> None:
    """Take a clause out of a document."""
    _reshape(
        session, releases, actor, draft_id, document, clause, "gone", lambda file: edit.remove(file, clause)
    )


def move(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str, after: str
) -> None:
    """Put a clause after another heading or clause of the document."""
    _reshape(
        session,
        releases,
        actor,
        draft_id,
        document,
        clause,
        "moved",
        lambda file: edit.move(file, clause, after),
    )


def neighbour(working: Working, document: str, clause: str, direction: str) -> str:
    """After what a clause stands when it is moved one place up or down; empty when it cannot be moved."""
    place = path_of(working, document, clause)
    known = edit.parts(text_of(working, place.path))
    at = next((n for n, part in enumerate(known) if part.id == clause and part.kind == "clause"), None)
    if at is None:
        raise NotFound("Punktet finnes ikke i utkastet.")
    wanted = at - 2 if direction == "opp" else at + 1
    return known[wanted].id if 0 <= wanted < len(known) else ""


def _reshape(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, clause: str, kind: str,
    change: Callable[[str], str],
) -> None:  # fmt: skip
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    if document == LIBRARY:
        raise Forbidden("Punkter i biblioteket kan endres, men ikke flyttes eller tas ut her.")
    place = path_of(working, document, clause)
    text = text_of(working, place.path)
    try:
        made = change(text)
    except KeyError as error:
        raise NotFound("Punktet finnes ikke i utkastet.") from error
    except EditError as error:
        raise Invalid({"name": str(error)}) from error
    old = "" if kind == "new" else edit.source_of(text, clause)
    new = "" if kind == "gone" else edit.source_of(made, clause)
    keep(session, row, working, place.path, made)
    note(session, row, actor, place.path, place.clause, kind, old, new)
    saving.commit(session)
