"""Questions and lists of a draft are written as forms, checked, told, and released; what rules rest on stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.masters import records
from dpsdocs.masters.record_kinds import KINDS
from dpsdocs.masters.source import Source
from dpsdocs.services import (
    master_changes,
    master_drafts,
    master_lists,
    master_record_changes,
    master_record_outline,
    master_records,
    master_texts,
)
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_records import RecordInput
from dpsdocs.services.master_texts import Clash, ClauseInput
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from tests.builders import Make
from tests.clock import today


class Room:
    """UKE's people and a draft."""

    def __init__(self, session: Session, releases: Releases, make: Make) -> None:
        self.session, self.releases, self.make = session, releases, make
        self.editor, self.second = make.actor("master_editor", name="Erik"), make.actor("master_editor")
        self.draft = master_drafts.begin(session, releases, self.editor, releases.live(session))

    def args(self, actor: Actor | None = None) -> tuple[Session, Releases, Actor, str]:
        return (self.session, self.releases, actor or self.editor, self.draft)

    @property
    def working(self) -> Working:
        return master_drafts.opened(*self.args())

    def save(
        self, of: str, id: str, seen: int = 0, tab: str = "", /, actor: Actor | None = None, **values: Any
    ) -> int:
        options = values.pop("options", None)
        return master_records.save(*self.args(actor), of, id, RecordInput(values, options), seen, tab)

    def add(self, of: str, after: str, name: str = "", /, **values: Any) -> str:
        return master_record_outline.add(*self.args(), of, after, name, RecordInput(values))

    def move(self, kind: str, id: str, after: str) -> None:
        master_record_outline.move(*self.args(), kind, id, after)

    def remove(self, kind: str, id: str) -> None:
        master_record_outline.remove(*self.args(), kind, id)

    def opened(self, kind: str, id: str) -> master_records.OpenedRecord:
        return master_records.opened(self.session, self.working, kind, id)

    def text(self, name: str) -> str:
        return Source(self.working.base.folder, self.working.texts).text(name)


@pytest.fixture
def room(session: Session, make: Make, root: Path, unpacked: Path) -> Room:
    releases = Releases(unpacked, root / "templates" / "masters")
    releases.take_in_shipped(session)
    return Room(session, releases, make)


def test_a_new_question_with_a_condition_is_a_field_of_a_clause_and_of_a_release(room: Room) -> None:
    key = room.add("sporsmal", "sporsmal:services", label="Hvor mange hunder trenger dere?", kind="whole")
    assert key == "hvor_mange_hunder_trenger_dere"
    room.save(
        "sporsmal", key, 1, visible="«Tjenester» inneholder «Fast vakthold»", short="Antall hunder",
        error="Skriv hvor mange hunder.", minimum="1", maximum="40", optional="",
    )  # fmt: skip
    assert "visible = '\"static\" in services'\n" in room.text("questions.toml")
    kind = master_lists.check_kind("sporsmal")
    assert master_lists.notes_of(room.working, kind, key)[0].startswith("Svaret brukes ingen")
    text = ClauseInput("locked", texts={0: "Oppdraget har [Antall hunder] hunder."}, numbered=True)
    master_texts.save(*room.args(), "konkurransegrunnlag", "verdi-mengder", text, 0, "")
    (use,) = master_lists.uses_of(room.working, kind, key)
    assert (use.document, use.id) == ("konkurransegrunnlag", "verdi-mengder")
    assert not room.working.overlay.faults and not room.working.overlay.list_faults
    live = room.releases.load(room.session, room.releases.live(room.session))
    told = {(change.title, change.heading) for change in master_changes.redline(live, room.working)}
    assert ("Spørsmål", "Hvor mange hunder trenger dere?") in told
    master_drafts.submit(*room.args(), "2030.1", "Hunder er med.")
    approver = room.make.actor("master_approver")
    release_id = master_drafts.approve(*room.args(approver), today().isoformat(), "")
    question = room.releases.load(room.session, release_id).catalogue.questions.get(key)
    assert question and question.section == "behov" and question.visible.source == '"static" in services'


