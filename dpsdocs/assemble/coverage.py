"""What the rules ask of the documents, item by item, and the point that answers it in this competition."""

from __future__ import annotations

from collections.abc import Iterable

from ..document.model import Document
from ..domain.competition import Competition
from ..domain.paragraphs import cited
from ..masters.release import Release
from .record import Rows, clause_places

_GONE = "Mangler i dokumentet"
_WHOLE = "Hele dokumentet"
_IN_A_ROW = 8  # a row is never split between pages, so it may not be taller than a few lines


def coverage_rows(
    release: Release, competition: Competition, documents: Iterable[Document]
) -> dict[str, Rows]:
    """``coverage``: each item of the set's coverage that is asked of this competition, and the place of its clause.

    ``coverage_absent``: a row or a few for each document with the items that are not asked, so that a reader sees that
    somebody has thought of them.
    """
    places = {document.id: clause_places(document) for document in documents}
    chosen = release.chosen(competition)
    sheets = {spec.id for spec in chosen if spec.kind != "text"}
    values = {**competition.values, "documents": tuple(spec.id for spec in chosen)}
    titles = {spec.id: release.title_of(spec, competition) for spec in release.documents}
    asked: list[dict[str, str]] = []
    absent: dict[str, dict[str, None]] = {}
    for item in release.coverage:
        place = _WHOLE if item.document in sheets else places.get(item.document, {}).get(item.clause, "")
        ref, document = cited(item.ref, competition.case.dps.regime), titles[item.document]
        if place or item.when.holds(values):
            asked.append({"ref": ref, "text": item.text, "document": document, "place": place or _GONE})
        else:
            absent.setdefault(document, {})[f"{item.text} ({ref})."] = None
    met = {
        f"{row['text']} ({row['ref']})." for row in asked
    }  # one clause or another may answer the same item
    left = {document: [words for words in items if words not in met] for document, items in absent.items()}
    return {
        "coverage": tuple({"id": str(number), **row} for number, row in enumerate(asked, 1)),
        "coverage_absent": tuple(
            {
                "id": f"{document}-{start}",
                "document": document,
                "items": " ".join(items[start : start + _IN_A_ROW]),
            }
            for document, items in left.items()
            for start in range(0, len(items), _IN_A_ROW)
        ),
    }
