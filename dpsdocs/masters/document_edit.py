"""Heads and order of a set's documents, written in its file and theirs; nothing else of the files moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import toml_text
from .edit import EditError
from .toml_text import Entry

ARRAY = "documents"
_LISTED = ("id", "file", "title", "name", "number", "annex", "formats", "package", "filename", "action", "kind",
           "word_kind", "when")  # fmt: skip
_FRONT = ("title", "under", "cover", "toc")
_UNSAID: dict[str, Any] = {"name": "", "annex": 0, "action": "", "word_kind": "locked", "when": "", "kind": "text",
                           "under": "", "cover": False, "toc": 0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a set's file says of a document, and the head of its text. ``title`` and ``when`` as they stand there."""

    id: str
    file: str
    title: str
    name: str
    number: int
    annex: int
    formats: tuple[str, ...]
    package: str
    filename: str
    action: str
    kind: str
    word_kind: str
    when: str
    under: str = ""
    cover: bool = False
    toc: int = 0


def document_heads(text: str) -> tuple[DocumentHead, ...]:
    """The documents a set's file lists, in order; ``EditError`` when it cannot be read."""
    return tuple(_head(entry.values) for entry in _entries(text))


def with_front(head: DocumentHead, text: str) -> DocumentHead:
    """The same with what the head of its text says."""
    front = toml_text.entries(_parts(text)[0])[0].values
    values = {f: getattr(head, f) for f in head.__slots__}
    own = {name: front[name] for name in _FRONT if name in front}
    return DocumentHead(**{**values, **own})


def write_head(text: str, new: DocumentHead) -> str:
    """The set's file with a document's values; those that say nothing are left out."""
    entry = _entry(text, new.id)
    values = {**entry.values, **_listed(new)}
    if "file" not in entry.values:
        values.pop("file")
    return toml_text.with_values(text, entry, _said(values, entry.values), _LISTED)


def write_front(text: str, new: DocumentHead) -> str:
    """The text of a document with another head."""
    front, body = _parts(text)
    entry = toml_text.entries(front)[0]
    wanted = {"under": new.under, "cover": new.cover, "toc": new.toc}
    if "title" in entry.values:
        wanted["title"] = new.title
    made = toml_text.with_values(front, entry, _said({**entry.values, **wanted}, entry.values), _FRONT)
    return f"+++\n{made}+++\n{body}"


def add_document(text: str, new: DocumentHead, after: str) -> str:
    """The set's file with a document after another one, last when ``after`` is empty."""
    known = _entries(text)
    if any(entry.values.get("id") == new.id for entry in known):
        raise EditError(f"Settet har et dokument som heter «{new.id}» fra før.")
    if after:
        place = _entry(text, after).end
    else:
        place = known[-1].end if known else len(toml_text.lines_of(text))
    values = _said(_listed(new), {})
    if new.kind != "text":
        values.pop("file")
    return toml_text.put(text, place, toml_text.block(ARRAY, values))


def remove_document(text: str, id: str) -> str:
    """The set's file without a document; ``KeyError`` when it has none with this id."""
    entry = _entry(text, id)
    return toml_text.cut(text, entry.start, entry.end)[0]


def swap_documents(text: str, first: str, second: str) -> str:
    """The set's file with two documents in each other's place, with each other's number and annex number."""
    heads = {head.id: head for head in document_heads(text)}
    a, b = heads[first], heads[second]
    values_a = {f: getattr(a, f) for f in a.__slots__} | {"number": b.number, "annex": b.annex}
    values_b = {f: getattr(b, f) for f in b.__slots__} | {"number": a.number, "annex": a.annex}
    made = write_head(write_head(text, DocumentHead(**values_a)), DocumentHead(**values_b))
    one, two = sorted((_entry(made, first), _entry(made, second)), key=lambda entry: entry.start)
    lines = toml_text.lines_of(made)
    top, bottom = lines[one.start : one.end], lines[two.start : two.end]
    return "".join([*lines[: one.start], *bottom, *lines[one.end : two.start], *top, *lines[two.end :]])


def _entries(text: str) -> list[Entry]:
    return [entry for entry in toml_text.entries(text) if entry.name == ARRAY]


def _entry(text: str, id: str) -> Entry:
    for entry in _entries(text):
        if entry.values.get("id") == id:
            return entry
    raise KeyError(id)


def _head(row: Mapping[str, Any]) -> DocumentHead:
    try:
        return DocumentHead(
            str(row["id"]), str(row.get("file", f"documents/{row['id']}.md")), str(row["title"]),
            str(row.get("name", "")), int(row["number"]), int(row.get("annex", 0)),
            tuple(str(f) for f in row["formats"]), str(row["package"]), str(row["filename"]),
            str(row.get("action", "")), str(row.get("kind", "text")), str(row.get("word_kind", "locked")),
            str(row.get("when", "")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise EditError(f"Et av dokumentene i settet mangler opplysninger: {error}.") from error


def _listed(head: DocumentHead) -> dict[str, Any]:
    values = {name: getattr(head, name) for name in _LISTED}
    return {**values, "formats": list(head.formats)}


def _said(values: Mapping[str, Any], was: Mapping[str, Any]) -> dict[str, Any]:
    """Values that say something; one that stood there unsaid before may stand."""
    return {k: v for k, v in values.items() if k not in _UNSAID or v != _UNSAID[k] or was.get(k) == v}


def _parts(text: str) -> tuple[str, str]:
    """The lines of the head, and the body."""
    _, _, rest = text.partition("+++\n")
    if rest.startswith("+++\n"):
        return "", rest[4:]
    front, _, body = rest.partition("\n+++\n")
    return f"{front}\n" if front else "", body
