"""A whole set weighed: what somebody ought to look at before it is sent in, though nothing of it is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..domain.amounts import AmountRow
from ..domain.rules import Rulebook
from . import edit, lint_conditions, lint_questions, lint_text
from .reading import Sentence, sentences
from .release import ByDigest, Release
from .remarks import Remark
from .source import Source

_LOCK = re.compile(r"\blås=")
_WORD = re.compile(r"[A-Za-zÆØÅæøåéèòôü]{3,}(?:-[A-Za-zÆØÅæøå]{2,})*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\S+/\S+\.\S+")


@dataclass(frozen=True, slots=True)
class Today:
    """What a set is held against: the day, the amounts as UKE has them, and the rules."""

    day: date
    amounts: tuple[AmountRow, ...]
    book: Rulebook


def remarks(release: Release, today: Today) -> tuple[Remark, ...]:
    """What to look at, document by document, each told once."""
    found = [
        remark for spec in release.documents if spec.kind == "text" for remark in _of(release, spec.id, today)
    ]
    found += [*lint_questions.unused(release), *lint_questions.unasked(release)]
    return tuple({(r.file, r.clause, r.message, r.sentence): r for r in reversed(found)}.values())[::-1]


def unlocked(source: Source, release: Release) -> tuple[Remark, ...]:
    """Clauses whose lock nobody has chosen: they are locked until somebody does."""
    files = [(spec.id, release.masters[spec.id].file) for spec in release.documents if spec.kind == "text"]
    files += [("", f"clauses/{stem}.md") for stem in source.library()]
    return tuple(
        Remark(document, clause, file, "Ingen har valgt lås. Punktet er låst til noen velger noe annet.")
        for document, file in files
        for clause, lines in edit.sources(source.text(file)).items()
        if not _LOCK.search(lines.split("\n", 1)[0])
    )


def new_words(base: Release, release: Release) -> dict[str, Sentence]:
    """Words that stand nowhere in ``base``, each with the first sentence it stands in."""
    known = _words(ByDigest.of(base))
    found: dict[str, Sentence] = {}
    for spec in release.documents:
        if spec.kind == "text" and release.masters[spec.id] is not base.masters.get(spec.id):
            for sentence in sentences(release, spec.id):
                for word in _WORD.findall(_ADDRESS.sub(" ", sentence.text)):
                    if word.casefold() not in known:
                        found.setdefault(word, sentence)
    return found


@lru_cache(maxsize=8)
def _words(known: ByDigest) -> frozenset[str]:
    release = known.release
    return frozenset(
        word.casefold()
        for spec in release.documents
        if spec.kind == "text"
        for sentence in sentences(release, spec.id)
        for word in _WORD.findall(sentence.text)
    )


def _of(release: Release, document: str, today: Today) -> Iterator[Remark]:
    yield from lint_conditions.always(release, document)
    yield from lint_conditions.loose(release, document)
    yield from lint_text.run_out(release, document, today.amounts, today.book, today.day)
    yield from lint_text.to_review(release, document, today.day)
    yield from lint_text.differing_terms(release, document)
