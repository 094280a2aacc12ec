"""Choices by the words people use for them: label, short name, number of a row; and words that tell them apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..domain import formats
from ..domain.answers import AnswerError
from ..domain.questions import Option, Question

_TOLD_MOST = 8
_NUMBERED = {"sites": "O-{:02d}", "lots": "Delkontrakt {}"}


def plain(text: str) -> str:
    """Text as it is compared: small letters, single spaces, no mark at the end."""
    return " ".join(text.replace("\u00a0", " ").casefold().split()).rstrip(".:*")


def row_number(table_key: str, number: int) -> str:
    """What a row is called by number: «O-07», «Delkontrakt 2», «7»."""
    return _NUMBERED.get(table_key, "{}").format(number)


@dataclass(frozen=True)
class Choices:
    """The options of a column, found by words. Thousands of cells can be looked up in thousands of options."""

    column: Question
    options: Sequence[Option]

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each value is called; no two are called the same."""
        table = self.column.rows_of
        names = {o.value: o.short or o.label for o in self.options}
        if not table:
            return names
        count = Counter(plain(name) for name in names.values())
        return {
            o.value: names[o.value] if count[plain(names[o.value])] == 1 else self._numbered(place, o)
            for place, o in enumerate(self.options, 1)
        }

    @cached_property
    def suggestions(self) -> dict[str, str]:
        """What each value is called in a list to type in: rows with their number first."""
        if not self.column.rows_of:
            return {o.value: o.short or o.label for o in self.options}
        return {o.value: self._numbered(place, o) for place, o in enumerate(self.options, 1)}

    def _numbered(self, place: int, option: Option) -> str:
        number = row_number(self.column.rows_of, place)
        return f"{number if not number.isdigit() else number + '.'} {option.label}"

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for option in self.options:
            bare = option.label.split(" (")[0]
            for name in {plain(n) for n in (option.value, option.label, option.short, bare) if n}:
                found[name].append(option.value)
        return found

    @cached_property
    def _by_number(self) -> dict[str, str]:
        table, found = self.column.rows_of, dict[str, str]()
        for place, option in enumerate(self.options if table else (), 1):
            number = row_number(table, place)
            names = (str(place), number, number.replace("-0", "-"))
            for name in (*names, *(f"{n}{mark} {option.label}" for n in names for mark in ("", ":", "."))):
                found.setdefault(plain(name), option.value)
        return found

    def value(self, text: str) -> str:
        """The value these words mean, or ``AnswerError`` that says which words would do."""
        wanted = plain(text)
        named = self._by_name.get(wanted, [])
        if len(named) == 1:
            return named[0]
        numbered = self._by_number.get(wanted)
        if numbered:
            return numbered
        if named:
            numbers = formats.listing([self.suggestions[value] for value in named[:3]])
            raise AnswerError(f"Flere heter «{text.strip()[:60]}». Skriv hvilken du mener: {numbers}.")
        raise AnswerError(f"Finner ikke «{text.strip()[:60]}». {self._would_do()}")

    def _would_do(self) -> str:
        if not self.options:
            return "Det er ingenting å velge i ennå."
        names = list(self.labels.values())
        if len(names) > _TOLD_MOST:
            return f"Skriv det slik det står i listen, for eksempel «{names[0]}»."
        return f"Velg blant {formats.listing([f'«{name}»' for name in names])}."

    def like(self, text: str, most: int = 10) -> tuple[Option, ...]:
        """The options that hold every word of a text, as choices to pick from."""
        words = plain(text).split()
        if not words:
            return ()
        held = (
            o
            for o in self.options
            if all(w in plain(f"{self.suggestions[o.value]} {o.label}") for w in words)
        )
        return tuple(o for o, _ in zip(held, range(most), strict=False))
