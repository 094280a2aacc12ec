"""What the rules ask of the documents, item by item, and the point that answers it in this competition."""

from __future__ import annotations

from collections.abc import Iterable

from ..document.model import Document
from ..domain.competition import Competition
from ..domain.paragraphs import cited
from ..masters.release import CoverageItem, Release
from .record import Rows, clause_places

_ABSENT = "Ikke aktuelt i denne konkurransen"
_GONE = "Mangler i dokumentet"
_WHOLE = "Hele dokumentet"


def coverage_rows(release: Release, competition: Competition, documents: Iterable[Document]) -> Rows:
    """One row for each item of the set's coverage, with the document and the place of its clause."""
    places = {document.id: clause_places(document) for document in documents}
    titles = {spec.id: release.title_of(spec, competition) for spec in release.documents}
    chosen = release.chosen(competition)
    sheets = {spec.id for spec in chosen if spec.kind != "text"}
    values = {**competition.values, "documents": tuple(spec.id for spec in chosen)}

    def place(item: CoverageItem) -> str:
        if item.document in sheets:
            return _WHOLE
        missing = _GONE if item.when.holds(values) else _ABSENT
        return places.get(item.document, {}).get(item.clause, missing)

    return tuple(
        {
            "id": str(number),
            "ref": cited(item.ref, competition.case.dps.regime),
            "text": item.text,
            "document": titles[item.document],
            "place": place(item),
        }
        for number, item in enumerate(release.coverage, 1)
    )
