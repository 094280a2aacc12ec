"""The worker tries drafts of masters in a child of its own; a package that is ordered goes first."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from dpsdocs import logs, worker, worker_trials
from dpsdocs.assemble.branch_trial import Report, Tried
from dpsdocs.render_child import RenderError
from dpsdocs.services import master_drafts, master_trials, packages
from dpsdocs.services.master_trials import Trial
from tests.services.journey import Journey
from tests.worker.conftest import Installation

REPORT = Report((Tried("a", "A", 1, 2, 3, 3, (), (), 0.5),), 0.5)


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """One engine is enough: nothing here is asked of the database in a way of its own."""
    return sqlite_url


@pytest.fixture
def hand(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[worker.Tools]:
    """A worker's tools, without a warm engine."""
    logs.configure()
    monkeypatch.setattr(worker_trials, "warm_up", lambda _release: None)
    made = worker.tools(installation.config(), worker.Limits(wall_seconds=60))
    yield made
    with made.sessions() as session:
        session.get_bind().engine.dispose()


@pytest.fixture
def draft(journey: Journey) -> str:
    """A draft somebody wants tried."""
    live = journey.releases.live(journey.session)
    made = master_drafts.begin(journey.session, journey.releases, journey.editor, live)
    master_trials.order(journey.session, journey.releases, journey.editor, made)
    return made


def trial(journey: Journey, draft: str) -> Trial:
    found = master_trials.latest(journey.session, journey.editor, draft)
    journey.session.rollback()
    assert found is not None
    return found


def test_the_report_comes_back_from_the_child(
    hand: worker.Tools, journey: Journey, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_trials.branch_trial, "run", lambda *_: REPORT)
    assert worker.try_masters(hand)
    assert trial(journey, draft).report == REPORT and not worker.try_masters(hand)


def test_what_cannot_be_tried_is_told(
    hand: worker.Tools, journey: Journey, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RenderError("Det gikk ikke.")

    monkeypatch.setattr(worker_trials, "in_child", broken)
    assert worker.try_masters(hand)
    assert (trial(journey, draft).state, trial(journey, draft).error) == ("failed", "Det gikk ikke.")


def test_a_package_that_is_ordered_goes_first(
    hand: worker.Tools, journey: Journey, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages.issue(journey.session, journey.releases, journey.drafter, journey.approved())
    monkeypatch.setattr(worker_trials.branch_trial, "run", lambda *_: time.sleep(50))
    monkeypatch.setattr(worker_trials, "_LOOK_SECONDS", 0)
    started = time.monotonic()
    assert worker.try_masters(hand)
    assert time.monotonic() - started < 20 and trial(journey, draft).state == "queued"
