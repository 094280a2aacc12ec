"""Approval by another person."""

from __future__ import annotations

import pytest

from dpsdocs.services import approvals, dps, sections
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.services.journey import Journey


def test_stops_hold_the_request_back(journey: Journey) -> None:
    made = journey.filled(need="")
    with pytest.raises(Invalid) as refused:
        journey.submit(made)
    assert "answers.required" in refused.value.problems
    journey.session.rollback()
    assert journey.row(made).status == "draft"
    assert journey.count(models.Approval) == 0


def test_what_only_uke_can_mend_waits_until_issuing(journey: Journey) -> None:
    dps.unconfirm(journey.session, journey.manager, journey.dps.id, "regime", journey.dps.version)
    assert journey.row(journey.submitted()).status == "submitted"


def test_a_changed_revision_is_refused(journey: Journey) -> None:
    made = journey.filled()
    seen = journey.row(made).revision
    journey.save(made, {"title": "Noe annet"}, journey.second)
    with pytest.raises(Conflict):
        approvals.submit(journey.session, journey.releases, journey.drafter, made, seen, "")
    journey.session.rollback()
    assert journey.row(made).status == "draft"


def test_asking_twice_asks_once(journey: Journey) -> None:
    made = journey.submitted()
    journey.submit(made)
    assert journey.count(models.Approval) == 1


def test_who_may_ask(journey: Journey) -> None:
    made = journey.filled()
    with pytest.raises(Forbidden):
        approvals.submit(journey.session, journey.releases, journey.reader, made, 1, "")
    with pytest.raises(NotFound):
        approvals.submit(journey.session, journey.releases, journey.outsider, made, 1, "")


def test_another_person_decides(journey: Journey) -> None:
    made = journey.filled()
    revision = journey.row(made).revision
    approvals.submit(journey.session, journey.releases, journey.approver, made, revision, "")
    waiting = approvals.rounds(journey.session, made)[0]
    for actor, error in (
        (journey.approver, Forbidden), (journey.second, Forbidden), (journey.reader, Forbidden),
        (journey.outsider, NotFound), (journey.manager, NotFound), (journey.admin, NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            approvals.decide(journey.session, journey.releases, actor, made, waiting.id, "approve", "")
    assert journey.row(made).status == "submitted"
    other = journey.make.actor("approver", agency=journey.agency)
    approvals.decide(journey.session, journey.releases, other, made, waiting.id, "approve", "")
    assert journey.row(made).status == "approved"


def test_sending_back_needs_words(journey: Journey) -> None:
    made = journey.submitted()
    for words in ("", "  \n"):
        with pytest.raises(Invalid, match="Skriv hva"):
            journey.decide(made, "return", words)
    with pytest.raises(Invalid):
        journey.decide(made, "kanskje")
    journey.decide(made, "return", "Se på\x00 vektene")
    assert journey.row(made).status == "draft"
    assert approvals.rounds(journey.session, made)[0].words == "Se på� vektene"


def test_deciding_twice_decides_once(journey: Journey) -> None:
    made = journey.submitted()
    waiting = approvals.rounds(journey.session, made)[0]
    for _ in range(2):
        approvals.decide(journey.session, journey.releases, journey.approver, made, waiting.id, "approve", "")
    assert journey.row(made).status == "approved"
    with pytest.raises(Conflict):
        approvals.decide(
            journey.session, journey.releases, journey.approver, made, waiting.id, "return", "angrer"
        )
    other = journey.make.actor("approver", agency=journey.agency)
    with pytest.raises(Conflict):
        approvals.decide(journey.session, journey.releases, other, made, waiting.id, "approve", "")


def test_a_round_of_another_competition_is_not_found(journey: Journey) -> None:
    one, two = journey.submitted(), journey.submitted()
    round_id = approvals.rounds(journey.session, one)[0].id
    for wrong in (round_id, models.new_id(), "\x00", ""):
        with pytest.raises(NotFound):
            approvals.decide(journey.session, journey.releases, journey.approver, two, wrong, "approve", "")


def test_a_decision_on_a_round_that_was_taken_back(journey: Journey) -> None:
    made = journey.submitted()
    waiting = approvals.rounds(journey.session, made)[0]
    sections.reopen(journey.session, journey.drafter, made)
    with pytest.raises(Conflict):
        approvals.decide(journey.session, journey.releases, journey.approver, made, waiting.id, "approve", "")
    journey.session.rollback()
    journey.submit(made)
    with pytest.raises(Conflict):
        approvals.decide(journey.session, journey.releases, journey.approver, made, waiting.id, "approve", "")
    journey.session.rollback()
    assert journey.row(made).status == "submitted"


def test_the_page_shows_what_changed_since_the_last_decision(journey: Journey) -> None:
    made = journey.submitted()
    first = approvals.review(journey.session, journey.releases, journey.approver, made)
    assert first is not None
    assert (first.changes, first.since, first.can_decide) == ((), None, True)
    journey.decide(made, "return", "Endre navnet")
    assert approvals.review(journey.session, journey.releases, journey.approver, made) is None
    journey.save(made, {"title": "Nytt navn"})
    journey.submit(made)
    second = approvals.review(journey.session, journey.releases, journey.drafter, made)
    assert second is not None
    assert [(c.key, c.new) for c in second.changes] == [("title", "Nytt navn")]
    assert second.since is not None
    assert second.since.words == "Endre navnet"
    assert second.can_decide is False


def test_a_request_that_was_taken_back_waits_for_nobody(journey: Journey) -> None:
    made = journey.submitted()
    sections.reopen(journey.session, journey.drafter, made)
    assert approvals.review(journey.session, journey.releases, journey.approver, made) is None


def test_waiting_for_you(journey: Journey) -> None:
    def kinds(actor: object) -> list[str]:
        return [w.kind for w in approvals.waiting(journey.session, actor)]  # type: ignore[arg-type]

    made = journey.submitted()
    assert kinds(journey.approver) == ["approve"]
    assert kinds(journey.drafter) == kinds(journey.reader) == kinds(journey.manager) == []
    journey.decide(made, "return", "Nei")
    assert kinds(journey.drafter) == ["returned"]
    journey.submit(made)
    journey.decide(made, "approve")
    assert kinds(journey.drafter) == ["issue"]
    assert kinds(journey.reader) == []
    journey.issue(made)
    assert kinds(journey.drafter) == ["send"]
