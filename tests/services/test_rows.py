"""Rows of tables: what merges cell by cell, what clashes, and what is taken away and put back."""

from __future__ import annotations

import pytest

from dpsdocs.domain import workflow
from dpsdocs.domain.case import TableRow
from dpsdocs.services import row_sets, rows
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.services import long_path
from tests.services.journey import Journey
from tests.services.long_path import NEW, ids, opened, save, stored


def test_a_row_is_made_by_its_first_cell_and_only_once(journey: Journey) -> None:
    made = journey.draft(extras=["places"])
    blank = save(journey, made, "sites", NEW, {"name": " ", "risk": ""}, base=0, tab="t")
    assert (blank.changed, journey.row(made).revision) == ((), 1)
    first = save(journey, made, "sites", NEW, {"name": "Bygg", "risk": ""}, base=1, tab="t", step=1)
    again = save(journey, made, "sites", NEW, {"name": "Bygg", "risk": ""}, base=1, tab="t", step=1)
    assert (first.changed, first.base, again.changed) == (("name",), 2, ())
    assert stored(journey, made, "sites") == {NEW: {"name": "Bygg"}}
    assert journey.row(made).revision == 2


def test_new_rows_come_last(journey: Journey) -> None:
    made = long_path.draft(journey)
    before = ids(journey, made, "sites")
    save(journey, made, "sites", NEW, {"name": "Ny"})
    assert ids(journey, made, "sites") == [*before, NEW]


def test_two_editors_of_different_cells_both_win(journey: Journey) -> None:
    made = long_path.draft(journey)
    base, site = journey.row(made).revision, ids(journey, made, "sites")[0]
    save(journey, made, "sites", site, {"name": "Bygg 1", "risk": "3"}, base=base, by=journey.second)
    saved = save(journey, made, "sites", site, {"name": "Bygg A", "risk": "2"}, base=base, tab="t")
    assert (saved.changed, saved.clashes, saved.base) == (("name",), (), base)
    kept = stored(journey, made, "sites")[site]
    assert (kept["name"], kept["risk"], kept["address"]) == ("Bygg A", "3", "Gata 1, 0350 Oslo")


def test_two_editors_of_different_rows_never_meet(journey: Journey) -> None:
    made = long_path.draft(journey)
    base, (one, other, _) = journey.row(made).revision, ids(journey, made, "sites")
    save(journey, made, "sites", one, {"name": "Min"}, base=base, by=journey.second)
    assert save(journey, made, "sites", other, {"name": "Din"}, base=base).changed == ("name",)


def test_the_same_cell_clashes_and_the_rest_is_saved(journey: Journey) -> None:
    made = long_path.draft(journey)
    base, site = journey.row(made).revision, ids(journey, made, "sites")[0]
    save(journey, made, "sites", site, {"name": "Deres"}, base=base, by=journey.second)
    saved = save(journey, made, "sites", site, {"name": "Min", "risk": "1"}, base=base)
    [clash] = saved.clashes
    assert (clash.key, clash.mine, clash.theirs, clash.by) == ("name", "Min", "Deres", "Sara Second")
    assert saved.changed == ("risk",)
    assert stored(journey, made, "sites")[site]["name"] == "Deres"
    settled = save(journey, made, "sites", site, {"name": "Min"}, base=saved.revision)
    assert (settled.clashes, stored(journey, made, "sites")[site]["name"]) == ((), "Min")


def test_parts_of_a_cell_merge(journey: Journey) -> None:
    made = long_path.draft(journey)
    base, post = journey.row(made).revision, ids(journey, made, "shifts")[0]
    save(
        journey,
        made,
        "shifts",
        post,
        {"hours": {"from": "07.00", "to": "16.00"}},
        base=base,
        by=journey.second,
    )
    saved = save(journey, made, "shifts", post, {"hours": {"from": "08.00", "to": "17.00"}}, base=base)
    assert not saved.clashes
    assert stored(journey, made, "shifts")[post]["hours"] == {"from": "07.00", "to": "17.00"}


def test_a_tab_never_clashes_with_itself_and_a_late_save_undoes_nothing(journey: Journey) -> None:
    made = journey.draft(extras=["places"])
    for step, text in ((1, "B"), (2, "By"), (4, "Bygg")):
        saved = save(journey, made, "sites", NEW, {"name": text}, base=1, tab="t", step=step)
        assert saved.changed == ("name",)
    assert save(journey, made, "sites", NEW, {"name": "Byg"}, base=1, tab="t", step=3).changed == ()
    assert stored(journey, made, "sites")[NEW]["name"] == "Bygg"


