"""The forty checks of the catalogue: each number has rules, each rule a competition that triggers it and one not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case, Confirmed, Dps
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import Finding, rulebook
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.assemble.test_document_checks import TRIED as IN_DOCUMENTS
from tests.domain.long_path import changed, long_case, with_rows
from tests.domain.test_afterwards import TRIED as AFTERWARDS
from tests.domain.test_subcriteria import TRIED as OF_SUBCRITERIA

Break = Callable[[Case], Case]
OF_CHANGES = {"change.assess"}  # tried in test_changes
WHOLE = {"price": "40", "quality": "30", "environment": "30"}
OTHERWISE: Break = lambda c: c  # noqa: E731 - the case as it is


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def short(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())


def answered(case: Case, **answers: Any) -> Case:
    return replace(case, answers={**case.answers, **answers})


def by(case: Case, day: str, clock: str = "12.00") -> Case:
    return answered(case, tender_deadline={"date": day, "time": clock})


def system(case: Case, **fields: Any) -> Case:
    return replace(case, dps=replace(case.dps, **fields))


def part2(case: Case) -> Case:
    return system(case, regime="foa2")


def ranges(case: Case, *spans: tuple[int, int]) -> Dps:
    criteria = tuple(
        replace(c, minimum=Decimal(low), maximum=Decimal(high))
        for c, (low, high) in zip(case.dps.criteria, spans, strict=True)
    )
    return replace(case.dps, criteria=criteria)


def undocumented(case: Case) -> Case:
    first, *rest = case.dps.criteria
    return system(case, criteria=(replace(first, documentation=" "), *rest))


def weighed(case: Case, price: int, quality: int, green: int) -> Case:
    """Other weights, under a system where all criteria may have any weight."""
    wide = replace(case, dps=ranges(case, (0, 100), (0, 100), (0, 100)))
    return answered(wide, weights={"price": str(price), "quality": str(quality), "environment": str(green)})


def swapped(case: Case) -> Case:
    """Quality counts more than price where the notice leads to expect the opposite."""
    return answered(replace(case, dps=ranges(case, (30, 60), (20, 50), (10, 40))),
                    weights={"price": "30", "quality": "40", "environment": "30"})  # fmt: skip


def routed(case: Case, route: str, reason: str = "", **more: Any) -> Case:
    """A competition without enough of the criterion, by another route."""
    return answered(weighed(case, 60, 30, 10), environment_route=route, environment_reason=reason, **more)


def without(case: Case, *requirements: str) -> Case:
    return answered(case, requirements=[r for r in case.answers["requirements"] if r not in requirements])


def own(case: Case, text: str, kind: str = "A") -> Case:
    row = {
        "id": "e1",
        "text": text,
        "kind": kind,
        "criterion": "quality",
        "chapter": "vekterne",
        "documentation": "X",
    }
    return with_rows(answered(case, extras=["places", "lots", "own_requirements"]), "own_requirements", row)


def secret(case: Case, told: str) -> Case:
    more = {"extras": ["secret"], "confidential_text": "Nøkler i skapet.", "confidential_access": told}
    return answered(by(case, "01.02.2027"), **more)


def admitted(case: Case, **fields: Any) -> Case:
    first, *rest = case.suppliers
    return replace(case, suppliers=(replace(first, **fields), *rest))


def graded(case: Case, document: str) -> Case:
    made = answered(case, extras=["places", "lots", "grading"])
    return with_rows(made, "grading", {"id": "g1", "document": document, "ground": "Offentleglova § 24"})


def lot_weights(case: Case, **weights: str) -> Case:
    return changed(case, "lots", "d1", weights=weights)


def visit(case: Case) -> Case:
    row = {"id": "b1", "place": "Porten", "at": {"date": "14.01.2027", "time": "10.00"},
           "sign_up": {"date": "13.01.2027", "time": "12.00"}}  # fmt: skip
    return with_rows(answered(case, extras=["places", "lots", "visits"]), "visits", row)


FREE = ("key-persons", "continuity", "robustness")
CODE, GUARD = "79992000", "79710000"
# rule: breaks it, lets it pass. On the short path unless the rule is in LONG
CASES: dict[str, tuple[Break, Break]] = {
    "deadline.minimum": (lambda c: by(c, "20.01.2027"), lambda c: by(c, "22.01.2027")),
    "deadline.full_days": (lambda c: by(c, "21.01.2027"), lambda c: by(c, "21.01.2027", "23.59")),
    "deadline.working_day": (lambda c: by(c, "24.01.2027"), OTHERWISE),
    "deadline.season": (lambda c: by(c, "23.03.2027"), lambda c: by(c, "30.03.2027")),
    "deadline.questions": (
        lambda c: answered(c, adjust_dates="yes", question_deadline={"date": "21.01.2027", "time": "12.00"}),
        lambda c: answered(c, adjust_dates="yes", question_deadline={"date": "20.01.2027", "time": "12.00"}),
    ),
    "confidential.measures": (
        lambda c: secret(c, "I KGV"), lambda c: secret(c, "I KGV når taushetserklæringen er signert"),
    ),
    "suppliers.any": (lambda c: replace(c, suppliers=()), OTHERWISE),
    "suppliers.any2": (lambda c: part2(replace(c, suppliers=())), part2),
    "suppliers.admitted": (
        lambda c: admitted(c, admitted_from=date(2027, 1, 12)), lambda c: admitted(c, admitted_until=date(2027, 1, 11)),
    ),
    "suppliers.fresh": (lambda c: replace(c, suppliers_at=datetime(2027, 1, 8, 9)), OTHERWISE),
    "dps.valid": (lambda c: system(c, valid_to=date(2027, 1, 10)), lambda c: system(c, valid_to=date(2027, 1, 11))),
    "dps.beyond": (lambda c: system(c, valid_to=date(2028, 3, 30)), lambda c: system(c, valid_to=date(2028, 3, 31))),
    "answers.required": (lambda c: answered(c, title=""), OTHERWISE),
    "answers.readable": (lambda c: answered(c, weights={**WHOLE, "service": "10"}), OTHERWISE),
    "criteria.sum": (lambda c: answered(c, weights={**WHOLE, "price": "40,1"}), OTHERWISE),
    "criteria.sum2": (lambda c: part2(answered(c, weights={**WHOLE, "price": "33,3"})), part2),
    "criteria.range": (lambda c: answered(c, weights={**WHOLE, "price": "50", "quality": "19"}), OTHERWISE),
    "criteria.range2": (lambda c: part2(answered(c, weights={**WHOLE, "price": "61"})), part2),
    "dps.ranges": (
        lambda c: replace(c, dps=ranges(c, (10, 30), (10, 30), (10, 30))),
        lambda c: replace(c, dps=ranges(c, (40, 40), (30, 30), (30, 30))),
    ),
    "criteria.order": (swapped, OTHERWISE),
    "criteria.documented": (undocumented, OTHERWISE),
    "criteria.documented2": (lambda c: part2(undocumented(c)), part2),
    "requirements.criterion": (lambda c: without(c, *FREE), OTHERWISE),
    "criteria.answer2": (lambda c: part2(without(c, *FREE)), part2),
    "requirements.orphan": (lambda c: weighed(c, 70, 0, 30), OTHERWISE),
    "criteria.environment": (lambda c: weighed(c, 60, 20, 20), lambda c: routed(c, "both")),
    "environment.missing": (
        lambda c: without(routed(c, "requirements"), "zero-emission"), lambda c: routed(c, "requirements"),
    ),
    "environment.reason": (
        lambda c: routed(c, "insignificant", "Ikke aktuelt."),
        lambda c: routed(c, "insignificant", "Én vekter går til jobben og bruker lite utstyr."),
    ),
    "environment.advice": (lambda c: routed(c, "both"), lambda c: routed(c, "both", "Kravene gjelder alle biler.")),
    "environment.rare": (
        lambda c: routed(c, "critical", "Vi har spurt UKE om akkurat dette."),
        lambda c: routed(c, "insignificant", "Vi har spurt UKE om akkurat dette."),
    ),
    "criteria.price": (lambda c: weighed(c, 100, 0, 0), OTHERWISE),
    "criteria.price2": (lambda c: part2(weighed(c, 100, 0, 0)), part2),
    "value.lines": (lambda c: answered(c, estimated_value="4 000 000"), OTHERWISE),
    "value.announced": (
        lambda c: system(c, notice_id=""), lambda c: answered(system(c, notice_id=""), estimated_value="2 500 000"),
    ),
    "value.announced2": (
        lambda c: answered(part2(system(c, notice_id="")), estimated_value="8 700 001"),
        lambda c: answered(part2(system(c, notice_id="")), estimated_value="8 700 000"),
    ),
    "term.long": (
        lambda c: answered(c, contract_form="framework", ceiling="9 000 000", option_count="3"),
        lambda c: answered(c, contract_form="framework", ceiling="9 000 000"),
    ),
    "term.long2": (
        lambda c: part2(answered(c, contract_form="framework", ceiling="9 000 000", option_count="3")),
        lambda c: part2(answered(c, option_count="3")),
    ),
    "term.order": (lambda c: answered(c, end_date="31.03.2027"), OTHERWISE),
    "term.words": (
        lambda c: answered(c, need="Avtalen varer i 2 + 1 år."), lambda c: answered(c, need="Den varer i 2+1+1 år."),
    ),
    "work.proposal": (OTHERWISE, lambda c: answered(c, estimated_value="99 999")),
    "work.choice": (
        lambda c: answered(c, extras=["work"], work_letters="AH", work_reason="Lite."),
        lambda c: answered(c, extras=["work"], work_letters="ATV", work_reason="Mye."),
    ),
    "dps.penalty": (
        lambda c: system(c, penalty_terms="Sats per time"), lambda c: system(c, penalty_terms="500 kroner"),
    ),
    "cpv.codes": (lambda c: system(c, cpv_main="79713000", cpv=("79710000",)), OTHERWISE),
    "cpv.family": (
        lambda c: system(c, cpv_main=CODE, cpv=(CODE,)), lambda c: system(c, cpv_main=GUARD, cpv=(GUARD,)),
    ),
    "organisation.numbers": (lambda c: admitted(c, org_number="911111112"), OTHERWISE),
    "text.personal": (
        lambda c: answered(c, need="Ring 22 33 44 55 om natten."),
        lambda c: answered(c, need="Huset er fra 22.03.2024."),
    ),
    "rules.age": (
        lambda c: replace(c, suppliers_at=datetime(2027, 5, 29, 8)),
        lambda c: replace(c, suppliers_at=datetime(2027, 5, 28, 8)),
    ),
    # the long path
    "visits.deadline": (
        lambda c: answered(visit(c), tender_deadline={"date": "22.01.2027", "time": "12.00"}), visit,
    ),
    "lots.value": (lambda c: answered(c, estimated_value="9 500 000"), OTHERWISE),
    "lots.weights": (lambda c: lot_weights(c, price="40", quality="20", environment="30"), OTHERWISE),
    "criteria.lots2": (lambda c: part2(lot_weights(c, price="40", quality="20", environment="30")), part2),
    "requirements.words": (
        lambda c: own(c, "Leverandøren bør ha blå biler."), lambda c: own(c, "Leverandøren skal ha blå biler."),
    ),
    "requirements.scored": (
        lambda c: own(c, "Leverandøren skal ha blå biler. Det gir uttelling."),
        lambda c: own(c, "Leverandøren skal ha hund."),
    ),
    "requirements.twins": (
        lambda c: own(c, "Leverandøren skal ha skriftlig internkontrollsystem for oppdraget."),
        lambda c: own(c, "Leverandøren skal ha hund."),
    ),
    "sites.vulnerable": (lambda c: changed(c, "sites", "s3", secret="no"), OTHERWISE),
    "sites.graded": (lambda c: graded(c, "kravspesifikasjon"), lambda c: graded(c, "kontrakt")),
}  # fmt: skip
OWN = ("requirements.words", "requirements.scored", "requirements.twins")
LONG = ("visits.", "lots.", "criteria.lots2", "sites.", *OWN)


def hits(case: Case, release: Release, rule: str) -> list[Finding]:
    return [finding for finding in findings(build(case, release.catalogue)) if finding.rule == rule]


@pytest.mark.parametrize("rule", CASES)
def test_each_check_hits_and_lets_pass(short: Case, release: Release, rule: str) -> None:
    case = long_case(short) if rule.startswith(LONG) else short
    broken, mended = (make(case) for make in CASES[rule])
    found = hits(broken, release, rule)
    assert found, f"{rule} found nothing"
    assert all(f.title and f.mend.rstrip().endswith((".", "»")) and f.source and f.version for f in found)
    assert hits(mended, release, rule) == []


def test_every_number_of_the_catalogue_has_rules_and_every_rule_a_test() -> None:
    numbered = {rule.id: rule for rule in rulebook().rules if rule.catalogue}
    assert {number for rule in numbered.values() for number in rule.catalogue} == set(range(1, 41))
    stages = {
        "answers": {*CASES, *OF_CHANGES, *OF_SUBCRITERIA},
        "documents": IN_DOCUMENTS,
        "afterwards": AFTERWARDS,
    }
    for stage, tried in stages.items():
        assert {r.id for r in numbered.values() if r.stage == stage} - set(tried) == set(), stage


def test_rules_that_are_not_confirmed_cite_no_law_and_never_stop(short: Case, release: Release) -> None:
    for rule in rulebook().rules:
        if rule.state != "in_force":
            assert "§" not in rule.basis, rule.id
    broken = by(part2(short), "20.01.2027")
    assert [f.severity for f in hits(broken, release, "deadline.part2")] == ["warning"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Beboer Kari Nordmann bor i tredje etasje.", "navnet på en person"),
        ("Skriv til vakt@example.org.", "e-postadresse"), ("Hun er født 01017012388.", ""),
        ("Hun er født 15076500565.", "fødselsnummer"), ("Kostnaden er kr 45000000.", ""),
        ("Beboere og ansatte skal være trygge.", ""), ("Sak 2027 12345678", ""),
    ],
)  # fmt: skip
def test_persons_in_open_text(short: Case, release: Release, text: str, told: str) -> None:
    found = hits(answered(short, need=text), release, "text.personal")
    assert [told in f.mend for f in found] == [True] * bool(told)


def test_what_uke_has_not_confirmed_is_named(short: Case, release: Release) -> None:
    case = system(short, confirmed=Confirmed(validity=True))
    assert "regelverk og tildelingskriterier" in hits(case, release, "dps.confirmed")[0].mend
