"""Trial renders of drafts: asked for by those who write or approve masters, done by the worker, shown until stale."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ..assemble.branch_trial import Report, Tried
from ..domain import case_file
from ..domain.case import Case
from ..domain.roles import Actor
from ..masters.overlay import overlaid
from ..masters.release import Release
from ..store import models
from ..store.engines import serialise
from ..store.models import now
from ..store.queries import master_trials as queries
from ..store.queries import masters as drafts
from . import audit, master_drafts, saving
from .errors import Conflict
from .releases import Releases

_TRIES = 3
_GAVE_UP = (
    "Arbeidet stoppet tre ganger uten å bli ferdig. Prøv igjen, eller si fra til systemadministratoren."
)


@dataclass(frozen=True, slots=True)
class Trial:
    """How a trial stands. ``is_fresh`` says that the draft is as it was then; ``report`` is there when it is done."""

    id: str
    state: str
    done: int
    total: int
    step: str
    error: str
    by: str
    at: datetime
    finished_at: datetime | None
    is_fresh: bool
    report: Report | None

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in ("queued", "running")

    @property
    def is_good(self) -> bool:
        """Whether it is done, the draft is as it was, and nothing failed."""
        return self.is_fresh and self.report is not None and not any(d.failed for d in self.report.documents)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A trial that is ours to do, as long as ``attempt`` is the row's."""

    id: str
    attempt: int
    draft_id: str


def order(session: Session, releases: Releases, actor: Actor, draft_id: str) -> None:
    """Ask the worker to try the draft as it stands; one at a time."""
    working = master_drafts.opened(session, releases, actor, draft_id)
    serialise(session, f"trial {draft_id}")
    known = queries.latest(session, draft_id)
    if known and known.state in ("queued", "running"):
        raise Conflict("Malene prøves alt. Vent til prøven er ferdig.")
    if working.draft.status in ("released", "dropped"):
        raise Conflict("Utkastet er avsluttet og kan ikke prøves.")
    row = models.MasterTrial(draft_id=draft_id, revision=working.draft.revision, requested_by=actor.id)
    session.add(row)
    audit.record(session, actor.id, "master.tried", draft_id, f"endring {working.draft.revision}")
    saving.commit(session)


def order_unless_tried(session: Session, releases: Releases, actor: Actor, draft_id: str) -> None:
    """Have a draft that is sent in tried for those who decide, unless it is tried as it stands or is on its way."""
    found = latest(session, actor, draft_id)
    if found is None or not (found.is_under_way or found.is_fresh):
        order(session, releases, actor, draft_id)


def latest(session: Session, actor: Actor, draft_id: str) -> Trial | None:
    """The last trial of a draft, if it has one."""
    master_drafts.check_sees(actor)
    row = queries.latest(session, draft_id)
    if row is None:
        return None
    revision = session.get_one(models.MasterDraft, draft_id).revision
    by = drafts.names(session, [row.requested_by]).get(row.requested_by, "")
    return Trial(
        row.id, row.state, row.done, row.total, row.step, row.error, by, row.created_at, row.finished_at,
        row.revision == revision, None if row.report is None else _report(row.report),
    )  # fmt: skip


def waits(session: Session) -> bool:
    """Whether there is a trial to do; reads only."""
    found = queries.next_id(session, now()) is not None
    session.rollback()
    return found


def claim(session: Session, lease_seconds: int) -> Claimed | None:
    """Take the next trial, also one whose worker died; after the last attempt it is failed instead."""
    at = now()
    key = queries.next_id(session, at)
    row = queries.take(session, key, at, at + timedelta(seconds=lease_seconds)) if key else None
    claimed, tries = (None, 0) if row is None else (Claimed(row.id, row.attempt, row.draft_id), row.tries)
    session.commit()
    if claimed and tries > _TRIES:
        fail(session, claimed, _GAVE_UP)
        return None
    return claimed


def what(session: Session, releases: Releases, claimed: Claimed) -> tuple[Release, dict[str, Case]]:
    """The release as it would be, and the samples of its set."""
    row = session.get_one(models.MasterDraft, claimed.draft_id)
    base, texts = releases.load(session, row.base_id), drafts.texts(session, row.id)
    trial = session.get_one(models.MasterTrial, claimed.id)
    trial.revision = row.revision  # what is tried is the draft as it is now
    session.commit()
    cases = {path.stem: case_file.read(path.read_bytes()) for path in releases.samples(base.id)}
    return overlaid(base, texts).release, cases


def beat(session: Session, claimed: Claimed, news: tuple[int, int, str] | None, lease_seconds: int) -> bool:
    """Keep the lease and tell how far the work is. False: stop, it is not ours."""
    told = {} if news is None else {"done": news[0], "total": news[1], "step": news[2][:200]}
    until = now() + timedelta(seconds=lease_seconds)
    mine = queries.change_mine(session, claimed.id, claimed.attempt, lease_until=until, **told)
    session.commit()
    return mine


def finish(session: Session, claimed: Claimed, report: Report) -> None:
    """Keep the report."""
    values = {"state": "done", "report": asdict(report), "finished_at": now(), "lease_until": None}
    queries.change_mine(session, claimed.id, claimed.attempt, **values)
    session.commit()


def package_waits(session: Session) -> bool:
    """Whether somebody waits for a package: it goes first; reads only."""
    found = queries.package_waits(session, now())
    session.rollback()
    return found


def let_go(session: Session, claimed: Claimed) -> None:
    """Put it back for later, when a package came: it does not count as a try."""
    values = {"state": "queued", "lease_until": None, "tries": models.MasterTrial.tries - 1}
    queries.change_mine(session, claimed.id, claimed.attempt, **values)
    session.commit()


def fail(session: Session, claimed: Claimed, message: str) -> None:
    """Mark the trial as failed with words for the screen."""
    values = {"state": "failed", "error": message, "finished_at": now(), "lease_until": None}
    queries.change_mine(session, claimed.id, claimed.attempt, **values)
    session.commit()


def _report(kept: dict[str, object]) -> Report:
    rows = kept["documents"]
    assert isinstance(rows, list)
    documents = tuple(
        Tried(**{**row, "missed": tuple(row["missed"]), "failed": tuple(row["failed"])}) for row in rows
    )
    return Report(documents, float(str(kept["seconds"])))
