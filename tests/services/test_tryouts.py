"""A group tries masters before they are live: only its members, always marked, and never issued."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dpsdocs.assemble import check
from dpsdocs.domain.roles import Actor
from dpsdocs.services import cases, competitions, following, master_drafts, master_releases, packages, tryouts
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from dpsdocs.store.models import now
from tests.services.journey import Journey, ahead


@pytest.fixture
def draft(journey: Journey) -> str:
    """A draft that is sent in."""
    made = master_drafts.begin(journey.session, journey.releases, journey.editor, live(journey))
    row = journey.session.get_one(models.MasterDraft, made)
    row.status, row.version, row.submitted_by, row.submitted_at = (
        "submitted",
        "2030.1",
        journey.editor.id,
        now(),
    )
    journey.session.commit()
    return made


def live(journey: Journey) -> str:
    return journey.releases.live(journey.session)


def begin(journey: Journey, draft: str, *agencies: str, emails: str = "", by: Actor | None = None) -> None:
    tryouts.begin(journey.session, journey.releases, by or journey.editor, draft, agencies, emails)


def start(journey: Journey, release_id: str, by: Actor | None = None) -> str:
    home = journey.agency.id if by is None else by.agencies_with("drafter")[0]
    return competitions.start(
        journey.session,
        journey.releases,
        by or journey.drafter,
        home,
        journey.dps.id,
        f"t-{now()}",
        release_id,
    )


def offered(journey: Journey, actor: Actor | None = None) -> list[str]:
    return [o.release_id for o in tryouts.offered(journey.session, actor or journey.drafter)]


def test_a_named_agency_tries_and_can_never_issue(journey: Journey, draft: str) -> None:
    before = live(journey)
    begin(journey, draft, journey.agency.id)
    (release_id,) = offered(journey)
    assert live(journey) == before and offered(journey, journey.outsider) == []
    made = start(journey, release_id)
    journey.save(made, ahead(journey.sample))
    assert cases.summary(journey.session, journey.row(made)).name.startswith("PRØVE: ")
    release = journey.releases.load(journey.session, release_id)
    documents = check(cases.build(journey.session, journey.row(made)), release).documents
    assert all(d.meta.example.startswith("PRØVE.") and "PRØVE" in d.meta.release for d in documents.values())
    journey.submit(made)
    journey.decide(made, "approve")
    with pytest.raises(Conflict, match="prøve av maler"):
        packages.issue(journey.session, journey.releases, journey.drafter, made)
    assert following.newer(journey.session, journey.releases, made) == ""


def test_only_members_begin_with_it(journey: Journey, draft: str) -> None:
    begin(journey, draft, journey.other_agency.id)
    (release_id,) = offered(journey, journey.outsider)
    start(journey, release_id, journey.outsider)
    for id in (release_id, "ingen"):
        with pytest.raises(Forbidden, match="ikke med i gruppen"):
            start(journey, id)


def test_a_person_is_named_by_address(journey: Journey, draft: str) -> None:
    email = journey.session.get_one(models.User, journey.drafter.id).email
    with pytest.raises(Invalid, match="finnes-ikke"):
        begin(journey, draft, emails=f"{email}\nfinnes-ikke@example.org")
    begin(journey, draft, emails=f" {email.upper()} ")
    assert len(offered(journey)) == 1 and offered(journey, journey.second) == []
    found = tryouts.shown(journey.session, journey.editor, draft)
    assert found is not None and found.people == ((email, "Dina Drafter"),) and found.begun == 0


def test_it_ends_when_it_is_closed_taken_back_or_live(journey: Journey, draft: str) -> None:
    begin(journey, draft, journey.agency.id)
    row = journey.session.get_one(models.MasterDraft, draft)
    for status, day, still in (("draft", 0, 0), ("released", 5, 1), ("released", -1, 0), ("submitted", 0, 1)):
        row.status, row.release_id = status, live(journey) if status == "released" else None
        journey.session.get_one(models.Release, live(journey)).live_from = now() - timedelta(days=9)
        if status == "released":
            row.release_id = journey.make.release(live_from=now() + timedelta(days=day)).id
        journey.session.commit()
        assert len(offered(journey)) == still, (status, day)
    tryouts.end(journey.session, journey.editor, draft)
    assert offered(journey) == []
    with pytest.raises(NotFound):
        tryouts.end(journey.session, journey.editor, draft)


def test_the_same_draft_can_be_opened_again_for_others(journey: Journey, draft: str) -> None:
    begin(journey, draft, journey.agency.id)
    first = offered(journey)
    begin(journey, draft, journey.other_agency.id)
    assert offered(journey) == [] and offered(journey, journey.outsider) == first


def test_a_release_for_trying_is_in_no_list(journey: Journey, draft: str) -> None:
    begin(journey, draft, journey.agency.id)
    (found,) = master_releases.sets(journey.session, journey.releases, journey.editor)
    assert [r.version for r in found.releases] == ["2026.1"]


def test_refused(journey: Journey, draft: str) -> None:
    for actor in (journey.drafter, journey.make.actor("master_approver")):
        with pytest.raises(Forbidden):
            begin(journey, draft, journey.agency.id, by=actor)
    with pytest.raises(Invalid, match="minst én"):
        begin(journey, draft)
    journey.session.get_one(models.MasterDraft, draft).status = "draft"
    journey.session.commit()
    with pytest.raises(Conflict, match="Send utkastet"):
        begin(journey, draft, journey.agency.id)
