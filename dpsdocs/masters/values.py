"""How a fact's value is written in a document: by filter, or by what kind of value it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ..domain import formats
from ..domain.competition import Fact
from ..domain.identifiers import show_organisation_number
from ..domain.shown import show


class FilterError(ValueError):
    """A filter that does not fit the value; the message names both."""


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise FilterError("er ikke et tall")
    return Decimal(value)


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise FilterError("er ikke en dato")
    return value


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise FilterError("er ikke dato og klokkeslett")
    return value


def _clock(value: Any) -> str:
    if not isinstance(value, datetime | time):
        raise FilterError("er ikke et klokkeslett")
    return formats.clock(value)


def _word(value: Any) -> str:
    return formats.word(int(_number(value)))


_FILTERS: dict[str, Callable[[Any], str]] = {
    "kr": lambda v: formats.money(_number(v)),
    "prosent": lambda v: formats.percent(_number(v)),
    "tall": lambda v: formats.number(_number(v)),
    "dato": lambda v: formats.day(_date(v)),
    "dag": lambda v: formats.weekday(_date(v)),
    "frist": lambda v: formats.moment(_moment(v)),
    "tid": _clock,
    "kort_dato": lambda v: formats.short_day(_date(v)),
    "kort_frist": lambda v: formats.short_moment(_moment(v)),
    "orgnr": lambda v: show_organisation_number(str(v)),
    "ord": _word,
}


def written(fact: Fact, filters: Sequence[str]) -> str:
    """The fact's value in words. ``FilterError`` when a filter does not fit."""
    value: Any = fact.value
    text = ""
    for name in filters or ((fact.form,) if fact.form else ()):
        if name in ("stor", "liten"):
            text = text or _default(fact)
            text = formats.capital(text) if name == "stor" else formats.lower(text)
        else:
            text = _FILTERS[name](value)
    return text or _default(fact)


def written_row(value: Any, filters: Sequence[str]) -> str:
    """A table row's value in words."""
    if value is None:
        return ""
    return written(Fact("", "", value), filters)


def _default(fact: Fact) -> str:
    if fact.question is not None:
        if isinstance(fact.value, date) and not isinstance(fact.value, datetime):
            return formats.day(fact.value)
        return show(fact.question, fact.value, fact.options)
    if fact.form:
        return _FILTERS[fact.form](fact.value)
    if isinstance(fact.value, datetime):
        return formats.moment(fact.value)
    if isinstance(fact.value, date):
        return formats.day(fact.value)
    if isinstance(fact.value, Decimal | int) and not isinstance(fact.value, bool):
        return formats.number(fact.value)
    return str(fact.value)
