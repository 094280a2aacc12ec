"""Trial runs of the evaluation: what they are tried on, the words of the record, and what gives pause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from . import formats
from .case import Trial, TrialBid
from .competition import Competition
from .evaluation import rounded
from .lots import Lot
from .pricing import MODEL_NAMES
from .schemes import announced, scheme_of
from .scoring import Bid, Part, Scheme, Score, Weighed, score
from .turning import Ranges, swap

FEWEST, MOST = 2, 8
_DOUBLE = 2


@dataclass(frozen=True, slots=True)
class Basis:
    """What a run is tried on: the lot by its title, the scheme as the answers stood, and the announced ranges."""

    lot: str
    scheme: Scheme
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Pause:
    """Something a run shows that one should think over."""

    title: str
    words: str


def basis_of(competition: Competition, lot: Lot) -> Basis:
    """What a run for this lot is tried on now."""
    return Basis(lot.title, scheme_of(competition, lot), announced(competition))


def lacking(basis: Basis) -> str:
    """What must be answered before anything can be tried; empty when nothing is missing."""
    scheme = basis.scheme
    if not scheme.criteria or sum(scheme.weights.values()) != 100:
        return "Vektene må være 100 % til sammen før evalueringen kan prøves."
    if scheme.model == "priced" and not scheme.point_value:
        return "Skriv hvor mye ett kvalitetspoeng er verdt, før evalueringen kan prøves."
    divided = [c for c in scheme.criteria if c.parts and sum(p.weight for p in c.parts) != 100]
    if divided:
        return f"Underkriteriene under {formats.lower(divided[0].name)} må bli 100 % før evalueringen kan prøves."
    return ""


def packed(basis: Basis) -> dict[str, Any]:
    """The basis as JSON values."""
    scheme = basis.scheme
    return {
        "lot": basis.lot, "model": scheme.model, "point_value": str(scheme.point_value),
        "criteria": [
            {"id": c.id, "name": c.name, "weight": str(c.weight), "range": [str(end) for end in basis.ranges[c.id]],
             "parts": [{"id": p.id, "name": p.name, "weight": str(p.weight)} for p in c.parts]}
            for c in scheme.criteria
        ],
    }  # fmt: skip


def unpacked(content: Mapping[str, Any]) -> Basis:
    """The basis that was packed."""
    criteria = tuple(
        Weighed(c["id"], c["name"], Decimal(c["weight"]),
                tuple(Part(p["id"], p["name"], Decimal(p["weight"])) for p in c["parts"]))
        for c in content["criteria"]
    )  # fmt: skip
    ranges = {c["id"]: (Decimal(c["range"][0]), Decimal(c["range"][1])) for c in content["criteria"]}
    return Basis(content["lot"], Scheme(content["model"], criteria, Decimal(content["point_value"])), ranges)


def packed_bids(bids: Sequence[Bid]) -> list[dict[str, Any]]:
    """The tenders as JSON values."""
    return [
        {"name": b.name, "price": str(b.price), "points": {key: str(p) for key, p in b.points.items()}}
        for b in bids
    ]


def unpacked_bids(content: Sequence[Mapping[str, Any]]) -> tuple[Bid, ...]:
    """The tenders that were packed."""
    return tuple(
        Bid(b["name"], Decimal(b["price"]), {key: Decimal(p) for key, p in b["points"].items()})
        for b in content
    )


def told(basis: Basis, bids: Sequence[Bid], by: str, at: datetime) -> Trial:
    """A run as the case carries it, the tenders in the order they came out."""
    scheme = basis.scheme
    scored = sorted(zip(bids, score(scheme, bids), strict=True), key=lambda pair: pair[1].rank)
    weights = [f"{formats.lower(c.name)} {formats.percent(c.weight)}" for c in scheme.criteria]
    model = MODEL_NAMES[scheme.model]
    if scheme.model == "priced":
        model += f" ({formats.money(scheme.point_value)} per kvalitetspoeng)"
    return Trial(
        by, at, basis.lot, model, ", ".join(weights),
        tuple(
            TrialBid(bid.name, bid.price, point_words(scheme, bid, found), result_words(scheme, found), str(found.rank))
            for bid, found in scored
        ),
    )  # fmt: skip


def point_words(scheme: Scheme, bid: Bid, found: Score) -> str:
    """The points of a tender by criterion, those of the parts in brackets."""
    shown = []
    for criterion in scheme.criteria:
        if criterion.id in found.points:
            words = f"{criterion.name} {formats.number(found.points[criterion.id], 2)}"
            if len(criterion.parts) > 1:
                parts = (
                    f"{p.name} {formats.number(bid.points.get(p.id, Decimal(0)), 2)}" for p in criterion.parts
                )
                words += f" ({', '.join(parts)})"
            shown.append(words)
    return ", ".join(shown)


def result_words(scheme: Scheme, found: Score) -> str:
    """What a tender came to: points in all, or its comparison price."""
    if scheme.model == "priced":
        return formats.money(rounded(found.total))
    return f"{formats.number(found.total)} poeng"


def pauses(basis: Basis, bids: Sequence[Bid]) -> tuple[Pause, ...]:
    """What one should think over: criteria that tell no tender from another, and weights that decide."""
    return (*_same(basis.scheme, bids), *_floor(basis.scheme, bids), *_weights(basis, bids))


def _same(scheme: Scheme, bids: Sequence[Bid]) -> Iterator[Pause]:
    scored = score(scheme, bids)
    for criterion in scheme.criteria:
        points = {s.points.get(criterion.id) for s in scored}
        if criterion.parts and len(points) == 1:
            words = "Alle tilbudene har like mange poeng. Da avgjør de andre kriteriene, og vekten har ingen virkning."
            yield Pause(f"{criterion.name} skiller ikke tilbudene", words)
        for part in criterion.parts if len(criterion.parts) > 1 and len(points) > 1 else ():
            if len({b.points.get(part.id) for b in bids}) == 1:
                words = "Alle tilbudene har like mange poeng for underkriteriet."
                yield Pause(f"{part.name} skiller ikke tilbudene", words)
    if len({b.price for b in bids}) == 1:
        yield Pause("Prisen skiller ikke tilbudene", "Alle tilbudene har samme pris.")


def _floor(scheme: Scheme, bids: Sequence[Bid]) -> Iterator[Pause]:
    """With the floor a price that is twice the lowest costs nothing more to raise."""
    lowest = min(b.price for b in bids)
    dear = [b.name for b in bids if b.price > _DOUBLE * lowest]
    if scheme.model == "linear_floor" and dear:
        names = formats.listing([f"«{name}»" for name in dear])
        words = (
            f"{names} koster mer enn dobbelt så mye som det billigste og får 0 poeng. En enda høyere pris gir "
            "ikke færre poeng."
        )
        yield Pause("Prisen har ingen virkning over det dobbelte av laveste pris", words)
    if scheme.model == "linear" and dear:
        names = formats.listing([f"«{name}»" for name in dear])
        yield Pause(
            "Noen tilbud får negative poeng for pris",
            f"{names} koster mer enn dobbelt så mye som det billigste.",
        )


def _weights(basis: Basis, bids: Sequence[Bid]) -> Iterator[Pause]:
    found = swap(basis.scheme, bids, basis.ranges)
    if found is not None:
        parts = [
            f"{formats.lower(c.name)} {formats.percent(found.weights[c.id])}" for c in basis.scheme.criteria
        ]
        words = (
            f"De kunngjorte rammene overlapper slik at vektene avgjør hvem som vinner. Med {formats.listing(parts)} "
            f"vinner «{bids[found.winner].name}». Ha en grunn for vektene dere har valgt."
        )
        yield Pause("Andre vekter innenfor rammene gir en annen vinner", words)
