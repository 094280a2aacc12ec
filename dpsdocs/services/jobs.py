"""The queue of packages to make. The row is the truth: a result counts only while its attempt is the row's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dpsdocs.domain import roles
from dpsdocs.domain.roles import Actor
from dpsdocs.store.models import RenderJob, now
from dpsdocs.store.queries import jobs as queries

from . import audit
from .errors import Conflict, Forbidden, NotFound

ATTEMPTS = 3
LEASE_SECONDS = 120
_GAVE_UP = f"Arbeidet stoppet {ATTEMPTS} ganger uten å bli ferdig. Prøv igjen, eller si fra til systemadministratoren."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that is ours to do, as long as ``attempt`` is the row's."""

    id: str
    attempt: int
    competition_id: str
    revision: int
    package_number: int
    case_sha256: str
    release_id: str
    requested_by: str


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job stands. ``state`` is queued, running, done or failed."""

    id: str
    competition_id: str
    revision: int
    package_number: int
    state: str
    attempt: int
    done: int
    total: int
    step: str
    error: str
    peak_kb: int
    created_at: datetime
    finished_at: datetime | None


def enqueue(
    session: Session,
    *,
    key: str,
    competition_id: str,
    revision: int,
    package_number: int,
    case_sha256: str,
    release_id: str,
    requested_by: str,
) -> str:
    """Ask for a package in the caller's transaction (no commit); the same key gives the same job.

    One that failed is queued again with the case as it is now.
    """
    session.flush()
    job_id = queries.add_once(
        session,
        key=key,
        competition_id=competition_id,
        revision=revision,
        package_number=package_number,
        case_sha256=case_sha256,
        release_id=release_id,
        requested_by=requested_by,
    )
    queries.requeue(session, job_id, ATTEMPTS, case_sha256=case_sha256, requested_by=requested_by)
    return job_id


def claim(session: Session, worker: str, lease_seconds: int = LEASE_SECONDS) -> Claimed | None:
    """Take the next job, also one whose worker died; after the last attempt it is failed instead."""
    at = now()
    for job_id in queries.give_up(session, at, _GAVE_UP):
        audit.record(session, "", "package.failed", job_id, "no attempts left")
    row = queries.take_next(session, at, at + timedelta(seconds=lease_seconds), worker[:80])
    claimed = None if row is None else _claimed(row)
    session.commit()
    return claimed


def beat(
    session: Session,
    job_id: str,
    attempt: int,
    done: int,
    total: int,
    step: str,
    lease_seconds: int = LEASE_SECONDS,
) -> bool:
    """Keep the lease and tell how far the work is (``done`` below zero: no news). False: stop, it isn't ours."""
    until = now() + timedelta(seconds=lease_seconds)
    news = {} if done < 0 else {"done": done, "total": total, "step": step[:200]}
    mine = queries.change_mine(session, job_id, attempt, lease_until=until, **news)
    session.commit()
    return mine


def finish(session: Session, job_id: str, attempt: int, peak_kb: int) -> bool:
    """Mark the job as done in the caller's transaction (no commit), together with what it made.

    False when the attempt is no longer the row's: the caller rolls back.
    """
    values = {"state": "done", "finished_at": now(), "lease_until": None, "peak_kb": peak_kb}
    return queries.change_mine(session, job_id, attempt, **values)


def fail(session: Session, job_id: str, attempt: int, message: str) -> None:
    """Mark the job as failed with words for the user; nothing happens when it isn't ours any more."""
    values = {"state": "failed", "error": message, "finished_at": now(), "lease_until": None}
    if queries.change_mine(session, job_id, attempt, **values):
        audit.record(session, "", "package.failed", job_id)
    session.commit()


def status(session: Session, job_id: str) -> JobStatus:
    """How the job stands. Who may ask is the caller's to know."""
    return _status(_found(session, job_id))


def retry(session: Session, actor: Actor, job_id: str) -> None:
    """Queue a failed job again. For those who may draft in the agency."""
    row = _found(session, job_id)
    agency_id = queries.agency_of(session, row.competition_id)
    if not actor.roles_in(agency_id):
        raise NotFound("Fant ikke jobben.")
    if not roles.can_draft(actor, agency_id):
        raise Forbidden
    if not queries.requeue(session, job_id, ATTEMPTS):
        raise Conflict("Pakken er alt i arbeid eller ferdig. Last siden på nytt.")
    audit.record(session, actor.id, "package.retried", job_id)
    session.commit()


def _found(session: Session, job_id: str) -> RenderJob:
    row = session.get(RenderJob, job_id, populate_existing=True)
    if row is None:
        raise NotFound("Fant ikke jobben.")
    return row


def _claimed(row: RenderJob) -> Claimed:
    return Claimed(
        row.id, row.attempt, row.competition_id, row.revision, row.package_number,
        row.case_sha256, row.release_id, row.requested_by,
    )  # fmt: skip


def _status(row: RenderJob) -> JobStatus:
    return JobStatus(
        row.id, row.competition_id, row.revision, row.package_number, row.state, row.attempt,
        row.done, row.total, row.step, row.error, row.peak_kb, row.created_at, row.finished_at,
    )  # fmt: skip
