"""A new set begins simple or as a copy, is released, chosen by a purchasing system, and makes a package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.masters.lint import lint
from dpsdocs.masters.loader import load
from dpsdocs.masters.source import Source
from dpsdocs.masters.starter import START
from dpsdocs.services import annexes, competitions, master_drafts, master_new_set, master_releases
from dpsdocs.services.errors import Forbidden, Invalid
from dpsdocs.store import models
from dpsdocs.store.queries import masters as queries
from tests.clock import today
from tests.services.journey import Journey


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """These change files only; what both engines keep is tried with the clauses."""
    return sqlite_url


@pytest.fixture
def editor(journey: Journey) -> Actor:
    return journey.make.actor("master_editor")


def released(journey: Journey, editor: Actor, title: str, copy_of: str = "") -> str:
    """The id of a new set that is approved by somebody else."""
    session, releases = journey.session, journey.releases
    draft = master_new_set.begin(session, releases, editor, title, copy_of)
    assert master_drafts.faults(master_drafts.opened(session, releases, editor, draft)) == ()
    master_drafts.submit(session, releases, editor, draft, f"{today().year}.1", "Et nytt sett.")
    approver = journey.make.actor("master_approver")
    made = master_drafts.approve(session, releases, approver, draft, today().isoformat(), "")
    return releases.load(session, made).id


def test_what_a_set_begins_with_is_without_faults_and_without_guards(root: Path, tmp_path: Path) -> None:
    house, starter = root / "templates/masters/vektertjenester", Source(root / "templates/starter")
    texts = {name: starter.text(name) for name in starter.names()}
    looks = {f"theme/{path.name}": path.read_text("utf-8") for path in (house / "theme").iterdir()}
    assert lint(load(tmp_path, {**texts, **looks})) == []
    assert not [name for name, text in texts.items() if re.search(r"vektere|vekteren|vakt", text.lower())]


def test_a_simple_set_is_released_and_used_by_a_purchasing_system(
    session: Session, journey: Journey, editor: Actor
) -> None:
    set_id = released(journey, editor, "Renholdstjenester")
    assert set_id == "renholdstjenester"
    assert journey.releases.titles(session) == {
        "vektertjenester": "Vektertjenester", "renholdstjenester": "Renholdstjenester",
    }  # fmt: skip
    dps = session.get_one(models.Dps, journey.dps.id)
    other = competitions.start(session, journey.releases, journey.drafter, journey.agency.id, dps.id, "a")
    dps.set_id = set_id
    session.commit()
    made = competitions.start(session, journey.releases, journey.drafter, journey.agency.id, dps.id, "b")
    rows = [session.get_one(models.Competition, id) for id in (other, made)]
    ids = [journey.releases.load(session, row.release_id).id for row in rows]
    assert ids == ["vektertjenester", "renholdstjenester"]


def test_a_copy_has_everything_under_its_own_name(
    session: Session, journey: Journey, editor: Actor, root: Path
) -> None:
    set_id = released(journey, editor, "Vakt på sykehus", "vektertjenester")
    copy = journey.releases.load(session, journey.releases.live(session, set_id))
    live = journey.releases.load(session, journey.releases.live(session))
    assert (copy.id, copy.title, len(copy.documents)) == (
        "vakt-pa-sykehus",
        "Vakt på sykehus",
        len(live.documents),
    )
    slots = annexes.slots(session, journey.releases, editor)
    assert {slot.set_id for slot in slots} == {"vektertjenester", set_id}
    data = (root / "templates/masters/vektertjenester/samples/branninstruks.docx").read_bytes()
    annexes.put(session, journey.releases, editor, "standardkontrakt", "", "avtale.docx", data, set_id=set_id)
    there = [slot.set_id for slot in annexes.slots(session, journey.releases, editor) if slot.file]
    assert there == [set_id]


def test_a_set_needs_a_name_of_its_own(session: Session, journey: Journey, editor: Actor) -> None:
    given = (session, journey.releases, editor)
    wrong = (("", "", "title"), ("vektertjenester", "", "title"), ("Nytt", "finnes-ikke", "copy_of"))
    for title, copy_of, field in (*wrong, ("123", "", "title")):
        with pytest.raises(Invalid) as refused:
            master_new_set.begin(*given, title, copy_of)
        assert field in refused.value.problems
    with pytest.raises(Forbidden):
        master_new_set.begin(session, journey.releases, journey.make.actor("master_approver"), "Nytt", "")
    master_new_set.begin(*given, "Renhold", "")
    assert queries.START == START
    shown = {s.id: s for s in master_releases.sets(session, journey.releases, editor)}
    assert shown["renhold"].live is None and shown["renhold"].open_draft is not None
