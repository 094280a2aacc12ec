"""The office convention as text: yellow and brackets become places to fill in, red in brackets becomes guidance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from .word_file import Run

NAMELESS = "Fyll ut"
LONGEST_SLOT = 120
_GUIDE = re.compile(r"\[([^\[\]]*)\]")
_ANGLED = re.compile(r"<<\s*\[?([^<>\[\]]{1,120})\]?\s*>>|\{\{\s*\[?([^{}\[\]|]{1,120})\]?(?:\|[^{}]*)?\}\}")
_DOUBLE = re.compile(r"\[\s*\[([^\[\]]*)\]\s*\]")
_BLANK = re.compile(r"_{3,}|\.{5,}|…{2,}|\[[\s._…-]*\]")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_SPECIAL = re.compile(r"([\\*_~])")
_START = re.compile(r"^(?:([#+:-])|(\d{1,9}|[a-z])([.)])(?=\s))")
_PRIVATE = re.compile("[\ue000-\uf8ff\u0000-\u0008\u000b-\u001f]")


@dataclass(frozen=True, slots=True)
class Marked:
    """The words of a paragraph or cell, the places to fill in by name, and what was beside the text."""

    text: str
    slots: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    adaptable: bool = False
    partly: bool = False


def marked(runs: Iterable[Run]) -> Marked:
    """The runs as one line of text in brackets and emphasis."""
    made, guidance = list[str](), list[str]()
    red = plain = False
    for (mark, slot), group in groupby((_tame(run) for run in runs), key=lambda run: (run.mark, run.slot)):
        pieces = list(group)
        words = "".join(run.text for run in pieces)
        if slot and len(words) <= LONGEST_SLOT:
            made.append(_slot(slot, words))
        elif mark == "fill" and len(words) <= LONGEST_SLOT:
            made.append(_slot(words, words))
        else:
            if mark == "adapt":
                pieces, told = _without_guidance(pieces)
                guidance += told
            has_words = any(run.text.strip() for run in pieces)
            red = red or (bool(mark) and has_words)
            plain = plain or (not mark and has_words)
            made.append(_emphasised(pieces))
    text = " ".join(_brackets("".join(made)).replace("****", "").split(" ")).strip()
    text = re.sub(r" {2,}", " ", text)
    slots = tuple(dict.fromkeys(found[1] for found in _BRACKET.finditer(text)))
    return Marked(text, slots, tuple(guidance), red, red and plain)


def opens_guidance(runs: Iterable[Run]) -> bool:
    """Whether a paragraph is red all through and begins guidance that ends in a later one."""
    found = [run for run in runs if run.text.strip()]
    text = "".join(run.text for run in found).strip()
    return bool(found) and all(r.mark == "adapt" for r in found) and text.startswith("[") and "]" not in text


def line(text: str) -> str:
    """A paragraph that cannot be taken for a list, a heading or a fence."""
    return _START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def markdown(text: str, *, strong: bool = False, em: bool = False, sub: bool = False) -> str:
    """Letters with their emphasis; signs that would mean something are kept as signs."""
    inner = text.strip()
    if not inner:
        return text
    made = _SPECIAL.sub(r"\\\1", inner)
    made = f"~{inner}~" if sub and " " not in inner and "~" not in inner else made
    sign = ("**" if strong else "") + ("*" if em else "")
    at = text.index(inner)
    return f"{text[:at]}{sign}{made}{sign[::-1]}{text[at + len(inner) :]}"


def _tame(run: Run) -> Run:
    """A run without signs the program uses itself."""
    return replace(run, text=_PRIVATE.sub("", run.text), slot=" ".join(run.slot.split()))


def _slot(name: str, words: str) -> str:
    inner = " ".join(re.sub(r"[\[\]<>{}\"*|]", " ", name).split()).strip(" .:_…")
    before = words[: len(words) - len(words.lstrip())]
    after = words[len(words.rstrip()) :] if words.strip() else ""
    return f"{before}[{inner[:LONGEST_SLOT] or NAMELESS}]{after}"


def _without_guidance(pieces: list[Run]) -> tuple[list[Run], list[str]]:
    whole = "".join(run.text for run in pieces)
    spans = [found.span() for found in _GUIDE.finditer(whole)]
    kept, at = [], 0
    for run in pieces:
        letters = (c for n, c in enumerate(run.text, at) if not any(a <= n < b for a, b in spans))
        kept.append(replace(run, text="".join(letters)))
        at += len(run.text)
    return kept, [" ".join(whole[a + 1 : b - 1].split()) for a, b in spans]


def _emphasised(pieces: list[Run]) -> str:
    def looks(run: Run) -> tuple[bool, bool, bool]:
        return run.bold, run.italic, run.sub

    made = []
    for (bold, italic, sub), group in groupby(pieces, key=looks):
        text = "".join(run.text for run in group)
        made.append("".join(_around_blanks(text, bold, italic, sub)))
    return "".join(made)


def _around_blanks(text: str, bold: bool, italic: bool, sub: bool) -> Iterator[str]:
    """The text with lines to write on as places to fill in."""
    at = 0
    for found in _BLANK.finditer(text):
        yield markdown(text[at : found.start()], strong=bold, em=italic, sub=sub)
        yield f"[{NAMELESS}]"
        at = found.end()
    yield markdown(text[at:], strong=bold, em=italic, sub=sub)


def _brackets(text: str) -> str:
    """Angles and double brackets as single ones, without emphasis inside."""
    text = _DOUBLE.sub(r"[\1]", _ANGLED.sub(lambda m: f"[{(m[1] or m[2]).strip()}]", text))
    return _BRACKET.sub(lambda m: f"[{_inner(m[1])}]", text)


def _inner(words: str) -> str:
    plain = re.sub(r"\\(.)", r"\1", words).replace("**", "").replace("*", "")
    return " ".join(plain.replace('"', "").split()) or NAMELESS
