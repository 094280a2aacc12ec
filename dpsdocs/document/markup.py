"""The Markdown subset of masters: paragraphs, two lists, strong, italic, subscript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .model import Text

Runs = tuple[Text, ...]

_PARSER = MarkdownIt("zero", {"maxNesting": 8}).enable(["list", "emphasis", "escape", "newline"])
_LETTERED = re.compile(r"^(\s*)[a-z]\.\s", re.MULTILINE)
_SUB = re.compile(r"~([^~\s]{1,20})~")


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is one paragraph."""

    ordered: bool
    items: tuple[Runs, ...]


def parse(text: str) -> tuple[Prose | Items, ...]:
    """The blocks of some text. Whatever the subset does not know stays as it was typed."""
    tokens = _PARSER.parse(_LETTERED.sub(r"\g<1>1. ", text.replace("\u0000", "\ufffd")))
    return tuple(_blocks(tokens))


def inline(text: str) -> Runs:
    """One line of text with its emphasis."""
    return tuple(_runs(_PARSER.parseInline(text)[0].children or []))


def _blocks(tokens: Sequence[Token]) -> Iterator[Prose | Items]:
    depth, ordered = 0, False
    items: list[Runs] = []
    for token in tokens:
        if token.type.endswith("_list_open"):
            depth += 1
            if depth == 1:
                ordered, items = token.type.startswith("ordered"), []
        elif token.type.endswith("_list_close"):
            depth -= 1
            if depth == 0:
                yield Items(ordered, tuple(items))
        elif token.type == "inline":
            runs = tuple(_runs(token.children or []))
            if depth:
                items.append(runs)
            elif runs:
                yield Prose(runs)


def _runs(children: Sequence[Token]) -> Iterator[Text]:
    strong = em = 0
    for child in children:
        match child.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                em += 1
            case "em_close":
                em -= 1
            case "softbreak" | "hardbreak":
                yield Text(" ", bool(strong), bool(em))
            case _:
                yield from _subscripts(child.content, bool(strong), bool(em))


def _subscripts(content: str, strong: bool, em: bool) -> Iterator[Text]:
    for index, part in enumerate(_SUB.split(content)):
        if part:
            yield Text(part, strong, em, sub=bool(index % 2))
