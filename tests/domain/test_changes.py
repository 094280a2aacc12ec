"""A change of what is sent: what differs, what it means for the deadline, and when it is too large."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dpsdocs.domain import changes
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import AttachedFile, Case, TableRow
from dpsdocs.domain.checks import findings
from dpsdocs.domain.competition import Competition, build
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.assemble.changing import AT, MOVED, OTHER_HOURS, STANDS, changed
from tests.assemble.samples import sample


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates" / "masters" / "vektertjenester")


@pytest.fixture
def sent() -> Case:
    """Case A as it was sent on 11 January 2027 with a deadline on 26 January at noon."""
    return sample("reception")


def made(release: Release, sent: Case, **answers: Raw) -> Competition:
    return build(changed(sent, **answers), release.catalogue, sent)


def rules(competition: Competition) -> dict[str, str]:
    return {
        f.rule: f.mend for f in findings(competition) if f.rule.startswith("change.") or f.severity == "stop"
    }


def test_a_first_version_has_no_changes_and_no_page_about_them(release: Release, sent: Case) -> None:
    first = build(sent, release.catalogue)
    assert changes.changed(first) == changes.weighty(first) == changes.material(first) == ()
    assert first.value("is_change") is False
    assert "change_date" not in {question.key for question in first.asked}


def test_what_differs_is_told_by_question(release: Release, sent: Case) -> None:
    other = made(release, sent, **OTHER_HOURS, **MOVED, title="Et nytt navn")
    assert changes.changed(other) == ("title", "hours", "tender_deadline")
    assert "vaktene" in changes.weighty(other)
    assert "mengdene i prisskjemaet" in changes.weighty(other)
    assert other.value("previous_version") == "1.0"
    assert other.value("deadline_moved") is True


def test_the_same_answer_typed_otherwise_is_no_change(release: Release, sent: Case) -> None:
    other = made(release, sent, hours="08.00-16.00", tender_deadline="2027-01-26T12:00")
    assert changes.changed(other) == ()


def test_a_change_of_nothing_is_stopped(release: Release, sent: Case) -> None:
    assert rules(made(release, sent, **STANDS)).keys() == {"change.nothing"}
    other = replace(changed(sent, **STANDS), dps=replace(sent.dps, contact_name="Kari Holm"))
    assert "change.nothing" not in rules(build(other, release.catalogue, sent))


def test_rows_and_files_are_compared(release: Release) -> None:
    sent = sample("housing")
    rows = sent.tables["sites"]
    fewer = replace(changed(sent, rows={"sites": rows[1:]}), attachments=sent.attachments[:-1])
    other = build(fewer, release.catalogue, sent)
    assert {"sites", "attachments"} <= set(changes.changed(other))
    assert {"objektene", "vedleggene"} <= set(changes.weighty(other))


def test_a_new_contact_takes_no_work(release: Release, sent: Case) -> None:
    contact = {"name": "Kari Holm", "title": "Rådgiver", "email": "kari.holm@example.org"}
    other = made(release, sent, contact=contact, **STANDS)
    assert changes.weighty(other) == ()
    assert rules(other) == {}


def test_a_change_that_takes_work_proposes_a_deadline(release: Release, sent: Case) -> None:
    other = made(release, sent, **OTHER_HOURS, **STANDS)
    found = changes.deadline(other)
    assert found is not None
    assert (found.left, found.is_moved) == (7, False)
    assert found.proposal == datetime(2027, 1, 29, 12)
    assert rules(other).keys() == {"change.assess"}
    assert "sju dager" in rules(other)["change.assess"]
    assert "fredag 29. januar 2027 kl. 12.00" in rules(other)["change.assess"].replace("\u00a0", " ")


def test_with_ten_days_left_the_deadline_may_stand(release: Release, sent: Case) -> None:
    early = {**sent.answers, **MOVED}
    other = made(release, replace(sent, answers=early), **OTHER_HOURS, **STANDS)
    assert "kan stå" in rules(other)["change.assess"]


@pytest.mark.parametrize(
    ("day", "stops"), [("20.01.2027", False), ("21.01.2027", True), ("25.01.2027", True)]
)
def test_the_last_six_days_stop_unless_the_deadline_is_moved(
    release: Release, sent: Case, day: str, stops: bool
) -> None:
    other = made(release, sent, **OTHER_HOURS, **STANDS, change_date=day)
    assert ("change.time" in rules(other)) == stops
    moved = made(release, sent, **OTHER_HOURS, **MOVED, change_date=day)
    assert "change.time" not in rules(moved)


def test_a_moved_deadline_must_leave_time_too(release: Release, sent: Case) -> None:
    near = {"tender_deadline": {"date": "29.01.2027", "time": "12.00"}}
    other = made(release, sent, **OTHER_HOURS, **near, change_date="25.01.2027")
    assert "mandag 1. februar 2027 kl. 12.00" in rules(other)["change.time"].replace("\u00a0", " ")


def test_part_two_warns_where_part_three_stops(release: Release, sent: Case) -> None:
    part2 = replace(sent, dps=replace(sent.dps, regime="foa2"))
    other = made(release, part2, **OTHER_HOURS, **STANDS, change_date="25.01.2027")
    found = {f.rule: f.severity for f in findings(other) if f.rule.startswith("change.")}
    assert found == {"change.time2": "warning"}


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"tender_deadline": {"date": "25.01.2027", "time": "12.00"}}, "change.earlier"),
        ({"sending_date": "12.01.2027"}, "change.sending"),
        ({"change_date": "17.01.2027"}, "change.day"),
        ({"change_date": "27.01.2027"}, "change.day"),
        ({}, "change.answer"),
        ({**MOVED, **STANDS}, "change.answer"),
    ],
)  # fmt: skip
def test_dates_and_answers_that_cannot_be(
    release: Release, sent: Case, answers: dict[str, Raw], rule: str
) -> None:
    assert rule in rules(made(release, sent, **{**OTHER_HOURS, **answers}))


def test_after_the_deadline_nothing_is_changed(release: Release, sent: Case) -> None:
    late = replace(changed(sent, **OTHER_HOURS, **MOVED), suppliers_at=datetime(2027, 1, 26, 12, 1))
    assert any(f.title == "Tilbudsfristen er ute" for f in findings(build(late, release.catalogue, sent)))


def test_the_ten_days_are_counted_from_the_invitation(release: Release, sent: Case) -> None:
    """The day the invitation was sent has passed, and the law of that day is the law."""
    other = made(release, sent, **OTHER_HOURS, **MOVED)
    assert other.day("sending_date") == date(2027, 1, 11)
    assert AT.date() > date(2027, 1, 11)
    assert rules(other) == {}
    assert other.value("last_sending_day") == date(2027, 1, 27)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"services": ["static"]}, "Tjenestene er andre"),
        ({"contract_form": "framework", "ceiling": "5 000 000"}, "Avtaleformen er en annen"),
        ({"estimated_value": "5 000 000"}, "Verdien er økt med 11 %"),
        ({"weights": {"price": "35", "quality": "35", "environment": "30"}}, "Kriteriene eller vektene er andre"),
    ],
)  # fmt: skip
def test_what_may_be_too_large_a_change(
    release: Release, sent: Case, answers: dict[str, Raw], words: str
) -> None:
    other = made(release, sent, **MOVED, **answers)
    assert rules(other)["change.material"].replace("\u00a0", " ").startswith(words)


def test_ten_per_cent_more_is_not_material(release: Release, sent: Case) -> None:
    assert changes.material(made(release, sent, estimated_value="4 950 000")) == ()


def test_a_lot_that_is_taken_out_is_named(release: Release) -> None:
    sent = sample("campus")
    other = build(changed(sent, rows={"lots": sent.tables["lots"][1:]}), release.catalogue, sent)
    assert any("delkontrakter er tatt ut" in words for words in changes.material(other))


def test_a_row_that_is_typed_otherwise_is_no_change(release: Release) -> None:
    sent = sample("campus")
    first, *rest = sent.tables["lots"]
    value = str(first.answers["value"]).replace(" ", "")
    other = (TableRow(first.id, {**first.answers, "value": value}), *rest)
    assert changes.changed(build(changed(sent, rows={"lots": other}), release.catalogue, sent)) == ()


def test_another_file_is_a_change(release: Release, sent: Case) -> None:
    asked = replace(sent, answers={**sent.answers, "extras": ["attachments"]})
    before = replace(asked, attachments=(AttachedFile("Instruks", "a.pdf", "1" * 64),))
    after = replace(changed(before), attachments=(AttachedFile("Instruks", "b.pdf", "2" * 64),))
    assert changes.changed(build(after, release.catalogue, before)) == ("attachments",)


def test_versions_are_counted() -> None:
    assert [changes.next_version(replace(sample("reception"), version=v)) for v in ("1.0", "9.0", "ukjent")] == [
        "2.0", "10.0", "2.0",
    ]  # fmt: skip
