"""What becomes of the answers of a competition when it goes on with another release. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .answers import is_blank
from .competition import Competition, unknown_answers

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Carried:
    """By key, in the order of the questions; a column of a table is named «table.column».

    ``kept`` are answers that stand, ``needed`` questions that only the new release waits for, ``aside`` answers the
    new one does not ask for, and ``unusable`` answers that were right before and are not now.
    """

    kept: tuple[str, ...]
    needed: tuple[str, ...]
    aside: tuple[str, ...]
    unusable: tuple[str, ...]

    @property
    def is_smooth(self) -> bool:
        """Whether the drafter has nothing to do and loses sight of nothing."""
        return not (self.needed or self.aside or self.unusable)


def carried(old: Competition, new: Competition, moved: Mapping[str, str] = _NONE) -> Carried:
    """What becomes of the answers: ``old`` and ``new`` are one case read by two releases.

    ``moved`` names, by old key, the key the case of ``new`` holds the answer under.
    """
    was = tuple(_answered(old))
    asked = {q.key for q in new.asked}
    wrong = dict.fromkeys(key for key in _all(new, "errors") if key not in set(_all(old, "errors")))
    unusable = tuple(key for key in wrong if not _was_blank(old, key, moved))
    broken = {key.partition(".")[0] for key in unusable}
    aside = tuple(key for key in was if moved.get(key, key) not in asked)
    kept = tuple(key for key in was if key not in aside and moved.get(key, key) not in broken)
    before = set(_all(old, "missing"))
    needed = tuple(dict.fromkeys(key for key in _all(new, "missing") if key not in before))
    known = set(_lost_columns(old))
    lost = tuple(key for key in _lost_columns(new) if key not in known and key.partition(".")[0] in asked)
    return Carried(kept, needed, (*aside, *lost), unusable)


def _answered(competition: Competition) -> Iterator[str]:
    """The questions that are asked and have an answer."""
    for q in competition.asked:
        raw = competition.case.tables.get(q.key) if q.kind == "table" else None
        if raw or (q.kind != "table" and not is_blank(competition.case.answers.get(q.key))):
            yield q.key


def _all(competition: Competition, what: str) -> Iterator[str]:
    """Questions, and columns in any row, with something that is wrong or missing."""
    yield from getattr(competition, what)
    for table, rows in competition.tables.items():
        yield from dict.fromkeys(f"{table}.{column}" for row in rows for column in getattr(row, what))


def _was_blank(old: Competition, key: str, moved: Mapping[str, str]) -> bool:
    """Whether a plain question had no answer before, under whatever key."""
    if "." in key:
        return False
    names = {key, *(was for was, now in moved.items() if now == key)}
    return all(is_blank(old.case.answers.get(name)) for name in names)


def _lost_columns(competition: Competition) -> Iterator[str]:
    """Columns with answers that the release does not have."""
    return (key for key in unknown_answers(competition.case, competition.catalogue.questions) if "." in key)
