"""One gate for files people add: the name is made safe, and the content must be what the name says.

A file that comes through may be handed to other people: no macros, scripts, embedded files or links that fetch.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from ..package import slug
from ..verify import guard
from .errors import Invalid

FileKind = Literal["pdf", "docx", "xlsx"]
KINDS: tuple[FileKind, ...] = ("pdf", "docx", "xlsx")
LABELS: dict[FileKind, str] = {"pdf": "PDF", "docx": "Word (docx)", "xlsx": "Excel (xlsx)"}
MEDIA_TYPES: dict[FileKind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_NAME = 80
_OLDER = {
    "doc": "docx",
    "dot": "docx",
    "xls": "xlsx",
    "docm": "docx",
    "dotx": "docx",
    "xlsm": "xlsx",
    "xlsb": "xlsx",
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept and handed on. ``file_name`` is ASCII, at most 80 characters, with the ending."""

    file_name: str
    extension: FileKind
    data: bytes
    sha256: str


def checked(name: str, data: bytes, *, kinds: Collection[FileKind], limit: int) -> CheckedFile:
    """The file, when it is one of ``kinds`` and of at most ``limit`` bytes; else ``Invalid`` at ``file``."""
    bare = re.split(r"[/\\]", name)[-1].strip()
    if not bare:
        raise _refused("Velg en fil.")
    stem, _, ending = bare.rpartition(".")
    extension = next((kind for kind in kinds if kind == ending.lower()), None)
    if extension is None:
        raise _refused(_wrong_kind(bare, ending.lower(), kinds))
    try:
        guard.guard(bare, data, extension, limit)
    except guard.Refused as error:
        raise _refused(str(error)) from error
    return CheckedFile(safe_name(stem, extension), extension, data, hashlib.sha256(data).hexdigest())


def media_type(file_name: str) -> str:
    """The media type of a file that has come through the gate, by its ending."""
    return next(MEDIA_TYPES[kind] for kind in KINDS if file_name.endswith(f".{kind}"))


def safe_name(stem: str, extension: str) -> str:
    """A name every system takes: «Plan for våren.docx» becomes «Plan-for-varen.docx»."""
    room = LONGEST_NAME - len(extension) - 1
    plain = slug(stem, room) if any(sign.isalnum() for sign in stem) else ""
    if plain in ("", "uten-nummer"):
        plain = "dokument"
    if _RESERVED.fullmatch(plain):
        plain = f"fil-{plain}"
    return f"{plain}.{extension}"


def kinds_in_words(kinds: Collection[FileKind]) -> str:
    """«PDF, Word (docx) eller Excel (xlsx)»."""
    labels = [LABELS[kind] for kind in KINDS if kind in kinds]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} eller {labels[-1]}"


def _wrong_kind(name: str, ending: str, kinds: Collection[FileKind]) -> str:
    newer = _OLDER.get(ending)
    shown = re.sub(r"[^\w.\- ]", "?", name)[-60:]
    if newer in kinds:
        return f"Filer som slutter på .{ending}, tas ikke imot. Lagre «{shown}» som .{newer} uten makroer."
    return f"Filen «{shown}» kan ikke brukes. Velg en fil i formatet {kinds_in_words(kinds)}."


def _refused(reason: str) -> Invalid:
    return Invalid({"file": reason})
