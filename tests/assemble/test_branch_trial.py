"""A set is tried: few renders, every condition both ways, and whatever fails is told with its document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.assemble import branch_trial, shots
from dpsdocs.assemble.cache import NoCache
from dpsdocs.assemble.shots import plan, taken
from dpsdocs.document.model import Clause, walk
from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case
from dpsdocs.domain.competition import build
from dpsdocs.masters.branches import branches
from dpsdocs.masters.compose import values_of
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

SAMPLES = ("reception", "campus")


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def cases(release: Release) -> dict[str, Case]:
    return {name: case_file.read((release.folder / f"samples/{name}.json").read_bytes()) for name in SAMPLES}


def test_every_condition_of_the_shipped_set_goes_both_ways(release: Release, cases: dict[str, Case]) -> None:
    """Held against what composing really meets, not against the plan's own count."""
    samples = {name: build(case, release.catalogue) for name, case in cases.items()}
    for spec in (s for s in release.documents if s.kind == "text"):
        made, met = plan(release, spec.id, samples), set[tuple[int, bool]]()
        for shot in made.shots:
            values = values_of(release, shots.with_facts(samples[shot.sample], shot.facts)) | dict(shot.facts)
            met |= {
                (number, branch.condition.holds(values))
                for number, branch in enumerate(branches(release, spec.id))
                if all(condition.holds(values) for condition in branch.place.inside)
            }
        wanted = {
            (number, holds)
            for number, branch in enumerate(branches(release, spec.id))
            for holds in (True, False)
            if holds or branch.of != "document"
        }
        assert met >= wanted and made.missed == () and made.reached == made.goals == len(wanted), spec.id


def test_a_clause_of_another_regime_is_really_in_the_document(
    release: Release, cases: dict[str, Case]
) -> None:
    campus = build(cases["campus"], release.catalogue)
    spec = release.document("konkurransegrunnlag")
    only = {
        branch.place.clause for branch in branches(release, spec.id)
        if branch.of == "clause" and branch.condition.source == "regime == 'foa2'"
    }  # fmt: skip
    assert only

    def shown(regime: str) -> set[str]:
        made = taken(release, campus, spec, {"regime": regime})
        return {block.id for block in walk(made.blocks) if isinstance(block, Clause)}

    assert only <= shown("foa2") and not only & shown("foa3")


@pytest.mark.slow
def test_a_trial_of_one_document_tells_its_pages(release: Release, cases: dict[str, Case]) -> None:
    few = replace(
        release, documents=tuple(s for s in release.documents if s.id in ("forpliktelse", "prisskjema"))
    )
    told: list[tuple[int, int, str]] = []
    report = branch_trial.run(few, cases, str, NoCache(), lambda *news: told.append(news))
    text = next(d for d in report.documents if d.document == "forpliktelse")
    assert text.pages >= text.renders >= 2 and text.reached == text.conditions > 0 and text.failed == ()
    assert told[-1][0] == told[-1][1] and report.seconds > 0


def test_what_cannot_be_made_is_told_and_the_rest_goes_on(
    release: Release, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(
        release, documents=tuple(s for s in release.documents if s.id in ("tilbudsbrev", "prisskjema"))
    )

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(branch_trial, "taken", broken)
    monkeypatch.setattr(branch_trial.pdf, "preload", lambda _theme: None)
    letter, prices = branch_trial.run(few, cases, str, NoCache(), lambda *_: None).documents[::-1]
    if letter.document != "tilbudsbrev":
        letter, prices = prices, letter
    assert letter.failed and "kan ikke lages" in letter.failed[0] and letter.pages == 0
    assert prices.failed == ()
