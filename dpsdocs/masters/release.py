"""A release of a master set: its files read, compiled and hashed into one frozen object."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..document.model import plain
from ..domain import formats
from ..domain.competition import Catalogue, Competition
from ..domain.conditions import Condition
from ..domain.moves import Move
from ..domain.tryout import is_tryout
from . import annexes as annex_places
from . import fill
from .annexes import FORMATS, AnnexSpec, Placed
from .nodes import MasterDocument
from .source import Source


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """Where a document stands in the package, in which formats, and what the bidder does with it."""

    id: str
    number: int
    annex: int
    filename: str
    formats: tuple[str, ...]
    package: Literal["bidders", "confidential", "internal"]
    action: str
    kind: Literal["text", "price", "evaluation", "sites"]
    word_kind: Literal["locked", "review", "bidder"]
    when: Condition
    grade_basis: str = ""


@dataclass(frozen=True, slots=True)
class CoverageItem:
    """What a rule asks the documents to hold when ``when`` holds, and the clause that answers it."""

    ref: str
    text: str
    document: str
    clause: str
    when: Condition
    id: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Where the documents do what a rule asks for: a clause, and words that must stand in it."""

    document: str
    clause: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A master set ready to compose with."""

    id: str
    title: str
    version: str
    approved: bool
    digest: str
    folder: Path
    catalogue: Catalogue
    documents: tuple[DocumentSpec, ...]
    masters: Mapping[str, MasterDocument]
    coverage: tuple[CoverageItem, ...]
    terms: Mapping[str, tuple[str, ...]]
    price_guidance: tuple[str, ...]
    example_note: str
    evaluation_guidance: tuple[str, ...] = ()
    annexes: tuple[AnnexSpec, ...] = ()
    duties: Mapping[str, tuple[Duty, ...]] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    # file and id of the clauses one competition has its own text of
    adapted: frozenset[tuple[str, str]] = frozenset()
    under: Release | None = None

    @property
    def pinned(self) -> Release:
        """The release as it was frozen, also below the texts of one competition."""
        return self.under or self

    @property
    def is_tryout(self) -> bool:
        """Whether it is for trying only: nothing can be issued with it."""
        return is_tryout(self.version)

    @property
    def name(self) -> str:
        """«Vektertjenester 2026.1», with a note while UKE has not approved it."""
        note = "" if self.approved else ", foreslått tekst, ikke godkjent av UKE"
        return f"{self.title} {self.version}{note}"

    def document(self, document_id: str) -> DocumentSpec:
        """The document with this id; ``KeyError`` when the set has none."""
        for spec in self.documents:
            if spec.id == document_id:
                return spec
        raise KeyError(document_id)

    def chosen(self, competition: Competition) -> tuple[DocumentSpec, ...]:
        """The documents this competition needs, in order."""
        values = competition.values
        return tuple(spec for spec in self.documents if spec.when.holds(values))

    def title_of(self, spec: DocumentSpec, competition: Competition) -> str:
        """The document's title for this competition."""
        title = self.masters[spec.id].title
        runs = title.runs if title.is_fixed else fill.line(title, fill.Scope(competition, {}, place=spec.id))
        text = plain(runs)
        return text[:1].upper() + text[1:]

    def placed(self, competition: Competition) -> tuple[Placed, ...]:
        """The files that are passed through, with their places."""
        numbers = [spec.annex for spec in self.documents] + [spec.annex for spec in self.annexes]
        return annex_places.placed(self.annexes, max(numbers, default=0), competition)

    def annex_names(self, competition: Competition) -> dict[str, str]:
        """How documents refer to each other: «bilag 3», and the main document by name."""
        wanted = annex_places.chosen(self.annexes, competition.values)
        names = {spec.id: f"bilag\u00a0{spec.annex}" for spec in wanted}
        for spec in self.chosen(competition):
            title = self.title_of(spec, competition)
            names[spec.id] = f"bilag\u00a0{spec.annex}" if spec.annex else title.lower()
        return names

    def document_rows(self, competition: Competition) -> tuple[dict[str, Any], ...]:
        """Rows for the list of annexes: what the bidders get, and what they do with it."""
        own = [
            {
                "id": spec.id, "annex": str(spec.annex), "title": self.title_of(spec, competition),
                "format": _format_word(spec), "action": spec.action, "number": f"{spec.number:02d}",
            }
            for spec in self.chosen(competition)
            if spec.package != "internal" and spec.annex
        ]  # fmt: skip
        return _by_annex((*own, *self._added_rows(competition)))

    def file_rows(self, competition: Competition) -> tuple[dict[str, Any], ...]:
        """Rows for the index: every file the bidders get, openly or on request."""
        own = [
            {
                "id": spec.id, "annex": str(spec.annex or "–"), "title": self.title_of(spec, competition),
                "format": formats.listing([FORMATS[extension] for extension in spec.formats]),
                "action": spec.action, "number": f"{spec.number:02d}",
            }
            for spec in self.chosen(competition)
            if spec.package != "internal"
        ]  # fmt: skip
        return tuple(sorted((*own, *self._added_rows(competition)), key=lambda row: row["number"]))

    def _added_rows(self, competition: Competition) -> tuple[dict[str, Any], ...]:
        """Rows for files that are passed through, and for the pages that stand where one is missing."""
        gone = annex_places.missing(self.annexes, competition)
        found = [
            {"id": f.id, "annex": str(f.annex), "title": f.title, "number": f"{f.number:02d}",
             "format": FORMATS.get(f.extension, f.extension.upper()),
             "action": "Leser. Utleveres særskilt" if f.confidential else "Leser"}
            for f in self.placed(competition)
        ]  # fmt: skip
        found += [
            {"id": s.id, "annex": str(s.annex), "title": s.title, "number": f"{s.number:02d}", "format": "PDF",
             "action": "Leser. Mangler, se siden i bilaget"}
            for s in gone
        ]  # fmt: skip
        return tuple(found)

    def added(self, competition: Competition) -> dict[str, tuple[dict[str, Any], ...]]:
        """Rows about UKE's annexes and the agency's attachments, as masters call them."""
        return {
            "annexes": annex_places.annex_rows(self.annexes, competition),
            "attachments": annex_places.attachment_rows(self.placed(competition)),
            "secret_attachments": annex_places.secret_rows(self.placed(competition)),
        }


def _by_annex(rows: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    return tuple(sorted(rows, key=lambda row: int(row["annex"])))


def _format_word(spec: DocumentSpec) -> str:
    return formats.listing([FORMATS[extension] for extension in spec.formats])


@dataclass(frozen=True, slots=True)
class ByDigest:
    """A release as caches know it: by its digest, and without looking at the whole of it."""

    digest: str
    release: Release = field(compare=False)

    @classmethod
    def of(cls, release: Release) -> ByDigest:
        """The release as it is known."""
        return cls(release.digest, release)


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file of the set but its samples."""
    return digest_of(Source(folder))


def digest_of(source: Source) -> str:
    """SHA-256 over the names and bytes of every file but the samples, changed texts among them."""
    total = hashlib.sha256()
    for name in source.names():
        data = source.data(name)
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()
