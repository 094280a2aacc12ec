"""Tables, boxes, formulas and signature fields outside the clauses of a file: read, written back, taken out."""

from __future__ import annotations

from .edit import EditError, part, parts
from .errors import MasterError
from .fences import Fence, parse


def sources(text: str) -> dict[str, str]:
    """Every such block of the file as it stands there, by id."""
    lines = text.splitlines(keepends=True)
    return {
        p.id: "".join(lines[p.start : p.end]).rstrip("\n")
        for p in parts(text)
        if p.kind == "block" and p.id and not lines[p.start].startswith("::: veiledning")
    }


def write(text: str, id: str, source: str) -> str:
    """The file with this block written anew, nothing else moved; ``EditError`` when it would not be one block."""
    found, lines = part(text, id, "block"), text.splitlines(keepends=True)
    if source == sources(text)[id]:
        return text
    _whole(source, id)
    return "".join([*lines[: found.start], source + "\n", *lines[found.end :]])


def remove(text: str, id: str) -> str:
    """The file without the block and the blank line after it."""
    found, lines = part(text, id, "block"), text.splitlines(keepends=True)
    end = found.end + 1 if found.end < len(lines) and not lines[found.end].strip() else found.end
    return "".join([*lines[: found.start], *lines[end:]])


def kind_of(source: str) -> str:
    """What the block is, by the word the file has for it."""
    return _whole(source, "").name


def condition_of(source: str) -> str:
    """When the block is there, as it stands in the file."""
    return _whole(source, "").options.get("når", "")


def _whole(source: str, id: str) -> Fence:
    try:
        root = parse("", source)
    except MasterError as error:
        raise EditError(error.faults[0].message) from error
    fence = root.children[0] if len(root.children) == 1 else None
    if not isinstance(fence, Fence) or (id and fence.id != id):
        raise EditError("Teksten kan ikke skrives slik. Ta bort linjer som begynner med tre kolon eller «#».")
    return fence
