"""Every Norwegian word of masters, rules and pages is in the dictionary or in our own list of words."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow  # hunspell is installed for the whole ./test only
_WORD = re.compile(r"[A-Za-zÆØÅæøåéèòôü]{3,}(?:-[A-Za-zÆØÅæøå]{2,})*")
# words in quotes are text, but those before «bilag» and «punkt» are ids; conditions of rows and columns are no text
_FIELDS = re.compile(
    r"\{\{\s*(?:\"([^\"]*)\"\s*\|(?!\s*(?:bilag|punkt)\b)[^}]*|[^}]*)\}\}|\{%.*?%\}|\{#.*?#\}|\(når [^)]*\)",
    re.DOTALL,
)
_JINJA = re.compile(r"\{\{.*?\}\}+|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_FENCE = re.compile(r"^:::+.*$|^\+\+\+$|^(?:cover|toc|title|under) =.*$|\{[a-z0-9-]+\}\s*$", re.MULTILINE)
_ROW_FIELD = re.compile(r"\{[a-z_]+(?::[a-z_]+)?\}")
_TAG = re.compile(r"<(?:script|svg|style)\b.*?</(?:script|svg|style)>|<[^>]+>", re.DOTALL)
_TITLE = re.compile(r"(?:tittel|kilde)=\"([^\"]*)\"")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\S+/\S+\.\S+|&[a-z]+;")
_SKIP = {
    "key",
    "id",
    "kind",
    "visible",
    "when",
    "pattern",
    "options_from",
    "check",
    "quantity",
    "filename",
    "file",
}
_NORWEGIAN = {"label", "hint", "why", "error", "text", "documentation", "noun", "content", "title", "lead", "short",
              "source", "action", "unit", "note", "guidance", "group", "pattern_error"}  # fmt: skip


def _strings(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, name)
    elif isinstance(value, str) and name in _NORWEGIAN and name not in _SKIP:
        yield value


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    masters = root / "templates" / "masters"
    starter = root / "templates" / "starter"
    for path in sorted((*masters.rglob("*.md"), *starter.rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        titles = " ".join(_TITLE.findall(text))
        yield path.name, _ROW_FIELD.sub(" ", _FENCE.sub(" ", _FIELDS.sub(r" \1 ", text))) + titles
    for path in (
        *sorted(masters.glob("*/*.toml")),
        *sorted(starter.glob("*.toml")),
        root / "dpsdocs" / "domain" / "rulebook.toml",
    ):
        yield (
            path.name,
            " ".join(_FIELDS.sub(" ", s) for s in _strings(tomllib.loads(path.read_text(encoding="utf-8")))),
        )
    for path in sorted((root / "templates" / "pages").rglob("*.html")):
        yield path.name, _TAG.sub(" ", _JINJA.sub(" ", path.read_text(encoding="utf-8")))


def _unknown(words: set[str]) -> set[str]:
    try:
        done = subprocess.run(
            ["hunspell", "-d", "nb_NO", "-i", "utf-8", "-l"], input="\n".join(sorted(words)), capture_output=True,
            text=True, check=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.fail("hunspell is missing: ./test installs it together with hunspell-no")
    return set(done.stdout.split())


def test_no_unknown_word(root: Path) -> None:
    known = {
        line.strip()
        for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    }
    places: dict[str, set[str]] = {}
    for name, text in _texts(root):
        for word in _WORD.findall(_ADDRESS.sub(" ", text)):
            places.setdefault(word, set()).add(name)
    wrong = {
        w: sorted(places[w]) for w in _unknown(set(places)) if w in places and not {w, w.lower()} & known
    }
    assert wrong == {}


def test_a_misspelt_word_would_be_found() -> None:
    assert _unknown({"konkurannse", "leverandøren", "tilbudsfrist"}) == {"konkurannse"}


def test_the_list_of_words_is_sorted_and_needed(root: Path) -> None:
    lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert _unknown(set(lines)) == set(lines), "these stand in the dictionary already"
