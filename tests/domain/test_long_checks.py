"""Every check of the long path: a competition that triggers it, and the same one mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.case import AttachedFile, Case
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import Finding, rulebook
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.domain.long_path import changed, long_case, with_rows

Break = Callable[[Case], Case]
ELSEWHERE = {23, 30}  # the numbers of the catalogue that test_catalogue tries


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def case(release: Release) -> Case:
    """The small long case."""
    return long_case(case_file.read((release.folder / "samples" / "reception.json").read_bytes()))


def answered(case: Case, **answers: Any) -> Case:
    return replace(case, answers={**case.answers, **answers})


def extras(case: Case, *more: str) -> Case:
    return answered(case, extras=["places", "lots", *more])


def visit(case: Case, **cells: Any) -> Case:
    row = {
        "id": "b1", "place": "Porten", "at": {"date": "20.01.2027", "time": "10.00"},
        "sign_up": {"date": "18.01.2027", "time": "12.00"},
    }  # fmt: skip
    return with_rows(extras(case, "visits"), "visits", {**row, **cells})


def buyer(case: Case, number: str) -> Case:
    row = {"id": "k1", "name": "Andre", "org_number": number, "address": "Gate 9",
           "contact": {"name": "Per", "title": "", "email": "per@example.org"}}  # fmt: skip
    return with_rows(extras(case, "buyers"), "buyers", row)


def own(case: Case, text: str, kind: str, criterion: str = "quality") -> Case:
    row = {
        "id": "e1",
        "text": text,
        "kind": kind,
        "criterion": criterion,
        "chapter": "vekterne",
        "documentation": "X",
    }
    return with_rows(extras(case, "own_requirements"), "own_requirements", row)


def adapted(case: Case, requirement: str, **cells: Any) -> Case:
    return with_rows(extras(case, "own_requirements"), "adapted_requirements",
                     {"id": "t1", "requirement": requirement, **cells})  # fmt: skip


def without(case: Case, *requirements: str) -> Case:
    kept = [r for r in case.answers["requirements"] if r not in requirements]
    return answered(case, requirements=kept)


def price_and_quality(case: Case) -> Case:
    return answered(case, weights={"price": "55", "quality": "45", "environment": "0"})


TWIN = {
    "id": "s9",
    "name": "rådhuset",
    "address": "gate 1",
    "kind": "office",
    "lot": "d1",
    "risk": "1",
    "secret": "no",
}
POST = {"name": "Resepsjon", "site": "s1", "weekdays": ["mon"], "guards": "1"}
# rule → a case that breaks it, and one that is close to it and does not
CASES: dict[str, tuple[Break, Break]] = {
    "rows.readable": (lambda c: changed(c, "sites", "s3", homes="x"), lambda c: changed(c, "sites", "s1", homes="x")),
    "rows.required": (lambda c: changed(c, "sites", "s1", address=" "), lambda c: changed(c, "sites", "s1", note="")),
    "lots.two": (lambda c: replace(c, tables={**c.tables, "lots": c.tables["lots"][:1]}), lambda c: c),
    "lots.names": (lambda c: changed(c, "lots", "d2", name="NORD"), lambda c: changed(c, "lots", "d2", name="Nord 2")),
    "lots.lines": (lambda c: with_rows(c, "shifts"), lambda c: with_rows(c, "volumes")),
    "lots.value": (lambda c: answered(c, estimated_value="9 500 000"), lambda c: c),
    "lots.ceiling": (lambda c: answered(c, ceiling="10 900 000"), lambda c: answered(c, contract_form="single")),
    "lots.weights": (
        lambda c: changed(c, "lots", "d1", weights={"price": "40", "quality": "20", "environment": "30"}),
        lambda c: changed(c, "lots", "d1", weights={"price": "45", "quality": "25", "environment": "30"}),
    ),
    "lots.most": (lambda c: answered(c, lots_most="2"), lambda c: answered(c, lots_most="1")),
    "posts.overlap": (
        lambda c: with_rows(c, "shifts", {**POST, "hours": {"from": "08.00", "to": "16.00"}},
                            {**POST, "hours": {"from": "15.00", "to": "20.00"}}),
        lambda c: with_rows(c, "shifts", {**POST, "hours": {"from": "08.00", "to": "16.00"}},
                            {**POST, "hours": {"from": "16.00", "to": "20.00"}}),
    ),
    "posts.period": (
        lambda c: changed(c, "shifts", "p1", first="01.09.2027", last="01.08.2027"),
        lambda c: changed(c, "shifts", "p1", first="01.08.2027", last="01.09.2027"),
    ),
    "posts.hours": (
        lambda c: changed(c, "shifts", "p1", first="01.01.2020", last="31.12.2020"),
        lambda c: changed(c, "shifts", "p1", first="01.01.2028", last="31.12.2028"),
    ),
    "posts.outside": (
        lambda c: changed(c, "shifts", "p1", first="01.01.2027"),
        lambda c: changed(c, "shifts", "p1", first="01.05.2027"),
    ),
    "services.bought": (
        lambda c: answered(c, services=["static", "alarm"], response_high="20", response_low="30"),
        lambda c: answered(c, services=["static", "rounds"]),
    ),
    "sites.twins": (lambda c: with_rows(c, "sites", *_cells(c, "sites"), TWIN), lambda c: c),
    "sites.vulnerable": (lambda c: changed(c, "sites", "s3", secret="no"), lambda c: c),
    "sites.told": (
        lambda c: visit(c, place="Vi møtes ved  gate 3."),
        lambda c: answered(visit(c, place="Gate 30"), confidential_text="Gate 3", need="Vakt i Sidegate 3 og Gate 1."),
    ),
    "visits.deadline": (
        lambda c: answered(visit(c), tender_deadline={"date": "27.01.2027", "time": "12.00"}), visit,
    ),
    "visits.order": (lambda c: visit(c, sign_up={"date": "21.01.2027", "time": "12.00"}), visit),
    "buyers.twins": (lambda c: buyer(c, c.agency.org_number), lambda c: buyer(c, "899924789")),
    "requirements.words": (
        lambda c: own(c, "Leverandøren bør ha blå biler.", "A"),
        lambda c: own(c, "Leverandøren skal ha blå biler.", "A"),
    ),
    "requirements.criterion": (
        lambda c: without(c, "key-persons", "continuity", "robustness"),
        lambda c: without(c, "robustness"),
    ),
    "requirements.orphan": (price_and_quality, lambda c: c),
    "requirements.fixed": (lambda c: adapted(c, "permit", text="Nei"), lambda c: adapted(c, "english", lot="d1")),
    "requirements.unused": (
        lambda c: adapted(without(c, "english"), "english", lot="d1"), lambda c: adapted(c, "english", lot="d1")
    ),
    "requirements.empty": (lambda c: adapted(c, "english"), lambda c: adapted(c, "english", site="s1")),
    "response.order": (
        lambda c: answered(c, services=["alarm"], response_high="40", response_low="30"),
        lambda c: answered(c, services=["alarm"], response_high="20", response_low="30"),
    ),
    "attachments.none": (
        lambda c: extras(c, "attachments"),
        lambda c: replace(extras(c, "attachments"), attachments=(AttachedFile("Plan", "plan.pdf", "0" * 64),)),
    ),
}  # fmt: skip


def _cells(case: Case, table: str) -> list[dict[str, Any]]:
    return [{"id": row.id, **row.answers} for row in case.tables[table]]


def found(case: Case, release: Release) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings(build(case, release.catalogue)):
        grouped.setdefault(finding.rule, []).append(finding)
    return grouped


def test_the_case_itself_has_no_stop(case: Case, release: Release) -> None:
    assert [f.title for f in findings(build(case, release.catalogue)) if f.severity == "stop"] == []


@pytest.mark.parametrize("rule", CASES)
def test_each_check_hits_and_lets_pass(case: Case, release: Release, rule: str) -> None:
    broken, mended = CASES[rule]
    hits = found(broken(case), release).get(rule, [])
    assert hits, f"{rule} found nothing"
    assert all(hit.title and hit.mend and hit.keys and hit.mend.rstrip().endswith((".", "»")) for hit in hits)
    assert "mva.." not in str(hits)
    assert rule not in found(mended(case), release)


def test_no_check_of_the_long_path_is_left_untried() -> None:
    tried = set(CASES)
    families = ("rows.", "lots.", "posts.", "services.", "sites.", "visits.", "buyers.", "requirements.",
                "response.", "attachments.")  # fmt: skip
    rules = (
        rule for rule in rulebook().rules if rule.stage == "answers" and not set(rule.catalogue) & ELSEWHERE
    )
    assert {rule.id for rule in rules if rule.id.startswith(families)} - tried == set()


def test_many_faults_are_named_up_to_twenty_and_then_counted(case: Case, release: Release) -> None:
    many = with_rows(case, "sites", *({"name": f"Hus {n}", "kind": "office", "risk": "1", "secret": "no",
                                       "lot": "d1"} for n in range(25)))  # fmt: skip
    hits = found(many, release)["rows.required"]
    assert len(hits) == 21
    assert hits[0].title == "Objekt 1, Hus 0: adresse mangler"
    assert hits[-1].title == "Objekter: 5 felt til må rettes"
    assert hits[0].keys == ("sites:1:address",)


def test_an_evaluated_requirement_cannot_demand(case: Case, release: Release) -> None:
    hits = found(own(case, "Leverandøren skal ha minst to biler.", "B"), release)["requirements.words"]
    assert [hit.title for hit in hits] == ["Krav E-01 er evaluert, men sier «skal»"]


def test_a_night_shift_overlaps_the_morning_after(case: Case, release: Release) -> None:
    sunday = {**POST, "weekdays": ["sun"], "hours": {"from": "22.00", "to": "07.00"}}
    monday = {**POST, "weekdays": ["mon"], "hours": {"from": "06.00", "to": "10.00"}}
    assert "posts.overlap" in found(with_rows(case, "shifts", sunday, monday), release)
    monday["hours"] = {"from": "07.00", "to": "10.00"}
    assert "posts.overlap" not in found(with_rows(case, "shifts", sunday, monday), release)
