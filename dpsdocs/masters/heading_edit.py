"""Headings of a document that are new, moved with all that stands below them, or taken out."""

from __future__ import annotations

import re

from .edit import EditError, Part, parts
from .errors import MasterError
from .fences import parse
from .toml_text import lines_of

_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


def add_heading(text: str, after: str, id: str, words: str, level: int) -> str:
    """The file with a heading after a heading or a clause, or last when ``after`` is empty."""
    known = parts(text)
    if not _ID.fullmatch(id) or any(part.id == id for part in known):
        raise EditError(f"Navnet «{id}» er brukt i dokumentet fra før. Gi overskriften et annet navn.")
    if (
        not words
        or not words.isprintable()
        or words.startswith("#")
        or re.search(r"\{[a-z0-9-]*\}\s*$", words)
    ):
        raise EditError("Skriv overskriften på én linje, uten krøllparentes til slutt.")
    if level == 2 and not any(part.kind == "heading" and part.level == 1 for part in known):
        raise EditError("Dokumentet må ha en kapitteloverskrift før det kan ha en underoverskrift.")
    lines = lines_of(text if text.endswith("\n") else f"{text}\n")
    place = next((part.end for part in known if part.id == after), None) if after else len(lines)
    if place is None:
        raise KeyError(after)
    made = f"\n{'#' * level} {words} {{{id}}}\n"
    return "".join([*lines[:place], made, *lines[place:]])


def remove_heading(text: str, id: str) -> str:
    """The file without a heading; what stood below it goes under the one before."""
    found, known = _heading(text, id), parts(text)
    first = next((part for part in known if part.kind == "heading"), None)
    below = [part for part in known if part.start > found.start]
    if first == found and below and below[0].kind != "heading":
        raise EditError("Den første overskriften kan ikke tas ut så lenge det står punkter under den.")
    lines = lines_of(text)
    end = found.end + 1 if found.end < len(lines) and not lines[found.end].strip() else found.end
    return "".join([*lines[: found.start], *lines[end:]])


def move_heading(text: str, id: str, way: str) -> str:
    """The file with a heading and all below it before or after its neighbour; the same file when it has none."""
    spans = _spans(text, _heading(text, id).level)
    at = next(n for n, (part, _, _) in enumerate(spans) if part.id == id)
    other = at - 1 if way == "opp" else at + 1
    if not 0 <= other < len(spans):
        return text
    (_, a, b), (_, c, d) = spans[min(at, other)], spans[max(at, other)]
    if b != c:
        return text
    lines = lines_of(text if text.endswith("\n") else f"{text}\n")
    lower, upper = _ended(lines[c:d]), _ended(lines[a:b])
    return _whole(text, "".join([*lines[:a], *lower, *upper, *lines[d:]]).rstrip("\n") + "\n")


def _whole(old: str, new: str) -> str:
    """The new file, when all that stood in the old one stands there still."""
    body = new.partition("\n+++\n")[2]
    try:
        parse("", body)
    except MasterError:
        body = ""
    if not body or sorted(p.id for p in parts(old)) != sorted(p.id for p in parts(new)):
        raise EditError("Overskriften står sammen med liggende sider og kan ikke flyttes slik.")
    return new


def _ended(lines: list[str]) -> list[str]:
    return lines if lines and not lines[-1].strip() else [*lines, "\n"]


def _heading(text: str, id: str) -> Part:
    for part in parts(text):
        if part.kind == "heading" and part.id == id:
            return part
    raise KeyError(id)


def _spans(text: str, level: int) -> list[tuple[Part, int, int]]:
    """Each heading of the level with the lines it holds, to the next one as high."""
    heads = [part for part in parts(text) if part.kind == "heading"]
    total = len(lines_of(text))
    found = []
    for n, part in enumerate(heads):
        if part.level == level:
            end = next((h.start for h in heads[n + 1 :] if h.level <= level), total)
            found.append((part, part.start, end))
    return found
