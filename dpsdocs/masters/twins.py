"""Clauses that say nearly the same in several places, and variants of one clause that exclude each other."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..domain.conditions import Condition, parse
from . import edit, solver
from .release import Release
from .solver import Wanted
from .source import Source
from .texts import Written, written_in

ALIKE = 0.8
_FEWEST, _RUN, _MOST_WITH = 8, 3, 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Twins:
    """Clauses that say nearly the same; ``likeness`` is 1 when the words are the same in all of them."""

    one: Written
    others: tuple[Written, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Variants:
    """Clauses of one document beside each other, of which a competition gets at most one."""

    document: str
    heading: str
    clauses: tuple[Written, ...]


def twins(release: Release, source: Source) -> tuple[Twins, ...]:
    """Those of different documents, the most alike first. Short clauses are left out: they are alike by chance."""
    places: dict[str, Written] = {}
    for (document, clause), w in written_in(release, source).items():
        if w.loose:
            continue
        places.setdefault(f"bibliotek/{clause}" if w.shared else f"{document}/{clause}", w)
    words = {name: _words(w.text.body) for name, w in places.items()}
    long = {name: tuple(found) for name, found in words.items() if len(found) >= _FEWEST}
    held = {name: _held(w.text.body) for name, w in places.items()}
    alike: dict[tuple[tuple[str, ...], ...], list[str]] = defaultdict(list)
    for name, found in long.items():
        alike[found, held[name]].append(name)
    first = {name: names[0] for names in alike.values() for name in names}
    made = [Twins(places[n[0]], tuple(places[o] for o in n[1:]), 1.0) for n in alike.values() if len(n) > 1]
    for one, other in sorted(_near(long)):
        if held[one] != held[other]:
            continue  # their tables are made from different things
        apart = places[one].shared or places[other].shared or places[one].document != places[other].document
        if (
            apart
            and one == first[one] != first[other] == other
            and (likeness := _likeness(long[one], long[other]))
        ):
            made.append(Twins(places[one], (places[other],), likeness))
    made = [m for m in made if len({(w.document, w.shared) for w in (m.one, *m.others)}) == 1 + len(m.others)]
    return tuple(sorted(made, key=lambda found: -found.likeness))


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two texts are, or 0 when they are not."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    found = matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
    return found if found >= ALIKE else 0.0


def _words(body: str) -> list[str]:
    return [
        word.casefold()
        for line in body.split("\n")
        if not line.startswith(":::")
        for word in _WORD.findall(line)
    ]


def _held(body: str) -> tuple[str, ...]:
    """The lines that hold tables and boxes together, without their names."""
    fences = (line.split() for line in body.split("\n") if line.startswith(":::"))
    return tuple(" ".join((*words[:2], *words[3:])) for words in fences)


def _near(words: Mapping[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """Pairs with enough runs of words in common that they can be alike at all."""
    holding: dict[tuple[str, ...], list[str]] = defaultdict(list)
    runs = {name: {tuple(w[n : n + _RUN]) for n in range(len(w) - _RUN + 1)} for name, w in words.items()}
    for name, mine in runs.items():
        for run in mine:
            holding[run].append(name)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for names in holding.values():
        if len(names) <= _MOST_WITH:
            for pair in combinations(sorted(names), 2):
                shared[pair] += 1
    return {pair for pair, count in shared.items() if 3 * count >= min(len(runs[name]) for name in pair)}


def variants(release: Release, source: Source) -> Iterator[Variants]:
    """Neighbours under one heading whose conditions exclude each other, two by two."""
    for spec in release.documents:
        if spec.kind != "text":
            continue
        text, heading, group = (
            source.text(release.masters[spec.id].file),
            "",
            list[tuple[Written, Condition]](),
        )
        own = edit.sources(text)
        for part in (*edit.parts(text), edit.Part("heading", "", 0, 0)):
            found = (
                Written(spec.id, part.id, edit.read_source(own[part.id])) if part.kind == "clause" else None
            )
            when = parse(found.text.when) if found and found.text.when else None
            if found and when and all(_exclude(release, when, other) for _, other in group):
                group.append((found, when))
                continue
            if len(group) > 1:
                yield Variants(spec.id, heading, tuple(w for w, _ in group))
            group = [(found, when)] if found and when else []
            heading = part.text if part.kind == "heading" else heading


def _exclude(release: Release, one: Condition, other: Condition) -> bool:
    return solver.way(release, (Wanted(one), Wanted(other))) is None


def shared(text: str, clause: str, stem: str, new: str = "") -> str:
    """The file with a clause fetched from the library in place of its own; references to it follow to ``new``."""
    place = edit.part(text, clause)
    lines = text.splitlines(keepends=True)
    made = "".join([*lines[: place.start], f"::: hent {stem}\n", *lines[place.end :]])
    return re.sub(rf'"{re.escape(clause)}"(\s*\|\s*punkt\b)', rf'"{new or clause}"\1', made)


def pointed(text: str, document: str, clause: str, new: str) -> str:
    """A TOML file whose rows point at a clause of a document, pointing at its new id instead."""
    blocks = re.split(r"(?m)^(?=\[\[)", text)
    wanted = (f'document = "{document}"', f'clause = "{clause}"')
    return "".join(
        b.replace(wanted[1], f'clause = "{new}"') if all(w in b for w in wanted) else b for b in blocks
    )
