"""Attachments: files an agency adds to its competition. They go out with the package as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain import formats, roles, workflow
from ..domain.roles import Actor
from ..store import models
from ..store.models import now
from ..store.queries import attachments as queries
from ..store.queries import dps as people
from . import audit, cases, files, saving
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import Fields
from .file_check import KINDS, CheckedFile, checked, media_type

KEY = "attachments"
LIMIT = 20_000_000
TOGETHER = 60_000_000
MOST = 40
LONGEST_TITLE = 200
_GONE = "Vedlegget finnes ikke lenger. Noen har fjernet det."


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attachment as the page shows it. ``open_to_me`` is whether the viewer may fetch the file."""

    id: str
    title: str
    file_name: str
    size: int
    confidential: bool
    added_by: str
    added_at: datetime
    open_to_me: bool

    @property
    def extension(self) -> str:
        """What kind of file it is: pdf, docx or xlsx."""
        return self.file_name.rpartition(".")[2]


def attachments(session: Session, actor: Actor, competition_id: str) -> tuple[AttachmentView, ...]:
    """The attachments in their order, for those who may read the competition."""
    row = cases.readable(session, actor, competition_id)
    return _views(session, actor, row, queries.standing(session, row.id))


def attachment(session: Session, actor: Actor, competition_id: str, attachment_id: str) -> AttachmentView:
    """One attachment that is not taken away."""
    row = cases.readable(session, actor, competition_id)
    found = queries.one(session, row.id, attachment_id)
    if found is None or found.removed_at is not None:
        raise NotFound(_GONE)
    return _views(session, actor, row, [found])[0]


def removed(session: Session, actor: Actor, competition_id: str, attachment_id: str) -> str | None:
    """The title of an attachment that can be put back, else None."""
    row = cases.readable(session, actor, competition_id)
    found = queries.one(session, row.id, attachment_id)
    mine = found is not None and found.removed_at is not None and roles.can_draft(actor, row.agency_id)
    return found.title if found is not None and mine and workflow.is_editable(row.status) else None


def add(
    session: Session, actor: Actor, competition_id: str, title: str, confidential: bool | None, name: str,
    data: bytes, *, new_id: str = "",
) -> str:  # fmt: skip
    """Add a file and give its id. The same ``new_id`` adds once; a file that is there already is told."""
    title, file = _read(title, confidential, name, data)
    row = _held(session, actor, competition_id)
    twin = queries.one(session, row.id, new_id) if new_id else None
    if twin is not None:
        session.commit()
        return twin.id
    standing = queries.standing(session, row.id)
    _check_room(standing, file.sha256, len(file.data))
    made = models.Attachment(
        id=new_id or models.new_id(), competition_id=row.id, position=_last(standing) + 1, title=title,
        file_name=file.file_name, sha256=files.put(session, file.data), size=len(file.data),
        confidential=bool(confidential), added_by=actor.id,
    )  # fmt: skip
    session.add(made)
    _record(session, actor, row, made, None, _told(made))
    _finish(session, actor, row, "attachment.added", made)
    return made.id


def change(
    session: Session, actor: Actor, competition_id: str, attachment_id: str, title: str,
    confidential: bool | None,
) -> None:  # fmt: skip
    """Give an attachment another title, or mark it as confidential or open."""
    fields = Fields()
    title = _titled(fields, title, confidential)
    fields.raise_problems()
    row = _held(session, actor, competition_id)
    found = _standing(session, row, attachment_id)
    old = _told(found)
    found.title, found.confidential = title, bool(confidential)
    if _told(found) == old:
        session.commit()
        return
    _record(session, actor, row, found, old, _told(found))
    _finish(session, actor, row, "attachment.changed", found)


def remove(session: Session, actor: Actor, competition_id: str, attachment_id: str) -> None:
    """Take an attachment away; it can be put back. Packages that are issued keep it. Twice is once."""
    row = _held(session, actor, competition_id)
    found = queries.one(session, row.id, attachment_id)
    if found is None:
        raise NotFound(_GONE)
    if found.removed_at is not None:
        session.commit()
        return
    found.removed_at, found.removed_by = now(), actor.id
    _record(session, actor, row, found, _told(found), None)
    _finish(session, actor, row, "attachment.removed", found)


def restore(session: Session, actor: Actor, competition_id: str, attachment_id: str) -> None:
    """Put back an attachment that was taken away, where it stood. Twice is once."""
    row = _held(session, actor, competition_id)
    found = queries.one(session, row.id, attachment_id)
    if found is None:
        raise NotFound(_GONE)
    if found.removed_at is None:
        session.commit()
        return
    standing = queries.standing(session, row.id)
    try:
        _check_room(standing, found.sha256, found.size)
    except Invalid as error:
        raise Conflict(next(iter(error.problems.values()))) from error
    found.removed_at = found.removed_by = None
    _record(session, actor, row, found, None, _told(found))
    _finish(session, actor, row, "attachment.restored", found)


