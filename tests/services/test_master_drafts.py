"""Masters are written, sent in, approved by somebody else and released; nothing is lost and nothing runs ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.services import (
    competitions,
    master_changes,
    master_drafts,
    master_outline,
    master_samples,
    master_texts,
)
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_texts import Clash, ClauseInput
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from dpsdocs.store.models import now
from tests.builders import Make
from tests.clock import today

DOCUMENT, CLAUSE = "konkurransegrunnlag", "verdi-mengder"
TODAY = today().isoformat()


@dataclass
class Room:
    """UKE's people and a draft."""

    session: Session
    releases: Releases
    make: Make

    def __post_init__(self) -> None:
        self.editor, self.second = (
            self.make.actor("master_editor", name="Erik"),
            self.make.actor("master_editor"),
        )
        self.approver = self.make.actor("master_approver", "master_editor", name="Nora")
        self.live = self.releases.live(self.session)
        self.draft = master_drafts.begin(self.session, self.releases, self.editor, self.live)

    def working(self, actor: Actor | None = None) -> Working:
        return master_drafts.opened(self.session, self.releases, actor or self.editor, self.draft)

    def given(self, clause: str = CLAUSE, document: str = DOCUMENT, **change: object) -> ClauseInput:
        working = self.working()
        found = master_texts.opened(self.session, working, master_texts.path_of(working, document, clause))
        c = found.clause
        fields = {
            "lock": c.lock, "when": found.wording.condition(c.when), "source": c.source, "numbered": c.numbered,
            "guidance": c.guidance, "review_by": c.review_by,
        }  # fmt: skip
        return ClauseInput(**{**fields, **change})  # type: ignore[arg-type]

    def save(
        self,
        text: str = "Ny tekst.",
        actor: Actor | None = None,
        seen: int = 0,
        tab: str = "",
        **change: object,
    ) -> int:
        given = self.given(**{"texts": {0: text}, **change})
        return master_texts.save(
            self.session, self.releases, actor or self.editor, self.draft, DOCUMENT, CLAUSE, given, seen, tab
        )

    def submit(self, version: str = "2030.1") -> None:
        master_drafts.submit(
            self.session, self.releases, self.editor, self.draft, version, "Mengder er skrevet om."
        )

    def approve(self, day: str = TODAY) -> str:
        return master_drafts.approve(self.session, self.releases, self.approver, self.draft, day, "")

    def text(self) -> str:
        working = self.working()
        return master_texts.opened(
            self.session, working, master_texts.path_of(working, DOCUMENT, CLAUSE)
        ).clause.body


@pytest.fixture
def room(session: Session, make: Make, root: Path, unpacked: Path) -> Room:
    releases = Releases(unpacked, root / "templates" / "masters")
    releases.take_in_shipped(session)
    return Room(session, releases, make)


def actions(session: Session) -> list[str]:
    return [event.action for event in session.query(models.AuditEvent).order_by(models.AuditEvent.id)]


def test_from_the_first_word_to_a_competition_that_has_it(room: Room) -> None:
    agency, manager = room.make.agency(), room.make.actor("dps_manager")
    system, drafter = room.make.confirmed_dps(manager), room.make.actor("drafter", agency=agency)

    def start(token: str) -> models.Competition:
        id = competitions.start(room.session, room.releases, drafter, agency.id, system.id, token)
        return room.session.get_one(models.Competition, id)

    before = start("1")
    version = room.save("Mengdene er anslag. [Virksomhetens navn] kjøper det den trenger.")
    assert version == 1 and list(room.working().texts) == ["documents/konkurransegrunnlag.md"]
    room.submit()
    release_id = room.approve()
    after = start("2")
    assert (before.release_id, after.release_id) == (room.live, release_id)
    release = room.releases.load(room.session, release_id)
    assert release.approved and release.version == "2030.1"
    assert "{{ agency_name }} kjøper" in (release.folder / "documents/konkurransegrunnlag.md").read_text(
        "utf-8"
    )
    assert "kjøper det den trenger" not in str(room.releases.load(room.session, room.live).masters)
    assert room.working().draft.status == "released"
    done = [action for action in actions(room.session) if action.startswith(("master.", "release."))]
    assert done == [
        "release.taken_in", "master.begun", "master.changed", "master.submitted", "release.taken_in",
        "master.approved",
    ]  # fmt: skip


def test_it_waits_for_its_day(room: Room) -> None:
    room.save()
    room.submit()
    ahead = room.approve((today() + timedelta(days=9)).isoformat())
    assert room.releases.live(room.session) == room.live != ahead
    room.session.get_one(models.Release, ahead).live_from = now() - timedelta(minutes=1)
    room.session.commit()
    assert room.releases.live(room.session) == ahead


def test_what_ships_later_never_replaces_what_uke_approved(room: Room, make: Make) -> None:
    room.save()
    room.submit()
    approved = room.approve()
    make.release(live_from=now() + timedelta(seconds=-1))
    assert room.releases.live(room.session) == approved


