"""Trying the evaluation with invented tenders before a competition is issued; closed from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from ..domain import formats, trials, workflow
from ..domain.answers import AnswerError, cleaned, decimal_value
from ..domain.evaluation import PRICE_MODELS, is_price, is_score
from ..domain.lots import Lot
from ..domain.pricing import MODEL_NAMES
from ..domain.roles import Actor
from ..domain.scoring import Bid, Part, Score, score
from ..domain.trials import FEWEST, MOST, Basis, Pause
from ..domain.turning import Turn, turn
from ..store import models
from ..store.engines import serialise
from ..store.models import now
from ..store.queries import trials as queries
from . import audit, cases, competitions
from .competitions import Opened
from .errors import Conflict, Forbidden, Invalid, NotFound
from .releases import Releases

MOST_RUNS = 100
_LONGEST = 80
_CLOSED = "Evalueringen kan ikke prøves etter at konkurransen er utstedt."
_INTERNAL = "Prøvene av evalueringen er interne."


@dataclass(frozen=True, slots=True)
class TypedBid:
    """A tender as typed: ``points`` by part."""

    name: str = ""
    price: str = ""
    points: Mapping[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(text.strip() for text in (self.name, self.price, *(self.points or {}).values()))


@dataclass(frozen=True, slots=True)
class Run:
    """A run in the list."""

    id: str
    by: str
    at: datetime
    lot: str
    model: str
    winner: str


@dataclass(frozen=True, slots=True)
class Result:
    """A run opened: the tenders as they came in, how they fare, where each comes first, and what gives pause."""

    id: str
    by: str
    at: datetime
    lot_id: str
    basis: Basis
    bids: tuple[Bid, ...]
    scores: tuple[Score, ...]
    turns: tuple[Turn, ...]
    pauses: tuple[Pause, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The places of the tenders in the list, the best first."""
        return tuple(sorted(range(len(self.bids)), key=lambda number: self.scores[number].rank))


def can_try(opened: Opened) -> bool:
    """Whether the viewer can try now: never once suppliers have, or have had, the documents."""
    open_now = workflow.is_before_issue(opened.summary.status) and opened.competition.case.replaces is None
    return opened.can_draft and open_now


def only_own(opened: Opened) -> None:
    """``Forbidden`` for those who see the competition, but not what is internal."""
    if not opened.sees_secrets:
        raise Forbidden(_INTERNAL)


def lot_of(opened: Opened, lot_id: str) -> Lot:
    """The lot with this id; the first one when it is none of the competition's."""
    lots = opened.competition.scope.lots
    return next((lot for lot in lots if lot.id == lot_id), lots[0])


def listed(session: Session, opened: Opened) -> tuple[Run, ...]:
    """The runs of the competition, the latest first."""
    only_own(opened)
    found = []
    for row, name in queries.runs(session, opened.summary.id):
        trial = trials.told(trials.unpacked(row.basis), trials.unpacked_bids(row.bids), name, row.made_at)
        found.append(Run(row.id, name, row.made_at, trial.lot, trial.model, trial.bids[0].name))
    return tuple(reversed(found))


def result(session: Session, opened: Opened, trial_id: str) -> Result:
    """One run with all it shows; reckoned on what stood when it was made."""
    only_own(opened)
    found = next((r for r in queries.runs(session, opened.summary.id) if r[0].id == trial_id), None)
    if found is None:
        raise NotFound("Prøven finnes ikke.")
    row, name = found
    basis, bids = trials.unpacked(row.basis), trials.unpacked_bids(row.bids)
    turns = tuple(turn(basis.scheme, bids, number) for number in range(len(bids)))
    return Result(
        row.id, name, row.made_at, row.lot, basis, bids, score(basis.scheme, bids), turns,
        trials.pauses(basis, bids),
    )  # fmt: skip


def by_model(found: Result) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The order of the tenders by each price model that can be reckoned: the model's name, and names by place."""
    scheme, out = found.basis.scheme, []
    for model in PRICE_MODELS:
        if model != "priced" or scheme.point_value:
            scores = score(replace(scheme, model=model), found.bids)
            order = sorted(range(len(found.bids)), key=lambda number: scores[number].rank)
            out.append((MODEL_NAMES[model], tuple(found.bids[number].name for number in order)))
    return tuple(out)


