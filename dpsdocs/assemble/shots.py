"""Which renders show every condition of a document both ways: samples first, then samples with some facts set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..document.model import Document
from ..domain.competition import Competition, Fact
from ..masters import solver
from ..masters.branches import Branch, branches
from ..masters.compose import compose, values_of
from ..masters.facts import INTERNAL_ROWS
from ..masters.release import DocumentSpec, Release
from ..masters.solver import Wanted
from .outward import composed
from .record import record_rows

Goal = tuple[int, bool]
Samples = Mapping[str, Competition]


@dataclass(frozen=True, slots=True)
class Shot:
    """One render of a document: a sample, and the facts that are set to something else than it says."""

    sample: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The renders of one document, what they show, and what could not be reached."""

    document: str
    shots: tuple[Shot, ...]
    goals: int
    reached: int
    missed: tuple[tuple[Branch, bool], ...]


def plan(release: Release, document: str, samples: Samples) -> Plan:
    """The fewest renders that could be found; each shows something no other before it shows."""
    every = branches(release, document)
    known = {id: values_of(release, competition) for id, competition in samples.items()}
    goals = _goals(release, every)
    left, shots = set(goals), list[Shot]()
    when = release.document(document).when
    found = {id: _decided(every, values) for id, values in known.items() if when.holds(values)}
    while (
        found
        and (best := max(found, key=lambda id: len(found[id] & left)))
        and (found[best] & left or not shots)
    ):
        shots.append(Shot(best))
        left -= found.pop(best)
    shown = [_decided(every, known[shot.sample]) for shot in shots]
    base = shots[0].sample if shots else next(iter(known), "")
    for goal in sorted(left):
        if goal in left and base and (shot := _forced(release, every, goal, base, known[base])):
            left -= _join(every, shots, shown, shot, known[base], left)
    missed = tuple((every[number], holds) for number, holds in sorted(left))
    return Plan(document, tuple(shots), len(goals), len(goals) - len(left), missed)


def _goals(release: Release, every: Sequence[Branch]) -> tuple[Goal, ...]:
    """Each condition both ways, where both are possible; a document only has to be there."""
    return tuple(
        (number, holds)
        for number, branch in enumerate(every)
        for holds in (True, False)
        if holds or branch.of != "document"
        if solver.way(release, _wanted(branch, holds)) is not None
    )


def _wanted(branch: Branch, holds: bool) -> tuple[Wanted, ...]:
    return (*(Wanted(condition) for condition in branch.place.inside), Wanted(branch.condition, holds))


def _decided(every: Sequence[Branch], values: Mapping[str, Any]) -> set[Goal]:
    """The conditions that are met when a document is made from these values, each with how it goes."""
    return {
        (number, branch.condition.holds(values))
        for number, branch in enumerate(every)
        if all(condition.holds(values) for condition in branch.place.inside)
    }


def _forced(
    release: Release, every: Sequence[Branch], goal: Goal, base: str, values: Mapping[str, Any]
) -> Shot | None:
    """The sample with as little as possible set so that one condition is met and goes its way."""
    number, holds = goal
    found = solver.way(release, _wanted(every[number], holds), near=values)
    if not found:
        return None
    facts = {key: value for key, value in found.items() if values.get(key) != value}
    return Shot(base, facts) if goal in _decided(every, {**values, **facts}) else None


def _join(
    every: Sequence[Branch], shots: list[Shot], shown: list[set[Goal]], new: Shot, values: Mapping[str, Any],
    left: set[Goal],
) -> set[Goal]:  # fmt: skip
    """Put a render into one that is there, when all that one is for still shows; else beside. What is shown then."""
    wanted = _decided(every, {**values, **new.facts}) & left
    for number, shot in enumerate(shots):
        if shot.facts and not set(shot.facts) & set(new.facts):
            facts = {**shot.facts, **new.facts}
            both = _decided(every, {**values, **facts})
            if shown[number] | wanted <= both:
                shots[number], shown[number] = Shot(shot.sample, facts), shown[number] | wanted
                return both
    shots.append(new)
    shown.append(wanted)
    return wanted


def taken(
    release: Release, competition: Competition, spec: DocumentSpec, facts: Mapping[str, Any]
) -> Document:
    """The document of one render."""
    if "release_approved" in facts:
        release = replace(release, approved=bool(facts["release_approved"]))
    given = with_facts(competition, facts)
    if spec.package != "internal":
        return composed(release, given, spec)
    rows = record_rows(given, ())
    return compose(
        release, given, spec.id, {name: rows.get(name, ()) for name in INTERNAL_ROWS if name in rows}
    )


def with_facts(competition: Competition, facts: Mapping[str, Any]) -> Competition:
    """The competition with some facts set; the rest as it is."""
    if not facts:
        return competition
    made = dict(competition.facts)
    for key, value in facts.items():
        was = made.get(key)
        made[key] = replace(was, value=value) if was else Fact(key, key, value)
    return replace(competition, facts=made)