def test_going_back_is_a_new_version_of_the_old_text(room: Room) -> None:
    room.save()
    room.submit()
    room.approve()
    room.draft = master_drafts.begin(room.session, room.releases, room.editor, room.live)
    live = room.releases.load(room.session, room.releases.live(room.session))
    assert [change.id for change in master_changes.redline(live, room.working())] == [CLAUSE]
    room.submit("2030.2")
    again = room.releases.load(room.session, room.approve())
    assert again.version == "2030.2" and "Ny tekst." not in str(again.masters[DOCUMENT])


def test_two_in_one_clause_are_told_and_both_texts_are_kept(room: Room) -> None:
    first = room.save("Fra Erik.", tab="a")
    with pytest.raises(Clash) as clash:
        room.save("Fra den andre.", room.second, seen=0, tab="b")
    assert clash.value.by == "Erik" and "Fra Erik." in clash.value.theirs and clash.value.version == first
    room.session.rollback()
    assert room.save("Fra den andre.", room.second, seen=first, tab="b") == 2
    assert [change.new.count("Fra Erik.") for change in room.session.query(models.MasterChange)] == [1, 0]
    assert room.text() == "Fra den andre."


def test_a_tab_never_clashes_with_itself_and_its_saves_are_one_change(room: Room) -> None:
    for n in range(3):
        room.save(f"Versjon {n}.", tab="a")
    changes = room.session.query(models.MasterChange).all()
    assert len(changes) == 1 and changes[0].number == 3
    assert "Versjon 2." in changes[0].new and "anslag" in changes[0].old


def test_two_clauses_of_one_document_do_not_clash(room: Room) -> None:
    room.save("Fra Erik.")
    given = room.given("verdi-anslag", texts={0: "Verdien er et anslag."})
    master_texts.save(
        room.session, room.releases, room.second, room.draft, DOCUMENT, "verdi-anslag", given, 0, "b"
    )
    assert len(room.working().texts) == 1 and room.text() == "Fra Erik."


def test_the_text_as_it_was_is_no_change(room: Room) -> None:
    before = room.working()
    words = master_texts.opened(
        room.session, before, master_texts.path_of(before, DOCUMENT, CLAUSE)
    )  # fmt: skip
    shown = words.wording.shown(words.clause.body)
    assert room.save(shown) == 0
    room.save("Noe annet.")
    room.save(shown, seen=1)
    assert room.working().texts == {}


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"text": "{{ ''.__class__ }}"}, "text.0"),
    ({"text": "{% for x in y %}"}, "text.0"),
    ({"text": "a\n:::\n::: punkt ond"}, "text.0"),
    ({"text": "# Overskrift {x}\nTekst [hvis «Finnes ikke» er ja]a[slutt]"}, "text.0"),
    ({"text": "x" * 20_001}, "text.0"),
    ({"text": "[Tilbudsfrist, som kode]"}, "text.0"),
    ({"when": "«Finnes ikke» er ja"}, "when"),
    ({"when": "__import__('os').system('x')"}, "when"),
    ({"when": "(" * 50}, "when"),
    ({"when": "x" * 1300}, "when"),
    ({"lock": "åpen"}, "lock"),
    ({"review_by": "snart"}, "review_by"),
    ({"guidance": "a\n:::\n::: punkt ond\n"}, "body"),
    ({"guidance": "x" * 20_001}, "guidance"),
    ({"source": "x" * 401}, "source"),
]


def test_what_cannot_be_kept_is_refused_at_its_field(room: Room) -> None:
    for change, field in REFUSED:
        with pytest.raises(Invalid) as refused:
            room.save(**change)  # type: ignore[arg-type]
        assert field in refused.value.problems, change
        room.session.rollback()
    assert room.working().texts == {}


def test_a_draft_with_faults_is_kept_but_not_sent_in(room: Room) -> None:
    room.save("Se [Et felt som ikke finnes].")
    (fault,) = room.working().overlay.faults[DOCUMENT]
    assert "Et felt som ikke finnes" in fault.message and fault.clause == CLAUSE
    with pytest.raises(Invalid, match="Rett feilene"):
        room.submit()


