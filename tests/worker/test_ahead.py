"""Rendering ahead beside real processes: it fills the cache and never stands in the way."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dpsdocs import logs, worker
from dpsdocs.assemble import assemble
from dpsdocs.assemble.cache import FolderCache
from dpsdocs.services import ahead, jobs, packages
from dpsdocs.store import models
from tests.services.journey import Journey
from tests.worker.conftest import Installation, descendants, kill_hard, runs, until


@pytest.fixture
def hand(installation: Installation) -> Iterator[worker.Tools]:
    """A worker's tools."""
    logs.configure()
    made = worker.tools(installation.config(), worker.Limits(wall_seconds=200))
    yield made
    with made.sessions() as session:
        session.get_bind().engine.dispose()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering ahead that would take ten minutes."""
    monkeypatch.setattr(worker, "warm_up", lambda _release: None)
    monkeypatch.setattr(worker, "assemble", lambda *_args, **_named: time.sleep(600))


def asked(journey: Journey, made: str) -> str:
    """A competition somebody looks through."""
    ahead.ask(journey.session, made, journey.row(made).revision)
    journey.session.rollback()
    return made


def state(journey: Journey, made: str) -> tuple[str, int]:
    """State and tries of what is rendered ahead."""
    row = journey.session.get_one(models.Ahead, made, populate_existing=True)
    found = (row.state, row.tries)
    journey.session.rollback()
    return found


def meanwhile(hand: worker.Tools, journey: Journey, deed: Callable[[], object]) -> float:
    """Seconds from ``deed``, done while the worker renders ahead, until the worker is free."""
    before, at, errors = descendants(os.getpid()), [0.0], list[BaseException]()

    def interrupt() -> None:
        try:
            assert until(lambda: bool(descendants(os.getpid()) - before))
            time.sleep(0.3)
            at[0] = time.monotonic()
            deed()
            journey.session.rollback()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=interrupt)
    thread.start()
    assert worker.work_ahead(hand)
    free = time.monotonic()
    thread.join()
    assert not errors
    assert until(lambda: not any(runs(pid) for pid in descendants(os.getpid()) - before), 5)
    return free - at[0]


@pytest.mark.slow
def test_what_is_issued_then_lies_ready(
    journey: Journey, hand: worker.Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real thing: PDF and all. What is new when the package is made is what tells the time of reading."""
    made = asked(journey, journey.approved())
    assert worker.work_ahead(hand)
    assert state(journey, made) == ("done", 1)
    assert not worker.work_ahead(hand)
    written = tuple(hand.cache.iterdir())
    assert len(written) > 20
    put, new = FolderCache.put, Path(hand.cache / "new")

    def noted(cache: FolderCache, key: str, data: bytes) -> None:
        with new.open("a") as log:
            log.write(f"{key}\n")
        put(cache, key, data)

    monkeypatch.setattr(FolderCache, "put", noted)
    packages.issue(journey.session, journey.releases, journey.drafter, made)
    journey.session.commit()
    assert worker.work_once(hand)
    assert journey.row(made).status == "issued"
    assert len(new.read_text().splitlines()) <= 6


def test_a_package_that_is_ordered_waits_for_nothing(
    journey: Journey, hand: worker.Tools, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = asked(journey, journey.filled()), journey.approved()
    journey.session.rollback()
    waited = meanwhile(
        hand, journey, lambda: packages.issue(journey.session, journey.releases, journey.drafter, other)
    )
    assert waited < 2 + 3  # ordering takes its own time
    assert state(journey, first) == ("queued", 0)
    assert not worker.work_ahead(hand), "the package is still to be made"

    def quick(*about: Any, **more: Any) -> Any:
        return assemble(*about, without=("pdf", "docx"), **more)

    monkeypatch.setattr(worker, "packages_of", quick)
    assert worker.work_once(hand)
    assert journey.row(other).status == "issued"
    journey.session.rollback()
    monkeypatch.setattr(worker, "assemble", lambda *_args, **_named: None)
    assert worker.work_ahead(hand)
    assert state(journey, first) == ("done", 1)


def test_changed_answers_end_it(journey: Journey, hand: worker.Tools, slow: None) -> None:
    made = asked(journey, journey.filled())
    assert meanwhile(hand, journey, lambda: journey.save(made, {"title": "Noe annet"})) < 5
    assert not worker.work_ahead(hand), "nobody has asked for the new answers"
    asked(journey, made)
    assert meanwhile(hand, journey, lambda: ahead.ask(journey.session, made, 10**6)) < 5


def test_a_worker_that_is_told_to_stop_does_not_go_on(
    journey: Journey, hand: worker.Tools, slow: None
) -> None:
    made = asked(journey, journey.filled())
    started = time.monotonic()
    assert worker.work_ahead(hand, lambda: time.monotonic() - started > 1)
    assert time.monotonic() - started < 10
    assert state(journey, made) == ("queued", 0)


@pytest.mark.parametrize("fault", [KeyError("secret"), MemoryError()])
def test_what_goes_wrong_is_not_tried_again(
    journey: Journey, hand: worker.Tools, slow: None, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def stumble(*_args: object, **_named: object) -> None:
        raise fault

    made = asked(journey, journey.filled())
    monkeypatch.setattr(worker, "assemble", stumble)
    assert worker.work_ahead(hand)
    assert state(journey, made)[0] == "done"
    assert not worker.work_ahead(hand)
    assert journey.count(models.RenderJob) == 0
    journey.session.rollback()


@pytest.mark.slow
def test_a_worker_that_is_killed_while_it_renders_ahead(installation: Installation, journey: Journey) -> None:
    made = asked(journey, journey.filled())
    first = installation.run("run_worker.py", "2")
    assert until(lambda: state(journey, made)[0] == "running")
    assert until(lambda: len(descendants(first.pid)) >= 2)
    children = descendants(first.pid)
    kill_hard(first)
    assert until(lambda: not any(runs(pid) for pid in children), 5), "render processes outlive the worker"
    second = installation.run("run_worker.py", "2")
    assert until(lambda: state(journey, made) == ("done", 2), 90)
    second.terminate()
    assert second.wait(10) == 0
    assert jobs.claim(journey.session, "test") is None
