"""UKE changes a purchasing system after a draft began: nothing typed is lost, and what no longer fits stops."""

from __future__ import annotations

import pytest

from dpsdocs.assemble import NotReady
from dpsdocs.domain.rules import Finding
from dpsdocs.services import asking, competitions, dps
from dpsdocs.services.competitions import Opened
from dpsdocs.store import models
from tests.services.journey import Journey


def opened(journey: Journey, competition_id: str) -> Opened:
    return competitions.open_case(journey.session, journey.releases, journey.drafter, competition_id)


def stops(journey: Journey, competition_id: str) -> dict[str, Finding]:
    return {finding.rule: finding for finding in opened(journey, competition_id).checked.stops}


def confirm(journey: Journey) -> None:
    """UKE confirms what it has changed."""
    row = journey.session.get_one(models.Dps, journey.dps.id)
    journey.session.refresh(row)
    if not dps.dps(journey.session, row.id).record.confirmed.criteria:
        dps.confirm(journey.session, journey.manager, row.id, "criteria", row.version)


def test_a_criterion_that_is_gone_stops_and_its_weight_is_kept(journey: Journey) -> None:
    made = journey.filled()
    before = opened(journey, made).competition.case.answers["weights"]
    row = journey.session.get_one(models.Dps, journey.dps.id)
    gone = row.criteria[-1]
    row.criteria.remove(gone)
    journey.session.commit()
    told = stops(journey, made)
    assert "dps.confirmed" in told, "what UKE confirmed was another set of criteria"
    assert gone.key in before
    assert "ikke kunngjort" in told["answers.readable"].mend
    assert told["answers.readable"].keys == ("weights",)
    assert opened(journey, made).competition.case.answers["weights"] == before
    assert asking.place_of(opened(journey, made), told["answers.readable"]) is not None


def test_a_criterion_that_is_new_asks_for_its_weight(journey: Journey) -> None:
    made = journey.filled()
    row = journey.session.get_one(models.Dps, journey.dps.id)
    row.criteria.append(
        models.DpsCriterion(
            position=len(row.criteria), key="service", name="Service", kind="quality", minimum=0, maximum=20,
            assessed="Tilgjengelighet", documentation="Beskrivelse",
        )
    )  # fmt: skip
    journey.session.commit()
    confirm(journey)
    told = stops(journey, made)
    assert "Vekten for Service mangler" in told["answers.readable"].mend
    assert "dps.confirmed" not in told


def test_a_range_that_is_narrower_stops_what_was_right(journey: Journey) -> None:
    made = journey.filled()
    assert "criteria.range" not in stops(journey, made)
    row = journey.session.get_one(models.Dps, journey.dps.id)
    price = next(c for c in row.criteria if c.kind == "price")
    price.minimum, price.maximum = 60, 70
    journey.session.commit()
    confirm(journey)
    assert "Den kunngjorte rammen er 60–70" in stops(journey, made)["criteria.range"].mend


def test_what_was_approved_before_the_change_is_not_issued(journey: Journey) -> None:
    made = journey.approved()
    row = journey.session.get_one(models.Dps, journey.dps.id)
    row.criteria.remove(row.criteria[-1])
    journey.session.commit()
    with pytest.raises(NotReady):
        journey.issue(made)
