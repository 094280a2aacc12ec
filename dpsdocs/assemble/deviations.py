"""Where a competition says something else than the masters: what is used, what waits, and rows for the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..document.lines import Line, Unit, units
from ..document.model import Document, plain
from ..domain import formats
from ..domain.case import Adapted
from ..domain.competition import Competition
from ..masters.adapted import Applied, fetching
from ..masters.release import Release
from .outward import composed
from .record import Rows

_MOST = 1500
STATES = {"used": "Tilpasset av virksomheten", "asked": "Venter på UKE", "approved": "Godkjent av UKE"}


def deviation_rows(
    made: Applied, competition: Competition, documents: Mapping[str, Document]
) -> dict[str, Rows]:
    """``deviations``: each clause with a text of its own, UKE's text, the one that is used, and who decided."""
    if not competition.case.adapted:
        return {"deviations": ()}
    base, told = made.release.pinned, _Told(made.release.pinned, competition)
    refused = {id(one.adapted) for one in made.refused}
    rows = []
    for one in competition.case.adapted:
        where = [id for id in fetching(base, one.document, one.clause) if id in documents]
        master = told.words(where[0], one.clause) if where else ""
        stands = one.state != "asked" and id(one) not in refused
        used = _words(documents[where[0]], one.clause) if where and stands else ""
        rows.append(
            {
                "id": f"{one.document}-{one.clause}-{one.state}", "document": _titles(documents, where) or "Ikke med",
                "clause": _place(documents[where[0]], one.clause) if where else one.clause,
                "master": master or "–", "used": used or ("UKEs tekst" if where else "–"),
                "reason": one.reason or "–", "decided": decided(one),
            }
        )  # fmt: skip
    return {"deviations": tuple(rows)}


def decided(one: Adapted) -> str:
    """Who made the text, whose text is kept, and who said yes."""
    words = [f"{one.by} {formats.short_moment(one.at)}."]
    if one.kept:
        words.append(f"Teksten fra malversjon {one.kept} er beholdt.")
    if one.state == "asked":
        words.append("Venter på svar fra UKE.")
    if one.state == "approved" and one.decided_at:
        words.append(f"Godkjent av {one.decided_by} {formats.short_moment(one.decided_at)}.")
        words += [one.words] if one.words else []
    return " ".join(words)


class _Told:
    """UKE's own documents of the competition, each composed once and only when asked for."""

    def __init__(self, base: Release, competition: Competition) -> None:
        self._base, self._competition = base, competition
        self._made: dict[str, Document] = {}

    def words(self, document: str, clause: str) -> str:
        """The clause as UKE's text reads here."""
        spec = self._base.document(document)
        if spec.package == "internal":
            return ""
        if document not in self._made:
            self._made[document] = composed(self._base, self._competition, spec)
        return _words(self._made[document], clause)


def _unit(document: Document, clause: str) -> Unit | None:
    return next((unit for unit in units(document) if unit.kind == "clause" and unit.id == clause), None)


def _place(document: Document, clause: str) -> str:
    unit = _unit(document, clause)
    return unit.place if unit else "Ikke med"


def _words(document: Document, clause: str) -> str:
    unit = _unit(document, clause)
    text = " ".join(_lines(unit)) if unit else ""
    return text if len(text) <= _MOST else f"{text[:_MOST].rsplit(' ', 1)[0]} …"


def _lines(unit: Unit) -> Iterator[str]:
    for part in unit.parts:
        if isinstance(part, Line):
            yield part.text
        else:
            yield " ".join(" / ".join(plain(cell) for cell in row.cells) for row in part.rows)


def _titles(documents: Mapping[str, Document], where: list[str]) -> str:
    return formats.listing([documents[id].meta.title for id in where])
