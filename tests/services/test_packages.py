"""Issuing, keeping what the worker made, withdrawing, sending, and who may fetch which file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dpsdocs.assemble import NotReady
from dpsdocs.services import competitions, dps, jobs, packages, results, sections, versions
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.clock import today
from tests.services.journey import Journey

SECRETS = {"extras": ["secret"], "confidential_text": "Koden er 4417", "confidential_access": "I KGV"}


def order(j: Journey, competition_id: str) -> str:
    return packages.issue(j.session, j.releases, j.drafter, competition_id)


def claim(j: Journey) -> jobs.Claimed:
    claimed = jobs.claim(j.session, "test")
    assert claimed is not None
    return claimed


def test_issuing_freezes_and_keeps_everything(journey: Journey) -> None:
    made = journey.approved()
    order(journey, made)
    claimed = claim(journey)
    journey.dps.title = "Et helt annet navn"
    journey.session.commit()
    assert packages.frozen_case(journey.session, claimed.case_sha256).dps.title != "Et helt annet navn"
    assert results.store_result(journey.session, journey.releases, claimed, journey.pretend(claimed))
    assert journey.row(made).status == "issued"
    [package] = packages.issued(journey.session, journey.drafter, made).packages
    assert (package.number, package.state, package.issued_by) == (1, "current", "Dina Drafter")
    assert package.last_sending_day is not None
    assert [(f.part, f.is_archive) for f in package.files] == [
        ("bidders", True), ("bidders", False), ("internal", True), ("internal", False),
    ]  # fmt: skip
    assert jobs.status(journey.session, claimed.id).peak_kb == 4711


def test_issuing_twice_makes_one_job(journey: Journey) -> None:
    made = journey.approved()
    assert order(journey, made) == order(journey, made)
    assert journey.count(models.RenderJob) == 1
    claimed = claim(journey)
    assert order(journey, made) == claimed.id
    results.store_result(journey.session, journey.releases, claimed, journey.pretend(claimed))
    with pytest.raises(Conflict, match="allerede utstedt"):
        order(journey, made)
    journey.session.rollback()
    assert journey.count(models.Package) == 1


@pytest.mark.parametrize("step", ["draft", "filled", "submitted"])
def test_only_what_is_approved_is_issued(journey: Journey, step: str) -> None:
    made = getattr(journey, step)()
    with pytest.raises(Conflict):
        order(journey, made)
    journey.session.rollback()
    assert journey.count(models.RenderJob) == 0


def test_an_expired_system_does_not_issue(journey: Journey) -> None:
    made = journey.approved()
    journey.dps.valid_to = today() - timedelta(days=1)
    journey.session.commit()
    with pytest.raises(NotReady) as refused:
        order(journey, made)
    assert "dps.valid" in {stop.rule for stop in refused.value.stops}
    journey.session.rollback()
    assert journey.count(models.RenderJob) == 0


def test_an_unconfirmed_system_does_not_issue(journey: Journey) -> None:
    made = journey.approved()
    dps.unconfirm(journey.session, journey.manager, journey.dps.id, "criteria", journey.dps.version)
    with pytest.raises(NotReady) as refused:
        order(journey, made)
    assert {stop.rule for stop in refused.value.stops} == {"dps.confirmed"}


def test_who_may_issue(journey: Journey) -> None:
    made = journey.approved()
    with pytest.raises(Forbidden):
        packages.issue(journey.session, journey.releases, journey.reader, made)
    for actor in (journey.outsider, journey.manager, journey.admin):
        with pytest.raises(NotFound):
            packages.issue(journey.session, journey.releases, actor, made)


def test_a_competition_that_changed_meanwhile_is_not_issued(journey: Journey) -> None:
    made = journey.approved()
    order(journey, made)
    claimed = claim(journey)
    result = journey.pretend(claimed)
    sections.reopen(journey.session, journey.drafter, made)
    journey.save(made, {"title": "Endret"})
    assert not results.store_result(journey.session, journey.releases, claimed, result)
    status = jobs.status(journey.session, claimed.id)
    assert (status.state, status.error) == ("failed", "Konkurransen er endret etter at pakken ble bestilt.")
    assert journey.count(models.Package) == journey.count(models.PackageFile) == 0
    assert journey.row(made).status == "draft"


def test_a_stale_attempt_cannot_store(journey: Journey) -> None:
    made = journey.approved()
    order(journey, made)
    first = jobs.claim(journey.session, "one", lease_seconds=-1)
    second = jobs.claim(journey.session, "two")
    assert first is not None
    assert second is not None
    assert (first.id, second.attempt) == (second.id, first.attempt + 1)
    assert not results.store_result(journey.session, journey.releases, first, journey.pretend(first))
    assert journey.row(made).status == "approved"
    assert results.store_result(journey.session, journey.releases, second, journey.pretend(second))
    assert not results.store_result(journey.session, journey.releases, first, journey.pretend(first))
    assert journey.count(models.Package) == 1
    assert jobs.status(journey.session, first.id).state == "done"


def test_a_failed_job_is_tried_again_with_the_case_as_it_is_now(journey: Journey) -> None:
    made = journey.approved()
    job_id = order(journey, made)
    first = claim(journey)
    jobs.fail(journey.session, first.id, first.attempt, "Minnegrensen ble nådd.")
    issue = packages.issued(journey.session, journey.drafter, made)
    assert issue.job is not None
    assert (issue.job.state, issue.job.error) == ("failed", "Minnegrensen ble nådd.")
    journey.make.supplier(journey.dps, name="Ny Vakt AS")
    assert order(journey, made) == job_id
    again = claim(journey)
    assert again.attempt == first.attempt + 1
    names = {s.name for s in packages.frozen_case(journey.session, again.case_sha256).suppliers}
    assert "Ny Vakt AS" in names


def test_an_old_failure_is_not_shown_for_new_answers(journey: Journey) -> None:
    made = journey.approved()
    order(journey, made)
    claimed = claim(journey)
    jobs.fail(journey.session, claimed.id, claimed.attempt, "Feil")
    sections.reopen(journey.session, journey.drafter, made)
    journey.save(made, {"title": "Endret"})
    journey.submit(made)
    journey.decide(made, "approve")
    assert packages.issued(journey.session, journey.drafter, made).job is None


def test_withdrawing_needs_words_and_keeps_the_package(journey: Journey) -> None:
    made = journey.issued()
    with pytest.raises(Invalid, match="Skriv hvorfor"):
        packages.withdraw(journey.session, journey.releases, journey.drafter, made, " ")
    assert not journey.session.dirty
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil\x00 dato")
    assert journey.row(made).status == "draft"
    [package] = packages.issued(journey.session, journey.drafter, made).packages
    assert (package.state, package.withdrawn_words) == ("withdrawn", "Feil� dato")
    with pytest.raises(Conflict):
        packages.withdraw(journey.session, journey.releases, journey.drafter, made, "igjen")
    journey.session.rollback()
    journey.save(made, {"title": "Rettet"})
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    numbers = [(p.number, p.state) for p in packages.issued(journey.session, journey.drafter, made).packages]
    assert numbers == [(2, "current"), (1, "withdrawn")]


def test_the_second_package_says_its_number(journey: Journey) -> None:
    made = journey.issued()
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil")
    journey.submit(made)
    journey.decide(made, "approve")
    claimed = journey.issue(made)
    assert packages.frozen_case(journey.session, claimed.case_sha256).version == "2.0"


def test_what_is_sent_cannot_be_withdrawn(journey: Journey) -> None:
    made = journey.issued()
    packages.mark_sent(journey.session, journey.drafter, made)
    packages.mark_sent(journey.session, journey.drafter, made)
    with pytest.raises(Conflict):
        packages.withdraw(journey.session, journey.releases, journey.drafter, made, "for sent")
    journey.session.rollback()
    [package] = packages.issued(journey.session, journey.drafter, made).packages
    assert package.state == "current"
    assert package.sent_at is not None


def test_what_is_not_issued_is_neither_sent_nor_withdrawn(journey: Journey) -> None:
    made = journey.approved()
    with pytest.raises(Conflict):
        packages.mark_sent(journey.session, journey.drafter, made)
    with pytest.raises(Conflict):
        packages.withdraw(journey.session, journey.releases, journey.drafter, made, "x")


def test_only_those_who_draft_send_and_withdraw(journey: Journey) -> None:
    made = journey.issued()
    for actor in (journey.reader, journey.manager):
        with pytest.raises(Forbidden):
            packages.mark_sent(journey.session, actor, made)
        with pytest.raises(Forbidden):
            packages.withdraw(journey.session, journey.releases, actor, made, "x")
    with pytest.raises(NotFound):
        packages.mark_sent(journey.session, journey.outsider, made)


def fetched(j: Journey, actor: object, files: dict[str, str]) -> set[str]:
    found = set()
    for part, file_id in files.items():
        try:
            _, _, data = packages.download(j.session, actor, file_id)  # type: ignore[arg-type]
        except NotFound:
            continue
        assert data
        found.add(part)
    return found


def files_of(j: Journey, competition_id: str) -> dict[str, str]:
    issue = packages.issued(j.session, j.drafter, competition_id)
    return {f.part: f.id for f in issue.packages[-1].files}


def test_downloads_per_role_and_part(journey: Journey) -> None:
    made = journey.issued(**SECRETS)
    files = files_of(journey, made)
    everything = {"bidders", "confidential", "internal"}
    assert set(files) == everything
    for actor in (journey.drafter, journey.approver, journey.reader):
        assert fetched(journey, actor, files) == everything
    assert fetched(journey, journey.manager, files) == {"bidders"}
    for actor in (journey.outsider, journey.editor, journey.admin):
        assert fetched(journey, actor, files) == set()
    packages.mark_sent(journey.session, journey.drafter, made)
    journey.row(made).status = "awarded"
    journey.session.commit()
    for actor in (journey.outsider, journey.manager, journey.editor):
        assert fetched(journey, actor, files) == {"bidders"}
        [package] = versions.standing(journey.session, actor, made)
        assert {f.part for f in package.files} == {"bidders"}
    assert fetched(journey, journey.reader, files) == everything


def test_a_withdrawn_package_stays_in_the_agency(journey: Journey) -> None:
    made = journey.issued()
    files = files_of(journey, made)
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil")
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    journey.row(made).status = "awarded"
    journey.session.commit()
    assert fetched(journey, journey.manager, files) == fetched(journey, journey.outsider, files) == set()
    assert "bidders" in fetched(journey, journey.reader, files)
    assert [p.number for p in packages.issued(journey.session, journey.manager, made).packages] == [2]


def test_a_file_that_is_not_there(journey: Journey) -> None:
    for wrong in (models.new_id(), "", "../../etc/passwd"):
        with pytest.raises(NotFound):
            packages.download(journey.session, journey.drafter, wrong)


def test_downloads_stand_in_the_log(journey: Journey) -> None:
    made = journey.issued()
    file_id = files_of(journey, made)["bidders"]
    packages.note_download(journey.session, journey.drafter, file_id, "x.docx")
    events = {(e.action, e.object_id) for e in journey.session.query(models.AuditEvent)}
    assert {("file.downloaded", file_id), ("package.issued", made), ("package.ordered", made)} <= events


def test_cancelling_while_the_package_is_made(journey: Journey) -> None:
    made = journey.approved()
    order(journey, made)
    claimed = claim(journey)
    result = journey.pretend(claimed)
    competitions.cancel(journey.session, journey.drafter, made, "Avlyst")
    assert not results.store_result(journey.session, journey.releases, claimed, result)
    assert journey.row(made).status == "cancelled"
    assert journey.count(models.Package) == 0
    assert isinstance(journey.row(made).sending_date, date)