def move(session: Session, actor: Actor, competition_id: str, attachment_id: str, step: int) -> None:
    """Move an attachment one place up (-1) or down (1); at the end of the list nothing happens."""
    row = _held(session, actor, competition_id)
    found = _standing(session, row, attachment_id)
    order = list(queries.standing(session, row.id))
    at = order.index(found)
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(order):
        session.commit()
        return
    order[at], order[to] = order[to], order[at]
    for position, placed in enumerate(order, 1):
        placed.position = position
    _record(session, actor, row, found, _told(found), _told(found))
    _finish(session, actor, row, "attachment.moved", found)


def fetch(session: Session, actor: Actor, competition_id: str, attachment_id: str) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a file; a confidential one only for those who see confidential parts."""
    row = cases.readable(session, actor, competition_id)
    found = queries.one(session, row.id, attachment_id)
    if found is None or found.removed_at is not None:
        raise NotFound(_GONE)
    if found.confidential and not cases.sees_secrets(session, actor, row):
        raise Forbidden("Vedlegget er skjermet, og du har ikke tilgang til det.")
    return found.file_name, media_type(found.file_name), files.get(session, found.sha256)


def note_fetch(session: Session, actor: Actor, attachment_id: str, name: str) -> None:
    """Write in the log who fetched what, in a transaction of its own."""
    audit.record(session, actor.id, "file.downloaded", attachment_id, name)
    session.commit()


def _read(title: str, confidential: bool | None, name: str, data: bytes) -> tuple[str, CheckedFile]:
    """What was typed and sent, judged before anything is locked: reading a large file takes its time."""
    fields = Fields()
    title = _titled(fields, title, confidential)
    problems = dict(fields.problems)
    try:
        file = checked(name, data, kinds=KINDS, limit=LIMIT)
    except Invalid as error:
        raise Invalid({**problems, **error.problems}) from error
    fields.raise_problems()
    return title, file


def _titled(fields: Fields, title: str, confidential: bool | None) -> str:
    if confidential is None:
        fields.add("confidential", "Velg om vedlegget er åpent eller skjermet.")
    return fields.line("title", title, "Tittelen", LONGEST_TITLE)


def _held(session: Session, actor: Actor, competition_id: str) -> models.Competition:
    """The competition, locked, for somebody who may change its attachments now."""
    row = cases.writable(session, actor, competition_id)
    if not workflow.is_editable(row.status):
        label = workflow.STATUS_LABELS[row.status].lower()
        raise Conflict(f"Vedleggene er ikke endret. Konkurransen står nå som «{label}» og kan ikke endres.")
    return row


def _standing(session: Session, row: models.Competition, attachment_id: str) -> models.Attachment:
    found = queries.one(session, row.id, attachment_id)
    if found is None or found.removed_at is not None:
        raise NotFound(_GONE)
    return found


def _check_room(standing: Sequence[models.Attachment], sha256: str, size: int) -> None:
    """``Invalid`` at ``file`` when the file is there already, or when there is no room for it."""
    twin = next((row for row in standing if row.sha256 == sha256), None)
    if twin is not None:
        raise Invalid({"file": f"Den samme filen er allerede lagt til som «{twin.title}»."})
    if len(standing) >= MOST:
        raise Invalid({"file": f"Det er plass til {MOST} vedlegg. Fjern et før dere legger til flere."})
    held = sum(row.size for row in standing)
    if held + size > TOGETHER:
        raise Invalid({
            "file": f"Vedleggene er på {formats.size(held)} til sammen, og denne filen er på {formats.size(size)}. "
            f"Grensen er {formats.size(TOGETHER)}. Fjern et vedlegg, eller lagre bildene i filen mindre."
        })  # fmt: skip


def _last(standing: Sequence[models.Attachment]) -> int:
    return max((row.position for row in standing), default=0)


def _told(row: models.Attachment) -> dict[str, str]:
    return {"title": row.title, "confidential": "yes" if row.confidential else "no", "file": row.file_name}


def _record(
    session: Session, actor: Actor, row: models.Competition, found: models.Attachment,
    old: dict[str, str] | None, new: dict[str, str] | None,
) -> None:  # fmt: skip
    session.add(
        models.RowChange(
            competition_id=row.id, revision=row.revision + 1, key=KEY, row_id=found.id, old=old, new=new,
            user_id=actor.id,
        )
    )  # fmt: skip


def _finish(
    session: Session, actor: Actor, row: models.Competition, deed: str, found: models.Attachment
) -> None:
    row.revision += 1
    row.updated_at, row.updated_by = now(), actor.id
    audit.record(session, actor.id, deed, row.id, found.sha256)
    saving.commit(session)


def _views(
    session: Session, actor: Actor, row: models.Competition, found: Sequence[models.Attachment]
) -> tuple[AttachmentView, ...]:
    secrets = cases.sees_secrets(session, actor, row)
    names = people.names(session, {one.added_by for one in found})
    return tuple(
        AttachmentView(
            one.id, one.title, one.file_name, one.size, one.confidential, names.get(one.added_by, ""),
            one.added_at, secrets or not one.confidential,
        )
        for one in found
    )  # fmt: skip