def test_what_the_rules_rest_on_keeps_its_kind_and_its_options(room: Room) -> None:
    room.save("sporsmal", "title", label="Hva heter konkurransen?")
    for kind, id in (("sporsmal", "title"), ("kolonner", "sites.name"), ("sporsmal", "sites")):
        with pytest.raises(Forbidden, match="bygger på svaret"):
            room.remove(kind, id)
        room.session.rollback()
        with pytest.raises(Invalid) as refused:
            room.save(kind, id, 1, kind="yesno")
        assert refused.value.problems["kind"] == master_records.FIXED_WHY
        room.session.rollback()
    options = room.opened("sporsmal", "contract_form").record.options
    with pytest.raises(Invalid) as refused:
        room.save("sporsmal", "contract_form", options=options[1:])
    assert "kan ikke tas ut" in refused.value.problems["options"]
    room.session.rollback()
    with pytest.raises(Forbidden, match="har spørsmål"):
        room.remove("sider", "om")


REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    ("sporsmal", "need", {"label": " "}, "label"),
    ("sporsmal", "need", {"label": "x" * 301}, "label"),
    ("sporsmal", "need", {"kind": "script"}, "kind"),
    ("sporsmal", "need", {"max_length": "mange"}, "max_length"),
    ("sporsmal", "need", {"max_length": "0"}, "max_length"),
    ("sporsmal", "need", {"visible": "«Finnes ikke» er ja"}, "visible"),
    ("sporsmal", "need", {"required": "__import__('os')"}, "required"),
    ("sporsmal", "need", {"visible": "(" * 50}, "visible"),
    ("sporsmal", "guards", {"minimum": "mange"}, "minimum"),
    ("sporsmal", "guards", {"minimum": "9", "maximum": "1"}, "minimum"),
    ("sporsmal", "extras", {"options": (("x", "x" * 301, ""),)}, "options"),
    ("krav", "permit", {"chapter": "borte"}, "chapter"),
    ("krav", "permit", {"text": ""}, "text"),
    ("ord", "dagbot", {"others": "\n"}, "others"),
    ("prislinjer", "L-1", {"band": "borte"}, "band"),
]  # fmt: skip


def test_what_cannot_be_kept_is_refused_at_its_field(room: Room) -> None:
    for kind, id, values, field in REFUSED:
        with pytest.raises(Invalid) as refused:
            room.save(kind, id, **values)
        assert field in refused.value.problems, (id, values)
        room.session.rollback()
    assert room.working.texts == {}


def test_two_in_one_question_are_told_and_a_tab_never_clashes_with_itself(room: Room) -> None:
    first = room.save("sporsmal", "need", 0, "a", label="Fra Erik?")
    assert room.save("sporsmal", "need", first, "a", label="Fra Erik igjen?") == 2
    with pytest.raises(Clash) as clash:
        room.save("sporsmal", "need", 0, "b", actor=room.second, label="Fra den andre?")
    assert clash.value.by == "Erik" and clash.value.version == 2
    room.session.rollback()
    room.save("sporsmal", "services", 0, "b", actor=room.second, label="Hva skal kjøpes?")
    (one, two) = room.session.query(models.MasterChange).order_by(models.MasterChange.number)
    assert (one.clause, two.clause) == ("spørsmål: need", "spørsmål: services")
    assert "Hva trenger dere" in one.old and "Fra Erik igjen?" in one.new
    events = [e.action for e in room.session.query(models.AuditEvent) if e.action == "master.changed"]
    assert len(events) == 2


