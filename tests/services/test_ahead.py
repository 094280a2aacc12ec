"""What is rendered ahead: one row for each competition, and only while nothing better is to be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from dpsdocs.services import ahead, jobs, packages
from dpsdocs.store import models
from tests.builders import Make
from tests.fixtures_db import OpenSession
from tests.services.journey import Journey

START = "2027-02-09 12:00:00+01:00"
LEASE = 60


@pytest.fixture
def clock() -> time_machine.Traveller:
    """A clock that stands until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def competition(make: Make, revision: int = 3) -> models.Competition:
    """A draft at a revision."""
    row = make.competition(make.agency(), make.user().id)
    row.revision = revision
    make.session.commit()
    return row


def order(make: Make, row: models.Competition) -> str:
    """A package somebody waits for."""
    values = {"case_sha256": make.blob(), "release_id": row.release_id, "requested_by": row.owner_id}
    made = jobs.enqueue(
        make.session, key=row.id, competition_id=row.id, revision=1, package_number=1, **values
    )
    make.session.commit()
    return made


def taken(session: Session) -> str:
    """Which competition is taken next, or nothing."""
    waits, found = ahead.waits(session), ahead.claim(session, "w", LEASE)
    assert waits == (found is not None)
    return found.competition_id if found else ""


def test_asked_for_taken_and_done(session: Session, make: Make) -> None:
    row = competition(make)
    assert not ahead.is_asked(session, row.id, 3) and taken(session) == ""
    ahead.ask(session, row.id, 3)
    assert ahead.is_asked(session, row.id, 3) and not ahead.is_asked(session, row.id, 4)
    claimed = ahead.claim(session, "w", LEASE)
    assert claimed == ahead.Claimed(row.id, 3, 1)
    assert ahead.is_wanted(session, claimed) and taken(session) == ""
    ahead.finish(session, claimed)
    assert not ahead.is_wanted(session, claimed)
    ahead.ask(session, row.id, 3)
    assert taken(session) == "", "the same answers are rendered once"


def test_changed_answers_end_what_is_at_work_and_take_its_place(session: Session, make: Make) -> None:
    row = competition(make)
    ahead.ask(session, row.id, 3)
    first = ahead.claim(session, "w", LEASE)
    assert first is not None
    row.revision = 4
    session.commit()
    assert not ahead.is_wanted(session, first)
    ahead.let_go(session, first)
    assert taken(session) == "", "nobody has asked for the new answers"
    ahead.ask(session, row.id, 4)
    assert len(session.query(models.Ahead).all()) == 1
    second = ahead.claim(session, "w", LEASE)
    assert second is not None and second.revision == 4 and second.attempt > first.attempt
    ahead.finish(session, first)
    assert ahead.is_wanted(session, second), "who was first has no say"


def test_asked_anew_while_at_work(session: Session, make: Make) -> None:
    row = competition(make)
    ahead.ask(session, row.id, 3)
    first = ahead.claim(session, "w", LEASE)
    assert first is not None
    row.revision = 4
    ahead.ask(session, row.id, 4)
    assert not ahead.is_wanted(session, first)
    ahead.finish(session, first)
    assert taken(session) == row.id


def test_a_package_that_is_ordered_goes_first(session: Session, make: Make) -> None:
    row, other = competition(make), competition(make)
    ahead.ask(session, row.id, 3)
    claimed = ahead.claim(session, "w", LEASE)
    assert claimed is not None
    order(make, other)
    assert not ahead.is_wanted(session, claimed)
    ahead.let_go(session, claimed)
    assert taken(session) == "" and not ahead.waits(session)
    ordered = jobs.claim(session, "w")
    assert ordered is not None
    assert taken(session) == row.id, "once somebody makes the package"


@pytest.mark.parametrize("status", ["issued", "sent", "awarded", "cancelled"])
def test_only_what_can_be_issued_is_rendered(session: Session, make: Make, status: str) -> None:
    row = competition(make)
    ahead.ask(session, row.id, 3)
    row.status = status
    session.commit()
    assert taken(session) == ""


def test_a_worker_that_dies_is_followed_by_one_more(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    row = competition(make)
    ahead.ask(session, row.id, 3)
    first = ahead.claim(session, "w", LEASE)
    assert first is not None
    clock.shift(timedelta(seconds=40))
    ahead.beat(session, first, LEASE)
    clock.shift(timedelta(seconds=40))
    assert taken(session) == ""
    clock.shift(timedelta(seconds=40))
    assert taken(session) == row.id
    assert not ahead.is_wanted(session, first)
    clock.shift(timedelta(minutes=10))
    assert taken(session) == "", "two tries are enough"


def test_the_latest_goes_first_and_what_is_old_is_left(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    old, row, latest = competition(make), competition(make), competition(make)
    ahead.ask(session, old.id, 3)
    clock.shift(timedelta(minutes=20))
    ahead.ask(session, row.id, 3)
    clock.shift(timedelta(minutes=11))
    ahead.ask(session, latest.id, 3)
    assert [taken(session), taken(session), taken(session)] == [latest.id, row.id, ""]


def test_two_workers_never_get_the_same(session: Session, make: Make, open_session: OpenSession) -> None:
    row = competition(make)
    ahead.ask(session, row.id, 3)
    with open_session() as other:
        found = [ahead.claim(one, "w", LEASE) for one in (session, other)]
    assert [claimed is not None for claimed in found] == [True, False]


def test_it_is_the_case_that_would_be_frozen(journey: Journey) -> None:
    made = journey.approved()
    with time_machine.travel(models.now(), tick=False):
        ahead.ask(journey.session, made, journey.row(made).revision)
        claimed = ahead.claim(journey.session, "w", LEASE)
        assert claimed is not None
        case, release_id = ahead.case(journey.session, claimed)
        packages.issue(journey.session, journey.releases, journey.drafter, made)
        ordered = jobs.claim(journey.session, "w")
    assert ordered is not None and ordered.release_id == release_id
    assert packages.frozen_case(journey.session, ordered.case_sha256) == case
