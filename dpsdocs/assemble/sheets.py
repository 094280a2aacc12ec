"""The spreadsheets of a case: the price schedule bidders fill in, and the sheet the evaluators fill in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from ..document.evaluation import EvaluationSheet, ScoredItem, SheetCriterion
from ..document.schedule import PriceLine, PriceSchedule
from ..domain.case import Criterion
from ..domain.competition import Competition
from ..masters.compose import document_meta
from ..masters.release import DocumentSpec, Release
from ..writers.xlsx import write_price_schedule
from ..writers.xlsx_evaluation import write_evaluation

Sheet = PriceSchedule | EvaluationSheet


def sheet_of(competition: Competition, release: Release, spec: DocumentSpec) -> Sheet:
    """The spreadsheet a document of the set stands for."""
    return (evaluation_sheet if spec.kind == "evaluation" else price_schedule)(competition, release, spec)


def write_sheet(sheet: Sheet) -> bytes:
    """The bytes of a spreadsheet."""
    return write_evaluation(sheet) if isinstance(sheet, EvaluationSheet) else write_price_schedule(sheet)


def price_schedule(competition: Competition, release: Release, spec: DocumentSpec) -> PriceSchedule:
    """The price schedule of a case."""
    lines = tuple(
        PriceLine(row["id"], row["label"], row["unit"], row["quantity"], row["note"])
        for row in competition.rows["price_lines"]
    )
    meta = document_meta(release, competition, spec.id)
    return PriceSchedule(spec.id, meta, lines, release.price_guidance)


def evaluation_sheet(competition: Competition, release: Release, spec: DocumentSpec) -> EvaluationSheet:
    """The evaluation sheet: the criteria that are weighted, with the evaluated requirements chosen."""
    weights: Mapping[str, Decimal] = competition.value("weights") or {}
    known = competition.case.dps.criteria
    shared = Counter(c.kind for c in known if c.id in weights)
    criteria = tuple(
        SheetCriterion(c.id, c.name, weights[c.id], _items(c, competition, alone=shared[c.kind] == 1))
        for c in known
        if c.id in weights
    )
    meta = document_meta(release, competition, spec.id)
    return EvaluationSheet(spec.id, meta, criteria, release.price_model, release.evaluation_guidance)


def _items(criterion: Criterion, competition: Competition, *, alone: bool) -> tuple[ScoredItem, ...]:
    """What gets points. Requirements know only a kind, so criteria that share one are scored as a whole."""
    if criterion.kind == "price":
        return ()
    items = tuple(
        ScoredItem(row["number"], row["text"])
        for row in competition.rows["requirements"]
        if row["kind"] == "B" and row["criterion"] == criterion.kind
    )
    return items if alone and items else (ScoredItem("", criterion.assessed or criterion.name),)
