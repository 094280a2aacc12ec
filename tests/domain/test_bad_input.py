"""What cannot be right: weights that almost add up, days that have passed, nights when the clocks are set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.app import create_app
from dpsdocs.config import Config
from dpsdocs.domain import case_file, rules
from dpsdocs.domain.case import Case
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import Finding, RulebookError, read_rulebook, rulebook
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

SAMPLES = "templates/masters/vektertjenester/samples"


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def case(root: Path) -> Case:
    """Case A, under a system whose criteria may have any weight."""
    read = case_file.read((root / SAMPLES / "reception.json").read_bytes())
    wide = tuple(replace(c, minimum=Decimal(0), maximum=Decimal(100)) for c in read.dps.criteria)
    return replace(read, dps=replace(read.dps, criteria=wide))


def found(case: Case, release: Release, **answers: Any) -> dict[str, Finding]:
    """What the rules find when these answers are given instead."""
    made = replace(case, answers={**case.answers, **answers})
    return {finding.rule: finding for finding in findings(build(made, release.catalogue))}


@pytest.mark.parametrize(
    ("weights", "mend"),
    [
        (("33,3", "33,3", "33,3"), "Vektene blir 99,9\u00a0% til sammen. Legg til 0,1\u00a0%."),
        (("33,33", "33,33", "33,33"), "Vektene blir 99,99\u00a0% til sammen. Legg til 0,01\u00a0%."),
        (("33,4", "33,4", "33,3"), "Vektene blir 100,1\u00a0% til sammen. Trekk fra 0,1\u00a0%."),
        (("33,4", "33,3", "33,3"), ""),
        (("0", "0", "100"), ""),
    ],
)
def test_weights_are_added_exactly(case: Case, release: Release, weights: tuple[str, ...], mend: str) -> None:
    given = dict(zip(("price", "quality", "environment"), weights, strict=True))
    told = found(case, release, weights=given).get("criteria.sum")
    assert (told.mend if told else "") == mend
    assert told is None or told.severity == "stop"


@pytest.mark.parametrize("weight", ["-10", "1e2", "NaN", "∞", "101", "", "33,3 %x"])
def test_a_weight_that_is_none_stops_and_is_never_counted(case: Case, release: Release, weight: str) -> None:
    told = found(case, release, weights={"price": weight, "quality": "50", "environment": "50"})
    stops = {"answers.readable", "criteria.sum", "criteria.range"} & told.keys()
    assert stops and all(told[rule].severity == "stop" for rule in stops)
    assert all("weights" in told[rule].keys for rule in stops)


@pytest.mark.parametrize(
    ("sent", "deadline", "rule"),
    [
        ("08.01.2027", "26.01.2027", "deadline.past"),  # today is Saturday 9 January
        ("11.01.2027", "08.01.2027", "deadline.order"),
        ("11.01.2027", "11.01.2027", "deadline.order"),
        ("08.01.2027", "08.01.2027", "deadline.order"),
    ],
)
def test_a_day_that_has_passed_stops(
    case: Case, release: Release, sent: str, deadline: str, rule: str
) -> None:
    today = replace(case, suppliers_at=datetime(2027, 1, 9, 8))
    told = found(today, release, sending_date=sent, tender_deadline={"date": deadline, "time": "12.00"})
    assert told[rule].severity == "stop"
    assert {"sending_date", "tender_deadline"} & set(told[rule].keys)


@pytest.mark.parametrize(
    ("day", "clock", "usable"),
    [
        ("28.03.2027", "02.30", False), ("28.03.2027", "03.00", True), ("31.10.2027", "02.00", False),
        ("31.10.2027", "03.00", True), ("09.02.2027", "24.00", False), ("09.02.2027", "23.59", True),
    ],
)  # fmt: skip
def test_a_deadline_is_one_moment(case: Case, release: Release, day: str, clock: str, usable: bool) -> None:
    told = found(case, release, tender_deadline={"date": day, "time": clock}).get("answers.readable")
    assert (told is None) is usable
    assert told is None or told.keys == ("tender_deadline",)


def test_ten_full_days_are_days_by_the_clock_also_over_the_night_it_is_set(
    case: Case, release: Release
) -> None:
    """Sent 17 March 2027 the last counted day is 30 March; the night between has 23 hours and counts as a day."""
    for clock, too_short in (("23.58", True), ("23.59", False)):
        told = found(
            replace(case, suppliers_at=datetime(2027, 3, 17, 8)), release, sending_date="17.03.2027",
            tender_deadline={"date": "30.03.2027", "time": clock}, start_date="01.09.2027",
        )  # fmt: skip
        assert ("deadline.full_days" in told) is too_short


def test_ranges_that_cannot_be_whole_are_ukes_to_mend(case: Case, release: Release) -> None:
    for low, high in ((Decimal(0), Decimal(33)), (Decimal(34), Decimal(50))):
        narrow = tuple(replace(c, minimum=low, maximum=high) for c in case.dps.criteria)
        told = found(replace(case, dps=replace(case.dps, criteria=narrow)), release)["dps.ranges"]
        assert told.severity == "stop"
        assert "UKE må rette kriteriene" in told.mend


def test_a_table_of_rules_that_overlaps_is_refused_at_start_with_the_rows_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shipped = Path(rules.__file__).with_name("rulebook.toml").read_text("utf-8")
    row = shipped.split("[[rule]]")[1]
    assert 'id = "answers.required"' in row

    def broken() -> object:
        return read_rulebook(f"{shipped}\n[[rule]]{row}")

    monkeypatch.setattr("dpsdocs.app.rulebook", broken)
    config = Config(secret="x" * 40, database_url=f"sqlite:///{tmp_path}/a.db", instance=tmp_path)
    with pytest.raises(RulebookError, match=r"Regelen answers\.required står to ganger for samme tid"):
        create_app(config)
    assert rulebook().version[:4] == str(date.fromisoformat(rulebook().version[:10]).year)
