"""A Word file waits in the draft until it is gone through; what is taken in stands as if it were typed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.masters import edit
from dpsdocs.masters.word_items import Item
from dpsdocs.masters.wording import Wording
from dpsdocs.services import master_documents, master_drafts, master_word, master_word_marks, master_word_take
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_texts import text_of
from dpsdocs.services.master_word import ItemInput, WordImport
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from tests.builders import Make
from tests.masters.test_word_back import edited, moved
from tests.masters.word_sample import master

DOCUMENT, PATH = "konkurransegrunnlag", "documents/konkurransegrunnlag.md"
GAPS = {"saksnummer": ("field", "Saksnummer"), "sted for oppdraget": ("field", "Stedet i ord")}


@dataclass
class Room:
    """UKE's people and a draft."""

    session: Session
    releases: Releases
    make: Make

    def __post_init__(self) -> None:
        self.editor = self.make.actor("master_editor", name="Erik")
        self.draft = master_drafts.begin(
            self.session, self.releases, self.editor, self.releases.live(self.session)
        )

    def working(self) -> Working:
        return master_drafts.opened(self.session, self.releases, self.editor, self.draft)

    def upload(
        self, data: bytes, mode: str = "append", document: str = DOCUMENT, actor: Actor | None = None
    ) -> str:
        given = (actor or self.editor, self.draft, document, mode, "Mal 2019.docx", data)
        return master_word.upload(self.session, self.releases, *given)

    def found(self, id: str) -> WordImport:
        return master_word.opened(self.session, self.working(), id)

    def save(self, id: str, given: dict[int, ItemInput], seen: int | None = None) -> WordImport:
        version = self.found(id).version if seen is None else seen
        return master_word.save(self.session, self.releases, self.editor, self.draft, id, version, given)

    def take(self, id: str) -> int:
        return master_word_take.take_in(self.session, self.releases, self.editor, self.draft, id)

    def text(self) -> str:
        return text_of(self.working(), PATH)


@pytest.fixture
def room(session: Session, make: Make, root: Path, unpacked: Path) -> Room:
    releases = Releases(unpacked, root / "templates" / "masters")
    releases.take_in_shipped(session)
    return Room(session, releases, make)


def test_what_is_chosen_is_written_after_what_stands(room: Room) -> None:
    before = room.text()
    id = room.upload(master())
    assert room.text() == before and [w.id for w in master_word.waiting(room.session, room.working())] == [id]
    items = room.found(id).offer.items
    first = next(n for n, item in enumerate(items) if item.slots)
    slots = {n: GAPS[s.words] for n, s in enumerate(items[first].slots) if s.words in GAPS}
    adapted = next(n for n, item in enumerate(items) if item.lock == "adaptable")
    prices = next(item.id for item in items if item.text.startswith("Prisene"))
    assert f"skriver du [punkt: {prices}] i stedet for 2.1." in items[-1].notes[0]
    room.save(id, {first: ItemInput(slots=slots), adapted: ItemInput(take=False)})
    assert room.take(id) == len(items) - 1
    text = room.text()
    assert text.startswith(before.rstrip("\n")) and "nærmere her" not in text
    clause = edit.read(text, items[first].id)
    assert "{{ agency_name }}" in clause.body and "{{ contact_name }}" in clause.body
    assert "nummer {{ case_number }}, og stedet er {{ place_words }}" in clause.body
    assert clause.guidance == "Skriv hvem som kjøper. Slett denne teksten."
    table = edit.read(text, items[-1].id).body
    assert f"::: tabell {items[-1].id}-tabell-" in table and '{{ "Fyll ut" | uke }}' in table
    assert room.working().overlay.faults.get(DOCUMENT, ()) == ()
    kinds = [change.kind for change in room.session.query(models.MasterChange)]
    assert sorted(kinds) == ["heading"] * 4 + ["new"] * 4
    done = [event.action for event in room.session.query(models.AuditEvent) if "word" in event.action]
    assert done == ["master.word_read", "master.word_taken"]
    with pytest.raises(Conflict, match="tatt inn eller forkastet"):
        room.take(id)