def test_the_words_as_they_were_are_no_change(room: Room) -> None:
    for kind, id in (
        ("sporsmal", "ceiling"),
        ("krav", "patrol-plan"),
        ("tjenester", "alarm"),
        ("kolonner", "sites.homes"),
    ):
        found = room.opened(kind, id)
        values: dict[str, Any] = {}
        for spec in found.kind.fields:
            value = found.record.values.get(spec.name, spec.unsaid)
            if spec.kind == "condition":
                values[spec.name] = found.words(spec.name)
            elif spec.kind == "tick":
                values[spec.name] = "yes" if value else ""
            elif spec.kind in ("choices", "lines"):
                values[spec.name] = tuple(value or ()) if spec.kind == "choices" else "\n".join(value or ())
            elif spec.kind not in ("options", "given"):
                values[spec.name] = str(value)
        assert room.save(kind, id, options=found.record.options, **values) == 0, id
    assert room.working.texts == {}


def test_a_column_is_asked_for_by_its_neighbours(room: Room) -> None:
    found = room.opened("kolonner", "sites.homes")
    assert (
        found.words("visible") == "«Kolonnen Type» er «Bolig» eller «Kolonnen Type» er «Bolig med oppfølging»"
    )
    room.save("kolonner", "sites.homes", visible="«Kolonnen Type» er «Bolig»")
    assert "visible = 'kind == \"housing\"'" in room.text("questions.toml")
    id = room.add("kolonner", "kolonner:sites.homes", label="Antall innganger", kind="whole")
    assert id == "sites.antall_innganger" and not room.working.overlay.list_faults
    with pytest.raises(Forbidden, match="sin egen tabell"):
        room.move("kolonner", id, "kolonner:lots.name")


def test_the_order_is_changed_and_told(room: Room) -> None:
    up = master_record_outline.neighbour(room.working, "sporsmal", "need", "opp")
    assert up == "sporsmal:contact"
    room.move("sporsmal", "need", up)
    assert room.opened("sporsmal", "need").record.parent == "om"
    assert master_record_outline.neighbour(room.working, "sporsmal", "title", "opp") == ""
    down = master_record_outline.neighbour(room.working, "sporsmal", "need", "ned")
    assert down == "sider:behov"
    room.move("krav", "secrecy", master_record_outline.neighbour(room.working, "krav", "secrecy", "opp"))
    number = room.add("krav", "krav:gifts", kind="A", chapter="tillatelse", text="Leverandøren skal svare på norsk.",
                      documentation="Bekreftelse", reply="Ja eller nei")  # fmt: skip
    assert number == "leverandoren_skal_svare_paa_norsk" or number.startswith("leverandoren-skal-svare")
    given = room.opened("krav", number).record.values["number"]
    assert given == f"K-{max(int(r.number[2:]) for r in room.working.base.catalogue.requirements) + 1}"
    room.remove("krav", "interests")
    page = room.add("sider", "sider:om", title="Om hunder", group="Behovet")
    assert "har ingen spørsmål" in str(room.working.overlay.list_faults)
    room.move("sporsmal", "extras", f"sider:{page}")
    with pytest.raises(NotFound):
        room.move("sporsmal", "extras", "sider:borte")
    live = room.releases.load(room.session, room.releases.live(room.session))
    told = {(record.id, state) for _, record, state, _ in master_record_changes.changes(live, room.working)}
    assert {
        ("secrecy", "moved"),
        (number, "new"),
        ("interests", "gone"),
        (page, "new"),
        ("extras", "changed"),
    } <= told


def test_names_that_are_taken_or_the_programs_own_are_not_given(room: Room) -> None:
    for name, told in (("title", "«title_2» er ledig"), ("tab", "er ledig"), ("agency_name", "er ledig")):
        with pytest.raises(Invalid, match=told):
            room.add("sporsmal", "sider:om", name, label="Nytt?", kind="line")
        room.session.rollback()
    with pytest.raises(Invalid) as refused:
        room.add("sporsmal", "sider:om", label="", kind="")
    assert set(refused.value.problems) == {"label", "kind"}
    room.session.rollback()
    assert room.add("ord", "ord:krav", "målepunkt", others="sjekkpunkt") == "målepunkt"
    with pytest.raises(Invalid):
        room.add("ord", "ord:krav", "Krav", others="x")
    room.session.rollback()
    assert room.add("kapitler", "kapitler:vekterne", title="Hunder") == "hunder"
    assert [*(room.working.release.catalogue.chapters or {})][2] == "hunder"


