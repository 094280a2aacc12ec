"""The spreadsheets of a case: what bidders price, what the evaluators fill in, and lists too long for a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..document.evaluation import EvaluatedLot, EvaluationSheet, ScoredItem, SheetCriterion
from ..document.schedule import PriceLine, PricePart, PriceSchedule, SiteList
from ..domain import formats
from ..domain.case import Criterion
from ..domain.competition import Competition
from ..domain.lots import Lot, weights_of
from ..domain.rows import AnsweredRow
from ..domain.schemes import scheme_of, subcriteria
from ..masters.compose import document_meta
from ..masters.release import DocumentSpec, Release
from ..writers.xlsx import write_price_schedule
from ..writers.xlsx_evaluation import write_evaluation
from ..writers.xlsx_tables import write_sites

Sheet = PriceSchedule | EvaluationSheet | SiteList
_SITE_COLUMNS = (
    ("number", "Nr.", 8), ("lot_title", "Delkontrakt", 28), ("name", "Objekt", 34), ("address", "Adresse", 36),
    ("kind", "Type", 24), ("homes", "Boliger", 10), ("opening", "Åpningstid", 26), ("risk", "Risikoklasse", 14),
    ("buyer", "Virksomhet", 26), ("note", "Merknad", 30), ("secret_note", "Skjermet merknad", 34),
)  # fmt: skip
_SITE_GUIDANCE = {
    "bidders": "Objektene hører til kravspesifikasjonen. Skjermede objekter står bare i det skjermede bilaget.",
    "confidential": "Arket er skjermet. Det skal bare gis til personer som trenger det for å utarbeide tilbudet.",
}


def sheet_of(competition: Competition, release: Release, spec: DocumentSpec) -> Sheet:
    """The spreadsheet a document of the set stands for."""
    match spec.kind:
        case "evaluation":
            return evaluation_sheet(competition, release, spec)
        case "sites":
            return site_list(competition, release, spec)
    return price_schedule(competition, release, spec)


def write_sheet(sheet: Sheet) -> bytes:
    """The bytes of a spreadsheet."""
    match sheet:
        case EvaluationSheet():
            return write_evaluation(sheet)
        case SiteList():
            return write_sites(sheet)
    return write_price_schedule(sheet)


def price_schedule(competition: Competition, release: Release, spec: DocumentSpec) -> PriceSchedule:
    """The price schedule of a case, one part for each lot."""
    parts = tuple(
        PricePart(
            lot.short, lot.title,
            tuple(PriceLine(x.number, x.label, x.unit, x.quantity, x.note) for x in competition.scope.lines_of(lot)),
        )
        for lot in competition.scope.lots
    )  # fmt: skip
    return PriceSchedule(spec.id, document_meta(release, competition, spec.id), parts, release.price_guidance)


def site_list(competition: Competition, release: Release, spec: DocumentSpec) -> SiteList:
    """The open sites, or the confidential ones for the confidential part; columns nobody uses are left out."""
    rows = competition.rows["secret_sites" if spec.package == "confidential" else "sites"]
    alone = not competition.value("joint")
    used = [
        (key, head, width) for key, head, width in _SITE_COLUMNS
        if any(_site_cell(row, key) for row in rows) and not (alone and key == "buyer")
    ]  # fmt: skip
    guidance = (_SITE_GUIDANCE["confidential" if spec.package == "confidential" else "bidders"],)
    return SiteList(
        spec.id, document_meta(release, competition, spec.id), tuple(head for _, head, _ in used),
        tuple(width for _, _, width in used), tuple(tuple(_site_cell(r, key) for key, _, _ in used) for r in rows),
        guidance,
    )  # fmt: skip


def _site_cell(row: Mapping[str, Any], key: str) -> str | int:
    value: str | int = row["homes_number"] if key == "homes" else row[key]
    return value


def evaluation_sheet(competition: Competition, release: Release, spec: DocumentSpec) -> EvaluationSheet:
    """The evaluation sheet: lot by lot the criteria that are weighted, with the evaluated requirements chosen."""
    schemes = [(lot, scheme_of(competition, lot)) for lot in competition.scope.lots]
    lots = tuple(
        EvaluatedLot(lot.number, lot.title, _criteria(competition, lot), scheme.point_value)
        for lot, scheme in schemes
    )
    meta = document_meta(release, competition, spec.id)
    return EvaluationSheet(spec.id, meta, lots, schemes[0][1].model, release.evaluation_guidance)


def _criteria(competition: Competition, lot: Lot) -> tuple[SheetCriterion, ...]:
    weights: Mapping[str, Decimal] = weights_of(lot, competition.value("weights") or {})
    known = competition.case.dps.criteria
    shared = Counter(c.kind for c in known if c.id in weights)
    return tuple(
        SheetCriterion(c.id, c.name, weights[c.id], _items(c, competition, lot, alone=shared[c.kind] == 1))
        for c in known
        if c.id in weights
    )


def _items(
    criterion: Criterion, competition: Competition, lot: Lot, *, alone: bool
) -> tuple[ScoredItem, ...]:
    """What gets points: the sub-criteria, else the evaluated requirements.

    Requirements know only a kind, so criteria that share one are scored as a whole.
    """
    if criterion.kind == "price":
        return ()
    parts = tuple(_part(row) for row in subcriteria(competition, criterion))
    if parts:
        return parts
    items = tuple(
        ScoredItem(row["number"], row["text"])
        for row in competition.rows["requirements"]
        if row["kind"] == "B" and row["criterion"] == criterion.kind and lot.id in (row["lots"] or (lot.id,))
    )
    return items if alone and items else (ScoredItem("", criterion.assessed or criterion.name),)


def _part(row: AnsweredRow) -> ScoredItem:
    weight: Decimal = row.value("weight") or Decimal(0)
    text = f"{row.name} ({formats.percent(weight)}): {row.value('assessed') or ''}"
    scale = str(row.value("scale") or "")
    return ScoredItem("", f"{text} Skala: {scale}" if scale else text, weight, bool(scale))
