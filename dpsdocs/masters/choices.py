"""The values a fact can have, as far as some conditions tell them apart; open where nothing is known of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from ..domain.case import REGIMES
from ..domain.conditions import Condition
from ..domain.openers import OPENERS
from ..domain.pricing import MODEL_NAMES
from ..domain.questions import Question
from .facts import FACT_KEYS
from .release import Release

_OPENING = {"extras": ("places", "lots", "buyers", "cars"), "services": ("patrol",)}
_TRUTHS = OPENERS | {"release_approved"}
_CLOSED: Mapping[str, tuple[str, ...]] = {"regime": tuple(REGIMES), "pricing": tuple(MODEL_NAMES)}
_SETS = frozenset({"choices", "cpv"})
_NUMBERS = frozenset({"whole", "decimal", "money", "percent"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a condition compares a fact with: words it looks for in it, and values it is held against."""

    inside: frozenset[str]
    against: frozenset[Any]


def compared(conditions: Sequence[Condition]) -> dict[str, Asked]:
    """What some conditions compare each name with."""
    inside: dict[str, set[str]] = {}
    against: dict[str, set[Any]] = {}
    for source in {c.source for c in conditions if c.source}:
        looked_for, held_against = _compared(source)
        for name, word in looked_for:
            inside.setdefault(name, set()).add(word)
        for name, value in held_against:
            against.setdefault(name, set()).add(value)
    return {
        name: Asked(frozenset(inside.get(name, ())), frozenset(against.get(name, ())))
        for name in {*inside, *against}
    }


@lru_cache(maxsize=4096)
def _compared(source: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, Any], ...]]:
    """The words looked for in each name, and the values each is held against."""
    inside: list[tuple[str, str]] = []
    against: list[tuple[str, Any]] = []
    for node in ast.walk(ast.parse(source, mode="eval")):
        if not isinstance(node, ast.Compare):
            continue
        left, right = node.left, node.comparators[0]
        if isinstance(left, ast.Constant) and isinstance(right, ast.Name):
            inside.append((right.id, str(left.value)))
        elif isinstance(left, ast.Name):
            found = right.elts if isinstance(right, ast.List | ast.Tuple) else [right]
            against += [(left.id, c.value) for c in found if isinstance(c, ast.Constant)]
    return tuple(inside), tuple(against)


def domain(
    release: Release, name: str, asked: Mapping[str, Asked], near: Mapping[str, Any]
) -> tuple[Any, ...]:
    """The values a fact can have, as far as the conditions tell them apart."""
    said, question = asked.get(name, Asked(frozenset(), frozenset())), release.catalogue.questions.get(name)
    if name in _TRUTHS or name.startswith("has_"):
        found: list[Any] = [True, False]
    elif name in _CLOSED:
        found = list(_CLOSED[name])
    elif question is None or name in FACT_KEYS:
        found = _open(said)
    else:
        found = _of_question(release, question, said)
    if name in near and near[name] not in found:
        found.insert(0, near[name])
    elif name in near:
        found.remove(near[name])
        found.insert(0, near[name])
    return tuple(found)


def _open(said: Asked) -> list[Any]:
    """A fact nothing is known of: all it is compared with, what lies between, something else, and nothing."""
    if said.inside:
        return [*_subsets(said.inside), None]
    found: list[Any] = []
    for value in sorted(said.against, key=str):
        if isinstance(value, bool):
            found += [value, not value]
        elif isinstance(value, int | float):
            found += [value, value - 1, value + 1]
        else:
            found.append(value)
    return [*dict.fromkeys(found), *([] if any(isinstance(v, bool) for v in found) else ["noe annet"]), None]


def _of_question(release: Release, question: Question, said: Asked) -> list[Any]:
    if question.kind == "yesno":
        return [True, False, None]
    if question.kind in _SETS:
        words = frozenset((*said.inside, *_OPENING.get(question.key, ())))
        known = _options(release, question)
        return [*_subsets(frozenset(w for w in words if known is None or w in known)), None]
    if question.kind == "choice":
        known = _options(release, question)
        return [*(known if known is not None else (*said.against, "noe annet")), None]
    if question.kind in _NUMBERS:
        found = [n for v in said.against if isinstance(v, int | float) for n in (v, v - 1, v + 1)]
        low, high = float(question.minimum or "0"), float(question.maximum or "inf")
        # nought is an answer that says no: one that says yes has to be there too
        kept = [n for n in dict.fromkeys((*found, low, low + 1)) if low <= n <= high]
        return [*kept, None]
    return _open(said)


def _options(release: Release, question: Question) -> tuple[str, ...] | None:
    """The closed list a question chooses from; None when it depends on the competition."""
    catalogue = release.catalogue
    lists: dict[str, Sequence[str]] = {
        "": [o.value for o in question.options],
        "services": [s.id for s in catalogue.services],
        "requirements": [r.id for r in catalogue.requirements],
        "documents": [o.value for o in catalogue.documents],
        "price_models": catalogue.price_models,
        "units": [u.id for u in catalogue.units],
    }
    found = lists.get(question.options_from)
    return None if found is None else tuple(found)


def _subsets(words: frozenset[str]) -> Iterator[tuple[str, ...]]:
    ordered = sorted(words)[:10]
    for picks in product((True, False), repeat=len(ordered)):
        yield tuple(word for word, pick in zip(ordered, picks, strict=True) if pick)
