"""A button clicked twice: the second time nothing more happens, and it is told apart from being too late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from dpsdocs.services import approvals, competitions, packages, sections
from dpsdocs.services.errors import AlreadyDone, Conflict
from dpsdocs.store.models import AuditEvent, RenderJob, now
from tests.services.journey import Journey

Step = Callable[[Journey, str], None]


def cancel(journey: Journey, made: str) -> None:
    competitions.cancel(journey.session, journey.drafter, made, "Behovet falt bort")


def reopen(journey: Journey, made: str) -> None:
    sections.reopen(journey.session, journey.drafter, made)


def withdraw(journey: Journey, made: str) -> None:
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil dato")


def send(journey: Journey, made: str) -> None:
    packages.mark_sent(journey.session, journey.drafter, made)


def submit(journey: Journey, made: str) -> None:
    revision = journey.row(made).revision
    approvals.submit(journey.session, journey.releases, journey.drafter, made, revision, "")


def twice(journey: Journey, step: Step, made: str) -> None:
    """Once, and again as a second click."""
    step(journey, made)
    before = journey.count(AuditEvent)
    try:
        step(journey, made)
    except AlreadyDone:
        journey.session.rollback()
    assert journey.count(AuditEvent) == before


@pytest.mark.parametrize(
    ("state", "step"),
    [("filled", submit), ("approved", reopen), ("issued", withdraw), ("issued", send), ("filled", cancel)],
    ids=["submit", "reopen", "withdraw", "send", "cancel"],
)
def test_the_second_click_is_the_first(journey: Journey, state: str, step: Step) -> None:
    twice(journey, step, getattr(journey, state)())


def test_a_package_ordered_twice_is_one_job(journey: Journey) -> None:
    made = journey.approved()
    jobs = {packages.issue(journey.session, journey.releases, journey.drafter, made) for _ in range(2)}
    assert len(jobs) == journey.count(RenderJob) == 1


@pytest.mark.parametrize(("state", "step"), [("filled", cancel), ("approved", reopen)])
def test_later_it_is_too_late(journey: Journey, state: str, step: Step) -> None:
    made = getattr(journey, state)()
    step(journey, made)
    with time_machine.travel(now() + timedelta(seconds=11), tick=False), pytest.raises(Conflict) as caught:
        step(journey, made)
    assert not isinstance(caught.value, AlreadyDone)
    assert "Det kan ikke gjøres nå" in str(caught.value)
