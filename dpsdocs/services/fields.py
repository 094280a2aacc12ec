"""Reads the fields of a form one by one and collects every problem, so that all are told at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from dpsdocs.domain import formats
from dpsdocs.domain.answers import UNREADABLE, AnswerError, cleaned, date_value, decimal_value, email_value
from dpsdocs.domain.identifiers import IdentifierError, organisation_number

from .errors import Invalid

T = TypeVar("T")
LONGEST_WORDS = 4000


def own_words(field: str, value: str, missing: str = "") -> str:
    """What somebody writes along with a step. Refused when it doesn't fit, never cut; ``missing`` when it must be."""
    text = cleaned(value).strip()
    if missing and not text:
        raise Invalid({field: missing})
    if len(text) > LONGEST_WORDS:
        size, room = formats.number(len(text)), formats.number(LONGEST_WORDS)
        raise Invalid({field: f"Teksten er på {size} tegn. Det er plass til {room}. Kort den ned."})
    return text


class Fields:
    """Collects problems per field. Each reader gives a harmless value when the field can't be used."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def raise_problems(self) -> None:
        """``Invalid`` when there is any problem."""
        if self.problems:
            raise Invalid(self.problems)

    def add(self, field: str, message: str) -> None:
        """Note a problem; the first one of a field counts."""
        self.problems.setdefault(field, message)

    def line(self, field: str, value: str | None, label: str, longest: int, *, required: bool = True) -> str:
        """One line of text."""
        text = " ".join(cleaned(value or "").split())
        if required and not text:
            self.add(field, f"{label} mangler. Fyll ut feltet.")
        return self._fitting(field, text, label, longest)

    def text(self, field: str, value: str | None, label: str, longest: int, *, required: bool = False) -> str:
        """Text over several lines."""
        text = cleaned(value or "").strip()
        if required and not text:
            self.add(field, f"{label} mangler. Fyll ut feltet.")
        return self._fitting(field, text, label, longest)

    def _fitting(self, field: str, text: str, label: str, longest: int) -> str:
        if UNREADABLE in text:
            self.add(
                field, f"{label} har et tegn som ikke kan leses ({UNREADABLE}). Slett det og skriv på nytt."
            )
        if len(text) > longest:
            self.add(field, f"{label} er på {len(text)} tegn. Det er plass til {longest}. Kort det ned.")
        return text

    def email(self, field: str, value: str | None, label: str = "E-postadressen") -> str:
        """An e-mail address in small letters."""
        text = self.line(field, value, label, 254)
        return self._read(field, text, email_value, "").lower()

    def organisation(self, field: str, value: str | None) -> str:
        """The nine digits of an organisation number."""
        text = self.line(field, value, "Organisasjonsnummeret", 40)
        return self._read(field, text, organisation_number, "")

    def day(self, field: str, value: str | date | None, label: str) -> date:
        """A date that must be given."""
        text = str(value or "").strip()
        if not text:
            self.add(field, f"{label} mangler. Skriv datoen som dag.måned.år.")
        return self._read(field, text, date_value, date.min)

    def day_or_none(self, field: str, value: str | date | None) -> date | None:
        """A date that may be left out."""
        text = str(value or "").strip()
        return self._read(field, text, date_value, date.min) if text else None

    def number(self, field: str, value: str | Decimal | None, label: str) -> Decimal:
        """A number that must be given."""
        text = "" if value is None else str(value).strip()
        if not text:
            self.add(field, f"{label} mangler. Skriv et tall.")
        return self._read(field, text, decimal_value, Decimal(0))

    def _read(self, field: str, text: str, reader: Callable[[str], T], empty: T) -> T:
        if not text or field in self.problems:
            return empty
        try:
            return reader(text)
        except (AnswerError, IdentifierError) as error:
            self.add(field, str(error))
            return empty
