"""What the text of a master is made from: its nodes, and the facts and kinds of rows they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..domain.conditions import Condition
from .nodes import (
    BoxNode,
    ClauseNode,
    FormulaNode,
    HeadingNode,
    Node,
    SignatureNode,
    TableNode,
    TextNode,
    WideNode,
)
from .release import Release
from .template import Template


@dataclass(frozen=True, slots=True)
class Uses:
    """The facts and the kinds of rows a text names, in whatever competition."""

    facts: frozenset[str]
    rows: frozenset[str]


def walked(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every node in reading order, containers before what they hold."""
    for node in nodes:
        yield node
        if isinstance(node, ClauseNode | BoxNode | WideNode):
            yield from walked(node.nodes)


def conditions_of(node: Node) -> tuple[Condition, ...]:
    """The conditions that decide whether a node, its rows and its columns are there."""
    inside = (
        (*(row.when for row in node.rows), *(column.when for column in node.columns))
        if isinstance(node, TableNode)
        else ()
    )
    return (node.when, *inside) if isinstance(node, ClauseNode | TableNode | BoxNode | WideNode) else ()


def templates_of(node: Node) -> Iterator[Template]:
    """The texts a node holds itself."""
    match node:
        case HeadingNode() | TextNode():
            yield node.text
        case TableNode():
            yield node.caption
            yield from (column.label for column in node.columns)
            for row in node.rows:
                yield from row.cells
        case BoxNode():
            yield node.title
        case FormulaNode():
            yield from (node.before, node.numerator, node.denominator)
        case SignatureNode():
            yield from (name for _, name in node.parties)


def uses(nodes: Sequence[Node]) -> Uses:
    """What some nodes are made from, their conditions included."""
    facts, rows = set[str](), set[str]()
    for node in walked(nodes):
        facts |= {name for condition in conditions_of(node) for name in condition.names}
        for template in templates_of(node):
            facts |= {field.name for field in template.fields if field.name and not field.row}
            facts |= {name for condition in template.conditions for name in condition.names}
        if isinstance(node, TableNode) and node.rows_name:
            rows.add(node.rows_name)
    return Uses(frozenset(facts), frozenset(rows))


def clauses(release: Release, document_id: str) -> dict[str, ClauseNode]:
    """The clauses of a document of the set by id."""
    return _clauses(_Known(release.digest, document_id, release))


def clause_uses(release: Release, document_id: str) -> dict[str, Uses]:
    """What each clause of a document of the set is made from, by id."""
    return _clause_uses(_Known(release.digest, document_id, release))


@dataclass(frozen=True, slots=True)
class _Known:
    """A document of a release, known by the hash of the release."""

    digest: str
    document_id: str
    release: Release = field(compare=False)


@lru_cache(maxsize=256)
def _clauses(known: _Known) -> dict[str, ClauseNode]:
    nodes = known.release.masters[known.document_id].nodes
    return {node.id: node for node in walked(nodes) if isinstance(node, ClauseNode)}


@lru_cache(maxsize=256)
def _clause_uses(known: _Known) -> dict[str, Uses]:
    return {key: uses((node,)) for key, node in _clauses(known).items()}
