"""A render that goes wrong costs its own job only, and says so in words."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from dpsdocs import logs, worker
from dpsdocs.services import jobs, packages
from dpsdocs.services.jobs import JobStatus
from dpsdocs.store import models
from tests.services.journey import Journey
from tests.worker.conftest import Installation, descendants, runs, until


@pytest.fixture
def hand(installation: Installation) -> Iterator[worker.Tools]:
    """A worker's tools, quick to lose patience."""
    logs.configure()
    made = worker.tools(installation.config(), worker.Limits(wall_seconds=4, memory_bytes=1_000_000_000))
    yield made
    with made.sessions() as session:
        session.get_bind().engine.dispose()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, journey: Journey) -> Callable[[Callable[..., Any]], None]:
    """Replaces what the children do."""
    monkeypatch.setattr(worker, "warm_up", lambda _release: None)
    return lambda render: monkeypatch.setattr(worker, "packages_of", render)


def order(journey: Journey) -> tuple[str, str]:
    made = journey.approved()
    job_id = packages.issue(journey.session, journey.releases, journey.drafter, made)
    journey.session.commit()
    return made, job_id


def status(journey: Journey, job_id: str) -> JobStatus:
    journey.session.rollback()
    found = jobs.status(journey.session, job_id)
    journey.session.rollback()
    return found


def pretend(journey: Journey, job_id: str) -> Callable[..., Any]:
    """A render that takes no time. Made beforehand: children have no database."""
    row = journey.session.get_one(models.RenderJob, job_id)
    result = journey.pretend(
        jobs.Claimed(
            row.id,
            1,
            row.competition_id,
            row.revision,
            row.package_number,
            row.case_sha256,
            row.release_id,
            "",
        )
    )
    journey.session.rollback()
    return lambda *_args, **_named: result


def bomb(*_args: object, **_named: object) -> None:
    kept = []
    while True:
        kept.append(bytearray(1 << 26))


def spin(*_args: object, **_named: object) -> None:
    while True:
        pass


def sleep(*_args: object, **_named: object) -> None:
    time.sleep(600)


def die(*_args: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stumble(*_args: object, **_named: object) -> None:
    raise KeyError("secret")


@pytest.mark.parametrize(
    ("render", "words"),
    [
        (bomb, "minnegrensen"), (spin, "for lang tid"), (sleep, "for lang tid"), (die, "kunne ikke lages"),
        (stumble, "kunne ikke lages"),
    ],
)  # fmt: skip
def test_a_render_that_goes_wrong(
    journey: Journey, hand: worker.Tools, quick: Callable[..., None], render: Callable[..., Any], words: str
) -> None:
    made, job_id = order(journey)
    before = descendants(os.getpid())
    quick(render)
    assert worker.work_once(hand)
    failed = status(journey, job_id)
    assert failed.state == "failed"
    assert words in failed.error
    assert "secret" not in failed.error
    assert descendants(os.getpid()) <= before
    jobs.retry(journey.session, journey.drafter, job_id)
    quick(pretend(journey, job_id))
    assert worker.work_once(hand)
    assert status(journey, job_id).state == "done"
    assert journey.row(made).status == "issued"
    journey.session.rollback()
    assert not worker.work_once(hand)


def test_a_lease_that_was_lost_ends_the_child(
    journey: Journey, hand: worker.Tools, quick: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker took over: the first stops its child and stores nothing."""
    made, job_id = order(journey)
    quick(sleep)
    monkeypatch.setattr(jobs, "beat", lambda *_args: False)
    started = time.monotonic()
    assert worker.work_once(hand)
    assert time.monotonic() - started < 4
    assert journey.row(made).status == "approved"
    journey.session.rollback()
    assert job_id


def test_a_database_that_goes_away_ends_the_child_and_keeps_the_job(
    journey: Journey, hand: worker.Tools, quick: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, job_id = order(journey)
    quick(sleep)

    def away(*_args: object) -> bool:
        raise OperationalError("select 1", {}, Exception("gone"))

    before = descendants(os.getpid())
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "beat", away)
        with pytest.raises(OperationalError):
            worker.work_once(replace(hand, limits=worker.Limits(lease_seconds=0)))
    assert until(lambda: not any(runs(pid) for pid in descendants(os.getpid()) - before), 2)
    assert status(journey, job_id).state == "running"
    quick(pretend(journey, job_id))
    time.sleep(0.01)
    assert worker.work_once(hand)
    assert (status(journey, job_id).state, status(journey, job_id).attempt) == ("done", 2)


def test_after_the_last_attempt_it_is_given_up(
    journey: Journey, hand: worker.Tools, quick: Callable[..., None]
) -> None:
    _, job_id = order(journey)
    for _ in range(jobs.ATTEMPTS):
        assert jobs.claim(journey.session, "died", lease_seconds=-1)
    assert not worker.work_once(hand)
    failed = status(journey, job_id)
    assert failed.state == "failed"
    assert "3 ganger" in failed.error


@pytest.mark.slow
def test_a_whole_render_that_may_use_too_little(
    journey: Journey, installation: Installation, hand: worker.Tools
) -> None:
    """The real thing: PDF and all, with less memory than it needs, then with enough."""
    made, job_id = order(journey)
    small = replace(hand, limits=worker.Limits(memory_bytes=120_000_000))
    assert worker.work_once(small)
    failed = status(journey, job_id)
    assert failed.state == "failed"
    assert failed.error.startswith(("Pakken", "Dokumentet", "PDF"))
    jobs.retry(journey.session, journey.drafter, job_id)
    assert worker.work_once(replace(hand, limits=worker.Limits()))
    assert status(journey, job_id).state == "done"
    assert journey.row(made).status == "issued"
    journey.session.rollback()
