"""The queue: one worker per job, and no result from a worker that was given up."""

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from dpsdocs.services import jobs
from dpsdocs.services.errors import Conflict, Forbidden, NotFound
from tests.builders import Make
from tests.fixtures_db import OpenSession

START = "2027-02-09 12:00:00+01:00"


@pytest.fixture
def clock() -> time_machine.Traveller:
    """A clock that stands until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def order(make: Make, key: str = "k", number: int = 1) -> str:
    """A job in the queue."""
    user = make.user()
    competition = make.competition(make.agency(), user.id)
    values = {"case_sha256": make.blob(), "release_id": competition.release_id, "requested_by": user.id}
    job_id = jobs.enqueue(
        make.session, key=key, competition_id=competition.id, revision=3, package_number=number, **values
    )
    make.session.commit()
    return job_id


def test_a_job_goes_from_order_to_result(session: Session, make: Make) -> None:
    job_id = order(make)
    assert jobs.status(session, job_id).state == "queued"
    claimed = jobs.claim(session, "worker")
    assert claimed is not None
    assert (claimed.id, claimed.attempt, claimed.revision) == (job_id, 1, 3)
    assert jobs.beat(session, job_id, 1, 3, 12, "Kravspesifikasjon")
    assert jobs.beat(session, job_id, 1, -1, -1, "")
    status = jobs.status(session, job_id)
    assert (status.state, status.done, status.total, status.step) == ("running", 3, 12, "Kravspesifikasjon")
    assert jobs.finish(session, job_id, 1, 123_456)
    session.commit()
    status = jobs.status(session, job_id)
    assert (status.state, status.peak_kb) == ("done", 123_456)
    assert jobs.claim(session, "worker") is None


def test_asking_again_gives_the_same_job(session: Session, make: Make) -> None:
    job_id = order(make)
    assert order(make) == job_id
    assert order(make, "other") != job_id


def test_asking_is_part_of_the_callers_transaction(session: Session, make: Make) -> None:
    user = make.user()
    competition = make.competition(make.agency(), user.id)
    job_id = jobs.enqueue(
        session, key="k", competition_id=competition.id, revision=1, package_number=1,
        case_sha256=make.blob(), release_id=competition.release_id, requested_by=user.id,
    )  # fmt: skip
    session.rollback()
    with pytest.raises(NotFound):
        jobs.status(session, job_id)


def test_a_result_is_part_of_the_callers_transaction(session: Session, make: Make) -> None:
    job_id = order(make)
    jobs.claim(session, "worker")
    assert jobs.finish(session, job_id, 1, 1)
    session.rollback()
    assert jobs.status(session, job_id).state == "running"


def test_the_oldest_goes_first(session: Session, make: Make, clock: time_machine.Traveller) -> None:
    first = order(make, "b")
    clock.shift(timedelta(seconds=1))
    second = order(make, "a")
    assert [jobs.claim(session, "w").id for _ in range(2)] == [first, second]  # type: ignore[union-attr]


def test_workers_never_get_the_same_job(open_session: OpenSession, make: Make) -> None:
    wanted = {order(make, str(n)) for n in range(6)}
    taken: list[str] = []
    start = threading.Barrier(3)

    def work() -> None:
        own = open_session()
        start.wait()
        while claimed := jobs.claim(own, "worker"):
            taken.append(claimed.id)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(wanted)


@pytest.mark.postgres
def test_a_worker_passes_by_what_another_is_taking(postgres_url: str) -> None:
    from dpsdocs.store.db import make_session
    from dpsdocs.store.models import now
    from dpsdocs.store.queries import jobs as queries

    with make_session(postgres_url) as first, make_session(postgres_url) as second:
        order(Make(first))
        assert queries.take_next(first, now(), now(), "first")
        assert jobs.claim(second, "second") is None
        first.rollback()
        assert jobs.claim(second, "second")


def test_a_dead_workers_job_is_taken_by_another(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    job_id = order(make)
    jobs.claim(session, "first", lease_seconds=60)
    clock.shift(timedelta(seconds=50))
    assert jobs.beat(session, job_id, 1, 1, 12, "x", lease_seconds=60)
    clock.shift(timedelta(seconds=59))
    assert jobs.claim(session, "second") is None
    clock.shift(timedelta(seconds=2))
    claimed = jobs.claim(session, "second")
    assert claimed is not None
    assert claimed.attempt == 2
    assert jobs.status(session, job_id).done == 0


def test_a_worker_that_was_given_up_changes_nothing(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    job_id = order(make)
    jobs.claim(session, "first", lease_seconds=60)
    clock.shift(timedelta(seconds=61))
    jobs.claim(session, "second")
    assert not jobs.beat(session, job_id, 1, 5, 12, "x")
    assert not jobs.finish(session, job_id, 1, 1)
    session.rollback()
    jobs.fail(session, job_id, 1, "too late")
    status = jobs.status(session, job_id)
    assert (status.state, status.attempt, status.error, status.done) == ("running", 2, "", 0)
    assert jobs.finish(session, job_id, 2, 1)


def test_after_three_dead_workers_the_job_has_failed(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    job_id = order(make)
    for attempt in (1, 2, 3):
        claimed = jobs.claim(session, "worker", lease_seconds=60)
        assert claimed is not None
        assert claimed.attempt == attempt
        clock.shift(timedelta(seconds=61))
    assert jobs.claim(session, "worker") is None
    status = jobs.status(session, job_id)
    assert status.state == "failed"
    assert "3 ganger" in status.error
    assert not jobs.finish(session, job_id, 3, 1)


def test_a_failed_job_is_tried_anew_with_new_attempts(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    job_id = order(make)
    agency_id = session.get_one(jobs.RenderJob, job_id).competition_id
    from dpsdocs.store.models import Agency, Competition

    agency = session.get_one(Agency, session.get_one(Competition, agency_id).agency_id)
    drafter = make.actor("drafter", agency=agency)
    with pytest.raises(Conflict):
        jobs.retry(session, drafter, job_id)
    jobs.claim(session, "worker")
    jobs.fail(session, job_id, 1, "Noe er galt i malen.")
    assert jobs.status(session, job_id).error == "Noe er galt i malen."
    with pytest.raises(NotFound):
        jobs.retry(session, make.actor("drafter", agency=make.agency()), job_id)
    with pytest.raises(Forbidden):
        jobs.retry(session, make.actor("reader", agency=agency), job_id)
    jobs.retry(session, drafter, job_id)
    status = jobs.status(session, job_id)
    assert (status.state, status.error) == ("queued", "")
    for attempt in (2, 3, 4):
        assert jobs.claim(session, "w", lease_seconds=1).attempt == attempt  # type: ignore[union-attr]
        clock.shift(timedelta(seconds=2))
    assert jobs.claim(session, "w") is None
    assert jobs.status(session, job_id).state == "failed"
