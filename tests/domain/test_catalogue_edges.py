"""The catalogue's checks close to where they turn: the last case that is right and the first that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case, Judgement
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import Finding
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.domain.long_path import long_case, with_rows

Found = Callable[..., dict[str, Finding]]
SECRET: dict[str, Any] = {
    "extras": ["secret"], "confidential_text": "Nøkler i skapet.",
    "confidential_access": "I KGV når taushetserklæringen er signert",
}  # fmt: skip


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def case(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())


def found(case: Case, release: Release, **answers: Any) -> dict[str, Finding]:
    """The first finding of each rule, with these answers instead."""
    made = replace(case, answers={**case.answers, **answers})
    told: dict[str, Finding] = {}
    for finding in findings(build(made, release.catalogue)):
        told.setdefault(finding.rule, finding)
    return told


def by(day: str, clock: str = "12.00") -> dict[str, Any]:
    return {"tender_deadline": {"date": day, "time": clock}}


@pytest.mark.parametrize(
    ("day", "clock", "hits"),
    [
        ("30.06.2027", "12.00", False), ("01.07.2027", "12.00", True), ("30.07.2027", "12.00", True),
        ("02.08.2027", "12.00", False), ("17.12.2027", "12.00", False), ("20.12.2027", "12.00", True),
        ("03.01.2028", "12.00", True), ("04.01.2028", "12.00", False), ("19.03.2027", "12.00", False),
        ("22.03.2027", "12.00", True), ("29.01.2027", "12.00", False), ("29.01.2027", "13.00", True),
    ],
)  # fmt: skip
def test_the_season_of_a_deadline(case: Case, release: Release, day: str, clock: str, hits: bool) -> None:
    assert ("deadline.season" in found(case, release, **by(day, clock))) is hits


@pytest.mark.parametrize(
    ("day", "hits"),
    [("17.05.2027", True), ("18.05.2027", False), ("06.02.2027", True), ("24.12.2027", False)],
)
def test_a_deadline_on_a_free_day(case: Case, release: Release, day: str, hits: bool) -> None:
    """Christmas Eve is no holiday by law; it is told as a bad time instead."""
    told = found(case, release, **by(day))
    assert ("deadline.working_day" in told) is hits
    assert hits or day != "24.12.2027" or "deadline.season" in told


@pytest.mark.parametrize(
    ("day", "rule"),
    [("25.01.2027", "deadline.minimum"), ("26.01.2027", "deadline.full_days"), ("27.01.2027", "")],
)
def test_confidential_parts_add_five_days(case: Case, release: Release, day: str, rule: str) -> None:
    """Sent on 11 January: the tenth day is the 21st, the fifteenth the 26th."""
    told = found(case, release, **SECRET, **by(day))
    assert ({"deadline.minimum", "deadline.full_days"} & told.keys()) == ({rule} - {""})
    assert not {"deadline.minimum", "deadline.full_days"} & found(case, release, **by(day)).keys()


@pytest.mark.parametrize(("day", "hits"), [("27.01.2027", True), ("28.01.2027", False)])
def test_a_site_visit_needs_more_than_the_minimum(case: Case, release: Release, day: str, hits: bool) -> None:
    visit = {"id": "b1", "place": "Porten", "at": {"date": "14.01.2027", "time": "10.00"},
             "sign_up": {"date": "13.01.2027", "time": "12.00"}}  # fmt: skip
    made = with_rows(long_case(case), "visits", visit)
    told = found(made, release, extras=["places", "lots", "visits"], **by(day))
    assert ("visits.deadline" in told) is hits
    assert "deadline.minimum" not in told


@pytest.mark.parametrize(
    ("answers", "rule", "key"),
    [
        ({"estimated_value": ""}, "answers.required", "estimated_value"),
        ({"estimated_value": "0"}, "answers.readable", "estimated_value"),
        ({**SECRET, "confidential_access": ""}, "answers.required", "confidential_access"),
        ({"weights": ""}, "answers.required", "weights"),
        ({"option_count": "2", "option_months": ""}, "answers.required", "option_months"),
    ],
)
def test_what_is_left_empty_stops(
    case: Case, release: Release, answers: dict[str, Any], rule: str, key: str
) -> None:
    told = found(case, release, **answers)
    assert told[rule].severity == "stop"
    assert key in {key for finding in told.values() for key in finding.keys}


@pytest.mark.parametrize(
    ("end", "count", "form", "hits"),
    [
        ("31.03.2031", "0", "framework", False), ("01.04.2031", "0", "framework", True),
        ("31.03.2029", "2", "framework", False), ("31.03.2029", "3", "framework", True),
        ("31.03.2029", "3", "single", False),
    ],
)  # fmt: skip
def test_a_framework_of_four_years_and_a_day(
    case: Case, release: Release, end: str, count: str, form: str, hits: bool
) -> None:
    told = found(case, release, end_date=end, option_count=count, contract_form=form, ceiling="20 000 000")
    assert ("term.long" in told) is hits
    assert not hits or (
        told["term.long"].severity == "stop" and "særlige forhold" in told["term.long"].override
    )


def test_a_longer_framework_is_overridden_by_two_people(case: Case, release: Release) -> None:
    long = {"option_count": "3", "contract_form": "framework", "ceiling": "20 000 000"}
    stop = found(case, release, **long)["term.long"]
    one = Judgement(
        "override", stop.rule, stop.mark, "Utstyret varer i fem år.", "Ingrid", case.suppliers_at, "Notat"
    )
    assert found(replace(case, judgements=(one,)), release, **long)["term.long"].severity == "stop"
    two = replace(one, approved_by="Amir", approved_at=case.suppliers_at)
    assert found(replace(case, judgements=(two,)), release, **long)["term.long"].severity == "note"
    other = {**long, "option_count": "4"}
    assert found(replace(case, judgements=(two,)), release, **other)["term.long"].severity == "stop"


@pytest.mark.parametrize(
    ("sent", "hits"), [(date(2027, 1, 9), False), (date(2027, 1, 10), False), (date(2027, 1, 11), True)]
)
def test_a_list_read_more_than_a_day_before_is_told(
    case: Case, release: Release, sent: date, hits: bool
) -> None:
    read = replace(case, suppliers_at=case.suppliers_at.replace(day=9))
    assert ("suppliers.fresh" in found(read, release, sending_date=f"{sent:%d.%m.%Y}")) is hits
