"""Clauses that say the same in several documents become one; nothing that pointed at them is left hanging."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpsdocs.masters import edit, twins
from dpsdocs.masters.source import Source
from dpsdocs.services import master_drafts, master_library
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.master_library import Library
from dpsdocs.services.master_texts import LIBRARY
from tests.services.test_master_drafts import Room, actions, room

__all__ = ["room"]
PLACES = tuple((d, "leverandoren") for d in ("svarskjema", "referanser", "bemanningsplan"))


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """One engine is enough: nothing here is asked of the database in a way of its own."""
    return sqlite_url


def shown(room: Room) -> Library:
    return master_library.library(room.working())


def merge(room: Room, kept: tuple[str, str], *others: tuple[str, str]) -> str:
    return master_library.merge(room.session, room.releases, room.editor, room.draft, kept, others)


def test_shared_clauses_are_shown_with_their_uses(room: Room) -> None:
    (found,) = (s for s in shown(room).shared if s.clause.id == "vedstaelse-frist")
    assert len(found.uses) >= 2 and found.clause.document == LIBRARY


def test_twins_are_told_with_their_differences(room: Room) -> None:
    alike = {a.one.id: a for a in shown(room).alike}
    assert alike["leverandoren"].percent == 100 and len(alike["leverandoren"].others) == 4
    near = alike["inv-grense"]
    ((other, runs),) = near.others
    assert (
        other.id == "delkontrakter-grense"
        and {run.mark for run in runs} >= {"same", "new"}
        and near.percent < 100
    )


def test_variants_stand_together_with_their_conditions(room: Room) -> None:
    (group,) = (g for g in shown(room).variants if g.clauses[0].id == "karens-foa3")
    assert [c.id for c in group.clauses] == ["karens-foa3", "karens-foa2"] and "del III" in group.clauses[
        0
    ].when


def test_three_places_become_one_clause_fetched_in_each(room: Room) -> None:
    assert merge(room, *PLACES) == "leverandoren"
    working = room.working()
    assert "clauses/leverandoren.md" in working.texts and not master_drafts.faults(working)
    for document, _ in PLACES:
        text = working.texts[f"documents/{document}.md"]
        assert "::: hent leverandoren\n" in text and "leverandoren" not in edit.sources(text)
    assert "leverandoren" in {s.clause.id for s in shown(room).shared}
    (rest,) = (a for a in shown(room).alike if a.one.id == "leverandoren")
    assert len(rest.others) == 2, "the two that were not put in"
    assert merge(room, (LIBRARY, "leverandoren"), ("miljosvar", "leverandoren")) == "leverandoren"
    assert not master_drafts.faults(room.working()) and "master.changed" in actions(room.session)


def test_references_and_what_the_set_points_at_follow(room: Room) -> None:
    merge(room, ("databehandler", "avklart-egne"), ("kontrakt", "personvern-egne"))
    working = room.working()
    assert not master_drafts.faults(working)
    assert '"personvern-egne" | punkt' not in working.texts["documents/kontrakt.md"]


def test_refused(room: Room) -> None:
    with pytest.raises(NotFound):
        merge(room, ("svarskjema", "ingen"))
    with pytest.raises(NotFound):
        merge(room, ("ingen", "leverandoren"))
    with pytest.raises(NotFound):
        merge(room, (LIBRARY, "ingen"))
    with pytest.raises(Invalid, match="et annet punkt"):
        merge(room, ("svarskjema", "leverandoren"), ("referanser", "utfylling-krav"))
    merge(room, *PLACES)
    with pytest.raises(Conflict, match="felles punkt som heter"):
        merge(room, ("miljosvar", "leverandoren"))
    with pytest.raises(Forbidden):
        master_library.merge(
            room.session, room.releases, room.make.actor("master_approver"), room.draft, PLACES[0], PLACES[1:]
        )


def test_clauses_whose_tables_are_made_from_different_rows_are_no_twins(room: Room) -> None:
    assert "utfylling-krav" not in {a.one.id for a in shown(room).alike}


def test_no_code_is_shown(room: Room) -> None:
    found = shown(room)
    texts = [c.text for a in found.alike for c in (a.one, *(o for o, _ in a.others))]
    texts += [c.text for g in found.variants for c in g.clauses] + [s.clause.text for s in found.shared]
    assert not any(mark in text for text in texts for mark in (":::", "{{", "{%", "|---"))


def test_a_word_of_difference_in_a_long_text_is_never_the_same_text(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    (near,) = (a for a in shown(room).alike if a.one.id == "inv-grense")
    found = twins.twins(room.working().release, Source(room.working().base.folder, room.working().texts))
    (pair,) = (t for t in found if t.one.clause == near.one.id)
    monkeypatch.setattr(master_library.twins, "twins", lambda _r, _s: (replace(pair, likeness=0.998),))
    (shown_now,) = shown(room).alike
    assert shown_now.percent == 99
