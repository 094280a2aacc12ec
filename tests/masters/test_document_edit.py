"""The list of documents and their headings are written without moving anything else."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.masters import heading_edit
from dpsdocs.masters.document_edit import (
    add_document,
    document_heads,
    remove_document,
    swap_documents,
    with_front,
    write_front,
    write_head,
)
from dpsdocs.masters.edit import EditError, parts

SET = Path(__file__).resolve().parents[2] / "templates" / "masters" / "vektertjenester"
TEXT = (SET / "set.toml").read_text(encoding="utf-8")
HEADS = {head.id: head for head in document_heads(TEXT)}
LETTER = (SET / "documents" / "tilbudsbrev.md").read_text(encoding="utf-8")


def test_what_is_not_changed_keeps_its_bytes() -> None:
    for head in HEADS.values():
        assert write_head(TEXT, head) == TEXT
        if head.kind == "text":
            text = (SET / head.file).read_text(encoding="utf-8")
            assert write_front(text, with_front(head, text)) == text


def test_a_value_is_changed_alone() -> None:
    made = write_head(TEXT, replace(HEADS["svarskjema"], action="Fyller ut", when="calls == True", annex=0))
    old, new = tomllib.loads(TEXT), tomllib.loads(made)
    changed = [(a, b) for a, b in zip(old["documents"], new["documents"], strict=True) if a != b]
    assert [b["id"] for _, b in changed] == ["svarskjema"]
    assert (changed[0][1]["action"], changed[0][1]["when"], "annex" in changed[0][1]) == (
        "Fyller ut", "calls == True", False,
    )  # fmt: skip
    assert {**old, "documents": 0} == {**new, "documents": 0}


def test_the_head_of_the_text_is_written_too() -> None:
    head = with_front(HEADS["tilbudsbrev"], LETTER)
    made = write_front(LETTER, replace(head, title="Brev", under='Fra «oss» med "tegn"', cover=True, toc=2))
    assert with_front(HEADS["tilbudsbrev"], made) == replace(
        head, title="Brev", under='Fra «oss» med "tegn"', cover=True, toc=2
    )
    assert made.split("\n+++\n", 1)[1] == LETTER.split("\n+++\n", 1)[1]
    bare = write_front("+++\n+++\n\n# A {a}\n", replace(head, under="", cover=True))
    assert bare == "+++\ncover = true\n+++\n\n# A {a}\n"


def test_documents_change_place_and_number() -> None:
    made = document_heads(swap_documents(TEXT, "tilbudsbrev", "referanser"))
    found = [(head.id, head.number, head.annex) for head in made if head.id in ("tilbudsbrev", "referanser")]
    assert found == [("referanser", 6, 5), ("tilbudsbrev", 7, 6)]
    assert (
        swap_documents(swap_documents(TEXT, "tilbudsbrev", "referanser"), "tilbudsbrev", "referanser") == TEXT
    )


def test_documents_come_and_go() -> None:
    new = replace(HEADS["svarskjema"], id="nytt", title="Nytt", number=40, annex=40)
    made = add_document(TEXT, new, "svarskjema")
    assert [head.id for head in document_heads(made)][5] == "nytt"
    assert remove_document(made, "nytt") == TEXT
    with pytest.raises(EditError):
        add_document(TEXT, HEADS["svarskjema"], "")
    with pytest.raises(KeyError):
        remove_document(TEXT, "finnes-ikke")


def test_headings_come_move_and_go() -> None:
    first, second = [part.id for part in parts(LETTER) if part.kind == "heading"][:2]
    made = heading_edit.move_heading(LETTER, first, "ned")
    assert [part.id for part in parts(made) if part.kind == "heading"][:2] == [second, first]
    assert sorted(part.id for part in parts(made)) == sorted(part.id for part in parts(LETTER))
    assert heading_edit.move_heading(made, first, "opp") == LETTER
    assert heading_edit.move_heading(LETTER, first, "opp") == LETTER
    added = heading_edit.add_heading(LETTER, second, "ny", "Ny del", 2)
    assert "\n## Ny del {ny}\n" in added
    assert heading_edit.remove_heading(added, "ny").replace("\n\n\n", "\n\n") == LETTER
    with pytest.raises(EditError, match="står punkter under"):
        heading_edit.remove_heading(LETTER, first)
    for words in ("", "# X", "X {a}", "X\ny"):
        with pytest.raises(EditError):
            heading_edit.add_heading(LETTER, second, "ny", words, 1)
    with pytest.raises(EditError, match="brukt i dokumentet"):
        heading_edit.add_heading(LETTER, second, first, "Ny", 1)
    with pytest.raises(EditError, match="kapitteloverskrift"):
        heading_edit.add_heading("+++\n+++\n", "", "ny", "Ny", 2)


def test_a_part_that_holds_the_edge_of_landscape_pages_stays() -> None:
    text = "+++\n+++\n\n# A {a}\n\n::: bred x\n\n# B {b}\n\n::: punkt p\nTekst.\n:::\n:::\n"
    with pytest.raises(EditError, match="liggende sider"):
        heading_edit.move_heading(text, "a", "ned")
