"""Words that go with a step are refused when they don't fit, and nothing is done."""

from __future__ import annotations

import pytest

from dpsdocs.services import approvals, competitions, packages
from dpsdocs.services.errors import Invalid
from dpsdocs.services.fields import LONGEST_WORDS, own_words
from tests.services.journey import Journey

LONG = "Å\n" + "x" * LONGEST_WORDS
TOLD = "Teksten er på 4\u00a0002 tegn. Det er plass til 4\u00a0000. Kort den ned."


def test_exactly_what_there_is_room_for_is_kept() -> None:
    assert own_words("words", " " + "x" * LONGEST_WORDS + "\n") == "x" * LONGEST_WORDS
    with pytest.raises(Invalid) as caught:
        own_words("words", LONG)
    assert caught.value.problems == {"words": TOLD}
    with pytest.raises(Invalid, match="Skriv noe"):
        own_words("words", " \n", "Skriv noe.")
    assert own_words("words", " \n") == ""


def test_nothing_is_done_with_words_that_do_not_fit(journey: Journey) -> None:
    made = journey.filled()
    revision = journey.row(made).revision
    with pytest.raises(Invalid) as caught:
        approvals.submit(journey.session, journey.releases, journey.drafter, made, revision, LONG)
    assert caught.value.problems == {"message": TOLD}
    journey.session.rollback()
    assert journey.row(made).status == "draft"
    journey.submit(made)
    for decision in ("approve", "return"):
        with pytest.raises(Invalid):
            journey.decide(made, decision, LONG)
        journey.session.rollback()
    assert journey.row(made).status == "submitted"
    with pytest.raises(Invalid):
        competitions.cancel(journey.session, journey.drafter, made, LONG)


def test_a_package_is_not_withdrawn_with_words_that_do_not_fit(journey: Journey) -> None:
    made = journey.issued()
    with pytest.raises(Invalid):
        packages.withdraw(journey.session, journey.releases, journey.drafter, made, LONG)
    journey.session.rollback()
    assert journey.row(made).status == "issued"