def test_a_row_taken_away_while_i_write_is_told_and_can_be_put_back(journey: Journey) -> None:
    made = long_path.draft(journey)
    base, site = journey.row(made).revision, ids(journey, made, "sites")[0]
    rows.remove(journey.session, journey.releases, journey.second, made, "sites", site)
    saved = save(journey, made, "sites", site, {"name": "Min tekst"}, base=base, tab="t")
    assert saved.gone is not None and saved.gone.by == "Sara Second"
    assert site not in stored(journey, made, "sites")
    back = save(journey, made, "sites", site, {"name": "Min tekst"}, base=base, tab="t", put_back=True)
    assert back.gone is None
    kept = stored(journey, made, "sites")[site]
    assert (kept["name"], kept["address"]) == ("Min tekst", "Gata 1, 0350 Oslo")


def test_undo_puts_the_row_where_it_stood(journey: Journey) -> None:
    made = long_path.draft(journey)
    before = stored(journey, made, "sites")
    place = (journey.session, journey.releases, journey.drafter, made, "sites", list(before)[1])
    position = rows.remove(*place)
    assert position == 2 and rows.remove(*place) is None
    save(journey, made, "sites", NEW, {"name": "Ny"})
    assert rows.restore(*place, position) is True
    assert rows.restore(*place, position) is False
    assert list(stored(journey, made, "sites").items()) == [*before.items(), (NEW, {"name": "Ny"})]


def test_a_row_that_never_was_cannot_be_put_back(journey: Journey) -> None:
    made = long_path.draft(journey)
    assert not rows.restore(journey.session, journey.releases, journey.drafter, made, "sites", NEW, 1)


def test_cells_that_point_to_a_row_taken_away_stay_and_are_told(journey: Journey) -> None:
    made = long_path.draft(journey)
    lot = ids(journey, made, "lots")[1]
    rows.remove(journey.session, journey.releases, journey.drafter, made, "lots", lot)
    site = opened(journey, made).competition.tables["sites"][1]
    assert site.errors == {"lot": "Valget finnes ikke lenger. Velg på nytt."}
    assert site.raw["lot"] == lot
    rows.restore(journey.session, journey.releases, journey.drafter, made, "lots", lot, 2)
    assert opened(journey, made).competition.tables["sites"][1].is_complete


def test_rows_move_one_place_at_a_time(journey: Journey) -> None:
    made = long_path.draft(journey)
    one, two, three = ids(journey, made, "sites")

    def move(row_id: str, step: int) -> list[str]:
        rows.move(journey.session, journey.releases, journey.drafter, made, "sites", row_id, step)
        return ids(journey, made, "sites")

    assert move(one, -1) == [one, two, three]
    assert move(three, -1) == [one, three, two]
    assert move(one, 1) == [three, one, two]
    assert move(two, 1) == [three, one, two]
    with pytest.raises(NotFound):
        move(NEW, 1)


def test_a_copy_comes_right_below_and_once(journey: Journey) -> None:
    made = long_path.draft(journey)
    one, two, three = ids(journey, made, "sites")
    for _ in range(2):
        rows.duplicate(journey.session, journey.releases, journey.drafter, made, "sites", one, NEW)
    found = stored(journey, made, "sites")
    assert list(found) == [one, NEW, two, three]
    assert found[NEW] == {**found[one], "name": "Bygg 1 (kopi)"}


def test_every_change_is_counted_and_kept(journey: Journey) -> None:
    made = long_path.draft(journey)
    before, site = journey.row(made).revision, ids(journey, made, "sites")[0]
    place = (journey.session, journey.releases, journey.drafter, made, "sites", site)
    save(journey, made, "sites", site, {"name": "Nytt navn"})
    rows.move(*place, 1)
    rows.duplicate(*place, NEW)
    rows.remove(*place)
    rows.restore(*place, 1)
    assert journey.row(made).revision == before + 5
    query = journey.session.query(models.RowChange).filter(models.RowChange.revision > before)
    changes = query.order_by(models.RowChange.revision).all()
    kinds = [(c.old is None, c.new is None, c.old == c.new) for c in changes]
    assert kinds == [
        (False, False, False), (False, False, True), (True, False, False), (False, True, False),
        (True, False, False),
    ]  # fmt: skip
    assert journey.row(made).updated_by == journey.drafter.id


