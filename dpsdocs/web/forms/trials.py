"""Invented tenders as fields: a group for each tender, with a field for its name, its price and each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpsdocs.domain.scoring import Part
from dpsdocs.domain.trials import MOST
from dpsdocs.services.trials import TypedBid

from .shown import Shown

FIRST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class BidFields:
    """The fields of one tender."""

    number: int
    fields: tuple[Shown, ...]


def bid_fields(
    typed: Sequence[TypedBid], parts: Sequence[Part], problems: Mapping[str, str], count: int
) -> tuple[BidFields, ...]:
    """The groups, as many as asked for and at least those that are typed."""
    shown = min(MOST, max(FIRST_SHOWN, count, len(typed)))
    filled = (*typed, *(TypedBid() for _ in range(shown)))[:shown]
    return tuple(_group(number, bid, parts, problems) for number, bid in enumerate(filled, 1))


def _group(number: int, bid: TypedBid, parts: Sequence[Part], problems: Mapping[str, str]) -> BidFields:
    points = bid.points or {}

    def field(key: str, kind: str, label: str, value: str, **looks: bool) -> Shown:
        name = f"{number}-{key}"
        return Shown(name, kind, label, value, error=problems.get(name, ""), **looks)  # type: ignore[arg-type]

    return BidFields(number, (
        field("name", "line", "Navn", bid.name, optional=True),
        field("price", "money", "Evalueringspris", bid.price),
        *(field(part.id, "decimal", f"Poeng: {part.name}", points.get(part.id, "")) for part in parts),
    ))  # fmt: skip


def read(sent: Mapping[str, str], parts: Sequence[Part]) -> tuple[TypedBid, ...]:
    """The tenders as typed, as far as the last one that has something."""
    found = [
        TypedBid(
            sent.get(f"{number}-name", ""), sent.get(f"{number}-price", ""),
            {part.id: sent.get(f"{number}-{part.id}", "") for part in parts},
        )
        for number in range(1, MOST + 1)
    ]  # fmt: skip
    while found and found[-1].is_empty:
        found.pop()
    return tuple(found)


def summary(groups: Sequence[BidFields]) -> list[tuple[str, str]]:
    """The problems in the order of the fields, as (id of the field, message)."""
    return [
        (field.id, f"Tilbud {group.number}: {field.error}")
        for group in groups
        for field in group.fields
        if field.error
    ]
