"""Files and a manifest to a ZIP: the same files always give the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MANIFEST = "manifest.json"
FORMAT = "dpsdocs/manifest/1"
_WHEN = (1980, 1, 1, 0, 0, 0)
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "AE", "Ø": "O", "Å": "A", "ß": "ss"})
_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a package."""

    name: str
    data: bytes
    title: str = ""
    document: str = ""

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP with what it holds."""

    name: str
    data: bytes
    files: tuple[PackedFile, ...]


def slug(text: str, limit: int = 40) -> str:
    """ASCII letters, digits, «-» and «_» only: safe in every tendering tool."""
    ascii_text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", ascii_text).strip("-_")[:limit].strip("-_") or "uten-nummer"


def file_name(case_number: str, number: int, name: str, extension: str) -> str:
    """«25-1234_01_konkurransegrunnlag.docx», at most 80 characters."""
    stem = f"{slug(case_number, 24)}_{number:02d}_{slug(name, 40)}"
    return f"{stem[: _MAX_NAME - len(extension) - 1]}.{extension}"


_COMPRESSED = (".docx", ".xlsx", ".pdf")


def archive(name: str, files: Sequence[PackedFile], about: Mapping[str, Any]) -> Archive:
    """The files and their manifest as a deterministic ZIP."""
    manifest = {
        "format": FORMAT,
        **about,
        "files": [{"name": f.name, "title": f.title, "size": len(f.data), "sha256": f.sha256} for f in files],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for file in (*files, PackedFile(MANIFEST, text.encode())):
            info = zipfile.ZipInfo(file.name, _WHEN)
            # Word, Excel and PDF files are compressed already
            packed = file.name.endswith(_COMPRESSED)
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            target.writestr(info, file.data)
    return Archive(name, buffer.getvalue(), tuple(files))
