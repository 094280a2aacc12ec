"""Documents on the page of a purchasing system. DPS managers add and remove, all signed in fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..store import models
from ..store.queries import dps as systems
from ..store.queries import dps_documents as queries
from . import audit, files, saving
from .errors import Forbidden, Invalid, NotFound
from .fields import Fields
from .file_check import KINDS, checked, media_type

LIMIT = 20_000_000
LONGEST_TITLE = 200
MOST = 200


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document. A removed one has who and when; its file is kept."""

    id: str
    title: str
    file_name: str
    size: int
    added_by: str
    added_at: datetime
    removed_by: str = ""
    removed_at: datetime | None = None

    @property
    def extension(self) -> str:
        """What kind of file it is: pdf, docx or xlsx."""
        return self.file_name.rpartition(".")[2]


def documents(session: Session, dps_id: str) -> tuple[DocumentView, ...]:
    """What stands on the page, by title."""
    return tuple(view for view in _all(session, dps_id) if view.removed_at is None)


def removed(session: Session, actor: Actor, dps_id: str) -> tuple[DocumentView, ...]:
    """What has stood there, the last removed first. Only for DPS managers."""
    _check_manager(actor)
    gone = [view for view in _all(session, dps_id) if view.removed_at is not None]
    return tuple(sorted(gone, key=lambda view: view.removed_at or view.added_at, reverse=True))


def add(session: Session, actor: Actor, dps_id: str, title: str, name: str, data: bytes) -> str:
    """Put a file on the page and give its id. The same file under the same title, twice, is there once."""
    _check_manager(actor)
    if session.get(models.Dps, dps_id) is None:
        raise NotFound("Fant ikke innkjøpsordningen.")
    fields = Fields()
    title = fields.line("title", title, "Tittelen", LONGEST_TITLE)
    problems = dict(fields.problems)
    try:
        file = checked(name, data, kinds=KINDS, limit=LIMIT)
    except Invalid as error:
        raise Invalid({**problems, **error.problems}) from error
    fields.raise_problems()
    twin = queries.standing_twin(session, dps_id, title, file.sha256)
    if twin is not None:
        return twin.id
    if len(documents(session, dps_id)) >= MOST:
        raise Invalid({"file": f"Det er plass til {MOST} dokumenter. Fjern et før du legger til flere."})
    row = models.DpsDocument(
        dps_id=dps_id, title=title, file_name=file.file_name, sha256=files.put(session, file.data),
        size=len(file.data), added_by=actor.id,
    )  # fmt: skip
    session.add(row)
    saving.flush(session)
    audit.record(session, actor.id, "dps.document_added", row.id, title)
    saving.commit(session)
    return row.id


def remove(session: Session, actor: Actor, dps_id: str, document_id: str) -> None:
    """Take a document off the page; it stays in the history. Twice is once."""
    _check_manager(actor)
    row = queries.held(session, dps_id, document_id)
    if row is None:
        raise NotFound("Fant ikke dokumentet.")
    if row.removed_at is None:
        row.removed_at, row.removed_by = models.now(), actor.id
        audit.record(session, actor.id, "dps.document_removed", row.id, row.title)
    saving.commit(session)


def fetch(session: Session, actor: Actor, dps_id: str, document_id: str) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a file. A removed one is there for DPS managers only."""
    row = session.get(models.DpsDocument, document_id)
    hidden = row is not None and row.removed_at is not None and not actor.is_central("dps_manager")
    if row is None or row.dps_id != dps_id or hidden:
        raise NotFound("Fant ikke dokumentet.")
    return row.file_name, media_type(row.file_name), files.get(session, row.sha256)


def note_fetch(session: Session, actor: Actor, document_id: str, name: str) -> None:
    """Write in the log who fetched what, in a transaction of its own."""
    audit.record(session, actor.id, "file.downloaded", document_id, name)
    session.commit()


def _all(session: Session, dps_id: str) -> list[DocumentView]:
    rows = queries.of_system(session, dps_id)
    people = {row.added_by for row in rows} | {row.removed_by for row in rows if row.removed_by}
    names = systems.names(session, people)
    return [
        DocumentView(
            row.id, row.title, row.file_name, row.size, names.get(row.added_by, ""), row.added_at,
            names.get(row.removed_by or "", ""), row.removed_at,
        )
        for row in rows
    ]  # fmt: skip


def _check_manager(actor: Actor) -> None:
    if not actor.is_central("dps_manager"):
        raise Forbidden("Bare DPS-forvaltere i UKE kan endre dokumentene.")