def test_in_place_of_the_text_what_is_alike_keeps_its_name_and_conditions(room: Room) -> None:
    made, out = Document(), io.BytesIO()
    made.add_heading("Verdi og omfang", 1)
    made.add_paragraph("Mengdene i prisskjemaet er anslag. Oppdragsgiveren garanterer ikke noe volum.")
    made.save(out)
    old = edit.read(room.text(), "verdi-mengder")
    id = room.upload(out.getvalue(), "replace")
    found = room.found(id)
    assert [(item.id, item.state) for item in found.offer.items] == [
        ("verdi", "new"),
        ("verdi-mengder", "changed"),
    ]
    assert "I dag har det også [hvis «Avtaleform»" in found.offer.items[1].notes[0]
    wording = Wording(room.working().base)
    assert any("«verdi-anslag»" in words for words in master_word_marks.going(wording, room.working(), found))
    room.take(id)
    new = edit.read(room.text(), "verdi-mengder")
    assert "garanterer ikke noe volum" in new.body
    assert (new.lock, new.when, new.source) == (old.lock, old.when, old.source)
    assert [part.id for part in edit.parts(room.text())] == ["verdi", "verdi-mengder"]
    assert room.text().startswith("+++\ntitle")


def test_some_of_what_was_edited_in_word_is_taken_in(room: Room) -> None:
    name, data = master_word.download(room.working(), DOCUMENT)
    opened, out = Document(io.BytesIO(data)), io.BytesIO()
    edited(opened)
    opened.save(out)
    id = room.upload(out.getvalue(), "")
    assert name == "konkurransegrunnlag_redigeres.docx"
    places = {item.id: n for n, item in enumerate(room.found(id).offer.items)}
    room.save(id, {places["verdi-anslag"]: ItemInput(take=False)})
    assert room.take(id) == 3
    parts = [part.id for part in edit.parts(room.text())]
    assert parts.index("verdi-mengder-ny") == parts.index("verdi-mengder") + 1 and "verdi-anslag" in parts
    assert edit.part(room.text(), "verdi", "heading").text == "Verdi og mengder"


def test_what_was_dragged_elsewhere_in_word_is_moved(room: Room) -> None:
    _, data = master_word.download(room.working(), DOCUMENT)
    ids = [part.id for part in edit.parts(room.text()) if part.kind == "clause"]
    first, second, far = ids[0], ids[1], ids[9]
    opened, out = Document(io.BytesIO(data)), io.BytesIO()
    moved(far, first, second)(opened)
    opened.save(out)
    id, was = room.upload(out.getvalue(), ""), edit.sources(room.text())
    assert [i.state for i in room.found(id).offer.items] == ["moved", "moved"]
    assert room.take(id) == 2
    now = [part.id for part in edit.parts(room.text()) if part.kind == "clause"]
    assert now == [*ids[2:10], first, second, *ids[10:]] and edit.sources(room.text()) == was
    changes = room.session.query(models.MasterChange).filter_by(kind="moved").all()
    assert {change.clause for change in changes} == {first, second}


def test_a_heading_with_a_field_is_shown_without_code(room: Room) -> None:
    item = Item(
        "heading", "changed", "om", "Om {{ agency_name }} nå", 1, old="Om {{ agency_name }}", ready=True
    )
    ((_, runs),) = master_word_marks.lines(Wording(room.working().release), item)
    assert [(run.mark, run.text.strip()) for run in runs] == [
        ("same", "Om [Virksomhetens navn]"),
        ("new", "nå"),
    ]


def test_new_text_may_join_the_clause_above(room: Room) -> None:
    _, data = master_word.download(room.working(), DOCUMENT)
    opened, out = Document(io.BytesIO(data)), io.BytesIO()
    edited(opened)
    opened.save(out)
    id = room.upload(out.getvalue(), "")
    number = next(n for n, item in enumerate(room.found(id).offer.items) if item.id == "verdi-mengder-ny")
    room.save(id, {number: ItemInput(join=True)})
    room.take(id)
    clause = edit.read(room.text(), "verdi-mengder")
    assert clause.body.endswith("{{ agency_name }}.\n\nEt helt nytt punkt om mengder.")
    assert "verdi-mengder-ny" not in edit.sources(room.text())


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(room: Room) -> None:
    _, data = master_word.download(room.working(), DOCUMENT)
    opened, out = Document(io.BytesIO(data)), io.BytesIO()
    edited(opened)
    opened.save(out)
    first, second = room.upload(out.getvalue(), ""), room.upload(out.getvalue(), "")
    gone = next(n for n, item in enumerate(room.found(first).offer.items) if item.state == "gone")
    room.save(first, {gone: ItemInput(take=False)})
    room.take(first)
    with pytest.raises(Invalid, match="Noen har endret punktet «verdi-mengder»"):
        room.take(second)
    room.session.rollback()
    seen = room.found(second).version
    room.save(second, {0: ItemInput(take=False)})
    with pytest.raises(Conflict, match="Noen andre har lagret"):
        room.save(second, {0: ItemInput()}, seen)


