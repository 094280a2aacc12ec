"""Where a document branches: conditions with those they stand inside, and references with what they point at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..document.markup import Prose
from ..domain.conditions import Condition
from .nodes import (
    BoxNode,
    ClauseNode,
    FormulaNode,
    HeadingNode,
    Node,
    SignatureNode,
    TableNode,
    WideNode,
)
from .release import Release
from .template import ENDIF, FIELD, IF, MARK, Template
from .uses import templates_of

Inside = tuple[Condition, ...]
_NAMED = (ClauseNode, TableNode, BoxNode, FormulaNode, SignatureNode)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: document, clause, file and line, and the conditions that must hold for it to be read.

    ``clause`` is the block itself when it stands outside the clauses.
    """

    document: str
    clause: str
    file: str
    line: int
    inside: Inside


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition that decides what a document says. ``of`` is what it decides about."""

    place: Place
    condition: Condition
    of: Literal["document", "clause", "part", "words"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a heading or clause of the same document, or to a document."""

    place: Place
    kind: Literal["punkt", "bilag"]
    target: str


def branches(release: Release, document: str) -> tuple[Branch, ...]:
    """Every condition of a document, in reading order."""
    found = [item for item in _everything(release, document) if isinstance(item, Branch)]
    when = release.document(document).when
    own = Place(document, "", release.masters[document].file, 1, ())
    return (*((Branch(own, when, "document"),) if when.source else ()), *found)


def references(release: Release, document: str) -> tuple[Reference, ...]:
    """Every reference of a document, in reading order."""
    return tuple(item for item in _everything(release, document) if isinstance(item, Reference))


def standing(release: Release, document: str) -> dict[str, tuple[Inside, ...]]:
    """For each heading, clause and loose block the conditions under which it stands: all of one of these."""
    found: dict[str, list[Inside]] = {}
    above: dict[int, str] = {}

    def look(nodes: Sequence[Node], inside: Inside) -> None:
        for node in nodes:
            if isinstance(node, HeadingNode):
                for level in [level for level in above if level >= node.level]:
                    del above[level]
                above[node.level] = node.id
                found.setdefault(node.id, [])
                continue
            within = (*inside, *_own(node))
            if isinstance(node, WideNode):
                look(node.nodes, within)
                continue
            for id in (*above.values(), *((node.id,) if isinstance(node, _NAMED) else ())):
                found.setdefault(id, []).append(within)

    look(release.masters[document].nodes, ())
    return {id: tuple(dict.fromkeys(every)) for id, every in found.items()}


def _everything(release: Release, document: str) -> Iterator[Branch | Reference]:
    when = release.document(document).when
    start = Place(document, "", release.masters[document].file, 1, (when,) if when.source else ())
    yield from _nodes(release.masters[document].nodes, start)


def _nodes(nodes: Sequence[Node], place: Place) -> Iterator[Branch | Reference]:
    for node in nodes:
        file = node.file if isinstance(node, ClauseNode) else place.file
        clause = place.clause or (node.id if isinstance(node, _NAMED) else "")
        here = Place(place.document, clause, file, node.line, place.inside)
        own = _own(node)
        for condition in own:
            yield Branch(here, condition, "clause" if isinstance(node, ClauseNode) else "part")
        within = _within(here, own)
        if isinstance(node, TableNode):
            yield from _table(node, within)
        else:
            for template in templates_of(node):
                yield from _template(template, within)
        if isinstance(node, ClauseNode | BoxNode | WideNode):
            yield from _nodes(node.nodes, within)


def _own(node: Node) -> Inside:
    when = getattr(node, "when", None)
    return (when,) if isinstance(when, Condition) and when.source else ()


def _within(place: Place, more: Inside) -> Place:
    return Place(place.document, place.clause, place.file, place.line, (*place.inside, *more))


def _table(node: TableNode, place: Place) -> Iterator[Branch | Reference]:
    yield from _template(node.caption, place)
    for column in node.columns:
        yield from _part(column.when, (column.label,), place)
    for row in node.rows:
        yield from _part(row.when, row.cells, place)


def _part(when: Condition, templates: Sequence[Template], place: Place) -> Iterator[Branch | Reference]:
    own = (when,) if when.source else ()
    if own:
        yield Branch(place, when, "part")
    for template in templates:
        yield from _template(template, _within(place, own))


def _template(template: Template, place: Place) -> Iterator[Branch | Reference]:
    inside: Inside = ()
    for block in template.blocks:
        for runs in (block.runs,) if isinstance(block, Prose) else block.items:
            for run in runs:
                for mark in MARK.finditer(run.text):
                    if mark.group(1) == ENDIF:
                        inside = ()
                    elif mark.group(1) == IF:
                        inside = (template.conditions[int(mark.group(2))],)
                        yield Branch(place, inside[0], "words")
                    elif mark.group(1) == FIELD:
                        yield from _reference(template, int(mark.group(2)), _within(place, inside))


def _reference(template: Template, number: int, place: Place) -> Iterator[Reference]:
    field = template.fields[number]
    for kind in ("punkt", "bilag"):
        if field.literal and field.filters[:1] == (kind,):
            yield Reference(place, kind, field.literal)
