"""What the rules ask of the documents, item by item, and the point that answers it in this competition."""

from __future__ import annotations

from collections.abc import Iterable

from ..document.model import Document
from ..domain.competition import Competition
from ..masters.release import Release
from .record import Rows, clause_places

_ABSENT = "Ikke aktuelt i denne konkurransen"
_WHOLE = "Hele dokumentet"


def coverage_rows(release: Release, competition: Competition, documents: Iterable[Document]) -> Rows:
    """One row for each item of the set's coverage, with the document and the place of its clause."""
    places = {document.id: clause_places(document) for document in documents}
    titles = {spec.id: release.title_of(spec, competition) for spec in release.documents}
    sheets = {spec.id for spec in release.chosen(competition) if spec.kind != "text"}
    return tuple(
        {
            "id": str(number), "ref": item.ref, "text": item.text,
            "document": titles[item.document],
            "place": _WHOLE if item.document in sheets else places.get(item.document, {}).get(item.clause, _ABSENT),
        }
        for number, item in enumerate(release.coverage, 1)
    )  # fmt: skip
