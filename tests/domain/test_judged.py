"""What people say of findings: put aside as long as it is the same, overridden with a second person, confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case, Judgement, JudgementKind
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import Finding
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

AT = datetime(2027, 1, 11, 10, 0)
SHORT = {"date": "20.01.2027", "time": "12.00"}
WARNING = {"start_date": "20.02.2027"}


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def case(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())


def answered(case: Case, **answers: Any) -> Case:
    return replace(case, answers={**case.answers, **answers})


def one(case: Case, release: Release, rule: str) -> Finding:
    (found,) = (f for f in findings(build(case, release.catalogue)) if f.rule == rule)
    return found


def said(case: Case, found: Finding, kind: JudgementKind, **more: Any) -> Case:
    words = Judgement(kind, found.rule, found.mark, "Vi har vurdert det.", "Ingrid", AT, **more)
    return replace(case, judgements=(*case.judgements, words))


def test_a_warning_is_put_aside_and_comes_back_when_it_changes(case: Case, release: Release) -> None:
    early = answered(case, **WARNING)
    aside = said(early, one(early, release, "term.start"), "aside")
    assert one(aside, release, "term.start").judged == aside.judgements[0]
    other = answered(aside, start_date="19.02.2027")
    assert one(other, release, "term.start").judged is None


def test_a_stop_cannot_be_put_aside(case: Case, release: Release) -> None:
    broken = answered(case, estimated_value="1 000 000")
    for kind in ("aside", "confirmed", "override"):
        found = one(said(broken, one(broken, release, "value.lines"), kind), release, "value.lines")  # type: ignore[arg-type]
        assert (found.severity, found.judged) == ("stop", None)


def test_an_override_stops_until_a_second_person_has_approved_it(case: Case, release: Release) -> None:
    broken = answered(case, tender_deadline=SHORT)
    found = one(broken, release, "deadline.minimum")
    assert "§ 20-3 (3)" in found.override
    waiting = one(said(broken, found, "override"), release, "deadline.minimum")
    assert (waiting.severity, waiting.judged is not None) == ("stop", True)
    approved = said(broken, found, "override", approved_by="Ola", approved_at=AT)
    assert one(approved, release, "deadline.minimum").severity == "note"


def test_an_override_holds_for_its_dates_only(case: Case, release: Release) -> None:
    broken = answered(case, tender_deadline=SHORT)
    approved = said(
        broken, one(broken, release, "deadline.minimum"), "override", approved_by="Ola", approved_at=AT
    )
    for answers in (
        {"tender_deadline": {"date": "19.01.2027", "time": "12.00"}},
        {"sending_date": "12.01.2027"},
    ):
        assert one(answered(approved, **answers), release, "deadline.minimum").severity == "stop"


def test_the_strict_day_can_be_overridden_with_its_own_words(case: Case, release: Release) -> None:
    strict = answered(case, tender_deadline={"date": "21.01.2027", "time": "12.00"})
    found = one(strict, release, "deadline.full_days")
    assert "vanlige lesningen" in found.override
    assert (
        one(
            said(strict, found, "override", approved_by="Ola", approved_at=AT), release, "deadline.full_days"
        ).severity
        == "note"
    )


def test_an_aside_is_no_override_and_an_override_no_aside(case: Case, release: Release) -> None:
    broken = answered(case, tender_deadline=SHORT)
    aside = said(broken, one(broken, release, "deadline.minimum"), "aside")
    assert one(aside, release, "deadline.minimum").judged is None
    early = answered(case, **WARNING)
    assert (
        one(said(early, one(early, release, "term.start"), "override"), release, "term.start").judged is None
    )


def test_words_of_time_do_not_change_a_finding(case: Case, release: Release) -> None:
    """The list of suppliers is read anew every minute; the finding rests on the day of sending."""
    early = replace(case, suppliers_at=datetime(2027, 1, 8, 9))
    later = replace(case, suppliers_at=datetime(2027, 1, 8, 10))
    assert one(early, release, "suppliers.fresh").mark == one(later, release, "suppliers.fresh").mark


def test_the_case_file_keeps_what_is_said(case: Case, release: Release) -> None:
    early = answered(case, **WARNING)
    made = said(
        early, one(early, release, "term.start"), "aside", evidence="Notat", file="notat.pdf", sha256="a" * 64
    )
    assert case_file.read(case_file.dump(made)) == made
    assert made.added == {"a" * 64: "notat.pdf"}
    assert b"judgements" not in case_file.dump(case)
