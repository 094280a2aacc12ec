"""Drafts of master sets on their way: begun, sent in, approved by somebody else and released, or laid away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain import formats
from ..domain.answers import AnswerError, date_value
from ..domain.roles import Actor
from ..masters.errors import Fault, MasterError
from ..masters.lint import lint
from ..masters.loader import load
from ..masters.overlay import Overlaid, overlaid
from ..masters.release import Release
from ..masters.source import Source
from ..store import models
from ..store.engines import serialise
from ..store.models import now
from ..store.queries import master_trials as trials
from ..store.queries import masters as queries
from . import audit, saving
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import Fields, own_words
from .releases import Releases

STATUS_LABELS = {
    "draft": "Utkast",
    "submitted": "Til godkjenning",
    "returned": "Sendt tilbake",
    "released": "Utgitt",
    "dropped": "Forkastet",
}
_VERSION = re.compile(r"(20\d\d)\.([1-9]\d{0,2})")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is shown: people by name."""

    id: str
    set_id: str
    base_id: str
    status: str
    revision: int
    version: str
    notes: str
    made_by: str
    made_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    words: str
    release_id: str | None

    @property
    def is_editable(self) -> bool:
        """Whether its texts can be changed now."""
        return self.status in ("draft", "returned")


@dataclass(frozen=True, slots=True)
class Working:
    """A draft with the release it began from and the texts that differ."""

    draft: Draft
    base: Release
    texts: dict[str, str]
    overlay: Overlaid = field(repr=False)

    @property
    def release(self) -> Release:
        """The release as it would be."""
        return self.overlay.release


def may_edit(actor: Actor) -> bool:
    """UKE's master editors write."""
    return actor.is_central("master_editor")


def may_see(actor: Actor) -> bool:
    """Editors and approvers of masters."""
    return may_edit(actor) or actor.is_central("master_approver")


def drafts(session: Session, actor: Actor) -> tuple[Draft, ...]:
    """All drafts, the newest first."""
    check_sees(actor)
    rows = queries.drafts(session)
    names = queries.names(
        session, [i for row in rows for i in (row.made_by, row.submitted_by, row.decided_by)]
    )
    return tuple(_draft(row, names) for row in rows)


def opened(session: Session, releases: Releases, actor: Actor, draft_id: str) -> Working:
    """One draft with its texts."""
    check_sees(actor)
    row = session.get(models.MasterDraft, draft_id)
    if row is None:
        raise NotFound("Utkastet finnes ikke.")
    names = queries.names(session, [row.made_by, row.submitted_by, row.decided_by])
    base, texts = releases.load(session, row.base_id), queries.texts(session, row.id)
    return Working(_draft(row, names), base, texts, overlaid(base, texts))


def begin(session: Session, releases: Releases, actor: Actor, release_id: str) -> str:
    """A draft that begins from a release; one at a time for each set. Gives its id."""
    check_writes(actor)
    serialise(session, "masters")
    base = releases.load(session, release_id)
    if known := queries.open_draft(session, base.id):
        raise Conflict(f"Det finnes et utkast fra før, som står som «{STATUS_LABELS[known.status].lower()}».")
    row = models.MasterDraft(set_id=base.id, base_id=release_id, made_by=actor.id)
    session.add(row)
    session.flush()
    audit.record(session, actor.id, "master.begun", row.id, f"{base.title} fra {base.version}")
    saving.commit(session)
    return row.id


def drop(session: Session, actor: Actor, draft_id: str) -> None:
    """Lay a draft away. Its texts and history are kept."""
    row = for_writer(session, actor, draft_id)
    row.status = "dropped"
    row.decided_by, row.decided_at = actor.id, now()
    audit.record(session, actor.id, "master.dropped", row.id)
    saving.commit(session)


def suggested_version(session: Session, set_id: str) -> str:
    """The next version of this year."""
    found = [_VERSION.fullmatch(row.version) for row in queries.releases(session) if row.set_id == set_id]
    year = now().astimezone(formats.OSLO).year
    numbers = [int(match[2]) for match in found if match and int(match[1]) == year]
    return f"{year}.{max(numbers, default=0) + 1}"


def submit(
    session: Session, releases: Releases, actor: Actor, draft_id: str, version: str, notes: str
) -> None:
    """Send a draft in for approval, with the words its readers will see. Refused while anything is wrong in it."""
    row = for_writer(session, actor, draft_id)
    fields = Fields()
    number = fields.line("version", version, "Versjonen", 40)
    words = fields.text("notes", notes, "Hva som er nytt,", 4000, required=True)
    if number and not _VERSION.fullmatch(number):
        fields.add("version", "Skriv versjonen som år og nummer, for eksempel 2026.4.")
    elif number and queries.has_version(session, row.set_id, number):
        fields.add("version", f"Versjon {number} finnes fra før. Velg et nytt nummer.")
    fields.raise_problems()
    working = opened(session, releases, actor, draft_id)
    began = (
        row.base_id == releases.live(session, row.set_id) if row.set_id in releases.sets(session) else True
    )
    if not working.texts and began:
        raise Invalid({"notes": "Ingenting er endret ennå."})
    if faults(working):
        raise Invalid({"faults": "Rett feilene i malene før du sender utkastet til godkjenning."})
    row.status, row.version, row.notes = "submitted", number, words
    row.submitted_by, row.submitted_at = actor.id, now()
    row.decided_by = row.decided_at = None
    row.words = ""
    audit.record(session, actor.id, "master.submitted", row.id, number)
    saving.commit(session)


