"""What an approver is told of tables, and what follows when a competition is copied."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from dpsdocs.domain.case import TableRow
from dpsdocs.services import approvals, cases, competitions, row_changes, row_pages, row_sets, rows
from dpsdocs.services.row_changes import TableChange
from dpsdocs.store import models
from tests.services import long_path
from tests.services.journey import Journey
from tests.services.long_path import NEW, ids, opened, save, stored

LATER = "22222222-2222-4222-8222-222222222222"


def told(journey: Journey, made: str, change: TableChange) -> tuple[str, str]:
    """The change in words."""
    case = opened(journey, made)
    table = case.release.catalogue.questions.get(change.key)
    assert table is not None
    return row_changes.told(change, table, row_pages.options_of(case, table))


def test_added_changed_moved_and_taken_away_are_told_by_name(journey: Journey) -> None:
    made = long_path.draft(journey)
    since, (one, two, three) = journey.row(made).revision, ids(journey, made, "sites")
    place = (journey.session, journey.releases, journey.second, made, "sites")
    save(journey, made, "sites", one, {"risk": "3", "lot": ids(journey, made, "lots")[1]})
    rows.remove(*place, two)
    save(journey, made, "sites", NEW, {"name": "Nytt hus"}, by=journey.second)
    rows.move(*place, three, 1)
    [change] = row_changes.changes(journey.session, made, since)
    assert (change.key, change.count, change.moved) == ("sites", 3, True)
    assert change.by == ("Dina Drafter", "Sara Second")
    before, now = told(journey, made, change)
    assert before.split("\n") == [
        "3 rader", "Tatt bort: Bygg 2", "Bygg 1, delkontrakt: Nord", "Bygg 1, risikoklasse: 2",
    ]  # fmt: skip
    assert now.split("\n") == [
        "3 rader", "Lagt til: Nytt hus", "Bygg 1, delkontrakt: Sør", "Bygg 1, risikoklasse: 3",
        "Rekkefølgen er endret",
    ]  # fmt: skip


def test_what_came_to_nothing_is_not_told(journey: Journey) -> None:
    made = long_path.draft(journey)
    since, one = journey.row(made).revision, ids(journey, made, "sites")[0]
    place = (journey.session, journey.releases, journey.drafter, made, "sites")
    save(journey, made, "sites", NEW, {"name": "Kort besøk"})
    rows.remove(*place, NEW)
    save(journey, made, "sites", one, {"name": "Et annet navn"})
    save(journey, made, "sites", one, {"name": "Bygg 1"})
    assert row_changes.changes(journey.session, made, since) == []


def test_very_many_are_told_by_number(journey: Journey) -> None:
    made = long_path.draft(journey)
    since = journey.row(made).revision
    old = [TableRow(key, raw) for key, raw in stored(journey, made, "sites").items()]
    new = [TableRow(f"n{n}", {"name": f"Hus {n}"}) for n in range(1200)]
    row_sets.fill(journey.session, journey.releases, journey.drafter, made, {"sites": [*old, *new]})
    [change] = row_changes.changes(journey.session, made, since)
    assert told(journey, made, change) == ("3 rader", "1\u00a0203 rader\nLagt til: 1\u00a0200 rader")


def test_the_approver_sees_what_changed_since_the_last_round(journey: Journey) -> None:
    made = long_path.draft(journey)
    row = journey.row(made)
    journey.session.add(
        models.Approval(competition_id=made, revision=row.revision, requested_by=journey.drafter.id,
                        decision="return", decided_by=journey.approver.id, decided_at=models.now(), words="Nei")
    )  # fmt: skip
    save(journey, made, "lots", ids(journey, made, "lots")[0], {"value": "2 500 000"})
    row = journey.row(made)
    row.status = "submitted"
    journey.session.add(
        models.Approval(competition_id=made, revision=row.revision, requested_by=journey.drafter.id)
    )
    journey.session.commit()
    review = approvals.review(journey.session, journey.releases, journey.approver, made)
    assert review is not None and [table.key for table in review.tables] == ["lots"]
    before, now = told(journey, made, review.tables[0])
    assert before.endswith("Nord, verdi: kr\u00a02\u00a0000\u00a0000 ekskl.\u00a0mva.")
    assert now.endswith("Nord, verdi: kr\u00a02\u00a0500\u00a0000 ekskl.\u00a0mva.")


def _copy(journey: Journey, source: str, **who: object) -> dict[str, dict[str, dict[str, object]]]:
    actor, agency = who.get("actor", journey.drafter), who.get("agency", journey.agency)
    token = f"copy-{source}-{agency.id}"[:36]  # type: ignore[attr-defined]
    made = competitions.copy(
        journey.session, journey.releases, actor, source, agency.id, token  # type: ignore[arg-type, attr-defined]
    )  # fmt: skip
    found = cases.tables(journey.session, made)
    return {key: {row.id: dict(row.answers) for row in rows} for key, rows in found.items()}


def _with_secrets(journey: Journey) -> str:
    contact = {"name": "Per", "title": "", "email": "p@example.org"}
    one, *others = long_path.TABLES["sites"]
    tables = {
        **long_path.TABLES,
        "sites": [TableRow(one.id, {**one.answers, "secret_note": "Koden er 1234"}), *others],
        "shifts": [
            *long_path.TABLES["shifts"],
            TableRow("p3", {"name": "Kveld", "site": "s3", "first": "01.08.2027"}),
        ],
        "visits": [TableRow("b1", {"place": "Porten", "at": {"date": "18.01.2027", "time": "10.00"}})],
        "buyers": [TableRow("k1", {"name": "Etat B", "contact": contact})],
    }
    return long_path.draft(journey, tables, extras=["places", "lots", "buyers", "visits"])


def test_a_copy_in_the_agency_has_the_rows_without_dates(journey: Journey) -> None:
    source = _with_secrets(journey)
    there = {
        key: stored(journey, source, key)
        for key in ("lots", "sites", "shifts", "volumes", "visits", "buyers")
    }
    found = _copy(journey, source)
    assert found["sites"] == there["sites"] and found["lots"] == there["lots"]
    assert [list(row) for row in found["visits"].values()] == [["place"]]
    assert "first" not in list(found["shifts"].values())[-1]
    assert found["volumes"] == there["volumes"]


def test_another_agency_gets_no_secret_sites_contacts_or_estimates(journey: Journey) -> None:
    source = _with_secrets(journey)
    journey.session.execute(update(models.Competition).values(status="awarded", exempt=True))
    journey.session.commit()
    found = _copy(journey, source, actor=journey.outsider, agency=journey.other_agency)
    assert [row["name"] for row in found["sites"].values()] == ["Bygg 1", "Bygg 2"]
    everything = str(found)
    for secret in ("Koden er 1234", "p@example.org", "2 000 000", "'250'"):
        assert secret not in everything
    assert "site" not in list(found["shifts"].values())[-1]
    assert next(iter(found["shifts"].values()))["site"] == next(iter(found["sites"]))


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_a_running_competition_is_not_copied_by_others(journey: Journey, status: str) -> None:
    source = _with_secrets(journey)
    journey.session.execute(update(models.Competition).values(status=status))
    journey.session.commit()
    with pytest.raises(Exception, match="finnes ikke"):
        _copy(journey, source, actor=journey.outsider, agency=journey.other_agency)
