"""A group tries masters before they are live: named agencies and persons begin trial competitions with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..domain.tryout import MARK, NOTE
from ..masters.errors import MasterError
from ..masters.loader import load
from ..masters.source import Source
from ..store import models
from ..store.engines import serialise
from ..store.models import now
from ..store.queries import people
from ..store.queries import tryouts as queries
from . import audit, master_drafts, saving
from .errors import Conflict, Forbidden, Invalid, NotFound
from .master_drafts import Working
from .releases import Releases

_MOST = 200


@dataclass(frozen=True, slots=True)
class Tryout:
    """An open group: agencies (id and name), persons (e-mail and name), and how many competitions they have begun."""

    version: str
    opened_at: datetime
    agencies: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    begun: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Masters somebody may try."""

    release_id: str
    name: str


def shown(session: Session, actor: Actor, draft_id: str) -> Tryout | None:
    """The open group of a draft, if there is one."""
    master_drafts.check_sees(actor)
    row = queries.open_of(session, draft_id)
    if row is None:
        return None
    agencies, persons = queries.names(session, row.id)
    release = session.get_one(models.Release, row.release_id)
    begun = queries.count(session, row.release_id)
    return Tryout(release.version, row.opened_at, tuple(agencies), tuple(persons), begun)


def why_not(session: Session, working: Working) -> str:
    """Why a draft cannot be tried now, or nothing."""
    draft = working.draft
    if draft.status == "submitted":
        return ""
    if draft.status != "released":
        return "Send utkastet til godkjenning først. Da står teksten stille mens gruppen prøver."
    release = session.get_one(models.Release, draft.release_id)
    return "" if release.live_from > now() else "Malversjonen gjelder alt, og alle får den."


def begin(
    session: Session, releases: Releases, actor: Actor, draft_id: str, agencies: Sequence[str], emails: str
) -> None:
    """Open the draft as it stands for a group; the group before it is replaced."""
    if not master_drafts.may_edit(actor):
        raise Forbidden("Bare malredaktører i UKE kan åpne en prøve.")
    serialise(session, "masters")
    working = master_drafts.opened(session, releases, actor, draft_id)
    if reason := why_not(session, working):
        raise Conflict(reason)
    testers = [*_agencies(session, agencies), *_people(session, emails)]
    if not testers:
        raise Invalid({"agencies": "Velg minst én virksomhet eller person som skal prøve."})
    _close(session, actor, draft_id)
    row = models.MasterTryout(
        draft_id=draft_id, release_id=_frozen(session, releases, actor, working), opened_by=actor.id
    )
    session.add(row)
    session.flush()
    for tester in testers:
        tester.tryout_id = row.id
        session.add(tester)
    audit.record(session, actor.id, "master.tryout_opened", draft_id, f"{len(testers)} i gruppen")
    saving.commit(session)


def end(session: Session, actor: Actor, draft_id: str) -> None:
    """Close the group: nobody begins with the draft any more; what is begun stays as it is."""
    if not master_drafts.may_edit(actor):
        raise Forbidden("Bare malredaktører i UKE kan avslutte en prøve.")
    if not _close(session, actor, draft_id):
        raise NotFound("Utkastet har ingen prøvegruppe.")
    audit.record(session, actor.id, "master.tryout_closed", draft_id)
    saving.commit(session)


def offered(session: Session, actor: Actor) -> tuple[Offered, ...]:
    """What somebody may begin a trial competition with."""
    found = queries.offered(session, actor.id, actor.agencies_with("drafter", "approver"), now())
    return tuple(Offered(id, version.removesuffix(MARK)) for id, version in found)


def checked(session: Session, actor: Actor, agency_id: str, release_id: str) -> str:
    """The release, when this person may try it for this agency; ``Forbidden``."""
    found = dict(queries.offered(session, actor.id, [agency_id], now()))
    if release_id not in found:
        raise Forbidden("Virksomheten er ikke med i gruppen som prøver disse malene.")
    return release_id


def _frozen(session: Session, releases: Releases, actor: Actor, working: Working) -> str:
    """The draft as a release of its own, marked so that nothing can be issued with it."""
    texts = {**working.texts, "set.toml": _stamped(working)}
    try:
        release = load(working.base.folder, texts)
    except MasterError as error:
        raise Invalid({"faults": str(error.faults[0])}) from error
    known = queries.by_digest(session, release.digest)
    return known or releases.take_in(session, Source(working.base.folder, texts), release, now(), actor.id)


def _stamped(working: Working) -> str:
    text = Source(working.base.folder, working.texts).text("set.toml")
    text = re.sub(r"(?m)^(?:example_note|approved)\s*=.*\n", "", text)
    lines = f'version = "{working.draft.version}{MARK}"\nexample_note = "{NOTE}"'
    return re.sub(r"(?m)^version\s*=.*$", lambda _: lines, text, count=1)


def _close(session: Session, actor: Actor, draft_id: str) -> bool:
    row = queries.open_of(session, draft_id)
    if row is not None:
        row.closed_by, row.closed_at = actor.id, now()
    return row is not None


def _agencies(session: Session, ids: Sequence[str]) -> list[models.MasterTester]:
    found = [session.get(models.Agency, id[:36]) for id in dict.fromkeys(ids[:_MOST])]
    return [
        models.MasterTester(agency_id=agency.id) for agency in found if agency is not None and agency.active
    ]


def _people(session: Session, emails: str) -> list[models.MasterTester]:
    """One for each address, or ``Invalid`` that names those nobody has."""
    wanted = [line.strip().lower() for line in re.split(r"[\n,;]", emails[:10_000]) if line.strip()]
    users = {email: people.by_email(session, email) for email in dict.fromkeys(wanted[:_MOST])}
    if unknown := [email for email, user in users.items() if user is None]:
        raise Invalid({"emails": f"Ingen med adressen {unknown[0][:80]} kan logge inn. Se etter skrivefeil."})
    return [models.MasterTester(user_id=user.id) for user in users.values() if user is not None]
