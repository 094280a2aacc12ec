"""Trying the evaluation: stored with who and when, only before issue, and carried by the case into the record."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.roles import Actor
from dpsdocs.services import audit, cases, changing, competitions, packages, trials
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.trials import TypedBid
from dpsdocs.store import models
from tests.services.journey import Journey

LOW = TypedBid("Lav", "4 000 000", {"quality": "6", "environment": "7"})
GOOD = TypedBid("God", "4 800 000,50", {"quality": "10", "environment": "9,5"})


def run(
    journey: Journey, made: str, *bids: TypedBid, by: Actor | None = None, token: str = "", lot: str = ""
) -> str:
    actor, token = by or journey.drafter, token or models.new_id()
    return trials.run(journey.session, journey.releases, actor, made, lot, bids or (LOW, GOOD), token)


def opened(journey: Journey, made: str, by: Actor | None = None) -> Opened:
    return competitions.open_answers(journey.session, journey.releases, by or journey.drafter, made)


def test_a_run_is_stored_and_shown_with_who_and_when(journey: Journey) -> None:
    made = journey.filled()
    first, second = run(journey, made), run(journey, made, GOOD, LOW)
    latest, earliest = trials.listed(journey.session, opened(journey, made))
    assert (latest.id, earliest.id) == (second, first)
    assert (latest.by, latest.winner, latest.model) == ("Dina Drafter", "God", "Lineær, aldri under 0")
    found = trials.result(journey.session, opened(journey, made), first)
    assert [bid.name for bid in found.bids] == ["Lav", "God"] and found.order == (1, 0)
    assert found.bids[1].price == Decimal("4800000.50")
    turning = found.turns[0].price
    assert turning is not None and turning < 4_000_000
    assert trials.typed_bids(found)[1] == TypedBid(
        "God", "4800000,50", {"quality": "10", "environment": "9,5"}
    )
    assert dict(trials.by_model(found))["Forholdsmessig"][0] == "God"


def test_a_run_stands_on_what_it_was_made_on(journey: Journey) -> None:
    made = journey.filled()
    before = run(journey, made)
    journey.save(made, {"weights": {"price": "60", "quality": "10", "environment": "30"}})
    found = trials.result(journey.session, opened(journey, made), before)
    assert found.basis.scheme.weights["price"] == 40


def test_readers_read_and_others_do_not_know(journey: Journey) -> None:
    made = journey.filled()
    tried = run(journey, made)
    for reader in (journey.reader, journey.approver):
        assert trials.result(journey.session, opened(journey, made, reader), tried).by == "Dina Drafter"
    assert not trials.can_try(opened(journey, made, journey.reader))
    with pytest.raises(Forbidden):
        run(journey, made, by=journey.reader)
    for outsider in (journey.outsider, journey.manager):
        with pytest.raises(NotFound):
            run(journey, made, by=outsider)
    with pytest.raises(NotFound):
        trials.result(journey.session, opened(journey, made), models.new_id())
    other = journey.filled()
    with pytest.raises(NotFound):
        trials.result(journey.session, opened(journey, other), tried)


def test_uke_sees_what_is_issued_but_no_runs(journey: Journey) -> None:
    made = journey.filled()
    tried = run(journey, made)
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    case = opened(journey, made, journey.manager)
    with pytest.raises(Forbidden):
        trials.listed(journey.session, case)
    with pytest.raises(Forbidden):
        trials.result(journey.session, case, tried)


def test_closed_from_issue_on_also_while_a_change_is_made(journey: Journey) -> None:
    made = journey.approved()
    tried = run(journey, made)  # approved and not issued: what is approved says nothing of runs
    journey.issue(made)
    with pytest.raises(Conflict, match="utstedt"):
        run(journey, made)
    packages.mark_sent(journey.session, journey.drafter, made)
    changing.start(journey.session, journey.releases, journey.drafter, made)
    case = opened(journey, made)
    assert case.is_editable and not trials.can_try(case)
    with pytest.raises(Conflict, match="utstedt"):
        run(journey, made)
    assert [entry.id for entry in trials.listed(journey.session, case)] == [tried]


def test_open_again_when_what_was_issued_is_taken_back(journey: Journey) -> None:
    made = journey.issued()
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil dato.")
    assert run(journey, made)


def test_the_frozen_case_carries_the_runs(journey: Journey) -> None:
    made = journey.filled()
    run(journey, made)
    journey.submit(made)
    journey.decide(made, "approve")
    claimed = journey.issue(made)
    frozen = packages.frozen_case(journey.session, claimed.case_sha256)
    (trial,) = frozen.trials
    assert (trial.by, [bid.name for bid in trial.bids]) == ("Dina Drafter", ["God", "Lav"])
    assert case_file.read(case_file.dump(frozen)) == frozen
    row = journey.row(made)
    assert cases.build(journey.session, row).trials == frozen.trials


def test_the_same_form_gives_the_same_run_and_the_log_tells(journey: Journey) -> None:
    made, token = journey.filled(), models.new_id()
    assert run(journey, made, token=token) == run(journey, made, token=token)
    assert journey.count(models.Trial) == 1
    with pytest.raises(Conflict):
        run(journey, journey.filled(), token=token)
    page = audit.events(journey.session, journey.admin)
    assert next(event.action for event in page if event.object_id == made) == "evaluation.tried"
    assert audit.verify(journey.session) is None


def test_the_number_of_runs_has_an_end(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    made = journey.filled()
    monkeypatch.setattr(trials, "MOST_RUNS", 2)
    run(journey, made), run(journey, made)
    with pytest.raises(Conflict, match="plass"):
        run(journey, made)


def test_nothing_can_be_tried_before_the_weights_are_there(journey: Journey) -> None:
    with pytest.raises(Conflict, match="Vektene"):
        run(journey, journey.draft())


@pytest.mark.parametrize(
    ("bids", "wrong"),
    [
        ((LOW,), {"1-price"}),
        ((), {"1-price"}),
        ((TypedBid(), TypedBid("A"), GOOD), {"2-price", "2-quality", "2-environment"}),
        ((LOW, TypedBid("B", "0", {"quality": "11", "environment": "-1"})), {"2-price", "2-quality", "2-environment"}),
        ((LOW, TypedBid("B", "1e9", {"quality": "ti", "environment": "5"})), {"2-price", "2-quality"}),
        ((LOW, TypedBid("B", "5", {"quality": "NaN", "environment": ""})), {"2-quality", "2-environment"}),
        ((LOW, TypedBid("B", "10,005", {"quality": "7,123", "environment": "7,10"})), {"2-price", "2-quality"}),
        ((LOW, TypedBid(" lav ", "1", {"quality": "1", "environment": "1"})), {"1-name", "2-name"}),
        ((LOW, TypedBid("x" * 81, "1", {"quality": "1", "environment": "1"})), {"2-name"}),
    ],
)  # fmt: skip
def test_every_field_that_cannot_be_used_is_told(
    journey: Journey, bids: tuple[TypedBid, ...], wrong: set[str]
) -> None:
    made = journey.filled()
    with pytest.raises(Invalid) as error:
        trials.run(journey.session, journey.releases, journey.drafter, made, "", bids, models.new_id())
    assert set(error.value.problems) == wrong
    assert journey.count(models.Trial) == 0


def test_a_tender_without_a_name_gets_one_and_empty_ones_are_left_out(journey: Journey) -> None:
    made = journey.filled()
    tried = run(journey, made, TypedBid(), TypedBid("", GOOD.price, GOOD.points), TypedBid(), LOW)
    found = trials.result(journey.session, opened(journey, made), tried)
    assert [bid.name for bid in found.bids] == ["Tilbud 2", "Lav"]
