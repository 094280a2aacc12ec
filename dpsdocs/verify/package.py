"""Proving every hash of a package ZIP; the file is hostile until checked."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from ..package import FORMAT, MANIFEST

_MAX_ENTRIES = 200
_MAX_TOTAL = 200_000_000
_MAX_RATIO = 200
_SMALL = 1_000_000


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What was found: files that match, and one message for each thing that does not."""

    matching: tuple[str, ...]
    problems: tuple[str, ...]
    about: dict[str, Any]

    @property
    def is_whole(self) -> bool:
        """True when nothing is changed, missing or added."""
        return not self.problems


def verify_package(data: bytes) -> PackageReport:
    """Compare each file of the ZIP with the manifest inside it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            problem = _unsafe(source)
            return _failed(problem) if problem else _compare(source)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return _failed("Filen er ikke en hel ZIP-fil.")


def _failed(problem: str) -> PackageReport:
    return PackageReport((), (_shown(problem),), {})


def _shown(text: str) -> str:
    """Names come from the file: what could steer a terminal becomes a visible mark."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _unsafe(source: zipfile.ZipFile) -> str:
    infos = source.infolist()
    names = [info.filename for info in infos]
    if len(infos) > _MAX_ENTRIES or sum(info.file_size for info in infos) > _MAX_TOTAL:
        return "ZIP-filen er større enn noen pakke fra dpsdocs."
    if len(set(names)) != len(names):
        return "To filer i ZIP-filen har samme navn."
    for info in infos:
        if info.flag_bits & 1:
            return f"{info.filename} er kryptert."
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return f"{info.filename} er pakket på en uvanlig måte."
        if info.file_size > _SMALL and info.file_size > _MAX_RATIO * max(info.compress_size, 1):
            return f"{info.filename} er pakket på en mistenkelig måte."
    return "" if MANIFEST in names else f"{MANIFEST} mangler. Filen er ikke en pakke fra dpsdocs."


def _compare(source: zipfile.ZipFile) -> PackageReport:
    try:
        manifest = json.loads(source.read(MANIFEST))
        listed = {str(row["name"]): (row["sha256"], row["size"]) for row in manifest["files"]}
        if len(listed) != len(manifest["files"]):
            return _failed(f"{MANIFEST} nevner samme fil to ganger.")
    except (ValueError, KeyError, TypeError, RecursionError):
        return _failed(f"{MANIFEST} kan ikke leses.")
    if manifest.get("format") != FORMAT:
        return _failed(f"{MANIFEST} har et ukjent format.")
    matching, problems = [], []
    for name, (sha256, size) in listed.items():
        if name not in source.namelist():
            problems.append(f"{name} mangler.")
            continue
        content = source.read(name)
        if len(content) == size and hashlib.sha256(content).hexdigest() == sha256:
            matching.append(name)
        else:
            problems.append(f"{name} er endret.")
    extra = sorted(set(source.namelist()) - set(listed) - {MANIFEST})
    problems += [f"{name} er lagt til." for name in extra]
    about = {key: value for key, value in manifest.items() if key != "files"}
    return PackageReport(tuple(matching), tuple(map(_shown, problems)), about)
