"""The routine page: the shipped text until UKE has written its own; every version is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..document import guide
from ..document.guide import Guide
from ..domain import formats
from ..domain.answers import cleaned
from ..domain.roles import Actor
from ..domain.steps import STEPS
from ..store import models
from ..store.queries import routine as queries
from ..writers.text import tied
from . import audit, saving
from .errors import Forbidden, Invalid, NotFound
from .fields import Fields
from .releases import Releases

FILE = "routine.md"
LONGEST = 60_000
LONGEST_NOTE = 300
# ids the page has already
_TAKEN = frozenset(
    {"innhold", "saved", "alarm", "stop", "warn", "note", "ok", "lock", "pen", "two", "down", "shield"}
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version. Number 0 is the text that came with the program; nobody here wrote it."""

    number: int
    text: str
    note: str = ""
    written_by: str = ""
    written_at: datetime | None = None

    @property
    def guide(self) -> Guide:
        """The page the text describes."""
        return preview(self.text)


def may_edit(actor: Actor) -> bool:
    """UKE's DPS managers and master editors write."""
    return actor.is_central("dps_manager") or actor.is_central("master_editor")


def current(session: Session, releases: Releases) -> Version:
    """What everybody reads."""
    found = queries.newest(session)
    return _version(*found) if found else _shipped(session, releases)


def versions(session: Session, releases: Releases, actor: Actor) -> tuple[Version, ...]:
    """All versions, the newest first, the shipped text last. Only for those who write."""
    _check_writer(actor)
    kept = tuple(_version(row, name) for row, name in queries.newest_first(session))
    return (*kept, _shipped(session, releases))


def version(session: Session, releases: Releases, actor: Actor, number: int) -> Version:
    """One version. Only for those who write."""
    _check_writer(actor)
    if number == 0:
        return _shipped(session, releases)
    found = queries.numbered(session, number) if number < 2**31 else None
    if found is None:
        raise NotFound("Versjonen finnes ikke.")
    return _version(*found)


def preview(text: str) -> Guide:
    """The page some text describes; what is too long to be kept is not read."""
    return guide.parse(tied(text[:LONGEST]))


def save(session: Session, releases: Releases, actor: Actor, text: str, note: str, seen: int) -> int:
    """Keep a new version and give its number. ``seen`` is the one the person began with.

    ``Conflict`` when another version has come since; the same text once more changes nothing.
    """
    _check_writer(actor)
    now = current(session, releases)
    text, note = _read(text, note)
    if text == now.text:
        return now.number
    saving.check_version(now.number, seen)
    number = now.number + 1
    session.add(models.RoutineVersion(number=number, text=text, note=note, written_by=actor.id))
    saving.flush(session)
    audit.record(session, actor.id, "routine.saved", "", f"versjon {number}")
    saving.commit(session)
    return number


def restore(session: Session, releases: Releases, actor: Actor, number: int, seen: int) -> int:
    """Keep an old version anew as the newest one."""
    old = version(session, releases, actor, number)
    words = f"Tilbake til versjon {number}" if number else "Tilbake til teksten som fulgte med programmet"
    return save(session, releases, actor, old.text, words, seen)


def _read(text: str, note: str) -> tuple[str, str]:
    fields = Fields()
    body = fields.text("text", text, "Teksten", LONGEST, required=True)
    words = fields.line("note", note, "Merknaden", LONGEST_NOTE, required=False)
    fields.raise_problems()
    if found := faults(body):
        more = len(found) - 1
        rest = (
            f" {formats.capital(formats.word(more))} ting til må rettes. Se forhåndsvisningen."
            if more
            else ""
        )
        raise Invalid({"text": found[0] + rest})
    return body, words


def faults(text: str) -> tuple[str, ...]:
    """Everything that must be mended in the text before it can be kept."""
    page = preview(text)
    ids = {heading.id for heading in page.headings}
    missing = [f"{{{id}}}" for id in STEPS if id not in ids]
    found = list(page.faults)
    if len(text) > LONGEST:
        found.append(f"Teksten er på {len(text)} tegn. Det er plass til {LONGEST}. Kort den ned.")
    found += [f"Navnet {{{id}}} er brukt på siden fra før. Velg et annet." for id in sorted(ids & _TAKEN)]
    if missing:
        found.append(
            f"Overskriften {missing[0]} mangler. Programmet lenker til den. Behold navnet; teksten kan du endre."
            if len(missing) == 1
            else f"Overskriftene {', '.join(missing)} mangler. Programmet lenker til dem. Behold navnene."
        )
    return tuple(found)


def _shipped(session: Session, releases: Releases) -> Version:
    path = releases.load(session, releases.live(session)).folder / FILE
    if not path.is_file():
        raise NotFound("Malsettet har ingen rutine. Be UKE legge inn en.")
    return Version(0, cleaned(path.read_text(encoding="utf-8")).strip())


def _version(row: models.RoutineVersion, name: str) -> Version:
    return Version(row.number, row.text, row.note, name, row.written_at)


def _check_writer(actor: Actor) -> None:
    if not may_edit(actor):
        raise Forbidden("Bare DPS-forvaltere og malredaktører i UKE kan endre rutinen.")
