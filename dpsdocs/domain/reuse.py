"""What was worked out a moment ago and still holds: rows that have not changed are not judged again.

A competition is built anew at every save, with thousands of rows of which one has changed. Only a few of the latest
results are kept, and a result is used again only when everything it was made from is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

Row = TypeVar("Row")
Made = TypeVar("Made")
Result = TypeVar("Result")


def remembered(most: int) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Keep the latest results of a function; arguments are compared, the same object first."""

    def wrapped(function: Callable[..., Result]) -> Callable[..., Result]:
        kept: list[tuple[tuple[Any, ...], Result]] = []

        @wraps(function)
        def call(*given: Any) -> Result:
            for known, result in kept:
                if all(a is b or a == b for a, b in zip(known, given, strict=True)):
                    return result
            made = function(*given)
            kept.insert(0, (given, made))
            del kept[most:]
            return made

        return call

    return wrapped


class Rows:
    """The latest rows made from rows, by name and by what else they were made from."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[str, list[tuple[Any, Sequence[Any], tuple[Any, ...]]]] = {}

    def made(
        self, name: str, key: Any, source: Sequence[Row], make: Callable[[Row, int], Made]
    ) -> tuple[Made, ...]:
        """``make`` of each row and its number; rows that stand as they did keep what was made of them.

        The very same tuple comes back when nothing has changed.
        """
        kept = self._kept.get(name, [])
        known, before = next(((rows, made) for other, rows, made in kept if other == key), ((), ()))
        found = tuple(
            before[n] if n < len(known) and (known[n] is row or known[n] == row) else make(row, n + 1)
            for n, row in enumerate(source)
        )
        if len(found) == len(before) and all(a is b for a, b in zip(found, before, strict=True)):
            return before
        self._kept[name] = [(key, source, found), *(one for one in kept if one[0] != key)][: self._most]
        return found
