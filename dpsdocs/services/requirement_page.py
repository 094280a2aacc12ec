"""The library of requirements as its page shows it: those that fit the services, by chapter, found by words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..domain import formats
from ..domain.answers import cleaned
from ..domain.library import Requirement
from .competitions import Opened

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter with the requirements shown, and how many of those that fit are chosen."""

    id: str
    title: str
    rows: tuple[Requirement, ...]
    chosen: int
    total: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page shows. ``everything`` is the whole library, ``text`` what was searched for."""

    chapters: tuple[Chapter, ...]
    text: str
    everything: bool
    library: int
    fitting: int

    @property
    def shown(self) -> tuple[str, ...]:
        """The requirements on the page: only these can be changed by it."""
        return tuple(r.id for chapter in self.chapters for r in chapter.rows)

    @property
    def chosen(self) -> int:
        """How many of those that fit are chosen."""
        return sum(chapter.chosen for chapter in self.chapters)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many requirements are chosen, and the numbers of those that are recommended but not chosen."""

    absolute: int
    evaluated: int
    left_out: tuple[str, ...]

    @property
    def words(self) -> str:
        """The count and what is left out: the numbers of all say nothing to a reader."""
        words = f"{self.absolute} absolutte og {self.evaluated} evaluerte krav"
        return (
            f"{words}\nAnbefalt, men ikke med: {formats.listing(self.left_out)}" if self.left_out else words
        )


def tally(opened: Opened) -> Tally:
    """The requirements chosen, fixed ones included."""
    library, chosen = opened.release.catalogue.requirements, _chosen(opened)
    taken = [r for r in library if r.id in chosen]
    services = set(opened.competition.values.get("services") or ())
    return Tally(
        sum(1 for r in taken if r.kind == "A"),
        sum(1 for r in taken if r.kind == "B"),
        tuple(r.number for r in library if r.suggested and r not in taken and _is_for(r, services)),
    )


def listing(
    opened: Opened, *, text: str = "", everything: bool = False, also: Collection[str] = ()
) -> Listing:
    """The requirements that fit the services or are chosen; ``also`` are those the page shows already."""
    library, values = opened.release.catalogue.requirements, opened.competition.values
    chosen, services = _chosen(opened), set(values.get("services") or ())

    def fits(r: Requirement) -> bool:
        return _is_for(r, services) and (r.when is None or r.when.holds(values))

    there = [r for r in library if everything or r.id in chosen or r.id in also or fits(r)]
    titles = opened.release.catalogue.chapters or {}
    words = cleaned(text)[:LONGEST].split()
    found = [r for r in there if _matches(r, titles.get(r.chapter, ""), words)]
    chapters = tuple(
        Chapter(
            chapter, titles.get(chapter, chapter), tuple(r for r in found if r.chapter == chapter),
            sum(1 for r in there if r.chapter == chapter and r.id in chosen),
            sum(1 for r in there if r.chapter == chapter),
        )
        for chapter in dict.fromkeys(r.chapter for r in found)
    )  # fmt: skip
    return Listing(chapters, " ".join(words), everything, len(library), len(there))


def _chosen(opened: Opened) -> set[str]:
    typed = opened.competition.case.answers.get("requirements", "")
    fixed = (r.id for r in opened.release.catalogue.requirements if r.fixed)
    return {*(typed if isinstance(typed, list) else ()), *fixed}


def _is_for(requirement: Requirement, services: Collection[str]) -> bool:
    return not requirement.services or bool(set(services) & set(requirement.services))


def _matches(requirement: Requirement, chapter: str, words: Collection[str]) -> bool:
    text = f"{requirement.number} {requirement.text} {requirement.documentation} {chapter}".casefold()
    return all(word.casefold() in text for word in words)
