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
RuleState = Literal["in_force", "advice", "off"]
JudgementKind = Literal["aside", "override", "confirmed"]
AdaptedState = Literal["used", "asked", "approved"]
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
class RuleChoice:
    """UKE has switched a rule."""

    rule: str
    state: RuleState


@dataclass(frozen=True, slots=True)
class AmountChoice:
    """UKE has confirmed an amount, or set another one; ``valid_from`` names the row of its kind."""

    kind: str
    amount: Decimal
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """UKE's choices that change how rules bite. ``rules_version`` counts UKE's changes of the table of rules."""

    strict_deadline: bool = True
    rules: tuple[RuleChoice, ...] = ()
    amounts: tuple[AmountChoice, ...] = ()
    rules_version: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody has said of a finding: put aside, overridden with a second person, or confirmed.

    ``mark`` is the finding's fingerprint. ``sha256`` is the evidence in a file of its own, if any.
    """

    kind: JudgementKind
    rule: str
    mark: str
    reason: str
    by: str
    at: datetime
    evidence: str = ""
    file: str = ""
    sha256: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrialBid:
    """An invented tender of a trial run: its points, what they came to and its place, in words."""

    name: str
    price: Decimal
    points: str
    result: str
    place: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial run of the evaluation before issue. ``lot`` is empty when the competition is not divided."""

    by: str
    at: datetime
    lot: str
    model: str
    weights: str
    bids: tuple[TrialBid, ...]


@dataclass(frozen=True, slots=True)
class Adapted:
    """The text of a clause in this competition only, in the master's own writing.

    ``document`` is «bibliotek» for a clause that several documents share. ``asked`` waits for UKE, and the master's
    text stands; ``kept`` is the earlier release whose text was kept, if any.
    """

    document: str
    clause: str
    body: str
    reason: str
    by: str
    at: datetime
    state: AdaptedState = "used"
    kept: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """A draft went on with another release: from and to by version, who did it, and the clauses that were kept."""

    old: str
    new: str
    by: str
    at: datetime
    taken: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Replaces:
    """The sent version a case changes, and the hash of that version's case file.

    ``package`` is the hash of the bidders' ZIP of that version, ``sent`` when it was sent.
    """

    version: str
    sha256: str
    package: str = ""
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One competition: who, under which DPS, whom it goes to, and the answers as typed.

    ``version`` is the issue number («1.0» for the first); ``suppliers_at`` is when the list was read.
    ``replaces`` is set when suppliers already have an earlier version: then the suppliers are those who got it.
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
    replaces: Replaces | None = None
    judgements: tuple[Judgement, ...] = ()
    trials: tuple[Trial, ...] = ()
    adapted: tuple[Adapted, ...] = ()
    followed: tuple[Followed, ...] = ()

    @property
    def added(self) -> dict[str, str]:
        """The files the case passes through, by hash: their names."""
        found = {file.sha256: file.file for file in self.attachments}
        found |= {said.sha256: said.file for said in self.judgements if said.sha256}
        return found | {file.sha256: file.file for file in self.annexes}