def take_back(session: Session, actor: Actor, draft_id: str) -> None:
    """Take a draft back from approval to go on writing."""
    row = for_writer(session, actor, draft_id, ("submitted",))
    row.status = "draft"
    audit.record(session, actor.id, "master.taken_back", row.id, row.version)
    saving.commit(session)


def why_not_approve(session: Session, actor: Actor, draft: Draft) -> str:
    """Why this person cannot decide on a draft, or nothing: another person than those who have written it."""
    if not actor.is_central("master_approver"):
        return "Bare malgodkjennere i UKE kan godkjenne."
    row = session.get_one(models.MasterDraft, draft.id)
    if actor.id in queries.writers(session, draft.id) or actor.id in (row.submitted_by, row.made_by):
        return "Du har selv skrevet i utkastet. En annen må godkjenne det."
    return ""


def send_back(session: Session, actor: Actor, draft_id: str, words: str) -> None:
    """Say no, with words about what must be mended."""
    row = _to_decide(session, actor, draft_id)
    said = own_words("words", words, "Skriv hva som må endres.")
    row.status, row.words = "returned", said
    row.decided_by, row.decided_at = actor.id, now()
    audit.record(session, actor.id, "master.returned", row.id, row.version)
    saving.commit(session)


def approve(
    session: Session, releases: Releases, actor: Actor, draft_id: str, live_from: str, words: str
) -> str:
    """Say yes: the draft is frozen as a release that new competitions begin with from a day on. Gives its id."""
    row = _to_decide(session, actor, draft_id)
    begins, said = _live_from(live_from), own_words("words", words)
    if trials.has_failed(session, row.id, row.revision):
        raise Conflict("Prøven viser at et dokument ikke kan lages. Send utkastet tilbake.")
    working = opened(session, releases, actor, draft_id)
    texts = stamped(working)
    try:
        release = load(working.base.folder, texts)
    except MasterError as error:
        raise Invalid({"faults": str(error.faults[0])}) from error
    if lint(release):
        raise Invalid({"faults": str(lint(release)[0])})
    row.release_id = releases.take_in(session, Source(working.base.folder, texts), release, begins, actor.id)
    row.status, row.words = "released", said
    row.decided_by, row.decided_at = actor.id, now()
    audit.record(session, actor.id, "master.approved", row.id, row.version)
    saving.commit(session)
    return row.release_id


def faults(working: Working) -> tuple[Fault, ...]:
    """Everything wrong in the whole set as it would be released."""
    try:
        return tuple(lint(load(working.base.folder, working.texts)))
    except MasterError as error:
        return tuple(error.faults)


def stamped(working: Working) -> dict[str, str]:
    """The texts with the version and UKE's approval in the set's own file."""
    text = Source(working.base.folder, working.texts).text("set.toml")
    text = re.sub(r"(?m)^version\s*=.*$", f'version = "{working.draft.version}"', text, count=1)
    if re.search(r"(?m)^approved\s*=", text):
        text = re.sub(r"(?m)^approved\s*=.*$", "approved = true", text, count=1)
    else:
        text = re.sub(r"(?m)^(version\s*=.*)$", r"\1\napproved = true", text, count=1)
    return {**working.texts, "set.toml": text}


def _live_from(text: str) -> datetime:
    try:
        day = date_value(text)
    except AnswerError as error:
        raise Invalid({"live_from": str(error)}) from error
    moment = datetime(day.year, day.month, day.day, tzinfo=formats.OSLO)
    if day < now().astimezone(formats.OSLO).date():
        raise Invalid({"live_from": "Datoen er passert. Velg i dag eller en senere dag."})
    return max(moment, now())


def for_writer(
    session: Session, actor: Actor, draft_id: str, states: tuple[str, ...] = ("draft", "returned")
) -> models.MasterDraft:
    """The draft for an editor, in one of these states; nobody else gets past until the transaction ends."""
    check_writes(actor)
    return _locked(session, draft_id, states)


def _to_decide(session: Session, actor: Actor, draft_id: str) -> models.MasterDraft:
    row = _locked(session, draft_id, ("submitted",))
    if reason := why_not_approve(session, actor, _draft(row, {})):
        raise Forbidden(reason)
    return row


def _locked(session: Session, draft_id: str, states: tuple[str, ...]) -> models.MasterDraft:
    """The draft in one of these states; nobody else gets past until the transaction ends."""
    serialise(session, "masters")
    row = session.get(models.MasterDraft, draft_id, populate_existing=True)
    if row is None:
        raise NotFound("Utkastet finnes ikke.")
    if row.status not in states:
        raise Conflict(f"Utkastet står som «{STATUS_LABELS[row.status].lower()}» og kan ikke endres slik nå.")
    return row


def _draft(row: models.MasterDraft, names: dict[str, str]) -> Draft:
    return Draft(
        row.id, row.set_id, row.base_id, row.status, row.revision, row.version, row.notes,
        names.get(row.made_by, ""), row.made_at, names.get(row.submitted_by or "", ""), row.submitted_at,
        names.get(row.decided_by or "", ""), row.decided_at, row.words, row.release_id,
    )  # fmt: skip


def check_sees(actor: Actor) -> None:
    """``Forbidden`` for others than those who write and approve masters."""
    if not may_see(actor):
        raise Forbidden("Bare malredaktører og malgodkjennere i UKE ser utkast til maler.")


def check_writes(actor: Actor) -> None:
    """``Forbidden`` for others than master editors."""
    if not may_edit(actor):
        raise Forbidden("Bare malredaktører i UKE kan endre maler.")
