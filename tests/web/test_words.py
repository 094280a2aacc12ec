"""What the log calls things: every deed the services note has words, and every word is about a deed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpsdocs.web.words import DEEDS, deed
from tests.web.conftest import Browser

# handed to the log through a variable; the rest stand as text where they are noted
KINDS = {
    "approval.": {"approve", "return"}, "finding.": {"aside", "confirmed", "override"}, "rules.": {"rule", "amount"},
    "clause.": {"used", "asked", "approved", "refused"},
}  # fmt: skip


def _calls(root: Path) -> Iterator[ast.expr]:
    for path in (root / "dpsdocs" / "services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="record", value=ast.Name(id="audit")), args=[_, _, what, *_]
                ):
                    yield what


def _noted(root: Path) -> set[str]:
    """The deeds as they stand in the services."""
    found = {what.value for what in _calls(root) if isinstance(what, ast.Constant)}
    for path in (root / "dpsdocs" / "services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                found |= {start + kind for kind in KINDS.get(start, ())}
    return found


def test_every_deed_has_words(root: Path) -> None:
    noted = _noted(root)
    assert {"approval.approve", "package.failed", "account.signed_in"} <= noted
    assert noted - DEEDS.keys() == set()


def test_all_words_are_about_something(root: Path) -> None:
    text = "".join(path.read_text() for path in (root / "dpsdocs" / "services").glob("*.py"))
    assert [key for key in DEEDS if f'"{key}"' not in text and key not in _noted(root)] == []


@pytest.mark.parametrize("action", sorted(DEEDS))
def test_words_are_sentences(action: str) -> None:
    assert deed(action)[0].isupper()
    assert "." not in deed(action)


def test_the_log_shows_words_only(browser: Browser) -> None:
    page = browser("admin").get("/logg").text
    assert "Logget inn" in page
    assert not any(f">{action}<" in page for action in DEEDS)