def typed_bids(found: Result) -> tuple[TypedBid, ...]:
    """The tenders of a run as they are typed, to go on from."""
    return tuple(
        TypedBid(b.name, _shown(b.price), {key: _shown(p) for key, p in b.points.items()}) for b in found.bids
    )


def _shown(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",").removesuffix(",00")


def run(
    session: Session, releases: Releases, actor: Actor, competition_id: str, lot_id: str,
    typed: Sequence[TypedBid], form_token: str,
) -> str:  # fmt: skip
    """Store a run and give its id; the same form gives the same run. ``Invalid`` names each field (1-name, 2-price)."""
    cases.writable(session, actor, competition_id)
    token = cleaned(form_token)
    serialise(session, f"form {token}")
    known = queries.by_token(session, token)
    if known is not None:
        if known.competition_id != competition_id:
            raise Conflict
        return known.id
    opened = competitions.open_answers(session, releases, actor, competition_id)
    if not can_try(opened):
        raise Conflict(_CLOSED)
    if queries.count(session, competition_id) >= MOST_RUNS:
        raise Conflict(
            f"Konkurransen har alt {MOST_RUNS} prøver. Det er plass til så mange i dokumentasjonen."
        )
    lot = lot_of(opened, lot_id)
    basis = trials.basis_of(opened.competition, lot)
    if trials.lacking(basis):
        raise Conflict(trials.lacking(basis))
    bids = read(typed, basis.scheme.parts)
    row = models.Trial(
        id=models.new_id(), competition_id=competition_id, lot=lot.id, basis=trials.packed(basis),
        bids=trials.packed_bids(bids), token=token, made_by=actor.id, made_at=now(),
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor.id, "evaluation.tried", competition_id, f"{len(bids)} tilbud")
    session.commit()
    return row.id


def read(typed: Sequence[TypedBid], parts: Sequence[Part]) -> tuple[Bid, ...]:
    """The tenders that are filled in, or ``Invalid`` with the problem of each field."""
    problems: dict[str, str] = {}
    found = [
        _bid(number, bid, parts, problems) for number, bid in enumerate(typed[:MOST], 1) if not bid.is_empty
    ]
    if len(found) < FEWEST:
        problems.setdefault("1-price", "Skriv pris og poeng for minst to oppdiktede tilbud.")
    names = [bid.name.casefold() for bid in found]
    for number, bid in enumerate(typed[:MOST], 1):
        if bid.name.strip() and names.count(" ".join(cleaned(bid.name).split()).casefold()) > 1:
            problems.setdefault(f"{number}-name", "Gi tilbudene hvert sitt navn.")
    if problems:
        raise Invalid(problems)
    return tuple(found)


def _bid(number: int, typed: TypedBid, parts: Sequence[Part], problems: dict[str, str]) -> Bid:
    name = " ".join(cleaned(typed.name).split()) or f"Tilbud {number}"
    if len(name) > _LONGEST:
        problems[f"{number}-name"] = f"Navnet er for langt. Det er plass til {_LONGEST} tegn."
    price = _number(f"{number}-price", typed.price, "Skriv evalueringsprisen.", problems)
    if price is not None and not is_price(price):
        problems[f"{number}-price"] = "Prisen må være over 0 og under 1 000 milliarder."
    points = {}
    for part in parts:
        field = f"{number}-{part.id}"
        wanted = f"Skriv poeng for {formats.lower(part.name)}, fra 0 til 10."
        value = _number(field, (typed.points or {}).get(part.id, ""), wanted, problems)
        if value is not None and not is_score(value):
            problems[field] = wanted
        points[part.id] = value or Decimal(0)
    return Bid(name, price or Decimal(1), points)


def _number(field: str, text: str, missing: str, problems: dict[str, str]) -> Decimal | None:
    """A number with at most two decimals."""
    body = cleaned(text).strip()
    if not body:
        problems[field] = missing
        return None
    try:
        value = decimal_value(body)
    except AnswerError as error:
        problems[field] = str(error)
        return None
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        problems[field] = "Skriv tallet med høyst to desimaler."
    return value
