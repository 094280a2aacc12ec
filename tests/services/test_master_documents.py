"""Documents of a draft: their heads, places and headings, told in the redline and released like the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.services import (
    master_changes,
    master_documents,
    master_drafts,
    master_headings,
    master_outline,
    master_tree,
)
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.releases import Releases
from tests.builders import Make


class Room:
    """An editor with a draft."""

    def __init__(self, session: Session, releases: Releases, make: Make) -> None:
        self.session, self.releases, self.make = session, releases, make
        self.editor: Actor = make.actor("master_editor")
        self.draft = master_drafts.begin(session, releases, self.editor, releases.live(session))
        self.given = (session, releases, self.editor, self.draft)

    def working(self) -> Working:
        return master_drafts.opened(*self.given)

    def faults(self) -> list[str]:
        return [fault.message for fault in master_drafts.faults(self.working())]

    def save(self, document: str, **change: object) -> None:
        working = self.working()
        shown = master_documents.shown(working, master_documents.head(working, document))
        master_documents.save(*self.given, document, replace(shown, **change))  # type: ignore[arg-type]


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """These change files only; what both engines keep is tried with the clauses."""
    return sqlite_url


@pytest.fixture
def room(session: Session, make: Make, journey: object) -> Room:
    return Room(session, journey.releases, make)  # type: ignore[attr-defined]


def test_saving_what_is_shown_changes_nothing(room: Room) -> None:
    for head in master_documents.heads(room.working()):
        room.save(head.id)
    assert room.working().texts == {}


def test_a_head_is_changed_and_told(room: Room) -> None:
    room.save(
        "svarskjema", title="Svarark for [Virksomhetens navn]", name="Svarark", under="Svar her", toc="1", cover=True,
        when="«Det er befaring» er ja", action="Svarer",
    )  # fmt: skip
    working = room.working()
    spec = working.release.document("svarskjema")
    assert (spec.action, spec.when.source, working.release.masters["svarskjema"].toc) == (
        "Svarer",
        "has_visits == True",
        1,
    )
    live = room.releases.load(room.session, room.releases.live(room.session))
    (change,) = master_changes.redline(live, working)
    labels = {label for label, _ in change.lines}
    assert {"Tittel", "Undertittel", "Med når", "Forside", "Hva leverandøren gjør"} <= labels
    assert not room.faults()


def test_what_cannot_be_used_is_told_by_field(room: Room) -> None:
    with pytest.raises(Invalid) as refused:
        room.save(
            "svarskjema", title="", number="x", annex="200", when="«Finnes ikke» er ja", formats=(), package="alle",
            toc="9", word_kind="",
        )  # fmt: skip
    assert set(refused.value.problems) == {
        "title", "number", "annex", "when", "formats", "package", "toc", "word_kind",
    }  # fmt: skip
    with pytest.raises(Invalid, match="hva dokumentet heter i lister"):
        room.save("svarskjema", title="Svar for [Virksomhetens navn]")
    room.save("svarskjema", annex="5")
    assert any("er bilag 5" in message for message in room.faults())
    assert any("er bilag 5" in fault.message for fault in room.working().overlay.list_faults)


def test_a_new_document_is_written_and_released(room: Room) -> None:
    made = master_documents.add(*room.given, "Plan for æøå", "bidders")
    assert made == "plan_for_aeoa"
    working = room.working()
    spec = working.release.document(made)
    assert (spec.number, spec.annex, spec.formats) == (19, 21, ("docx", "pdf"))
    labels = [leaf.label for leaf in master_tree.leaves(working, made, master_tree.Wording(working.release))]
    assert labels[0] == "Innledning"
    master_outline.add(*room.given, made, "innledning-tekst", "plan")
    heading = master_headings.add(*room.given, made, "", "Slik gjør dere", "2")
    assert [p.id for p in _headings(room, made)] == ["innledning", heading]
    told = room.faults()
    assert len(told) == 3 and sum("vente på tekst" in message for message in told) == 2
    assert "har ingen punkter under seg" in told[-1]
    master_documents.retire(*room.given, made)
    assert room.working().texts == {}
    with pytest.raises(NotFound):
        master_documents.head(room.working(), made)


def _headings(room: Room, document: str) -> list[master_tree.Leaf]:
    working = room.working()
    leaves = master_tree.leaves(working, document, master_tree.Wording(working.release))
    return [leaf for leaf in leaves if leaf.kind == "heading"]


def test_a_document_that_others_refer_to_leaves_faults_behind(room: Room) -> None:
    master_documents.retire(*room.given, "referanser")
    assert any("«referanser» treffer ikke" in message for message in room.faults())
    live = room.releases.load(room.session, room.releases.live(room.session))
    gone = [c for c in master_changes.redline(live, room.working()) if c.state == "gone"]
    assert any(c.heading == "dokumentet" and c.document == "referanser" for c in gone)


def test_documents_move_within_their_package(room: Room) -> None:
    assert master_documents.move(*room.given, "tilbudsbrev", "ned")
    numbers = {head.id: (head.number, head.annex) for head in master_documents.heads(room.working())}
    assert (numbers["referanser"], numbers["tilbudsbrev"]) == ((6, 5), (7, 6))
    assert not master_documents.move(*room.given, "kravspesifikasjon", "opp")
    assert not room.faults()


def test_headings_move_with_what_stands_below(room: Room) -> None:
    before = [leaf.id for leaf in _headings(room, "tilbudsbrev")]
    assert master_headings.move(*room.given, "tilbudsbrev", before[0], "ned")
    assert [leaf.id for leaf in _headings(room, "tilbudsbrev")][:2] == [before[1], before[0]]
    with pytest.raises(Conflict, match="står punkter under"):
        master_headings.remove(*room.given, "tilbudsbrev", before[1])
    with pytest.raises(NotFound):
        master_headings.move(*room.given, "tilbudsbrev", "finnes-ikke", "opp")


def test_only_editors_change_documents(room: Room) -> None:
    approver = room.make.actor("master_approver")
    given = (room.session, room.releases, approver, room.draft)
    with pytest.raises(Forbidden):
        master_documents.add(*given, "Nytt", "bidders")
    with pytest.raises(Forbidden):
        master_headings.add(*given, "tilbudsbrev", "", "Ny", "1")
