"""Whether conditions can hold: a search over the finite choices behind the facts they name.

What is not known of a fact is left open, so «never» and «always» are proofs, while «can» may be too generous.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from ..domain.competition import Catalogue
from ..domain.conditions import Condition
from ..domain.identity import Same
from ..domain.openers import openers
from ..domain.questions import Question
from .choices import compared, domain
from .facts import FACT_KEYS
from .release import Release

_MOST = 20_000
# what follows from the answers to these questions
_BEHIND = {
    "long": ("extras",), "has_lots": ("extras",), "joint": ("extras",), "has_cars": ("extras", "services"),
    "calls": ("services",),
}  # fmt: skip
_FIRST = ("extras", "services")
# when the one is true or more than nothing, so is the other
_FOLLOWS = (
    ("has_scales", "has_subcriteria"), ("extras", "confidential"), ("sites_secret", "confidential"),
    ("secret_listed", "confidential"), ("secret_file", "confidential"), ("sites_listed", "long"),
    ("sites_file", "long"),
)  # fmt: skip
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition and whether it shall hold."""

    condition: Condition
    holds: bool = True


def way(release: Release, wanted: Sequence[Wanted], near: Mapping[str, Any] | None = None) -> Values | None:
    """Values under which everything wanted is so, those of ``near`` first; None when there is no way.

    With more ways than can be tried, the first that fits is given, and an empty one when none was found in time.
    """
    if near is None:
        key = tuple((w.condition.source, w.holds) for w in wanted)
        return _way(_Wish(Same(release.catalogue), key, release, tuple(wanted)))
    return _search(release, tuple(wanted), near)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wanted of which questions: the text around says nothing of the ways."""

    catalogue: Same[Catalogue]
    key: tuple[tuple[str, bool], ...]
    release: Release = field(compare=False)
    wanted: tuple[Wanted, ...] = field(compare=False)


@lru_cache(maxsize=8192)
def _way(wish: _Wish) -> Values | None:
    return _search(wish.release, wish.wanted, {})


def _search(release: Release, wanted: tuple[Wanted, ...], near: Mapping[str, Any]) -> Values | None:
    named = frozenset(name for w in wanted for name in w.condition.names)
    for questions in (_with_gates(release, named), {}):  # the second is without what opens the questions
        opens = [gate for q in questions.values() for gate in gates(release, q)]
        asked = compared([*(w.condition for w in wanted), *opens])
        names = tuple(sorted(_free(release, named, questions), key=lambda name: (name not in _FIRST, name)))
        domains = [domain(release, name, asked, near) for name in names]
        hunt = _Hunt(names, domains, _limits(release, wanted, questions))
        if (found := hunt.go()) or not hunt.gave_up:
            return found
    return {}


@dataclass(slots=True)
class _Hunt:
    """Name by name a value that breaks no limit whose names all have one."""

    names: tuple[str, ...]
    domains: list[tuple[Any, ...]]
    limits: list[_Limit]
    left: int = _MOST
    due: list[list[_Limit]] = field(default_factory=list)

    def __post_init__(self) -> None:
        place = {name: number for number, name in enumerate(self.names)}
        self.due = [[] for _ in self.names]
        for limit in self.limits:
            at = max(
                (place[n] for name in limit.names for n in _BEHIND.get(name, (name,)) if n in place),
                default=-1,
            )
            if at >= 0:
                self.due[at].append(limit)

    @property
    def gave_up(self) -> bool:
        """Whether there was more to try."""
        return self.left <= 0

    def go(self) -> Values | None:
        """The first way, or None."""
        if not self.names:
            return {} if all(limit.keeps({}) for limit in self.limits) else None
        return self._from(0, {})

    def _from(self, at: int, values: Values) -> Values | None:
        if at == len(self.names):
            return values
        name = self.names[at]
        for value in self.domains[at]:
            self.left -= 1
            if self.left <= 0:
                return None
            tried = {**values, name: value}
            if name in _FIRST:
                tried |= {
                    k: v
                    for k, v in openers(tried, {}).items()
                    if k in _BEHIND and set(_BEHIND[k]) <= set(tried)
                }
            if all(limit.keeps(tried) for limit in self.due[at]) and (found := self._from(at + 1, tried)):
                return found
        return None


@dataclass(frozen=True, slots=True)
class _Limit:
    """Something values must agree with, and the names it looks at."""

    names: frozenset[str]
    keeps: Callable[[Values], bool]


def _limits(release: Release, wanted: Sequence[Wanted], questions: Mapping[str, Question]) -> list[_Limit]:
    found = [_Limit(w.condition.names, partial(_is_so, w)) for w in wanted]
    for question in questions.values():
        opens = gates(release, question)
        names = frozenset((question.key, *(name for gate in opens for name in gate.names)))
        found.append(_Limit(names, partial(_is_asked, question, opens)))
    every = {name for limit in found for name in limit.names}
    return found + [_Limit(frozenset((one, other)), partial(_follows, one, other))
                    for one, other in _FOLLOWS if {one, other} <= every | {"extras"}]  # fmt: skip


def _is_so(wanted: Wanted, values: Values) -> bool:
    return wanted.condition.holds(values) == wanted.holds


def _is_asked(question: Question, opens: tuple[Condition, ...], values: Values) -> bool:
    """A question that must be answered is when it is asked; one that is not asked has no answer."""
    shown, value = all(gate.holds(values) for gate in opens), values.get(question.key)
    if shown:
        return value is not None or question.optional or bool(question.required.source)
    return value is None or question.key in FACT_KEYS


def _follows(one: str, other: str, values: Values) -> bool:
    """Whether ``other`` is true when ``one`` is."""
    value = values.get(one)
    told = "secret" in (value or ()) if one == "extras" else isinstance(value, int) and value > 0
    return not told or values.get(other) is True


def _with_gates(release: Release, named: frozenset[str]) -> dict[str, Question]:
    """The questions named, and those named by what opens them."""
    found: dict[str, Question] = {}
    todo = [*named, *(key for name in named & _BEHIND.keys() for key in _BEHIND[name])]
    while todo:
        key = todo.pop()
        question = release.catalogue.questions.get(key)
        if key in found or question is None:
            continue
        found[key] = question
        todo += [name for gate in gates(release, question) for name in gate.names]
        todo += [
            k for gate in gates(release, question) for n in gate.names & _BEHIND.keys() for k in _BEHIND[n]
        ]
    return found


def gates(release: Release, question: Question) -> tuple[Condition, ...]:
    """What must hold for a question to be asked: of its page and its own."""
    section = release.catalogue.questions.section(question.section)
    both = (question.visible, section.visible) if section else (question.visible,)
    return tuple(gate for gate in both if gate.source)


def _free(release: Release, named: frozenset[str], questions: Mapping[str, Question]) -> frozenset[str]:
    """The names that get values of their own: not those that follow from others."""
    every = {*named, *questions}
    every |= {name for q in questions.values() for gate in gates(release, q) for name in gate.names}
    behind = {key for name in every & _BEHIND.keys() for key in _BEHIND[name]}
    return frozenset((every | behind) - _BEHIND.keys())
