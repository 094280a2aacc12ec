"""A table of a clause is changed in words: its list, columns, rows and conditions, and new ones are made."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from dpsdocs.masters.table_edit import TableText
from dpsdocs.services import master_drafts, master_samples, master_tables, master_texts
from dpsdocs.services.errors import Invalid, NotFound
from dpsdocs.services.master_tables import TableInput
from dpsdocs.services.master_texts import Clash, Opened
from tests.builders import Make
from tests.services.journey import Journey

DOCUMENT, CLAUSE = "konkurransegrunnlag", "kriterier-tabell"


class Room:
    """An editor with a draft and a clause that holds a table."""

    def __init__(self, session: Session, journey: Journey, make: Make) -> None:
        self.editor, self.make = make.actor("master_editor"), make
        self.draft = master_drafts.begin(
            session, journey.releases, self.editor, journey.releases.live(session)
        )
        self.given = (session, journey.releases, self.editor, self.draft)
        self.releases = journey.releases

    def found(self, clause: str = CLAUSE) -> Opened:
        working = master_drafts.opened(*self.given)
        return master_texts.opened(self.given[0], working, master_texts.path_of(working, DOCUMENT, clause))

    @property
    def piece(self) -> int:
        return next(n for n, p in enumerate(self.found().pieces) if p.kind == "table")

    def save(self, go: str = "", seen: int | None = None, **values: str) -> int:
        given = TableInput({name.replace("__", "."): value for name, value in values.items()}, go)
        version = self.found().version if seen is None else seen
        return master_tables.save(*self.given, DOCUMENT, CLAUSE, self.piece, given, version)

    def table(self) -> TableText:
        return master_tables.table(self.found(), self.piece)

    def faults(self) -> list[str]:
        return [fault.message for fault in master_drafts.faults(master_drafts.opened(*self.given))]


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """These change files only; what both engines keep is tried with the clauses."""
    return sqlite_url


@pytest.fixture
def room(session: Session, journey: Journey, make: Make) -> Room:
    return Room(session, journey, make)


def test_heads_cells_widths_and_conditions_are_written_in_words(room: Room) -> None:
    many = len(room.table().columns)
    widths = {f"width__{n}": "10" for n in range(many)}
    room.save(
        head__0="Kriteriet", cell__0__0="[rad: Kriterium]", **widths, align__1="h", caption="Slik veier vi"
    )
    table = room.table()
    assert (table.columns[0].head, table.columns[1].align, table.caption) == (
        "Kriteriet",
        "h",
        "Slik veier vi",
    )
    assert any("Radfeltet «criterion» finnes ikke" in message for message in room.faults())
    room.save(cell__0__0="[rad: Navn]", **{f"column-when__{many - 1}": "«Det er befaring» er ja"})
    assert room.table().columns[-1].when == "has_visits == True"
    assert not room.faults()


def test_steps_are_taken_after_what_is_typed_is_kept(room: Room) -> None:
    before = room.table()
    room.save("column-add-0", head__0="Først")
    room.save("column-after-0")
    room.save("row-add-0")
    after = room.table()
    assert [c.head for c in after.columns][:2] == ["Ny kolonne", "Først"]
    assert len(after.rows) == len(before.rows) + 1
    room.save("column-gone-0")
    assert room.table().columns[0].head == "Først"
    room.save("column-gone-99")
    room.save("tull")


def test_what_cannot_be_used_is_told_and_nothing_is_kept(room: Room) -> None:
    with pytest.raises(Invalid) as refused:
        room.save(cell__0__0="{{ x }}", listed="tull", **{"row-when__0": "«Finnes ikke» er ja"})
    assert set(refused.value.problems) == {"cell.0.0", "listed", "row-when.0"}
    with pytest.raises(Invalid, match="skiller celler"):
        room.save(head__0="a | b")
    with pytest.raises(Invalid) as refused:
        room.save(listed="criteria", **{"only-field": "kind", "only-value": ""})
    assert "only-value" in refused.value.problems
    assert master_drafts.opened(*room.given).texts == {}
    with pytest.raises(NotFound):
        master_tables.table(room.found(), 99)


def test_another_editor_in_the_same_clause_is_told(room: Room) -> None:
    room.save(head__0="Ett")
    with pytest.raises(Clash):
        room.save(seen=0, head__0="To")


def test_a_new_table_stands_in_the_document(room: Room) -> None:
    version = room.found("verdi-mengder").version
    piece = master_tables.add(*room.given, DOCUMENT, "verdi-mengder", "timeline", "2", version)
    found = room.found("verdi-mengder")
    assert master_tables.table(found, piece).listed == "timeline"
    names = {"head.0": "Dato", "head.1": "Hva", "cell.0.0": "[rad: Dato]", "cell.0.1": "[rad: Hva]"}
    master_tables.save(
        *room.given,
        DOCUMENT,
        "verdi-mengder",
        piece,
        TableInput({**names, "listed": "timeline"}),
        found.version,
    )
    assert not room.faults()
    page = master_samples.frame(
        room.releases, master_drafts.opened(*room.given), DOCUMENT, "verdi-mengder", "reception"
    )
    assert page.count("<tr") > 4 and "Hva</th>" in page
    master_tables.remove(*room.given, DOCUMENT, "verdi-mengder", piece, room.found("verdi-mengder").version)
    assert master_drafts.opened(*room.given).texts == {}
    with pytest.raises(Invalid) as refused:
        master_tables.add(*room.given, DOCUMENT, "verdi-mengder", "tull", "99", 0)
    assert set(refused.value.problems) == {"listed", "columns"}
