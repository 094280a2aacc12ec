"""A text is called back: who has it, under way and issued, what they are told, and nothing more about their cases."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from dpsdocs.domain.roles import Actor
from dpsdocs.masters.edit import read, write
from dpsdocs.masters.loader import load
from dpsdocs.masters.source import Source
from dpsdocs.masters.texts import written
from dpsdocs.services import competitions, files, issued_text, master_recall, packages, recall_letter
from dpsdocs.services.errors import Forbidden, Invalid, NotFound
from dpsdocs.services.master_recall import Recall, Sought
from dpsdocs.store import models
from dpsdocs.store.models import now
from tests.services.journey import Journey

DOCUMENT, CLAUSE = "konkurransegrunnlag", "verdi-mengder"
FILE = "documents/konkurransegrunnlag.md"


@pytest.fixture
def lawyer(journey: Journey) -> Actor:
    return journey.editor


def live(journey: Journey) -> str:
    return journey.releases.live(journey.session)


def other_release(journey: Journey, clause: str = CLAUSE) -> str:
    """A later release where a clause reads otherwise."""
    base = journey.releases.load(journey.session, live(journey))
    text = (base.folder / FILE).read_text("utf-8")
    source = Source(
        base.folder, {FILE: write(text, replace(read(text, clause), body="Et helt annet punkt."))}
    )
    made = load(base.folder, source.texts)
    id = journey.releases.take_in(journey.session, source, made, now(), "")
    journey.session.commit()
    return id


def find(journey: Journey, actor: Actor | None = None, **sought: str) -> Recall:
    return master_recall.find(journey.session, journey.releases, actor or journey.editor, Sought(**sought))


def with_word_file(journey: Journey, made: str, text: str, part: str = "bidders") -> None:
    """The issued package gets a Word file that says this, broken over two runs."""
    package = journey.session.query(models.Package).filter_by(competition_id=made).one()
    out, half = io.BytesIO(), len(text) // 2
    with zipfile.ZipFile(out, "w") as target:
        runs = f"<w:r><w:t>{text[:half]}</w:t></w:r><w:r><w:t xml:space='preserve'>{text[half:]}</w:t></w:r>"
        target.writestr("word/document.xml", f"<w:document><w:p>{runs}</w:p></w:document>")
    sha = files.put(journey.session, out.getvalue())
    journey.session.add(
        models.PackageFile(
            package_id=package.id, position=9, part=part, name="01_grunnlag.docx", title="Konkurransegrunnlag",
            sha256=sha, size=1,
        )
    )  # fmt: skip
    journey.session.commit()


def test_a_clause_is_found_under_way_and_issued_by_what_was_kept(journey: Journey) -> None:
    draft, issued = journey.filled(), journey.issued()
    old = live(journey)
    newer = other_release(journey)
    journey.filled()
    found = find(journey, release_id=old, document=DOCUMENT, clause=CLAUSE)
    assert {holder.competition_id for holder in found.holders} == {draft, issued}
    package = next(holder for holder in found.holders if holder.is_issued)
    assert (package.state, package.version, package.agency, package.owner) == (
        "Utstedt", "1", "Etat for ærlighet", "Dina Drafter",
    )  # fmt: skip
    assert package.where == ("Konkurransegrunnlag",) and "anslag" in found.text
    later = find(journey, release_id=newer, document=DOCUMENT, clause=CLAUSE)
    assert {h.competition_id for h in later.holders}.isdisjoint({draft, issued}) and len(later.holders) == 1


def test_a_release_with_the_same_text_counts_too(journey: Journey) -> None:
    old, first = live(journey), journey.filled()
    newer = other_release(journey, clause="verdi-anslag")
    second = journey.filled()
    assert live(journey) == newer != old
    for id in (old, newer):
        found = find(journey, release_id=id, document=DOCUMENT, clause=CLAUSE)
        assert {holder.competition_id for holder in found.holders} == {first, second}


def test_a_clause_whose_condition_fails_is_not_there(journey: Journey) -> None:
    journey.filled()
    found = find(journey, release_id=live(journey), document=DOCUMENT, clause="kjopere-hvem")
    assert found.holders == ()


def test_a_text_of_ones_own_is_told_as_such_and_one_that_was_kept_is_found(journey: Journey) -> None:
    kept, changed, old = journey.filled(), journey.filled(), live(journey)
    newer = other_release(journey)
    for made, body in (
        (kept, written(journey.releases.load(journey.session, old))[DOCUMENT, CLAUSE].text.body),
        (changed, "Vår egen tekst."),
    ):
        journey.session.add(adapted(journey, made, body))
    journey.row(kept).release_id = newer
    journey.session.commit()
    found = {
        h.competition_id: h.where
        for h in find(journey, release_id=old, document=DOCUMENT, clause=CLAUSE).holders
    }
    assert found[kept] == ("Konkurransegrunnlag",)
    assert found[changed] == ("Konkurransegrunnlag (med tilpasset tekst)",)


def adapted(journey: Journey, made: str, body: str) -> models.AdaptedClause:
    """A text a competition has of its own."""
    return models.AdaptedClause(
        competition_id=made, document=DOCUMENT, clause=CLAUSE, body=body, reason="Vår sak", state="used",
        made_by=journey.drafter.id,
    )  # fmt: skip


def test_withdrawn_and_cancelled_are_not_called_back(journey: Journey) -> None:
    made = journey.issued()
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil.")
    competitions.cancel(journey.session, journey.drafter, made, "Ikke nødvendig.")
    assert find(journey, release_id=live(journey), document=DOCUMENT, clause=CLAUSE).holders == ()


def test_a_phrase_is_found_in_masters_of_drafts_and_in_what_bidders_got(journey: Journey) -> None:
    draft, issued = journey.filled(title="Sjelden enhjørning"), journey.issued()
    with_word_file(journey, issued, "Her står en sjelden enhjørning.")
    (hit,) = find(journey, phrase="  Sjelden\u00a0ENHJØRNING ").holders
    assert (hit.competition_id, hit.where) == (issued, ("Konkurransegrunnlag",)), (
        "answers of drafts are not read"
    )
    clause = written(journey.releases.load(journey.session, live(journey)))[DOCUMENT, CLAUSE].text.body
    assert draft in {h.competition_id for h in find(journey, phrase=clause[:40]).holders}


def test_what_is_confidential_is_not_read(journey: Journey) -> None:
    issued = journey.issued()
    with_word_file(journey, issued, "Her står en sjelden enhjørning.", part="confidential")
    assert find(journey, phrase="sjelden enhjørning").holders == ()


def test_the_letter_and_the_list_name_each_case_once(journey: Journey) -> None:
    issued = journey.issued()
    found = find(journey, release_id=live(journey), document=DOCUMENT, clause=CLAUSE)
    letter = recall_letter.letter(found, "Satsen er feil.\r\nBruk den nye.")
    number = journey.row(issued).case_number
    assert (
        "Satsen er feil.\n\nBruk den nye." in letter.text
        and f"sak {number}: versjon 1, utstedt" in letter.text
    )
    assert "Ansvarlig: Dina Drafter." in letter.text and "leverandørene skal få en endring" in letter.text
    word = recall_letter.as_word(journey.session, journey.releases, found, "Satsen er feil.")
    assert f"sak {number}".casefold() in issued_text.word_text(word)
    sheet = openpyxl.load_workbook(io.BytesIO(recall_letter.as_sheet(found))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:4] == [
        "Etat for ærlighet",
        journey.row(issued).title,
        number,
        "Dina Drafter",
    ]


def test_the_search_is_written_in_the_log(journey: Journey) -> None:
    found = find(journey, release_id=live(journey), document=DOCUMENT, clause=CLAUSE)
    master_recall.note(journey.session, journey.editor, found)
    event = journey.session.query(models.AuditEvent).filter_by(action="master.recalled").one()
    assert CLAUSE in event.detail and event.user_id == journey.editor.id


def test_refused(journey: Journey) -> None:
    for actor in (journey.drafter, journey.manager, journey.admin):
        with pytest.raises(Forbidden):
            find(journey, actor, phrase="anslag")
    with pytest.raises(Invalid):
        find(journey, phrase=" en ")
    with pytest.raises(NotFound):
        find(journey, release_id="ingen", clause=CLAUSE)
    with pytest.raises(NotFound):
        find(journey, release_id=live(journey), clause="ingen")
    assert find(journey, journey.make.actor("master_approver"), phrase="finnes ikke").holders == ()


def test_a_file_that_is_no_word_file_has_no_text() -> None:
    assert issued_text.word_text(b"ikke en zip") == ""
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    assert issued_text.word_text(out.getvalue()) == ""