def test_a_full_table_takes_no_more(journey: Journey) -> None:
    made = journey.draft(extras=["lots"])
    full = {"lots": [TableRow(f"d{n}", {"name": f"Del {n}"}) for n in range(30)]}
    row_sets.fill(journey.session, journey.releases, journey.drafter, made, full)
    one = ids(journey, made, "lots")[0]
    place = (journey.session, journey.releases, journey.drafter, made, "lots", one)
    with pytest.raises(Invalid, match="plass til 30 rader"):
        save(journey, made, "lots", NEW, {"name": "Del 31"})
    journey.session.rollback()
    with pytest.raises(Invalid):
        rows.duplicate(*place, NEW)
    journey.session.rollback()
    rows.remove(*place)
    save(journey, made, "lots", NEW, {"name": "Del 31"})
    with pytest.raises(Invalid):
        rows.restore(*place, 1)


def test_anything_typed_is_kept_with_marks_for_what_cannot_be_read(journey: Journey) -> None:
    made = journey.draft(extras=["places"])
    cells = {"name": "x\x00y\ud800", "address": "é" * 10_000, "risk": "9", "ukjent": "bort", "note": "=1+1"}
    save(journey, made, "sites", NEW, cells)
    kept = stored(journey, made, "sites")[NEW]
    assert kept == {"name": "x\ufffdy\ufffd", "address": "é" * 10_000, "risk": "9", "note": "=1+1"}
    row = opened(journey, made).competition.tables["sites"][0]
    assert row.errors.keys() == {"name", "address", "risk"}


@pytest.mark.parametrize("status", ["submitted", "approved", "issued", "sent"])
def test_a_locked_competition_is_left_alone(journey: Journey, status: str) -> None:
    made = long_path.draft(journey)
    site = ids(journey, made, "sites")[0]
    row = journey.row(made)
    row.status = status
    journey.session.commit()
    assert not workflow.is_editable(row.status)
    place = (journey.session, journey.releases, journey.drafter, made, "sites", site)
    for change in (
        lambda: save(journey, made, "sites", site, {"name": "Ny"}), lambda: rows.remove(*place),
        lambda: rows.restore(*place, 1), lambda: rows.move(*place, 1), lambda: rows.duplicate(*place, NEW),
        lambda: row_sets.fill(*place[:4], {}),
    ):  # fmt: skip
        with pytest.raises(Conflict, match="kan ikke endres"):
            change()
        journey.session.rollback()
    assert stored(journey, made, "sites")[site]["name"] == "Bygg 1"


def test_only_those_who_draft_in_the_agency_change_rows(journey: Journey) -> None:
    made = long_path.draft(journey)
    site = ids(journey, made, "sites")[0]
    with pytest.raises(Forbidden):
        save(journey, made, "sites", site, {"name": "Ny"}, by=journey.reader)
    for stranger in (journey.outsider, journey.manager, journey.admin):
        with pytest.raises(NotFound):
            save(journey, made, "sites", site, {"name": "Ny"}, by=stranger)


def test_what_is_no_table_has_no_rows(journey: Journey) -> None:
    made = journey.draft()
    for key in ("title", "finnes-ikke"):
        with pytest.raises(NotFound):
            save(journey, made, key, NEW, {"name": "Ny"})
        journey.session.rollback()


def test_hidden_tables_keep_their_rows_aside(journey: Journey) -> None:
    made = long_path.draft(journey)
    journey.save(made, {"extras": []})
    competition = opened(journey, made).competition
    assert "sites" not in competition.tables
    assert {"lots", "sites", "shifts"} <= set(competition.set_aside)
    journey.save(made, {"extras": ["places", "lots"]})
    assert len(opened(journey, made).competition.tables["sites"]) == 3


def test_tables_taken_in_get_ids_of_ours_and_keep_what_they_point_to(journey: Journey) -> None:
    made = long_path.draft(journey)
    sites, lots = stored(journey, made, "sites"), ids(journey, made, "lots")
    assert all(len(row_id) == 36 for row_id in (*sites, *lots))
    assert [row["lot"] for row in sites.values()] == [lots[0], lots[1], lots[0]]
    again = {key: list(found) for key, found in opened(journey, made).competition.case.tables.items()}
    row_sets.fill(journey.session, journey.releases, journey.drafter, made, again)
    assert stored(journey, made, "sites") == sites
