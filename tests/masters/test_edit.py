"""Editing a master file: what is not changed keeps its bytes, and nothing written can break out of its clause."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.config import ROOT
from dpsdocs.masters import edit
from dpsdocs.masters.archive import zipped, zipped_source
from dpsdocs.masters.edit import ClauseText, EditError
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import digest, digest_of
from dpsdocs.masters.source import Source

SET = ROOT / "templates" / "masters" / "vektertjenester"
FILES = sorted(path for room in ("documents", "clauses") for path in (SET / room).glob("*.md"))
SMALL = """+++
title = "Prøve"
+++

# Om {om}

::: punkt a lås=tilpasses når="x == 'y'" kilde="FOA § 1"
Første avsnitt.

::: tabell t rader=buyers
| Navn |
|---|
| {name} |
:::

::: veiledning
Les dette.
:::
:::

::: bred stor
::: punkt b nummer=nei
Andre.
:::
:::

::: hent felles
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_clause_of_the_shipped_set_comes_back_byte_for_byte(path: Path) -> None:
    text = path.read_text("utf-8")
    clauses = [part.id for part in edit.parts(text) if part.kind == "clause"]
    assert clauses
    for id in clauses:
        clause = edit.read(text, id)
        assert edit.write(text, clause) == text
        longer = edit.write(text, replace(clause, body=f"{clause.body}\n\nMer.", source="En annen kilde"))
        assert longer != text and edit.write(longer, clause) == text


def test_a_clause_is_read_as_fields() -> None:
    clause = edit.read(SMALL, "a")
    assert (clause.lock, clause.when, clause.source) == ("adaptable", "x == 'y'", "FOA § 1")
    assert clause.guidance == "Les dette." and clause.body.startswith("Første avsnitt.\n\n::: tabell t")
    assert not edit.read(SMALL, "b").numbered
    assert [(p.kind, p.id) for p in edit.parts(SMALL)] == [
        ("heading", "om"), ("clause", "a"), ("clause", "b"), ("shared", "felles"),
    ]  # fmt: skip


def test_each_field_is_written_where_it_belongs() -> None:
    new = replace(
        edit.read(SMALL, "b"), lock="approval", when='k == "v"', review_by="2027-01-31", numbered=True
    )
    made = edit.write(SMALL, replace(new, guidance="Se her.\n\nOg her."))
    assert '::: punkt b lås=godkjenning når="k == "v"" gjennomgås=2027-01-31\nAndre.' in made
    assert edit.read(made, "b") == replace(new, guidance="Se her.\n\nOg her.")
    assert edit.read(made, "a") == edit.read(SMALL, "a")


LINES = st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40), max_size=6)


@given(body=LINES, guidance=LINES)
def test_whatever_is_written_is_read_again_or_refused(body: list[str], guidance: list[str]) -> None:
    new = replace(
        edit.read(SMALL, "a"), body=edit.tidy("\n".join(body)), guidance=edit.tidy("\n".join(guidance))
    )
    try:
        made = edit.write(SMALL, new)
    except EditError:
        return
    assert edit.read(made, "a") == new
    assert edit.write(made, edit.read(SMALL, "a")).count("punkt") == SMALL.count("punkt")
    assert edit.source_of(made, "b") == edit.source_of(SMALL, "b")
    assert [part.id for part in edit.parts(made)] == [part.id for part in edit.parts(SMALL)]


@pytest.mark.parametrize(
    "change",
    [
        {"body": "Ut.\n:::\n::: punkt ond\nInn."},
        {"body": "::: boks åpen slag=info"},
        {"body": ":::"},
        {"body": "::: veiledning\nSkjult.\n:::"},
        {"guidance": "Ut.\n:::\n:::\n::: punkt ond\nx"},
        {"body": "::: ukjent a\n:::"},
        {"body": "::: boks a\n" * 20 + ":::\n" * 20},
        {"source": 'FOA" lås=tilpasses kilde="x'},
        {"source": "to\nlinjer"},
        {"when": "a\n:::"},
        {"review_by": "i morgen"},
    ],
)
def test_nothing_breaks_out_of_its_clause(change: dict[str, str]) -> None:
    clause = edit.read(SMALL, "a")
    with pytest.raises(EditError):
        edit.write(SMALL, replace(clause, **change))  # type: ignore[arg-type]


def test_a_heading_gets_other_words() -> None:
    assert edit.write_heading(SMALL, "om", "Nytt") == SMALL.replace("# Om {om}", "# Nytt {om}")
    assert edit.write_heading(SMALL, "om", "Om") == SMALL
    for words in ("", "a\nb", "x {annen}"):
        with pytest.raises(EditError):
            edit.write_heading(SMALL, "om", words)


def test_a_clause_is_added_moved_and_taken_out() -> None:
    added = edit.add(SMALL, "a", ClauseText("ny", "Tekst.", lock="adaptable", guidance="Vink."))
    assert [part.id for part in edit.parts(added)] == ["om", "a", "ny", "b", "felles"]
    assert edit.remove(added, "ny") == SMALL
    moved = edit.move(added, "ny", "om")
    assert [part.id for part in edit.parts(moved)] == ["om", "ny", "a", "b", "felles"]
    assert edit.move(moved, "ny", "a") == added
    with pytest.raises(EditError, match="brukt i dokumentet"):
        edit.add(SMALL, "a", ClauseText("b", "Tekst."))
    with pytest.raises(KeyError):
        edit.add(SMALL, "borte", ClauseText("c", "Tekst."))
    with pytest.raises(KeyError):
        edit.read(SMALL, "borte")


def test_changed_texts_count_as_files_without_being_written(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    shutil.copytree(SET, folder)
    name = "clauses/vedstaelse.md"
    text = (folder / name).read_text("utf-8").replace("Leverandøren er", "Endret. Leverandøren er")
    texts = {name: text, "clauses/ny.md": "::: punkt ny\nNy.\n:::\n"}
    before = digest(folder)
    drafted = load(folder, texts)
    assert drafted.digest == digest_of(Source(folder, texts)) != before == digest(folder)
    archive = zipped_source(Source(folder, texts))
    for path, changed in texts.items():
        (folder / path).write_text(changed, "utf-8")
    assert (digest(folder), zipped(folder)) == (drafted.digest, archive)
    assert load(folder).digest == drafted.digest
