"""Sets that cannot be used are refused with every fault named by file, line and clause."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dpsdocs.masters.errors import MasterError
from dpsdocs.masters.lint import lint
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import digest


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A copy of the shipped set to break."""
    copy = tmp_path / "vektertjenester"
    shutil.copytree(root / "templates" / "masters" / "vektertjenester", copy)
    return copy


def add(folder: Path, text: str) -> None:
    with (folder / "documents" / "tilbudsbrev.md").open("a", encoding="utf-8") as file:
        file.write("\n" + text + "\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("løs tekst", "utenfor et punkt"),
        ("::: punkt x\nhei", "er ikke lukket"),
        (":::", "lukker noe som ikke er åpnet"),
        ("::: script x\nhei\n:::", "finnes ikke"),
        ("::: punkt x når=\"__import__('os')\"\nhei\n:::", "ikke er tillatt"),
        ("::: punkt x farge=rød\nhei\n:::", "Ukjent valg: farge"),
        ("::: punkt x lås=åpen\nhei\n:::", "Låsen «åpen»"),
        ("::: punkt Stor-ID\nhei\n:::", "mangler id"),
        ("::: punkt x\n:::", "Punktet er tomt"),
        ("::: punkt x\n{{ a.b }}\n:::", "er ikke et felt"),
        ("::: hent finnes-ikke", "finnes ikke i biblioteket"),
        ("::: tabell t\n| a | b |\n|---|---|\n| 1 |\n:::", "har 1 celler"),
        ("::: tabell t stil=pen\n| a |\n|---|\n| 1 |\n:::", "Tabellstilen"),
        ("::: tabell t juster=vx\n| a | b |\n|---|---|\n| 1 | 2 |\n:::", "juster"),
        ("::: tabell t tomme=ja\n| a | b |\n|---|---|\n| 1 | 2 |\n:::", "tomme"),
        (
            "::: tabell t\n| a | b |\n|---|---|\n| (når f()) 1 | 2 |\n:::",
            "uten parenteser inni",
        ),
        ("::: tabell t\n| (når long == True) a | b |\n|---|---|\n| 1 | 2 |\n:::", "første kolonnen"),
        ("# Uten id", "mangler id"),
        ("::: formel f\nhei\n:::", "En formel har linjene"),
        ("::: signatur s\nhei\n:::", "mangler parter"),
        ("::: boks b slag=rosa\nhei\n:::", "slag=info"),
    ],
)
def test_a_broken_document_is_refused_with_the_reason(folder: Path, text: str, words: str) -> None:
    add(folder, text)
    with pytest.raises(MasterError, match=words) as caught:
        load(folder)
    assert all("tilbudsbrev.md, linje " in str(fault) for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("set.toml", "id = ", "kan ikke leses"),
        (
            "questions.toml",
            '[[section]]\nid="a"\ntitle="A"\ngroup="G"\n[[section.question]]\nkey="k"\nkind="line"\nlabel="L"\nfarge="rød"\n',
            "ukjent nøkkel «farge»",
        ),
        ("price.toml", "\x00", "kan ikke leses"),
    ],
)
def test_a_broken_data_file_is_refused(folder: Path, name: str, text: str, words: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(MasterError, match=words):
        load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "coverage.toml").unlink()
    with pytest.raises(MasterError, match=r"coverage\.toml, linje 1: Filen mangler"):
        load(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("::: punkt x-nytt\n{{ ukjent_felt }}\n:::", "Feltet «ukjent_felt» finnes ikke"),
        ('::: punkt x-nytt når="ukjent == 1"\nhei\n:::', "Vilkåret bruker «ukjent»"),
        ('::: punkt x-nytt\nSe {{ "borte" | punkt }}.\n:::', "punktet «borte» treffer ikke"),
        ('::: punkt x-nytt\nSe {{ "borte" | bilag }}.\n:::', "dokumentet «borte» treffer ikke"),
        ("::: punkt x-nytt\n" + "ord " * 29 + ".\n:::", "Setningen har"),
        ("::: punkt like\nhei\n:::\n::: punkt like\nhei\n:::", "står flere ganger"),
        (
            "::: tabell t-ny\n| a | b |\n|---|---|\n| (når ukjent > 1) 1 | 2 |\n:::",
            "Vilkåret bruker «ukjent»",
        ),
        (
            "::: tabell t-ny\n| a | (når ukjent > 1) b |\n|---|---|\n| 1 | 2 |\n:::",
            "Vilkåret bruker «ukjent»",
        ),
        ("::: tabell t-ny rader=ukjente\n| a |\n|---|\n| {id} |\n:::", "radene «ukjente»"),
        ("::: tabell t-ny rader=suppliers\n| a |\n|---|\n| {farge} |\n:::", "Radfeltet «farge»"),
        (
            '::: tabell t-ny rader=lots\n| a |\n|---|\n| {{ "Svar {farge}" | fyll }} |\n:::',
            "Radfeltet «farge»",
        ),
    ],
)
def test_lint_names_what_would_go_wrong_later(folder: Path, text: str, words: str) -> None:
    add(folder, text)
    assert any(words in str(fault) for fault in lint(load(folder)))


def test_the_shipped_set_is_clean(root: Path) -> None:
    assert lint(load(root / "templates" / "masters" / "vektertjenester")) == []


def test_the_digest_follows_every_file_but_the_samples(folder: Path) -> None:
    before = digest(folder)
    (folder / "samples" / "ny.json").write_text("{}")
    assert digest(folder) == before
    add(folder, "")
    assert digest(folder) != before
