"""What a master set lets the drafter choose from: services and requirements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .conditions import Condition

REPLY_FORM = "svarskjema"  # where an evaluated requirement is answered unless the set says another form


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of service; ``noun`` is how it reads inside a sentence."""

    id: str
    label: str
    hint: str
    noun: str
    content: str
    cpv: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement. Kind A is mandatory, B is evaluated under ``criterion`` (price, quality, environment).

    ``form`` is the document where the bidder describes the solution; empty for A, which is answered by yes or no.
    """

    id: str
    number: str
    kind: Literal["A", "B"]
    chapter: str
    text: str
    documentation: str
    reply: str
    criterion: str = ""
    fixed: bool = False
    suggested: bool = False
    services: tuple[str, ...] = ()
    when: Condition | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class PriceLinePattern:
    """A line of the price schedule for guard hours; ``band`` names the time band it prices."""

    id: str
    label: str
    unit: str
    band: str
    note: str = ""
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Something bought by the piece. ``period`` says whether its quantity is per year or for the whole contract.

    ``band`` is the time band it is priced in, for guard hours that are ordered as needed.
    """

    id: str
    number: str
    label: str
    unit: str
    period: Literal["year", "once"] = "year"
    note: str = ""
    services: tuple[str, ...] = ()
    band: str = ""

    @property
    def measure(self) -> str:
        """What is counted, and over what: «runde, per år»."""
        return f"{self.unit}, {'per år' if self.period == 'year' else 'i alt'}"
