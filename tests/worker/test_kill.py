"""Processes killed where it hurts: nothing acknowledged is lost, and the work is finished once."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from dpsdocs.services import jobs, packages
from dpsdocs.store import models
from tests.services.journey import Journey
from tests.worker.conftest import Installation, descendants, kill_hard, runs, until

pytestmark = pytest.mark.slow


def order(journey: Journey) -> tuple[str, str]:
    made = journey.approved()
    job_id = packages.issue(journey.session, journey.releases, journey.drafter, made)
    journey.session.commit()
    return made, job_id


def listens(pid: int) -> bool:
    """Whether the process has taken over the signal that asks it to stop."""
    masks = (
        line.split()[1] for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "SigCgt" in line
    )
    return bool(int(next(masks, "0"), 16) >> (signal.SIGTERM - 1) & 1)


def state(journey: Journey, job_id: str) -> tuple[str, int, str]:
    found = jobs.status(journey.session, job_id)
    journey.session.rollback()
    return found.state, found.attempt, found.step


def test_a_worker_that_is_killed_in_a_render(installation: Installation, journey: Journey) -> None:
    made, job_id = order(journey)
    first = installation.run("run_worker.py", "2")
    # the words of a step are gone in a moment; the job's process has children of its own while PDFs are made
    assert until(lambda: state(journey, job_id)[0] == "running")
    assert until(lambda: len(descendants(first.pid)) >= 2)
    children = descendants(first.pid)
    kill_hard(first)
    assert until(lambda: not any(runs(pid) for pid in children), 5), "render processes outlive the worker"
    assert state(journey, job_id)[:2] == ("running", 1)
    assert journey.count(models.Package) == 0
    journey.session.rollback()
    second = installation.run("run_worker.py", "2")
    assert until(lambda: state(journey, job_id)[0] == "done", 60)
    assert state(journey, job_id)[1] == 2
    [package] = packages.issued(journey.session, journey.drafter, made).packages
    assert {f.part for f in package.files} == {"bidders", "internal"}
    assert journey.row(made).status == "issued"
    journey.session.rollback()
    second.terminate()
    assert second.wait(5) == 0


def test_a_worker_stops_cleanly(installation: Installation, journey: Journey) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        child = installation.run("run_worker.py", "60")
        journey.session.rollback()
        assert until(lambda pid=child.pid: listens(pid))  # type: ignore[misc]
        child.send_signal(number)
        assert child.wait(10) == 0


def test_a_worker_told_to_stop_finishes_what_it_has(installation: Installation, journey: Journey) -> None:
    made, job_id = order(journey)
    child = installation.run("run_worker.py", "60")
    assert until(lambda: state(journey, job_id)[0] == "running")
    child.terminate()
    assert child.wait(60) == 0
    assert state(journey, job_id)[0] == "done"
    assert journey.row(made).status == "issued"


def test_a_saver_that_is_killed_loses_nothing_acknowledged(
    installation: Installation, journey: Journey
) -> None:
    made = journey.draft()
    journey.session.commit()
    person, other = journey.drafter.id, journey.second.id
    steady = installation.run("run_saver.py", other, made, "need", "0")
    assert steady.stdout is not None
    steady.stdout.readline()
    acknowledged = [
        _killed(installation, (person, made, "title", str(round_ * 10_000))) for round_ in range(5)
    ]
    kill_hard(steady)
    steadily = [int(line) for line in steady.stdout.read().split()]
    saved = _saved(journey, made)
    assert all(acknowledged)
    assert {n for numbers in acknowledged for n in numbers} <= saved["title"]
    assert set(steadily) <= saved["need"]
    revisions = [c.revision for c in _changes(journey, made)]
    assert revisions == list(range(1, len(revisions) + 1)), "one revision per acknowledged save"
    assert journey.row(made).revision == revisions[-1]
    if journey.session.get_bind().dialect.name == "sqlite":
        assert journey.session.scalar(text("PRAGMA integrity_check")) == "ok"


def _killed(installation: Installation, arguments: tuple[str, ...]) -> list[int]:
    """The numbers a saver had acknowledged when it was killed at some moment."""
    saver: subprocess.Popen[str] = installation.run("run_saver.py", *arguments)
    assert saver.stdout is not None
    first = saver.stdout.readline()
    time.sleep(random.uniform(0.05, 0.6))
    kill_hard(saver)
    lines = (first + saver.stdout.read()).split("\n")[:-1]
    return [int(line) for line in lines]


def _changes(journey: Journey, made: str) -> list[models.AnswerChange]:
    query = select(models.AnswerChange).where(models.AnswerChange.competition_id == made)
    return list(journey.session.scalars(query.order_by(models.AnswerChange.revision)))


def _saved(journey: Journey, made: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for change in _changes(journey, made):
        found.setdefault(change.key, set()).add(int(change.new.split()[1]))
    return found
