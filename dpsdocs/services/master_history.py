"""How a change of a draft is kept: the file, and the history."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters.source import Source
from ..store import models
from ..store.models import now
from ..store.queries import masters as queries
from . import audit
from .master_drafts import Working


def keep(session: Session, row: models.MasterDraft, working: Working, path: str, text: str) -> None:
    """The file of the draft; one that is as it was in the release is no longer a change."""
    kept = session.get(models.MasterText, (row.id, path))
    if _data(Source(working.base.folder), path) == _data(Source(working.base.folder, {path: text}), path):
        if kept is not None:
            session.delete(kept)
    elif kept is None:
        session.add(models.MasterText(draft_id=row.id, path=path, text=text))
    else:
        kept.text = text
    row.revision += 1


def _data(source: Source, path: str) -> bytes | None:
    try:
        return source.data(path)
    except FileNotFoundError:
        return None


def note(
    session: Session, row: models.MasterDraft, actor: Actor, path: str, clause: str, kind: str, old: str, new: str,
    tab: str = "",
) -> None:  # fmt: skip
    """The history: saves of one tab in a row are one change, and one line of the log."""
    last = queries.last_change(session, row.id, path, clause)
    if last and tab and last[0].tab == tab and last[0].kind == kind and last[0].number == row.revision - 1:
        last[0].number, last[0].new, last[0].at = row.revision, new, now()
        session.flush()
        return
    session.add(
        models.MasterChange(
            draft_id=row.id, number=row.revision, path=path, clause=clause, kind=kind, old=old, new=new,
            user_id=actor.id, tab=tab,
        )
    )  # fmt: skip
    audit.record(session, actor.id, "master.changed", row.id, clause)
