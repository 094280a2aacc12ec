"""``moves.toml``: read with the set, and every move that leads nowhere is a fault with the question's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpsdocs.masters.errors import MasterError
from dpsdocs.masters.lint import lint
from dpsdocs.masters.loader import load

GOOD = '[[rename]]\nfrom = "tittel"\nto = "title"\n\n[[retire]]\nfrom = "hobby"\nwords = "Ingen brukte svaret."\n'


@pytest.fixture
def folder(root: Path) -> Path:
    """The shipped set."""
    return root / "templates" / "masters" / "vektertjenester"


def faults(folder: Path, text: str) -> list[str]:
    return [str(fault) for fault in lint(load(folder, {"moves.toml": text})) if fault.file == "moves.toml"]


def test_moves_are_part_of_the_release(folder: Path) -> None:
    plain, made = load(folder), load(folder, {"moves.toml": GOOD})
    assert [(move.kind, move.key, move.to) for move in made.moves] == [
        ("rename", "tittel", ("title",)), ("retire", "hobby", ()),
    ]  # fmt: skip
    assert plain.moves == () and plain.digest != made.digest
    assert faults(folder, GOOD) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[rename]]\nfrom = "title"\nto = "need"\n', "det er stilt ennå"),
        ('[[rename]]\nfrom = "x"\nto = "finnes_ikke"\n', "som ikke finnes"),
        ('[[rename]]\nfrom = "x"\nto = ["title", "need"]\n', "skal være ett"),
        ('[[split]]\nfrom = "x"\nto = ["title", "need"]\n', "tabell over hva"),
        ('[[rename]]\nfrom = "x"\nto = "contract_form"\nvalues = {a = {contract_form = "y"}}\n', "ikke er et svar"),
        ('[[split]]\nfrom = "x"\nto = ["title", "need"]\nvalues = {a = {site_name = "b"}}\n', "ikke går til"),
        ('[[rename]]\nfrom = "sites.x"\nto = "title"\n', "ikke av samme slag"),
        ('[[retire]]\nfrom = "x"\nto = "title"\n', "flyttes ikke"),
    ],
)  # fmt: skip
def test_a_move_that_leads_nowhere_is_told(folder: Path, text: str, told: str) -> None:
    assert any(told in fault for fault in faults(folder, text))


@pytest.mark.parametrize("text", ['[[flytt]]\nfrom = "x"\n', '[[rename]]\nto = "title"\n', "[[rename]\n"])
def test_what_cannot_be_read_refuses_the_set(folder: Path, text: str) -> None:
    with pytest.raises(MasterError, match=r"moves\.toml"):
        load(folder, {"moves.toml": text})
