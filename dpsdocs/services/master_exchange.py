"""Master sets out and in as files: a ZIP of a release or a draft, and a ZIP that becomes a draft after it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters.archive import zipped_source
from ..masters.errors import MasterError
from ..masters.overlay import overlaid
from ..masters.source import Source
from ..package import slug
from ..store import models
from ..store.engines import serialise
from ..store.models import now
from ..store.queries import masters as queries
from ..store.queries import people
from ..verify import master_zip
from ..verify.master_zip import Received
from . import audit, files, master_drafts, saving
from .accounts import as_actor
from .errors import Conflict, Invalid, NotFound
from .master_changes import ChangedClause, redline
from .master_drafts import STATUS_LABELS, Draft, Working
from .master_history import keep, note
from .releases import Releases

LIMIT = master_zip.LIMIT
_AREAS = {
    "set.toml": "Dokumentlisten og ordene i settet", "questions.toml": "Spørsmålene", "requirements.toml": "Kravene",
    "price.toml": "Prisene", "coverage.toml": "Dekningen av lov og rutine", "routine.md": "Rutinen",
    "moves.toml": "Hva som skjer med gamle svar",
}  # fmt: skip


class Faulty(Invalid):
    """A set that cannot be taken in; ``told`` is what is wrong, by document and clause."""

    def __init__(self, told: tuple[str, ...]) -> None:
        one = "Settet har en feil" if len(told) == 1 else f"Settet har {len(told)} feil"
        super().__init__(
            {
                "file": f"{one} og er ikke tatt inn. {told[0]}"
                if len(told) == 1
                else f"{one} og er ikke tatt inn."
            }
        )
        self.told = told


@dataclass(frozen=True, slots=True)
class Incoming:
    """A set that may be taken in, held against what new competitions get today."""

    sha256: str
    set_id: str
    title: str
    version: str
    is_new: bool
    against: str
    documents: int
    areas: tuple[str, ...]
    changed: tuple[ChangedClause, ...]


def editor(session: Session, email: str) -> Actor:
    """The master editor with this address, for the command line; ``NotFound``."""
    user = people.by_email(session, email.strip().lower())
    if user is None or not user.active:
        raise NotFound("Ingen bruker har denne e-postadressen.")
    return as_actor(user)


def export(session: Session, releases: Releases, actor: Actor, release_id: str) -> tuple[str, bytes]:
    """The files of a release as a ZIP with its name; the same release gives the same bytes."""
    master_drafts.check_sees(actor)
    release = releases.load(session, release_id)
    return _named(release.id, release.version), zipped_source(Source(release.folder))


def export_draft(session: Session, releases: Releases, actor: Actor, draft_id: str) -> tuple[str, bytes]:
    """The files of a draft as a ZIP with its name."""
    working = master_drafts.opened(session, releases, actor, draft_id)
    return _named(working.draft.set_id, "utkast"), zipped_source(Source(working.base.folder, working.texts))


def note_export(session: Session, actor: Actor, object_id: str, name: str) -> None:
    """Write in the log who fetched a set, in a transaction of its own."""
    audit.record(session, actor.id, "master.exported", object_id, name)
    session.commit()


def look(session: Session, releases: Releases, actor: Actor, name: str, data: bytes) -> Incoming:
    """What a ZIP would change. ``Invalid`` with every reason when it cannot be used; nothing is kept but the file."""
    master_drafts.check_writes(actor)
    if not name:
        raise Invalid({"file": "Velg en fil."})
    found = _received(name, data)
    made = _incoming(session, releases, found, files.put(session, data))
    saving.commit(session)
    return made


def again(session: Session, releases: Releases, actor: Actor, sha256: str) -> Incoming:
    """The same of a file that was looked at before."""
    master_drafts.check_writes(actor)
    return _incoming(session, releases, _kept(session, sha256), sha256)


def take_in(session: Session, releases: Releases, actor: Actor, sha256: str) -> str:
    """Make a draft of a ZIP that was looked at; a set with a new id begins as a new set. Gives the draft's id."""
    master_drafts.check_writes(actor)
    serialise(session, "masters")
    found = _kept(session, sha256)
    row = begin_with(session, releases, actor, found.release.id, found.release.title, found.texts)
    audit.record(session, actor.id, "master.imported", row.id, f"{found.release.id} {found.release.version}")
    saving.commit(session)
    return row.id


def begin_with(
    session: Session, releases: Releases, actor: Actor, set_id: str, title: str, texts: Mapping[str, str]
) -> models.MasterDraft:
    """A draft of a set with these files in place of all it had, in the caller's transaction."""
    check_free(session, set_id)
    base_id = _base_id(session, releases, set_id) or releases.start(session, set_id, title, actor.id)
    base = releases.load(session, base_id)
    changed = master_zip.difference(Source(base.folder), texts)
    if not changed:
        raise Invalid({"file": "Settet er likt det som gjelder. Det er ikke noe å ta inn."})
    row = models.MasterDraft(set_id=set_id, base_id=base_id, made_by=actor.id)
    session.add(row)
    session.flush()
    working = Working(_draft(set_id, base_id, row.id), base, {}, overlaid(base, {}))
    for path, text in sorted(changed.items()):
        keep(session, row, working, path, text)
    note(session, row, actor, "set.toml", "", "imported", "", "\n".join(sorted(changed)))
    return row


def check_free(session: Session, set_id: str) -> None:
    """``Conflict`` while somebody has a draft of the set."""
    if known := queries.open_draft(session, set_id):
        raise Conflict(
            f"Settet har et utkast fra før, som står som «{STATUS_LABELS[known.status].lower()}». "
            "Gi det ut eller forkast det først."
        )


def _received(name: str, data: bytes) -> Received:
    try:
        return master_zip.received(name, data)
    except MasterError as error:
        raise Faulty(master_zip.told(error.faults, master_zip.texts_if_read(name, data))) from error


def _kept(session: Session, sha256: str) -> Received:
    try:
        return master_zip.received("sett.zip", files.get(session, sha256))
    except MasterError as error:
        raise NotFound("Filen er ikke et malsett. Last den opp på nytt.") from error


def _incoming(session: Session, releases: Releases, found: Received, sha256: str) -> Incoming:
    set_id = found.release.id
    base_id = _base_id(session, releases, set_id)
    if base_id is None:
        return Incoming(
            sha256,
            set_id,
            found.release.title,
            found.release.version,
            True,
            "",
            len(found.release.documents),
            (),
            (),
        )
    base = releases.load(session, base_id)
    texts = master_zip.difference(Source(base.folder), found.texts)
    working = Working(_draft(set_id, base_id), base, texts, overlaid(base, texts))
    return Incoming(
        sha256, set_id, found.release.title, found.release.version, False, base.version,
        len(found.release.documents), _areas(texts), redline(base, working),
    )  # fmt: skip


def _areas(texts: Mapping[str, str]) -> tuple[str, ...]:
    found = [words for name, words in _AREAS.items() if name in texts]
    return (*found, *(["Utseendet"] if any(name.startswith("theme/") for name in texts) else []))


def _base_id(session: Session, releases: Releases, set_id: str) -> str | None:
    return releases.live(session, set_id) if set_id in releases.sets(session) else None


def _draft(set_id: str, base_id: str, id: str = "") -> Draft:
    return Draft(id, set_id, base_id, "draft", 0, "", "", "", now(), "", None, "", None, "", None)


def _named(set_id: str, version: str) -> str:
    return f"{slug(set_id, 60)}_{version}.zip"
