"""What a change makes of the documents: a redline of each, and the rows of the change sheet.

Confidential documents get a redline of their own, but the open change sheet only says that they are changed.
The index and the change sheet tell of the others and are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..document.model import Document
from ..document.redline import Redline, compare
from ..domain.competition import Competition
from ..domain.identity import Same
from ..masters.adapted import applied
from ..masters.release import DocumentSpec, Release
from .change_rows import MOST_ROWS, Row, redline_rows, table_rows
from .outward import composed
from .record import Rows

FRONT = 0  # the number of documents that tell of the others
_WHOLE = "Hele dokumentet"
_OPEN = "bidders"


@dataclass(frozen=True, slots=True)
class Difference:
    """Redlines by document id, only of documents that differ, and the rows of the change sheet."""

    redlines: Mapping[str, Redline] = field(default_factory=dict)
    rows: Rows = ()


def compared(spec: DocumentSpec) -> bool:
    """Whether a document is held against its earlier version."""
    return spec.package != "internal" and spec.number != FRONT


def difference(
    competition: Competition, release: Release, before: Mapping[str, Document], after: Mapping[str, Document]
) -> Difference:
    """The documents of the version that is sent against those of now."""
    old = competition.previous
    if old is None:
        return Difference()
    day = competition.day("change_date")
    date = day.isoformat() if day else ""
    made = {key: compare(before[key], after[key], date) for key in after if key in before}
    redlines = {key: redline for key, redline in made.items() if redline.told}
    found = list(_rows(release, old, competition, redlines))
    rows = [
        {
            "id": str(number),
            "document": row.document,
            "place": row.place,
            "before": row.before,
            "after": row.after,
        }
        for number, row in enumerate(found[:MOST_ROWS], 1)
    ]
    if len(found) > MOST_ROWS:
        words = (
            f"{len(found) - MOST_ROWS} flere endringer står i dokumentene og i filene som viser endringene"
        )
        rows.append(
            {"id": "flere", "document": "Flere endringer", "place": "–", "before": "–", "after": words}
        )
    return Difference(redlines, tuple(rows))


def _rows(
    release: Release, old: Competition, new: Competition, redlines: Mapping[str, Redline]
) -> Iterator[Row]:
    was, now = ({spec.id: spec for spec in release.chosen(c) if compared(spec)} for c in (old, new))
    for spec in release.documents:
        title = release.title_of(spec, new if spec.id in now else old)
        if spec.id in now and spec.id in was:
            yield from _document_rows(spec, title, old, new, redlines.get(spec.id))
        elif spec.id in now:
            yield Row(title, _WHOLE, "Var ikke med", "Nytt dokument")
        elif spec.id in was:
            yield Row(title, _WHOLE, "Var med", "Dokumentet er tatt ut")
    yield from _file_rows(release, old, new)


def _document_rows(
    spec: DocumentSpec, title: str, old: Competition, new: Competition, redline: Redline | None
) -> Iterator[Row]:
    if spec.package != _OPEN:
        secret = "secret_sites" if spec.kind == "sites" else ""
        if redline or (secret and old.rows[secret] != new.rows[secret]):
            yield Row(title, _WHOLE, "–", "Endret. Leverandører med tilgang får den nye utgaven")
    elif redline:
        yield from redline_rows(redline, title)
    elif spec.kind == "price":
        yield from table_rows(title, "Linje", old.rows["price_lines"], new.rows["price_lines"], _line)
    elif spec.kind == "sites":
        yield from table_rows(title, "Objekt", old.rows["sites"], new.rows["sites"], _site)


def _line(row: Mapping[str, Any]) -> tuple[str, str]:
    """The name of a price line, and what may differ in it."""
    name = " ".join(filter(None, (str(row["number"]), str(row["label"]), str(row["lot_title"]))))
    return name, f"{row['quantity_text']}, enhet: {row['unit']}"


def _site(row: Mapping[str, Any]) -> tuple[str, str]:
    told = ("address", "kind", "homes", "opening", "risk", "lot_title", "buyer", "note")
    return f"{row['number']} {row['name']}", ", ".join(str(row[key]) for key in told if row[key])


def _file_rows(release: Release, old: Competition, new: Competition) -> Iterator[Row]:
    """Files that are passed through: new, taken out, or another file under the same title."""
    was, now = ({file.title: file for file in release.placed(c)} for c in (old, new))
    for title in dict.fromkeys((*was, *now)):
        if title not in was:
            yield Row(title, _WHOLE, "Var ikke med", "Nytt vedlegg")
        elif title not in now:
            yield Row(title, _WHOLE, "Var med", "Vedlegget er tatt ut")
        elif was[title].sha256 != now[title].sha256:
            yield Row(title, _WHOLE, "–", "Byttet ut med en ny fil")


def file_rows(release: Release, competition: Competition, redlines: Iterable[str]) -> Rows:
    """Rows for the index: the files of the package with a row for each redline the bidders get."""
    chosen = {spec.id: spec for spec in release.chosen(competition)}
    marked = [
        {
            "id": f"{key}-endringer", "annex": "–", "number": f"{chosen[key].number:02d}", "format": "Word",
            "title": f"{release.title_of(chosen[key], competition)}, endringer", "action": "Leser ved behov",
        }
        for key in redlines
        if chosen[key].package == _OPEN
    ]  # fmt: skip
    return tuple(sorted((*release.file_rows(competition), *marked), key=lambda row: str(row["number"])))


def documents_before(competition: Competition, release: Release) -> Mapping[str, Document]:
    """The documents of the version that is sent, as they are compared."""
    old = competition.previous
    return _documents_before(Same(old), Same(applied(release, old.case.adapted).release)) if old else {}


@lru_cache(maxsize=4)
def _documents_before(sent: Same[Competition], release: Same[Release]) -> Mapping[str, Document]:
    """Kept, since they never change."""
    return {
        spec.id: composed(release.it, sent.it, spec)
        for spec in release.it.chosen(sent.it)
        if spec.kind == "text" and compared(spec)
    }