def test_what_cannot_be_written_is_kept_and_hinders(room: Room) -> None:
    id = room.upload(master())
    number = next(n for n, item in enumerate(room.found(id).offer.items) if item.kind == "clause")
    found = room.save(id, {number: ItemInput(texts={0: "{{ config }}\n::: punkt ond"})})
    assert (
        "hakeparentes" in found.offer.items[number].problem
        and "{{ config }}" in found.offer.items[number].text
    )
    with pytest.raises(Invalid, match="hakeparentes"):
        room.take(id)
    room.session.rollback()
    unknown = dict.fromkeys(range(4), ("field", "Finnes ikke"))
    found = room.save(id, {number: ItemInput(texts={0: "Tekst."}, slots=unknown)})
    assert "«Finnes ikke» for [Virksomhetens navn] finnes ikke" in found.offer.items[number].problem
    gaps = dict.fromkeys(range(4), ("uke", ""))
    found = room.save(id, {number: ItemInput(texts={0: "Tekst.\n::: punkt ond"}, slots=gaps)})
    assert not found.problems
    room.take(id)
    assert "\\::: punkt ond" in room.text() and "ond" not in [part.id for part in edit.parts(room.text())]


def test_more_than_anybody_can_go_through_is_refused(room: Room) -> None:
    for words, reason in (
        (["[a]", *(f"[sted {n}] " for n in range(1501))], "1502 steder å fylle ut"),
        (["Lang tekst. " * 2000], "mer enn 20000 tegn"),
        ([f"1.{n % 999} Punkt" for n in range(1501)], "1501 punkter"),
    ):
        made, out = Document(), io.BytesIO()
        for text in words:
            made.add_paragraph(text)
        made.save(out)
        with pytest.raises(Invalid, match=reason):
            room.upload(out.getvalue())
        room.session.rollback()


def test_only_editors_and_only_in_the_open_draft(room: Room) -> None:
    data = master()
    for role in ("master_approver", "dps_manager"):
        with pytest.raises(Forbidden):
            room.upload(data, actor=room.make.actor(role))
    for document, mode, error in (
        ("ukjent", "append", NotFound),
        ("bibliotek", "append", NotFound),
        (DOCUMENT, "", Invalid),
    ):
        with pytest.raises(error):
            room.upload(data, mode, document)
        room.session.rollback()
    id = room.upload(data)
    room.save(id, {n: ItemInput(take=False) for n in range(len(room.found(id).offer.items))})
    with pytest.raises(Invalid, match="Ingenting er valgt"):
        room.take(id)
    room.session.rollback()
    master_word.drop(room.session, room.editor, room.draft, id)
    assert master_word.waiting(room.session, room.working()) == ()
    master_drafts.drop(room.session, room.editor, room.draft)
    with pytest.raises(Conflict):
        room.upload(data)
    room.session.rollback()
    other = master_drafts.begin(room.session, room.releases, room.editor, room.releases.live(room.session))
    with pytest.raises(NotFound):
        master_word.open_row(room.session, other, id)


def test_a_word_file_becomes_a_new_document_of_the_set(room: Room) -> None:
    made = master_documents.add(
        room.session, room.releases, room.editor, room.draft, "Vedlegg om renhold", "bidders"
    )
    id = room.upload(master(), "replace", made)
    room.take(id)
    working = room.working()
    assert working.overlay.faults.get(made, ()) == ()
    text = text_of(working, working.release.masters[made].file)
    assert next(part.text for part in edit.parts(text) if part.kind == "heading") == "Om oppdraget"
    assert "møte opp i tide" in str(working.release.masters[made])
