"""A master file as headings and clauses by line; a clause read as fields and written back, nothing else moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ..document.model import Lock
from .compiler import LOCKS
from .errors import MasterError
from .fences import Fence, parse

_FENCE = re.compile(r"^:::+\s*(?P<name>[a-zæøå]+)(?:\s+(?P<id>[a-z0-9-]+))?")
_CLOSE = re.compile(r"^:::+\s*$")
_HEADING = re.compile(r"^(?P<marks>#{1,2})\s+(?P<text>.+?)\s*\{(?P<id>[a-z0-9-]+)\}\s*$")
_LOCK_WORDS = {lock: word for word, lock in LOCKS.items()}
_SINGLE = frozenset({"hent", "sideskift"})
_ORDER = ("lås", "nummer", "når", "kilde", "tomt", "gjennomgås")
PartKind = Literal["heading", "clause", "shared", "block"]


class EditError(ValueError):
    """A change that cannot be written; the message says what to mend, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a clause, a shared clause that is fetched, or another block, in lines ``start`` to ``end``."""

    kind: PartKind
    id: str
    start: int
    end: int
    level: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as a person edits it. ``body`` is the text with the tables and boxes that stand in it."""

    id: str
    body: str
    lock: Lock = "locked"
    when: str = ""
    source: str = ""
    numbered: bool = True
    guidance: str = ""
    review_by: str = ""
    trim: bool = False


@lru_cache(maxsize=256)
def parts(text: str) -> tuple[Part, ...]:
    """Headings, clauses and blocks in the order of the file; those on landscape pages too."""
    found: list[Part] = []
    depth, opened = 0, (0, "", "")
    for number, line in enumerate(_lines(text)):
        fence, heading = _FENCE.match(line), _HEADING.match(line)
        if fence and fence["name"] == "bred" and not depth:
            continue
        if fence and fence["name"] in _SINGLE:
            if not depth and fence["name"] == "hent":
                found.append(Part("shared", fence["id"] or "", number, number + 1))
        elif fence:
            opened = opened if depth else (number, fence["name"], fence["id"] or "")
            depth += 1
        elif _CLOSE.match(line) and depth:
            depth -= 1
            if not depth:
                start, name, id = opened
                found.append(Part("clause" if name == "punkt" else "block", id, start, number + 1))
        elif heading and not depth:
            level = len(heading["marks"])
            found.append(Part("heading", heading["id"], number, number + 1, level, heading["text"]))
    return tuple(found)


def part(text: str, id: str, kind: PartKind = "clause") -> Part:
    """The part with this id; ``KeyError`` when the file has none."""
    for found in parts(text):
        if found.id == id and found.kind == kind:
            return found
    raise KeyError(id)


def source_of(text: str, id: str) -> str:
    """The clause as it stands in the file."""
    found = part(text, id)
    return "".join(_lines(text)[found.start : found.end])


def sources(text: str) -> dict[str, str]:
    """Every clause of the file as it stands there, by id."""
    lines = _lines(text)
    return {p.id: "".join(lines[p.start : p.end]) for p in parts(text) if p.kind == "clause"}


def read(text: str, id: str) -> ClauseText:
    """The fields of a clause; ``KeyError`` when the file has none with this id."""
    return read_source(source_of(text, id))


def read_source(source: str) -> ClauseText:
    """The fields of a clause from its own lines."""
    return _read(source)


def write(text: str, new: ClauseText) -> str:
    """The file with this clause written anew. What is not changed keeps its bytes; ``EditError``."""
    found = part(text, new.id)
    lines = _lines(text)
    return "".join(
        [*lines[: found.start], _written("".join(lines[found.start : found.end]), new), *lines[found.end :]]
    )


def write_heading(text: str, id: str, words: str) -> str:
    """The file with other words in a heading."""
    found, lines = part(text, id, "heading"), _lines(text)
    if words == found.text:
        return text
    if (
        not words
        or not words.isprintable()
        or words.startswith("#")
        or re.search(r"\{[a-z0-9-]*\}\s*$", words)
    ):
        raise EditError("Skriv overskriften på én linje, uten krøllparentes til slutt.")
    lines[found.start] = f"{'#' * found.level} {words} {{{id}}}\n"
    return "".join(lines)


def add(text: str, after: str, new: ClauseText) -> str:
    """The file with a new clause after the heading or clause ``after``; ``EditError`` when the id is taken."""
    known = parts(text)
    if any(found.id == new.id for found in known):
        raise EditError(f"Navnet «{new.id}» er brukt i dokumentet fra før.")
    place = next((found for found in known if found.id == after), None)
    if place is None:
        raise KeyError(after)
    empty = f"::: punkt {new.id}\n:::\n"
    return _put(text, place.end, _written(empty, new))


