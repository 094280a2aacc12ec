"""A case that stands as it did is not checked again, and one that differs in anything is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dpsdocs.assemble import check
from dpsdocs.domain.case import Case
from dpsdocs.masters.release import Release
from dpsdocs.services import cases, competitions, last_checks
from tests.services.journey import Journey


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """The cases that were really checked, from an empty memory."""
    seen: list[Case] = []

    def counting(case: Case, release: Release, previous: Case | None = None) -> object:
        seen.append(case)
        return check(case, release, previous)

    monkeypatch.setattr(last_checks, "check", counting)
    last_checks._known.clear()
    return seen


def test_each_change_is_checked_once(
    journey: Journey, counted: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = cases.now()
    monkeypatch.setattr(cases, "now", lambda: moment)  # a minute that ends in between is another case
    made = journey.filled()

    def opened() -> competitions.Opened:
        return competitions.open_case(journey.session, journey.releases, journey.drafter, made)

    first, before = opened(), len(counted)
    assert opened().checked is first.checked and len(counted) == before
    journey.save(made, {"title": "Et annet navn"})
    assert opened().checked.competition.case.answers["title"] == "Et annet navn"
    assert len(counted) > before
    before, moment = len(counted), moment + timedelta(minutes=1)
    opened()
    assert len(counted) == before + 1, "another minute may mean another finding"


def test_whatever_differs_is_looked_at(journey: Journey, counted: list[Case]) -> None:
    case, release = (
        journey.sample,
        journey.releases.load(journey.session, journey.releases.live(journey.session)),
    )
    others = (
        replace(case, suppliers_at=case.suppliers_at + timedelta(minutes=1)),
        replace(case, draft=not case.draft),
        replace(case, suppliers=case.suppliers[1:]),
        replace(case, answers={**case.answers, "title": "Noe annet"}),
    )
    for one in (case, *others):
        assert last_checks.checked(one, release, None).competition.case == one
    assert len(counted) == 1 + len(others)
    last_checks.checked(case, replace(release, digest="f" * 64), None)
    last_checks.checked(others[-1], release, case)
    assert len(counted) == 3 + len(others)
    last_checks.checked(others[-1], release, case)
    assert len(counted) == 3 + len(others)
    assert len(last_checks._known) <= 4
