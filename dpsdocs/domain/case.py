"""A case: everything one competition is made from, and its JSON form, the case file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from .answers import Raw

FORMAT = "dpsdocs/case/1"
Regime = Literal["foa3", "foa2"]
CriterionKind = Literal["price", "quality", "environment"]
REGIMES = {
    "foa3": "Anskaffelsesforskriften del III",
    "foa2": "Anskaffelsesforskriften del II (særlige tjenester)",
}


@dataclass(frozen=True, slots=True)
class Agency:
    """The contracting authority."""

    name: str
    org_number: str
    address: str
    postal: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """An announced award criterion with its weight range in percent and what the notice says of it."""

    id: str
    name: str
    kind: CriterionKind
    minimum: Decimal
    maximum: Decimal
    assessed: str
    documentation: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Which groups of fields of a DPS record UKE has confirmed."""

    validity: bool = False
    regime: bool = False
    criteria: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The groups that are not confirmed, in Norwegian."""
        groups = {
            "gyldighet": self.validity,
            "regelverk": self.regime,
            "tildelingskriterier": self.criteria,
        }
        return tuple(name for name, done in groups.items() if not done)


@dataclass(frozen=True, slots=True)
class Dps:
    """A dynamic purchasing system as UKE has recorded it."""

    reference: str
    title: str
    owner: str
    valid_from: date
    valid_to: date
    regime: Regime
    cpv: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    contact_name: str
    contact_email: str
    cpv_main: str = "79710000"
    announced: date | None = None
    notice_id: str = ""
    categories: tuple[str, ...] = ()
    confirmed: Confirmed = Confirmed()
    penalty_terms: str = ""


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier admitted to the DPS on the day the list was read."""

    name: str
    org_number: str
    admitted_from: date
    admitted_until: date | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table as typed. The id is unique in its table and never changes."""

    id: str
    answers: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file the agency adds to the package, known by its hash; ``file`` is its name."""

    title: str
    file: str
    sha256: str
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """UKE's own file for an annex slot of the master set, passed through unchanged."""

    annex: str
    file: str
    sha256: str


Tables = Mapping[str, tuple[TableRow, ...]]


@dataclass(frozen=True, slots=True)
class Settings:
    """UKE's choices that change how rules bite."""

    strict_deadline: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One competition: who, under which DPS, whom it goes to, and the answers as typed.

    ``version`` is the issue number («1.0» for the first); ``suppliers_at`` is when the list was read.
    """

    agency: Agency
    dps: Dps
    suppliers: tuple[Supplier, ...]
    suppliers_at: datetime
    answers: Mapping[str, Raw] = field(default_factory=dict)
    tables: Tables = field(default_factory=dict)
    attachments: tuple[AttachedFile, ...] = ()
    annexes: tuple[AnnexFile, ...] = ()
    release: str = "vektertjenester"
    version: str = "1.0"
    draft: bool = False
    example: bool = False
    settings: Settings = Settings()

    @property
    def added(self) -> dict[str, str]:
        """The files the case passes through, by hash: their names."""
        found = {file.sha256: file.file for file in self.attachments}
        return found | {file.sha256: file.file for file in self.annexes}
