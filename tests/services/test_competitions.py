"""Starting, copying and cancelling competitions, and who may see them."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import update

from dpsdocs.services import cases, competitions
from dpsdocs.services.errors import Conflict, Forbidden, NotFound
from dpsdocs.store import models
from tests.fixtures_db import OpenSession
from tests.services.journey import Journey


def start(j: Journey, token: str, by: object = None) -> str:
    actor = by or j.drafter
    return competitions.start(j.session, j.releases, actor, j.agency.id, j.dps.id, token)  # type: ignore[arg-type]


def test_the_same_form_gives_the_same_draft(journey: Journey) -> None:
    assert start(journey, "a") == start(journey, "a") != start(journey, "b")
    assert journey.count(models.Competition) == 2


def test_another_persons_form_token_opens_nothing(journey: Journey) -> None:
    start(journey, "a")
    with pytest.raises(Conflict):
        start(journey, "a", journey.second)


def test_two_clicks_at_once_make_one_draft(journey: Journey, open_session: OpenSession) -> None:
    made: list[str] = []
    agency_id, dps_id = journey.agency.id, journey.dps.id
    journey.session.commit()

    def click() -> None:
        with open_session() as own:
            made.append(
                competitions.start(own, journey.releases, journey.drafter, agency_id, dps_id, "twice")
            )

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_who_may_start(journey: Journey) -> None:
    for actor in (journey.reader, journey.outsider, journey.manager, journey.admin):
        with pytest.raises(Forbidden):
            start(journey, "a", actor)
    assert start(journey, "a", journey.approver)


def test_a_closed_agency_starts_nothing(journey: Journey) -> None:
    journey.agency.active = False
    journey.session.commit()
    with pytest.raises(Forbidden):
        start(journey, "a")


def test_an_unknown_system_is_not_found(journey: Journey) -> None:
    with pytest.raises(NotFound):
        competitions.start(
            journey.session, journey.releases, journey.drafter, journey.agency.id, models.new_id(), "a"
        )


def test_a_new_draft_has_the_suggested_requirements(journey: Journey) -> None:
    assert "permit" in journey.answers(journey.draft())["requirements"]


def test_a_draft_is_its_agencys_own(journey: Journey) -> None:
    made = journey.draft(title="Hemmelig så langt")
    for actor in (journey.drafter, journey.second, journey.approver, journey.reader):
        assert competitions.open_case(journey.session, journey.releases, actor, made).summary.id == made
    for actor in (journey.outsider, journey.manager, journey.editor, journey.admin):
        with pytest.raises(NotFound):
            competitions.open_case(journey.session, journey.releases, actor, made)
    with pytest.raises(NotFound):
        cases.readable(journey.session, journey.drafter, models.new_id())


def test_readers_read(journey: Journey) -> None:
    made = journey.draft()
    assert not competitions.open_case(journey.session, journey.releases, journey.reader, made).is_editable
    with pytest.raises(Forbidden):
        cases.writable(journey.session, journey.reader, made)
    with pytest.raises(Forbidden):
        competitions.cancel(journey.session, journey.reader, made, "")


@pytest.mark.parametrize(
    ("status", "seen"),
    [("draft", False), ("submitted", False), ("approved", False), ("issued", True), ("sent", True),
     ("awarded", True)],
)  # fmt: skip
def test_the_manager_sees_what_is_issued(journey: Journey, status: str, seen: bool) -> None:
    made = journey.draft()
    journey.session.execute(update(models.Competition).values(status=status))
    journey.session.commit()
    if seen:
        assert cases.readable(journey.session, journey.manager, made)
        with pytest.raises(Forbidden):
            cases.writable(journey.session, journey.manager, made)
    else:
        with pytest.raises(NotFound):
            cases.readable(journey.session, journey.manager, made)
    for actor in (journey.admin, journey.outsider, journey.editor):
        with pytest.raises(NotFound):
            cases.readable(journey.session, actor, made)


def test_a_draft_that_was_cancelled_stays_in_its_agency(journey: Journey) -> None:
    made = journey.filled()
    competitions.cancel(journey.session, journey.drafter, made, "Behovet falt bort")
    assert cases.readable(journey.session, journey.reader, made)
    with pytest.raises(NotFound):
        cases.readable(journey.session, journey.manager, made)
    with pytest.raises(NotFound):
        copy(journey, made, journey.outsider, journey.other_agency)


def test_mine_are_my_agencies(journey: Journey) -> None:
    made = journey.draft()
    assert [c.id for c in competitions.mine(journey.session, journey.reader)] == [made]
    assert competitions.mine(journey.session, journey.outsider) == ()
    assert competitions.mine(journey.session, journey.manager) == ()


def copy(j: Journey, source: str, by: object = None, agency: models.Agency | None = None) -> str:
    actor, target = by or j.drafter, agency or j.agency
    j.numbers += 1
    return competitions.copy(
        j.session,
        j.releases,
        actor,
        source,
        target.id,
        f"copy-{j.numbers}",  # type: ignore[arg-type]
    )


SECRETS = {"extras": ["secret"], "confidential_text": "Koden er 4417", "confidential_access": "I KGV"}


def test_a_copy_leaves_dates_number_and_contact(journey: Journey) -> None:
    source = journey.filled()
    made = copy(journey, source)
    old, new = journey.answers(source), journey.answers(made)
    gone = {
        "case_number",
        "contact",
        "sending_date",
        "tender_deadline",
        "start_date",
        "end_date",
        "adjust_dates",
    }
    assert gone <= set(old)
    assert {key: raw for key, raw in old.items() if key not in gone} == new
    row = journey.row(made)
    assert (row.status, row.revision, row.copied_from, row.title) == ("draft", 0, source, old["title"])
    assert row.deadline is None
    assert row.sending_date is None


def test_secrets_stay_in_the_agency(journey: Journey) -> None:
    source = journey.issued(**SECRETS)
    with pytest.raises(NotFound):
        copy(journey, source, journey.outsider, journey.other_agency)
    journey.session.execute(update(models.Competition).values(status="awarded"))
    journey.session.commit()
    made = journey.answers(copy(journey, source, journey.outsider, journey.other_agency))
    assert not {"confidential_text", "hourly_estimate", "estimated_value"} & set(made)
    assert made["need"] == journey.answers(source)["need"]
    with pytest.raises(Forbidden):
        copy(journey, source, journey.outsider, journey.agency)
    with pytest.raises(Forbidden):
        copy(journey, source, journey.admin, journey.agency)


def test_copying_twice_makes_one(journey: Journey) -> None:
    source = journey.filled()
    made = [
        competitions.copy(journey.session, journey.releases, journey.drafter, source, journey.agency.id, "c")
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_cancelling_keeps_the_words(journey: Journey) -> None:
    made = journey.draft()
    competitions.cancel(journey.session, journey.drafter, made, "Behovet\x00 falt bort ")
    outcome = journey.session.query(models.Outcome).one()
    assert outcome.cancelled_reason == "Behovet� falt bort"
    with pytest.raises(Conflict):
        competitions.cancel(journey.session, journey.drafter, made, "igjen")


def test_the_columns_follow_the_answers(journey: Journey) -> None:
    made = journey.filled()
    row = journey.row(made)
    assert (row.title, row.case_number, str(row.value)) == (
        "Resepsjonsvakt i Akersgata", "26/05120", "4500000.00",
    )  # fmt: skip
    assert row.deadline is not None
    assert row.last_date is not None
    journey.save(made, {"tender_deadline": "tull", "estimated_value": "mye", "title": ""})
    row = journey.row(made)
    assert (row.title, row.value, row.deadline) == ("", None, None)


@pytest.mark.parametrize("year", ["0001", "1899", "9999", "99999"])
def test_dates_far_away_are_kept_as_typed(journey: Journey, year: str) -> None:
    made = journey.filled(
        sending_date=f"01.01.{year}", tender_deadline={"date": f"02.01.{year}", "time": "00.00"}
    )
    opened = competitions.open_case(journey.session, journey.releases, journey.drafter, made)
    assert journey.answers(made)["sending_date"] == f"01.01.{year}"
    assert opened.checked.stops
