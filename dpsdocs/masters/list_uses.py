"""What a question feeds: clauses, conditions, and the facts that follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..domain.conditions import Condition
from ..domain.fixed import FIXED
from ..domain.origins import ORIGINS
from .fact_labels import FACT_LABELS
from .lists_lint import compared
from .nodes import Node
from .release import ByDigest, Release
from .uses import clause_uses, clauses, conditions_of, templates_of, walked


@dataclass(frozen=True, slots=True)
class ListUse:
    """A place that asks for a question. ``kind`` is the kind of record, or empty for a clause of ``document``."""

    kind: str
    id: str
    name: str
    document: str = ""


def used_in(release: Release, key: str) -> tuple[ListUse, ...]:
    """The clauses and conditions that use the answer to a question, in the order of the set."""
    return _index(ByDigest.of(release)).get(key, ())


def asked_for(release: Release, key: str, value: str) -> tuple[ListUse, ...]:
    """The clauses and conditions that ask for one answer to a question."""
    found = [
        ListUse(kind, id, name)
        for kind, id, name, condition in _listed(release)
        if (key, value) in compared(condition)
    ]
    for document in release.documents:
        for id, clause in clauses(release, document.id).items():
            conditions = (c for node in walked((clause,)) for c in _of(node))
            if any((key, value) in compared(condition) for condition in conditions):
                found.append(ListUse("", id, id, document.id))
    return tuple(dict.fromkeys(found))


def follows(key: str) -> tuple[str, ...]:
    """What the facts that follow from a question are called."""
    return tuple(FACT_LABELS[fact] for fact, keys in ORIGINS.items() if key in keys and fact in FACT_LABELS)


def unused(release: Release, key: str) -> bool:
    """Whether nothing in the set or the program uses the answer to a question."""
    return key not in FIXED and not used_in(release, key)


def unasked(release: Release, key: str) -> tuple[str, ...]:
    """The options of a question that no condition asks for, when no text prints the answer either."""
    question = release.catalogue.questions.get(key)
    if question is None or key in FIXED or not question.options or key in _printed(ByDigest.of(release)):
        return ()
    asked = {
        value for condition in _conditions(release) for name, value in compared(condition) if name == key
    }
    whole = any(key in c.names and not any(n == key for n, _ in compared(c)) for c in _conditions(release))
    return () if whole else tuple(o.label for o in question.options if o.value not in asked)


@lru_cache(maxsize=8)
def _index(known: ByDigest) -> Mapping[str, tuple[ListUse, ...]]:
    release, found = known.release, dict[str, tuple[ListUse, ...]]()

    def note(names: frozenset[str], use: ListUse) -> None:
        for name in names:
            if use not in found.get(name, ()):
                found[name] = (*found.get(name, ()), use)

    for kind, id, name, condition in _listed(release):
        note(condition.names, ListUse(kind, id, name))
    for document in release.documents:
        for clause, uses in clause_uses(release, document.id).items():
            note(uses.facts | uses.rows, ListUse("", clause, clause, document.id))
    return found


def _listed(release: Release) -> Iterator[tuple[str, str, str, Condition]]:
    """The conditions of lists, with the kind, id and name of each record."""
    catalogue = release.catalogue
    for section in catalogue.questions.sections:
        yield "sider", section.id, section.title, section.visible
        for q in section.questions:
            yield from (("sporsmal", q.key, q.name, condition) for condition in (q.visible, q.required))
            for column in q.columns:
                for condition in (column.visible, column.required):
                    yield "kolonner", f"{q.key}.{column.key}", f"{q.name}: {column.name}", condition
            if q.rows_of:
                yield "sporsmal", q.key, q.name, Condition(q.rows_of, frozenset({q.rows_of}), None)
    for r in catalogue.requirements:
        if r.when:
            yield "krav", r.id, f"Krav {r.number}", r.when
    for line in catalogue.price_lines:
        if line.when:
            yield "prislinjer", line.id, line.label, line.when
    for document in release.documents:
        yield "dokument", document.id, document.id, document.when
    for annex in release.annexes:
        yield "bilag", annex.id, annex.title, annex.when


def _conditions(release: Release) -> Iterator[Condition]:
    yield from (condition for _, _, _, condition in _listed(release))
    for document in release.documents:
        for node in walked(release.masters[document.id].nodes):
            yield from _of(node)


def _of(node: Node) -> Iterator[Condition]:
    yield from conditions_of(node)
    for template in templates_of(node):
        yield from template.conditions


@lru_cache(maxsize=8)
def _printed(known: ByDigest) -> frozenset[str]:
    """The names that a text prints."""
    return frozenset(
        name.name
        for document in known.release.documents
        for node in walked(known.release.masters[document.id].nodes)
        for template in templates_of(node)
        for name in template.fields
        if name.name and not name.row
    )
