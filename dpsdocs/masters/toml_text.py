"""A TOML file as entries with their lines, changed a value at a time: nothing else of the file moves."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .edit import EditError

_HEADER = re.compile(r"^\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*(?:#.*)?$")
_LONGEST = 400  # lines of one value
_WIDE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A ``[[name]]`` or ``[name]`` with its own values; ``start`` is the first of the comments right above it.

    ``end`` is the line after its last value, ``lines`` where each value stands. What comes first in a file has no name.
    """

    name: str
    start: int
    head: int
    end: int
    values: Mapping[str, Any]
    lines: Mapping[str, tuple[int, int]]


def lines_of(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends a line."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


@lru_cache(maxsize=64)
def entries(text: str) -> tuple[Entry, ...]:
    """The entries in the order of the file; ``EditError`` when it is not TOML."""
    lines = lines_of(text)
    found: list[Entry] = [Entry("", 0, -1, 0, {}, {})]
    comments, at = 0, 0
    while at < len(lines):
        line, header = lines[at].strip(), _HEADER.match(lines[at].rstrip())
        if not line or line.startswith("#"):
            comments = comments + 1 if line else 0
            at += 1
            continue
        if header:
            found.append(Entry(header[1], at - comments, at, at + 1, {}, {}))
            at += 1
        else:
            end, values = _statement(lines, at)
            last = found[-1]
            spans = {**last.lines, **dict.fromkeys(values, (at, end))}
            found[-1] = Entry(last.name, last.start, last.head, end, {**last.values, **values}, spans)
            at = end
        comments = 0
    return tuple(found)


def _statement(lines: Sequence[str], at: int) -> tuple[int, dict[str, Any]]:
    """One value, on as many lines as it takes."""
    for end in range(at + 1, min(len(lines), at + _LONGEST) + 1):
        try:
            return end, tomllib.loads("".join(lines[at:end]))
        except tomllib.TOMLDecodeError:
            continue
    raise EditError(f"Linje {at + 1} i filen kan ikke leses.")


def inner(known: Sequence[Entry], at: int) -> Sequence[Entry]:
    """The entries that belong to entry number ``at``, and come right after it."""
    prefix, end = f"{known[at].name}.", at + 1
    while end < len(known) and known[end].name.startswith(prefix):
        end += 1
    return known[at + 1 : end]


def with_values(text: str, entry: Entry, new: Mapping[str, Any], order: Sequence[str]) -> str:
    """The file with other values of the keys in ``order``; those not in ``new`` are taken out, other keys are kept."""
    lines = lines_of(text)
    put: dict[int, list[str]] = {}
    gone: set[int] = set()
    place = entry.head + 1
    for key in order:
        span = entry.lines.get(key)
        if span and key in new and new[key] == entry.values[key]:
            place = span[1]
            continue
        if span:
            gone.update(range(*span))
            place = span[0]
        if key in new:
            put.setdefault(place, []).append(f"{key_literal(key)} = {literal(new[key])}\n")
        place = span[1] if span else place
    made: list[str] = []
    for number in range(len(lines) + 1):
        made += put.get(number, [])
        if number < len(lines) and number not in gone:
            made.append(lines[number] if lines[number].endswith("\n") else f"{lines[number]}\n")
    return "".join(made)


def block(name: str, values: Mapping[str, Any]) -> str:
    """A new entry of a list."""
    return f"[[{name}]]\n" + "".join(
        f"{key_literal(key)} = {literal(value)}\n" for key, value in values.items()
    )


def put(text: str, line: int, made: str) -> str:
    """The file with a block before a line, with a blank line around it."""
    lines = lines_of(text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    before, after = lines[:line], lines[line:]
    while after and not after[0].strip():
        after = after[1:]
    while before and not before[-1].strip():
        before = before[:-1]
    gap = ["\n"] if before else []
    return "".join(
        [*before, *gap, made if made.endswith("\n") else f"{made}\n", *(["\n"] if after else []), *after]
    )


def cut(text: str, start: int, end: int) -> tuple[str, str]:
    """The file without some lines and the blank ones after them, and the lines taken out."""
    lines = lines_of(text)
    rest = lines[end:]
    while rest and not rest[0].strip():
        rest = rest[1:]
    return "".join([*lines[:start], *rest]), "".join(lines[start:end])


def key_literal(key: str) -> str:
    """A key as TOML writes it."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def literal(value: Any) -> str:
    """Text, a number, true or false, or a list of these, as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    if isinstance(value, str):
        if '"' in value and "'" not in value and value.isprintable():
            return f"'{value}'"
        return json.dumps(value, ensure_ascii=False)
    parts = [literal(part) for part in value]
    line = f"[{', '.join(parts)}]"
    return line if len(line) <= _WIDE else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
