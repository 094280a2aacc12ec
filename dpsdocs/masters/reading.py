"""A master read sentence by sentence, with the clause each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..document.markup import Items, Prose
from .nodes import BoxNode, ClauseNode, Node, WideNode
from .release import Release
from .template import FIELD, MARK, Template
from .uses import templates_of

_FIELD_WORDS = "…"
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ«])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document. Each field is «…»."""

    document: str
    clause: str
    file: str
    line: int
    text: str


def sentences(release: Release, document: str) -> Iterator[Sentence]:
    """The sentences of a document in reading order."""
    master = release.masters[document]
    yield from _nodes(master.nodes, Sentence(document, "", master.file, 1, ""))


def sentences_of(template: Template) -> Iterator[str]:
    """The sentences of one text, each field as «…»."""
    for block in template.blocks:
        for runs in (
            (block.runs,) if isinstance(block, Prose) else block.items if isinstance(block, Items) else ()
        ):
            text = MARK.sub(_mark, "".join(run.text for run in runs))
            yield from _SENTENCE.split(text)


def _mark(found: re.Match[str]) -> str:
    return _FIELD_WORDS if found.group(1) == FIELD else ""


def _nodes(nodes: Sequence[Node], at: Sentence) -> Iterator[Sentence]:
    for node in nodes:
        file, clause = (node.file, node.id) if isinstance(node, ClauseNode) else (at.file, at.clause)
        here = Sentence(at.document, clause, file, node.line, "")
        for template in templates_of(node):
            for text in sentences_of(template):
                if text.strip():
                    yield Sentence(here.document, here.clause, here.file, here.line, text.strip())
        if isinstance(node, ClauseNode | BoxNode | WideNode):
            yield from _nodes(node.nodes, here)