def test_an_option_keeps_its_value_while_one_goes_on_writing(room: Room) -> None:
    room.add("sporsmal", "sporsmal:need", "raser", label="Hvilke raser?", kind="choice")
    version, values = 1, []
    for label, hint in (("Sch", ""), ("Schäfer", ""), ("Schäfer", "En hund"), ("Schäfer", "En stor hund")):
        version = room.save(
            "sporsmal", "raser", version, "a", options=(("", label, hint), ("", "Puddel", ""))
        )
        values.append([value for value, _, _ in room.opened("sporsmal", "raser").record.options])
    assert values == [["sch", "puddel"], *[["schafer", "puddel"]] * 3]
    twins = (("", "Schäfer", ""), ("", "Schäfer", "En til"))
    room.save("sporsmal", "raser", version, "a", options=twins)
    found = [value for value, _, _ in room.opened("sporsmal", "raser").record.options]
    assert len(set(found)) == 2


def test_a_set_without_a_question_the_program_reads_can_ask_it_as_the_program_reads_it(room: Room) -> None:
    text = records.remove(room.text("questions.toml"), KINDS["sporsmal"], "guards")
    room.session.add(models.MasterText(draft_id=room.draft, path="questions.toml", text=text))
    room.session.commit()
    with pytest.raises(Invalid, match="er ledig"):
        room.add("sporsmal", "sider:om", "guards", label="Hvor mange?", kind="line")
    room.session.rollback()
    assert room.add("sporsmal", "sider:om", "guards", label="Hvor mange?", kind="whole") == "guards"


def test_only_editors_write_and_only_in_an_open_draft(room: Room) -> None:
    for role in ("dps_manager", "master_approver"):
        with pytest.raises(Forbidden):
            room.save("sporsmal", "need", actor=room.make.actor(role), label="Ond?")
    with pytest.raises(NotFound):
        room.save("sporsmal", "borte", label="x")
    with pytest.raises(NotFound):
        room.opened("../set", "x")
    room.session.rollback()
    room.save("sporsmal", "need", label="Nytt?")
    master_drafts.submit(*room.args(), "2030.1", "Nytt.")
    with pytest.raises(Conflict):
        room.save("sporsmal", "need", 1, label="For sent?")


def test_the_hours_of_a_band_are_written_as_people_say_them(room: Room) -> None:
    room.save("tidsband", "day", windows="mandag–fredag 07.00–17.00\nlørdag 06.00–18.00")
    (fault,) = master_lists.told(room.working)
    assert (fault.kind, fault.message) == ("tidsband", "Tidsbåndene: mandag kl. 06.00 er ikke dekket.")
    room.save(
        "tidsband",
        "night",
        windows="mandag–fredag 21.00–24.00\ntirsdag–lørdag 00.00–06.00\nmandag–fredag 06.00–07.00",
    )
    assert master_lists.told(room.working) == ()
    day = next(band for band in room.working.release.catalogue.bands if band.id == "day")
    assert {part.start for part in day.windows} == {7 * 60, 6 * 60}
    for id, windows, words in (
        ("day", "", "Skriv minst ett tidsrom"), ("day", "mandag 17.00–06.00", "over midnatt"),
        ("day", "hverdager", "skal skrives som"), ("holiday", "mandag 00.00–24.00", "på helligdager"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as wrong:
            room.save("tidsband", id, windows=windows)
        assert words in wrong.value.problems["windows"]
    room.save("tidsband", "holiday", windows="", label="Høytid")
