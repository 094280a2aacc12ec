"""Documents that leave the house, made from nothing but what may be told outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..document.model import Document
from ..domain.competition import Competition
from ..masters.compose import compose
from ..masters.facts import CONFIDENTIAL_ROWS, INTERNAL_ROWS
from ..masters.release import DocumentSpec, Release
from .record import Rows


def composed(
    release: Release, competition: Competition, spec: DocumentSpec, rows: Mapping[str, Rows] | None = None
) -> Document:
    """A document that leaves the house, made from what it may tell."""
    return compose(release, _told(competition, spec.package), spec.id, rows or {})


def _told(competition: Competition, package: str) -> Competition:
    """What a document outside the house is made from: what is not there cannot slip out, it becomes a gap."""
    facts = {
        key: fact
        for key, fact in competition.facts.items()
        if not fact.internal
        and not (fact.confidential and package == "bidders")
        and not (fact.question is not None and fact.question.kind == "table")
    }
    hidden = INTERNAL_ROWS | (CONFIDENTIAL_ROWS if package == "bidders" else frozenset())
    rows = {name: rows for name, rows in competition.rows.items() if name not in hidden}
    return replace(competition, facts=facts, rows=rows, tables={})
