"""Tables, boxes and signature fields outside the clauses are shown, changed, told of and offered like the clauses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpsdocs.masters import block_edit
from dpsdocs.masters.edit import EditError
from dpsdocs.masters.source import Source
from dpsdocs.masters.wording import Wording
from dpsdocs.services import (
    following,
    master_blocks,
    master_changes,
    master_drafts,
    master_impact,
    master_recall,
    master_tables,
    master_tree,
)
from dpsdocs.services.errors import Invalid, NotFound
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_recall import Sought
from dpsdocs.services.master_tables import TableInput
from dpsdocs.services.master_texts import Clash, ClauseInput
from dpsdocs.store import models
from tests.services.journey import Journey
from tests.services.test_following import release

GROUNDS, SHORT, SIGNED = "konkurransegrunnlag", "korte-trekk", "signatur-parter"
BOX = '\n::: boks obs slag=uke tittel="Husk"\nLes alt.\n:::\n'


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """These change files only; what both engines keep is tried with the clauses."""
    return sqlite_url


@pytest.fixture
def draft(journey: Journey) -> str:
    live = journey.releases.live(journey.session)
    return master_drafts.begin(journey.session, journey.releases, journey.editor, live)


def working(journey: Journey, draft: str) -> Working:
    return master_drafts.opened(journey.session, journey.releases, journey.editor, draft)


def cell(journey: Journey, draft: str, seen: int = 0, **values: str) -> int:
    given = TableInput({name.replace("__", "."): text for name, text in values.items()})
    place = (GROUNDS, SHORT, 0, given, seen)
    return master_tables.save(journey.session, journey.releases, journey.editor, draft, *place)


def words(journey: Journey, draft: str, document: str, id: str, text: str, seen: int = 0) -> int:
    found = master_blocks.block(journey.session, working(journey, draft), document, id)
    piece = next(n for n, piece in enumerate(found.pieces) if piece.kind == "text")
    given = (document, id, ClauseInput(texts={piece: text}), seen)
    return master_blocks.save(journey.session, journey.releases, journey.editor, draft, *given)


def test_a_table_outside_the_clauses_is_changed_told_of_and_weighed(journey: Journey, draft: str) -> None:
    journey.filled()
    version = cell(journey, draft, cell__3__0="Stedet", caption="Kort fortalt")
    found, live = working(journey, draft), journey.releases.load(journey.session, working_base(journey))
    text = found.texts[f"documents/{GROUNDS}.md"]
    assert "| Stedet | {{ place_words }} |" in text and 'tittel="Kort fortalt"' in text
    assert text.count(":::") == Source(found.base.folder).text(f"documents/{GROUNDS}.md").count(":::")
    assert not master_drafts.faults(found)
    (changed,) = master_changes.redline(live, found)
    assert (changed.id, changed.heading, changed.state) == (SHORT, "Tabell: Kort fortalt", "changed")
    assert [name for name, _ in changed.lines][:1] == ["Tittel"]
    assert any("Stedet" in run.text for _, runs in changed.lines for run in runs)
    (struck,) = master_impact.impact(journey.session, journey.releases, live, found).struck
    assert struck.clauses == 1
    with pytest.raises(Clash):
        cell(journey, draft, 0, cell__3__0="Et annet sted")
    cell(
        journey,
        draft,
        version,
        cell__3__0="Sted",
        caption="Konkurransen i korte trekk",
        width__0="40",
        width__1="60",
    )
    (changed,) = master_changes.redline(live, working(journey, draft))
    assert "Bare kolonnene" in changed.lines[0][1][0].text


def working_base(journey: Journey) -> str:
    return journey.releases.live(journey.session)


def test_it_is_taken_out_and_nothing_else_is(journey: Journey, draft: str) -> None:
    was = Source(working(journey, draft).base.folder).text(f"documents/{GROUNDS}.md")
    given = (journey.session, journey.releases, journey.editor, draft, GROUNDS, SHORT)
    master_tables.remove(*given, 0, 0)
    found = working(journey, draft)
    now = found.texts[f"documents/{GROUNDS}.md"]
    assert SHORT not in now and block_edit.sources(was)[SHORT] + "\n\n" in was
    assert now == was.replace(block_edit.sources(was)[SHORT] + "\n\n", "")
    assert not master_drafts.faults(found)
    with pytest.raises(NotFound):
        master_tables.add(*given, "", "2", 0)


def test_a_fault_in_it_is_told_where_it_stands(journey: Journey, draft: str) -> None:
    given = TableInput({"cell.0.0": "[rad: Kriterium]"})
    place = ("kontrakt", "signatur-andre", 0, given, 0)
    master_tables.save(journey.session, journey.releases, journey.editor, draft, *place)
    (told,) = master_tree.told(working(journey, draft))
    assert (told[0], told[2]) == ("kontrakt", "signatur-andre") and "Radfeltet" in told[3].message


def test_a_condition_of_it_that_never_holds_is_told_there_too(journey: Journey, draft: str) -> None:
    lots = "«Konkurransen har delkontrakter» er"
    cell(journey, draft, when=f"{lots} ja og {lots} nei")
    assert {told[2] for told in master_tree.told(working(journey, draft))} == {SHORT}


def test_the_tree_and_the_search_show_what_stands_outside(journey: Journey, draft: str) -> None:
    found = working(journey, draft)
    wording = Wording(found.release)
    leaves = {leaf.id: leaf for leaf in master_tree.leaves(found, GROUNDS, wording)}
    assert (leaves[SHORT].kind, leaves[SHORT].label) == ("table", "Tabell: Konkurransen i korte trekk")
    contract = {leaf.id: leaf for leaf in master_tree.leaves(found, "kontrakt", wording)}
    assert (contract[SIGNED].kind, contract[SIGNED].label) == ("block", "Signatur")
    assert (GROUNDS, SHORT, "table") in {
        (hit.document, hit.id, hit.kind) for hit in master_tree.search(found, "i korte trekk", wording)
    }


def test_the_words_of_a_box_and_a_signature_field_are_changed(journey: Journey, draft: str) -> None:
    path = f"documents/{GROUNDS}.md"
    text = Source(working(journey, draft).base.folder).text(path) + BOX
    journey.session.add(models.MasterText(draft_id=draft, path=path, text=text))
    journey.session.commit()
    version = words(journey, draft, GROUNDS, "obs", "Les alt før dere svarer [Virksomhetens navn].")
    now = working(journey, draft).texts[path]
    assert now == text.replace("Les alt.", "Les alt før dere svarer {{ agency_name }}.")
    with pytest.raises(Invalid):
        words(journey, draft, GROUNDS, "obs", "{{ agency_name }}", version)
    with pytest.raises(Invalid, match="«:::» kan ikke stå i teksten"):
        words(journey, draft, GROUNDS, "obs", "Et\n:::\n\nTo", version)
    with pytest.raises(Clash):
        words(journey, draft, GROUNDS, "obs", "En annen tekst.", 0)
    words(journey, draft, "kontrakt", SIGNED, "For kjøperen | Oslo kommune\nFor leverandøren | Navn")
    found = working(journey, draft)
    assert "For kjøperen | Oslo kommune\nFor leverandøren | Navn\n:::" in found.texts["documents/kontrakt.md"]
    assert not master_drafts.faults(found)
    with pytest.raises(NotFound):
        words(journey, draft, GROUNDS, "hvem", "Et punkt er ikke en slik del.")


def test_a_block_stays_one_block() -> None:
    text = f"+++\n+++\n\n# Om {{om}}\n{BOX}\n::: punkt a\nTekst.\n:::\n"
    source = block_edit.sources(text)["obs"]
    assert block_edit.write(text, "obs", source) == text
    for bad in (source.replace("obs", "annen"), f"{source}\n{source}", source.removesuffix(":::"), "Tekst."):
        with pytest.raises(EditError):
            block_edit.write(text, "obs", bad)
    assert "obs" not in block_edit.remove(text, "obs") and "::: punkt a" in block_edit.remove(text, "obs")


def test_a_running_competition_is_offered_the_table_and_a_recall_finds_it(journey: Journey) -> None:
    made, began = journey.filled(), working_base(journey)
    release(journey, {f"documents/{GROUNDS}.md": (("| Sted | ", "| Stedet | "),)})
    found = following.offer(journey.session, journey.releases, journey.drafter, made)
    assert [(c.changed.id, c.keep) for c in found.choices] == [(SHORT, "")] and found.others == 0
    sought = replace(Sought(), release_id=began, document=GROUNDS, clause=SHORT)
    holders = master_recall.find(journey.session, journey.releases, journey.editor, sought).holders
    assert [holder.where for holder in holders] == [("Konkurransegrunnlag",)]