def test_a_draft_is_sent_in_with_a_new_version_and_notes(room: Room) -> None:
    room.save()
    for version, notes, field in (
        ("ny", "x", "version"), ("2026.1", "x", "version"), ("", "x", "version"), ("2030.1", "  ", "notes"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            master_drafts.submit(room.session, room.releases, room.editor, room.draft, version, notes)
        assert list(refused.value.problems) == [field]
        room.session.rollback()


def test_nothing_changed_is_nothing_to_release(room: Room) -> None:
    with pytest.raises(Invalid, match="Ingenting er endret"):
        room.submit()


def test_only_another_person_with_the_role_approves(room: Room) -> None:
    room.save()
    room.save("Fra Nora også.", room.approver, seen=1)
    room.submit()
    for actor in (room.editor, room.approver, room.make.admin(), room.make.actor("dps_manager")):
        with pytest.raises(Forbidden):
            master_drafts.approve(room.session, room.releases, actor, room.draft, TODAY, "")
        room.session.rollback()
    other = room.make.actor("master_approver")
    with pytest.raises(Invalid, match="passert"):
        master_drafts.approve(room.session, room.releases, other, room.draft, "2020-01-01", "")
    master_drafts.approve(room.session, room.releases, other, room.draft, TODAY, "Fint.")
    with pytest.raises(Conflict, match="utgitt"):
        master_drafts.approve(room.session, room.releases, other, room.draft, TODAY, "")


def test_sent_back_with_words_and_sent_in_again(room: Room) -> None:
    room.save()
    room.submit()
    with pytest.raises(Conflict, match="til godkjenning"):
        room.save("For sent.", seen=1)
    with pytest.raises(Invalid, match="hva som må endres"):
        master_drafts.send_back(room.session, room.approver, room.draft, " ")
    room.session.rollback()
    master_drafts.send_back(room.session, room.approver, room.draft, "Skriv kortere.")
    draft = room.working().draft
    assert (draft.status, draft.words, draft.decided_by) == ("returned", "Skriv kortere.", "Nora")
    room.save("Kort.", seen=1)
    room.submit()
    master_drafts.take_back(room.session, room.editor, room.draft)
    assert room.working().draft.is_editable


def test_one_draft_at_a_time_and_a_dropped_one_is_kept(room: Room) -> None:
    room.save()
    with pytest.raises(Conflict, match="et utkast fra før"):
        master_drafts.begin(room.session, room.releases, room.second, room.live)
    master_drafts.drop(room.session, room.editor, room.draft)
    assert room.text() == "Ny tekst."
    with pytest.raises(Conflict, match="forkastet"):
        room.save("Mer.")
    room.session.rollback()
    master_drafts.begin(room.session, room.releases, room.second, room.live)


def test_only_editors_write(room: Room) -> None:
    for role in ("dps_manager", "master_approver", ""):
        other = room.make.actor(*([role] if role else []))
        with pytest.raises(Forbidden):
            room.save(actor=other)
        if role != "master_approver":
            with pytest.raises(Forbidden):
                room.working(other)


def test_the_order_is_changed_and_told(room: Room) -> None:
    args = (room.session, room.releases, room.editor, room.draft, DOCUMENT)
    id = master_outline.add(*args, CLAUSE, "Mengder per år")
    assert id == "mengder-per-ar"
    for name, told in (("Mengder per år", "brukt i dokumentet"), ("../ond", "kort navn"), ("", "kort navn")):
        with pytest.raises(Invalid, match=told):
            master_outline.add(*args, CLAUSE, name)
        room.session.rollback()
    master_outline.move(*args, id, master_outline.neighbour(room.working(), DOCUMENT, id, "opp"))
    master_outline.remove(*args, "verdi-anslag")
    master_outline.save_heading(*args, "verdi", "Verdien av [tjenestene i ord]")
    live = room.releases.load(room.session, room.live)
    told = {(change.id, change.state) for change in master_changes.redline(live, room.working())}
    assert told == {(id, "new"), ("verdi-anslag", "gone"), ("verdi", "changed")}
    with pytest.raises(NotFound):
        master_outline.remove(*args, "verdi-anslag")


def test_a_shared_clause_is_changed_once_and_its_uses_are_told(room: Room) -> None:
    given = room.given("vedstaelse-frist", "bibliotek", texts={0: "Leverandøren er bundet av tilbudet."})
    master_texts.save(
        room.session, room.releases, room.editor, room.draft, "bibliotek", "vedstaelse-frist", given, 0, ""
    )
    working = room.working()
    used = master_samples.uses_of(working, "vedstaelse-frist")
    assert used and set(used) == set(working.overlay.changed)
    sample = master_samples.first_with(room.releases, working, "bibliotek", "vedstaelse-frist")
    assert "bundet av tilbudet" in master_samples.frame(
        room.releases, working, "bibliotek", "vedstaelse-frist", sample
    )


def test_the_samples_and_the_counts_tell_what_is_hit(room: Room) -> None:
    room.save("Mengdene gjelder [hvis «Avtaleform» er «Kontrakt om ett oppdrag»]oppdraget[slutt].")
    working = room.working()
    live = room.releases.load(room.session, room.live)
    told = master_changes.impact(room.session, room.releases, live, working)
    assert (told.running, told.packages) == (0, 0)
    assert len(told.samples) >= 5 and all(s.documents == ("Konkurransegrunnlag",) for s in told.samples)
    (change,) = master_changes.redline(live, working)
    assert change.state == "changed" and change.heading == "Verdi og omfang"
    assert {run.mark for _, runs in change.lines for run in runs} >= {"new", "gone"}
    page = master_samples.frame(room.releases, working, DOCUMENT, CLAUSE, "reception")
    assert "Mengdene gjelder" in page and "{{" not in page and "Verdi og omfang" in page
    with pytest.raises(NotFound):
        master_samples.frame(room.releases, working, DOCUMENT, CLAUSE, "../set")