def remove(text: str, id: str) -> str:
    """The file without a clause and the blank line after it."""
    found, lines = part(text, id), _lines(text)
    end = found.end
    if end < len(lines) and not lines[end].strip():
        end += 1
    elif found.start and not lines[found.start - 1].strip():
        return "".join([*lines[: found.start - 1], *lines[end:]])
    return "".join([*lines[: found.start], *lines[end:]])


def move(text: str, id: str, after: str) -> str:
    """The file with a clause after another heading or clause."""
    if id == after:
        raise EditError("Punktet kan ikke stå etter seg selv.")
    block, rest = source_of(text, id), remove(text, id)
    place = next((found for found in parts(rest) if found.id == after), None)
    if place is None:
        raise KeyError(after)
    return _put(rest, place.end, block)


def _put(text: str, line: int, block: str) -> str:
    lines = _lines(text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines[:line], "\n", block if block.endswith("\n") else f"{block}\n", *lines[line:]])


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _fence(source: str) -> Fence:
    try:
        root = parse("", source)
    except MasterError as error:
        raise EditError(error.faults[0].message) from error
    fences = [child for child in root.children if isinstance(child, Fence)]
    if len(root.children) != 1 or len(fences) != 1:
        raise EditError("Teksten lukker punktet. Ta bort linjen som begynner med tre kolon.")
    return fences[0]


def _read(source: str) -> ClauseText:
    fence = _fence(source)
    inner = _lines(source)[1:-1]
    guides = [(c.line - 2, c) for c in fence.children if isinstance(c, Fence) and c.name == "veiledning"]
    skipped = {n for start, _ in guides for n in range(start, _end_of(inner, start))}
    body = "".join(line for n, line in enumerate(inner) if n not in skipped)
    guidance = "\n".join(text for _, guide in guides for _, text in guide.plain())
    options = fence.options
    return ClauseText(
        fence.id, _tidy(body), LOCKS.get(options.get("lås", "låst"), "locked"), options.get("når", ""),
        options.get("kilde", ""), options.get("nummer") != "nei", _tidy(guidance),
        options.get("gjennomgås", ""), options.get("tomt") == "bort",
    )  # fmt: skip


def _end_of(inner: Sequence[str], start: int) -> int:
    return next(n for n in range(start + 1, len(inner)) if _CLOSE.match(inner[n])) + 1


def tidy(text: str) -> str:
    """A body with plain line ends and nothing blank around it."""
    return _tidy("\n".join(line.rstrip() for line in text.splitlines()))


def _tidy(body: str) -> str:
    return "\n".join(body.splitlines()).strip("\n")


def _written(source: str, new: ClauseText) -> str:
    """The clause's own lines with the fields that differ written anew, read back to be sure."""
    old = _read(source)
    if old == new:
        return source
    lines = _lines(source)
    head, inner, foot = lines[0], lines[1:-1], lines[-1]
    if replace(old, body=new.body, guidance=new.guidance) != new:
        head = _head(source, new)
    if old.body != new.body or old.guidance != new.guidance:
        inner = [f"{new.body}\n"] if new.body else []
        if new.guidance:
            inner += ["\n", "::: veiledning\n", f"{new.guidance}\n", ":::\n"]
    made = "".join([head, *inner, foot])
    if _read(made) != new:
        raise EditError("Teksten kan ikke skrives slik. Ta bort linjer som begynner med tre kolon eller «#».")
    return made


def _head(source: str, new: ClauseText) -> str:
    """The opening line: options in one order, those that were left unsaid and still say the same left unsaid."""
    fence = _fence(source)
    was = fence.options
    said = {
        "lås": _LOCK_WORDS[new.lock], "nummer": "" if new.numbered else "nei", "når": new.when,
        "kilde": new.source, "tomt": "bort" if new.trim else "", "gjennomgås": new.review_by,
    }  # fmt: skip
    names = [*(n for n in was if n in said), *(n for n in _ORDER if n not in was)]
    pieces = [f"{name}={_quoted(name, said[name])}" for name in names if said[name]]
    return " ".join(["::: punkt", new.id, *pieces]) + "\n"


def _quoted(name: str, value: str) -> str:
    if not value.isprintable():
        raise EditError("Vilkår og kilde skal stå på én linje.")
    return f'"{value}"' if name in ("når", "kilde") else value
