"""Trial runs as the case carries them: packed and unpacked, in the case file, in the record, and what gives pause."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.assemble.record import record_rows
from dpsdocs.domain import case_file, trials
from dpsdocs.domain.case import Case
from dpsdocs.domain.case_file import CaseFileError
from dpsdocs.domain.competition import build
from dpsdocs.domain.scoring import Bid
from dpsdocs.domain.trials import Basis
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

D = Decimal
AT = datetime(2027, 1, 4, 9, 30)


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def alarm(release: Release) -> Case:
    """The sample with sub-criteria and quality in kroner."""
    return case_file.read((release.folder / "samples" / "alarm.json").read_bytes())


@pytest.fixture(scope="module")
def basis(release: Release, alarm: Case) -> Basis:
    """What its trial runs are tried on."""
    competition = build(alarm, release.catalogue)
    return trials.basis_of(competition, competition.scope.lots[0])


def bid(name: str, price: int, one: str, two: str, green: str) -> Bid:
    return Bid(name, D(price), {"k1": D(one), "k2": D(two), "environment": D(green)})


BIDS = (bid("Lav", 1_800_000, "5", "4", "6"), bid("God", 2_150_000, "10", "10", "8.5"))


def linear(basis: Basis, model: str = "linear_floor") -> Basis:
    return replace(basis, scheme=replace(basis.scheme, model=model))  # type: ignore[arg-type]


def titles(basis: Basis, *bids: Bid) -> list[str]:
    return [pause.title for pause in trials.pauses(basis, bids)]


def test_what_is_packed_comes_back_through_json(basis: Basis) -> None:
    assert trials.unpacked(json.loads(json.dumps(trials.packed(basis)))) == basis
    assert trials.unpacked_bids(json.loads(json.dumps(trials.packed_bids(BIDS)))) == BIDS


def test_a_run_is_told_with_the_best_first(basis: Basis) -> None:
    """Quality of «Lav»: (25 · (0.6·5 + 0.4·4) + 35·6) / 60 = 5.42, and 4.58 · 300 000 more."""
    told = trials.told(basis, BIDS, "Henrik Moe", AT)
    assert [(b.name, b.place) for b in told.bids] == [("God", "1"), ("Lav", "2")]
    assert told.bids[1].result.replace("\u00a0", " ") == "kr 3 174 000 ekskl. mva."
    assert "Kvalitet 4,60 (Utrykning ved flere alarmer samtidig 5,00" in told.bids[1].points
    assert told.model.replace("\u00a0", " ").startswith("Kvalitet i kroner (kr 300 000")
    by_points = trials.told(linear(basis), BIDS, "Henrik Moe", AT)
    assert by_points.bids[0].result == "8,699 poeng"
    assert by_points.bids[0].points.startswith("Pris 8,06, Kvalitet 10,00")


def test_the_sample_says_what_the_program_reckons(basis: Basis, alarm: Case) -> None:
    """The case file of the sample is no invention beside the domain."""
    (run,) = alarm.trials
    points = {
        "Lav pris": ("5", "4", "6"),
        "God beredskap": ("10", "10", "8.5"),
        "Best på miljø": ("7.5", "5", "10"),
    }
    bids = [bid(b.name, int(b.price), *points[b.name]) for b in run.bids]
    assert trials.told(basis, bids, run.by, run.at) == run


def test_the_case_file_carries_the_runs_and_leaves_out_none(alarm: Case) -> None:
    assert case_file.read(case_file.dump(alarm)) == alarm
    without = replace(alarm, trials=())
    assert "trials" not in case_file.to_json(without)
    assert case_file.read(case_file.dump(without)) == without


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"price": "mange"}, "trials[1].bids[1].price"), ({"winner": "ja"}, "trials[1].bids[1].winner: ukjent"),
        ({"points": None}, "trials[1].bids[1].points"),
    ],
)  # fmt: skip
def test_a_run_that_is_no_run_is_named(alarm: Case, change: dict[str, Any], told: str) -> None:
    content = case_file.to_json(alarm)
    content["trials"][0]["bids"][0] |= change
    with pytest.raises(CaseFileError) as error:
        case_file.from_json(json.loads(json.dumps(content)))
    assert any(told in problem for problem in error.value.problems)


def test_the_record_has_a_row_for_each_tender(release: Release, alarm: Case) -> None:
    rows = record_rows(build(alarm, release.catalogue), ())["trials"]
    assert [row["name"] for row in rows] == ["God beredskap", "Best på miljø", "Lav pris"]
    assert rows[0]["run"].startswith("1. Henrik Moe 20.05.2027")
    assert len({row["id"] for row in rows}) == 3
    assert record_rows(build(replace(alarm, trials=()), release.catalogue), ())["trials"] == ()


def test_a_criterion_that_tells_no_tender_from_another(basis: Basis) -> None:
    same = bid("B", 2_000_000, "5", "4", "9")
    assert "Kvalitet skiller ikke tilbudene" in titles(linear(basis), BIDS[0], same)
    half = bid("B", 2_000_000, "5", "9", "9")
    assert (
        titles(linear(basis), BIDS[0], half)[0]
        == "Utrykning ved flere alarmer samtidig skiller ikke tilbudene"
    )
    assert "Prisen skiller ikke tilbudene" in titles(basis, BIDS[0], replace(half, price=BIDS[0].price))
    assert not [t for t in titles(basis, *BIDS) if "skiller ikke" in t]


def test_prices_over_the_double(basis: Basis) -> None:
    dear = replace(BIDS[1], price=D(3_600_001))
    twice = replace(BIDS[1], price=D(3_600_000))
    floor, negative = (
        "Prisen har ingen virkning over det dobbelte av laveste pris",
        "Noen tilbud får negative poeng for pris",
    )
    assert floor in titles(linear(basis), BIDS[0], dear)
    assert negative in titles(linear(basis, "linear"), BIDS[0], dear)
    for model in ("linear_floor", "linear"):
        assert not {floor, negative} & set(titles(linear(basis, model), BIDS[0], twice))
    assert not {floor, negative} & set(titles(linear(basis, "proportional"), BIDS[0], dear))


def test_ranges_that_can_swap_the_winner(basis: Basis) -> None:
    cheap, good = bid("Lav", 1_800_000, "6", "6", "9"), bid("God", 2_300_000, "9.5", "9.5", "9")
    found = [p for p in trials.pauses(linear(basis), (cheap, good)) if p.title.startswith("Andre vekter")]
    assert len(found) == 1 and "vinner «" in found[0].words
    fixed = {c.id: (c.weight, c.weight) for c in basis.scheme.criteria}
    assert "Andre vekter" not in " ".join(titles(replace(linear(basis), ranges=fixed), cheap, good))


def test_what_is_lacking_before_anything_can_be_tried(basis: Basis) -> None:
    assert trials.lacking(basis) == ""
    scheme = basis.scheme
    light = tuple(replace(c, weight=c.weight - 1) for c in scheme.criteria)
    assert "100 %" in trials.lacking(replace(basis, scheme=replace(scheme, criteria=light)))
    assert "kvalitetspoeng" in trials.lacking(replace(basis, scheme=replace(scheme, point_value=D(0))))
    uneven = tuple(replace(c, parts=c.parts[:1]) for c in scheme.criteria)
    assert "Underkriteriene under kvalitet" in trials.lacking(
        replace(basis, scheme=replace(scheme, criteria=uneven))
    )
    assert trials.lacking(replace(basis, scheme=replace(scheme, criteria=())))
