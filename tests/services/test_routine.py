"""The routine page: the shipped text first, every version kept, nobody's work overwritten."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpsdocs.document.guide import Items
from dpsdocs.domain.roles import Actor
from dpsdocs.domain.steps import STEPS
from dpsdocs.services import audit, routine
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.routine import LONGEST
from dpsdocs.store import models
from tests.builders import Make
from tests.fixtures_db import OpenSession
from tests.services.journey import Journey


def written(words: str) -> str:
    """A routine with every heading the program needs."""
    return words + "".join(f"\n\n## {title.capitalize()} {{{id}}}\n\nTekst." for id, title in STEPS.items())


def save(journey: Journey, text: str, seen: int, note: str = "", actor: Actor | None = None) -> int:
    """Keep a version as the DPS manager."""
    who = actor or journey.manager
    return routine.save(journey.session, journey.releases, who, text, note, seen)


def test_the_shipped_text_stands_until_uke_writes(journey: Journey, session: Session) -> None:
    found = routine.current(session, journey.releases)
    assert (found.number, found.written_by, found.written_at) == (0, "", None)
    assert [heading.id for heading in found.guide.headings] == list(STEPS)
    assert found.guide.gaps
    said = [
        run.text
        for block in found.guide.blocks
        if isinstance(block, Items)
        for item in block.items
        for run in item
    ]
    assert any("§\u00a025-1" in text for text in said)


@pytest.mark.parametrize("role", ["dps_manager", "master_editor"])
def test_uke_writes_and_everybody_reads_the_newest(
    journey: Journey, session: Session, make: Make, role: str
) -> None:
    writer = make.actor(role, name="Ulla Uke")
    assert save(journey, written("Første."), 0, "Ny innledning", writer) == 1
    assert save(journey, written("Andre."), 1, "", writer) == 2
    session.expire_all()
    found = routine.current(session, journey.releases)
    assert found.text.startswith("Andre.") and found.written_by == "Ulla Uke" and found.written_at
    kept = routine.versions(session, journey.releases, writer)
    assert [(v.number, v.note) for v in kept] == [(2, ""), (1, "Ny innledning"), (0, "")]
    assert routine.version(session, journey.releases, writer, 1).text.startswith("Første.")


def test_others_neither_write_nor_see_old_versions(journey: Journey, session: Session, make: Make) -> None:
    for actor in (
        journey.drafter,
        journey.approver,
        journey.reader,
        journey.admin,
        make.actor("master_approver"),
    ):
        assert not routine.may_edit(actor)
        with pytest.raises(Forbidden):
            save(journey, written("x"), 0, actor=actor)
        with pytest.raises(Forbidden):
            routine.restore(session, journey.releases, actor, 0, 0)
        with pytest.raises(Forbidden):
            routine.versions(session, journey.releases, actor)
        with pytest.raises(Forbidden):
            routine.version(session, journey.releases, actor, 0)
    assert session.scalars(select(models.RoutineVersion)).all() == []


def test_who_began_with_an_old_version_is_stopped(journey: Journey) -> None:
    save(journey, written("Kari."), 0)
    for seen in (0, 2, -1):
        with pytest.raises(Conflict):
            save(journey, written("Ola."), seen)


def test_two_at_once_give_one_version_and_a_conflict(journey: Journey, open_session: OpenSession) -> None:
    """The other transaction read before ours was kept."""
    save(journey, written("Kari."), 0)
    with open_session() as other:
        row = models.RoutineVersion(number=1, text="Ola", written_by=journey.manager.id)
        other.add(row)
        with pytest.raises(Conflict):
            routine.saving.flush(other)


def test_the_same_text_again_is_no_new_version(journey: Journey, session: Session) -> None:
    assert save(journey, written("En."), 0) == 1
    assert save(journey, written("En."), 0) == 1
    assert save(journey, f"  {written('En.')}\r\n", 1) == 1
    assert len(routine.versions(session, journey.releases, journey.manager)) == 2


def test_an_old_version_comes_back_as_a_new_one(journey: Journey, session: Session) -> None:
    save(journey, written("En."), 0)
    save(journey, written("To."), 1)
    assert routine.restore(session, journey.releases, journey.manager, 1, 2) == 3
    assert routine.restore(session, journey.releases, journey.manager, 0, 3) == 4
    kept = routine.versions(session, journey.releases, journey.manager)
    assert [v.note for v in kept[:2]] == [
        "Tilbake til teksten som fulgte med programmet",
        "Tilbake til versjon 1",
    ]
    assert kept[1].text == written("En.") and kept[0].text == kept[-1].text
    with pytest.raises(Conflict):
        routine.restore(session, journey.releases, journey.manager, 1, 3)


def test_a_version_that_is_not_there(journey: Journey, session: Session) -> None:
    for number in (3, 10**9, 10**12):
        with pytest.raises(NotFound):
            routine.version(session, journey.releases, journey.manager, number)


PROBLEMS = (
    ("", "Teksten mangler"),
    ("  \n ", "Teksten mangler"),
    ("a" * (LONGEST + 1), "Teksten er på 60001 tegn. Det er plass til 60000."),
    (written("\x07"), "tegn som ikke kan leses"),
    (written("[x](javascript:alert(1))"), "«javascript:alert(1)» kan ikke brukes"),
    (written("").replace(" {frister}", ""), "må slutte med et navn i krøllparentes"),
    (written("").replace("{frister}", "{tider}"), "Overskriften {frister} mangler"),
    ("Bare tekst.", "Overskriftene {forberede}, {kgv-tilgang}"),
    (written("## Nytt {alarm}\n\nx"), "Navnet {alarm} er brukt på siden fra før"),
    (written("\n".join(f"# Nr {n}" for n in range(12))), "Elleve ting til må rettes. Se forhåndsvisningen."),
)


def test_what_cannot_be_kept_is_told_at_the_field(journey: Journey, session: Session) -> None:
    for text, words in PROBLEMS:
        with pytest.raises(Invalid) as caught:
            save(journey, text, 0)
        assert words in caught.value.problems["text"]
    assert session.scalars(select(models.RoutineVersion)).all() == []


def test_a_long_note_is_told(journey: Journey) -> None:
    with pytest.raises(Invalid) as caught:
        save(journey, written("x"), 0, "n" * 301)
    assert "Det er plass til 300" in caught.value.problems["note"]


def test_the_log_tells_who_and_which(journey: Journey, session: Session) -> None:
    save(journey, written("x"), 0)
    newest = audit.events(session, journey.admin)[0]
    assert (newest.action, newest.user_id, newest.detail) == (
        "routine.saved",
        journey.manager.id,
        "versjon 1",
    )


def test_the_longest_text_there_is_room_for_is_kept(journey: Journey, session: Session) -> None:
    text = written("")
    text = "å" * (LONGEST - len(text)) + text
    assert save(journey, text, 0) == 1
    session.expire_all()
    assert routine.current(session, journey.releases).text == text
