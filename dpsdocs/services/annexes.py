"""UKE's own files for the annexes of the live master set: the newest that is not taken away goes into packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters.annexes import AnnexSpec
from ..masters.compose import condition_words
from ..masters.release import Release
from ..store import models
from ..store.models import now
from ..store.queries import annexes as queries
from ..store.queries import dps as people
from . import audit, files, saving
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import Fields
from .file_check import KINDS, checked, media_type
from .releases import Releases

LIMIT = 20_000_000
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class AnnexView:
    """One file of an annex. One that is replaced or taken away has who and when; it is kept."""

    id: str
    file_name: str
    size: int
    note: str
    added_by: str
    added_at: datetime
    removed_by: str = ""
    removed_at: datetime | None = None

    @property
    def extension(self) -> str:
        """What kind of file it is: pdf, docx or xlsx."""
        return self.file_name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a file of UKE's: the file that is there, and for those who write the earlier ones.

    ``condition`` says which competitions get the annex; nothing when all do.
    """

    spec: AnnexSpec
    condition: str
    file: AnnexView | None
    earlier: tuple[AnnexView, ...] = ()
    set_id: str = ""
    set_title: str = ""


def may_edit(actor: Actor) -> bool:
    """UKE's DPS managers and master editors put files in."""
    return actor.is_central("dps_manager") or actor.is_central("master_editor")


def slots(session: Session, releases: Releases, actor: Actor) -> tuple[Slot, ...]:
    """The annexes of every live set with their files. The earlier files only for those who write."""
    return tuple(
        slot for set_id in releases.titles(session) for slot in _slots(session, releases, actor, set_id)
    )


def _slots(session: Session, releases: Releases, actor: Actor, set_id: str | None) -> tuple[Slot, ...]:
    release = _live(session, releases, set_id)
    rows = queries.of_set(session, release.id)
    ids = {row.added_by for row in rows} | {row.removed_by for row in rows if row.removed_by}
    names = people.names(session, ids)
    return tuple(
        _slot(
            release,
            spec,
            [row for row in rows if row.annex_id == spec.id],
            names,
            with_earlier=may_edit(actor),
        )
        for spec in release.annexes
    )


def slot(
    session: Session, releases: Releases, actor: Actor, annex_id: str, set_id: str | None = None
) -> Slot:  # fmt: skip
    """One annex of a live set, of the first one when none is named."""
    found = next((s for s in _slots(session, releases, actor, set_id) if s.spec.id == annex_id), None)
    if found is None:
        raise NotFound("Bilaget finnes ikke.")
    return found


def put(
    session: Session, releases: Releases, actor: Actor, annex_id: str, note: str, name: str, data: bytes,
    *, seen: str = "", set_id: str | None = None,
) -> str:  # fmt: skip
    """Put a file in, in place of the one that is there, and give its id. ``seen`` is the id of the one it replaces.

    The same file once more changes nothing. ``Conflict`` when another file has come since.
    """
    _check_writer(actor)
    fields = Fields()
    note = fields.line("note", note, "Merknaden", LONGEST_NOTE, required=False)
    problems = dict(fields.problems)
    try:
        file = checked(name, data, kinds=KINDS, limit=LIMIT)
    except Invalid as error:
        raise Invalid({**problems, **error.problems}) from error
    fields.raise_problems()
    release = _live(session, releases, set_id)
    _spec(release, annex_id)
    queries.hold(session, release.id, annex_id)
    standing = queries.standing(session, release.id, annex_id)
    if standing is not None and standing.sha256 == file.sha256:
        saving.commit(session)
        return standing.id
    if (standing.id if standing else "") != seen:
        raise Conflict(
            "Noen andre har lagt inn en fil i mellomtiden. Last siden på nytt, og se hva som ligger der."
        )
    if standing is not None:
        standing.removed_at, standing.removed_by = now(), actor.id
    made = models.AnnexFile(
        set_id=release.id, annex_id=annex_id, file_name=file.file_name, sha256=files.put(session, file.data),
        size=len(file.data), note=note, added_by=actor.id,
    )  # fmt: skip
    session.add(made)
    audit.record(session, actor.id, "annex.put" if standing is None else "annex.replaced", "", annex_id)
    saving.commit(session)
    return made.id


def remove(
    session: Session, releases: Releases, actor: Actor, annex_id: str, file_id: str, set_id: str | None = None
) -> None:  # fmt: skip
    """Take away the file that is there; the place stands empty until another one is put in. Twice is once."""
    _check_writer(actor)
    release = _live(session, releases, set_id)
    queries.hold(session, release.id, annex_id)
    row = queries.one(session, file_id)
    if row is None or (row.set_id, row.annex_id) != (release.id, annex_id):
        raise NotFound("Filen finnes ikke.")
    if row.removed_at is None:
        row.removed_at, row.removed_by = now(), actor.id
        audit.record(session, actor.id, "annex.removed", "", annex_id)
    saving.commit(session)


def fetch(session: Session, actor: Actor, file_id: str) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a file. One that no longer counts is there for those who write only."""
    row = queries.one(session, file_id)
    if row is None or (row.removed_at is not None and not may_edit(actor)):
        raise NotFound("Filen finnes ikke.")
    return row.file_name, media_type(row.file_name), files.get(session, row.sha256)


def note_fetch(session: Session, actor: Actor, file_id: str, name: str) -> None:
    """Write in the log who fetched what, in a transaction of its own."""
    audit.record(session, actor.id, "file.downloaded", file_id, name)
    session.commit()


def _live(session: Session, releases: Releases, set_id: str | None) -> Release:
    return releases.load(session, releases.live(session, set_id))


def _spec(release: Release, annex_id: str) -> AnnexSpec:
    found = next((spec for spec in release.annexes if spec.id == annex_id), None)
    if found is None:
        raise NotFound("Bilaget finnes ikke.")
    return found


def _slot(
    release: Release, spec: AnnexSpec, rows: Sequence[models.AnnexFile], names: dict[str, str], *,
    with_earlier: bool,
) -> Slot:  # fmt: skip
    views = [
        AnnexView(
            row.id, row.file_name, row.size, row.note, names.get(row.added_by, ""), row.added_at,
            names.get(row.removed_by or "", ""), row.removed_at,
        )
        for row in rows
    ]  # fmt: skip
    there = next((view for view in views if view.removed_at is None), None)
    earlier = tuple(view for view in views if view is not there) if with_earlier else ()
    condition = condition_words(spec.when, release.catalogue, {})
    return Slot(spec, condition, there, earlier, release.id, release.title)


def _check_writer(actor: Actor) -> None:
    if not may_edit(actor):
        raise Forbidden("Bare DPS-forvaltere og malredaktører i UKE kan legge inn bilag.")
