"""The rows of the compliance sheet are written as forms, and a row whose clause is gone is told where it is mended."""

from __future__ import annotations

import pytest

from dpsdocs.masters import records
from dpsdocs.masters.record_kinds import KINDS
from dpsdocs.services import master_check, master_lists, master_outline, master_record_changes, master_records
from dpsdocs.services.errors import Invalid
from tests.services.test_master_records import Room, room

__all__ = ["room"]
SAMSVAR = KINDS["samsvar"]
ROW, CLAUSE = "konkurransegrunnlag-behov", "behov"


def test_every_row_of_the_shipped_set_has_a_name_of_its_own(room: Room) -> None:
    rows = records.records(room.text("coverage.toml"), SAMSVAR)
    assert len({row.id for row in rows}) == len(rows) == len(room.working.release.coverage) > 200
    assert all(row.values["id"] == row.id for row in rows)


def test_a_row_is_changed_added_moved_and_taken_out(room: Room) -> None:
    room.save("samsvar", ROW, ref="FOA § 14-1 (3), hva som trengs", clause="hvem", when="")
    item = next(i for i in room.working.release.coverage if i.id == ROW)
    assert (item.ref, item.document, item.clause) == (
        "FOA § 14-1 (3), hva som trengs", "konkurransegrunnlag", "hvem",
    )  # fmt: skip
    made = room.add(
        "samsvar", f"samsvar:{ROW}", ref="Rutinen pkt. 4", text="Kort om avropet", document="kontrakt",
        clause="dokumenter-rekkefolge",
    )  # fmt: skip
    assert made == "dokumenter-rekkefolge"
    places = [i.id for i in room.working.release.coverage]
    assert places.index(made) == places.index(ROW) + 1
    room.move("samsvar", made, f"samsvar:{places[0]}")
    assert [i.id for i in room.working.release.coverage][1] == made
    room.remove("samsvar", made)
    assert made not in [i.id for i in room.working.release.coverage]
    assert not room.working.overlay.list_faults
    ((kind, found, state, lines),) = master_record_changes.changes(room.working.base, room.working)
    assert (kind, found.id, state) == (SAMSVAR, ROW, "changed")
    assert [label for label, _ in lines] == ["Regel eller kilde", "Punktet som svarer"]


def test_what_is_not_filled_in_or_no_choice_is_told(room: Room) -> None:
    with pytest.raises(Invalid) as wrong:
        room.save("samsvar", ROW, ref="", text="", document="finnes-ikke", clause="finnes-ikke")
    assert set(wrong.value.problems) == {"ref", "text", "document", "clause"}


def test_a_row_whose_clause_is_taken_out_is_told_and_mended_in_the_browser(room: Room) -> None:
    master_outline.remove(*room.args(), "konkurransegrunnlag", CLAUSE)
    (fault,) = [f for f in master_lists.told(room.working) if f.id == ROW]
    assert (fault.kind, fault.name) == ("samsvar", "Samsvar: FOA § 14-1 (3), behovet")
    assert "punktet «behov» finnes ikke" in fault.message
    assert [leaf.faulty for leaf in master_lists.leaves(room.working, SAMSVAR) if leaf.id == ROW] == [True]
    clauses = next(field for field in SAMSVAR.fields if field.name == "clause")
    offered = {option.value: option.label for option in master_lists.listed(room.working, clauses)}
    assert offered["hvem"].startswith("Konkurransegrunnlag, ") and offered["hvem"].endswith(": hvem")
    (stop,) = [t for t in master_check.checked(room.session, room.working).stops if t.clause == ROW]
    assert (stop.title, stop.kind) == ("Samsvar", "samsvar"), "the whole check leads to the same place"
    for id in [f.id for f in master_lists.told(room.working) if f.kind == "samsvar"]:
        room.save("samsvar", id, clause="hvem")
    assert not [f for f in master_lists.told(room.working) if f.kind == "samsvar"]


def test_rows_from_before_they_had_names_are_known_by_their_number(room: Room) -> None:
    text = room.text("coverage.toml")
    old = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("id = "))
    first, second, *_ = records.records(old, SAMSVAR)
    assert (first.id, second.id) == ("rad-1", "rad-2")
    made = records.write(old, SAMSVAR, "rad-2", {**second.values, "text": "Noe annet"}, ())
    assert records.record(made, SAMSVAR, "rad-2").values["id"] == "rad-2"
    assert [row.id for row in records.records(made, SAMSVAR)][:3] == ["rad-1", "rad-2", "rad-3"]


def test_a_condition_of_a_row_is_written_in_words(room: Room) -> None:
    found = room.opened("samsvar", "kravspesifikasjon-levering-alle")
    assert "Tjenester" in found.words("when") or "tjenest" in found.words("when").lower()
    with pytest.raises(Invalid) as wrong:
        room.save("samsvar", ROW, when="når noe er slik")
    assert "when" in wrong.value.problems
    assert master_records.mark(SAMSVAR, ROW) == f"samsvar: {ROW}"
