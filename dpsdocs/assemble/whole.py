"""Whole packages kept by the hash of what they were made from: asked for again, nothing is composed or rendered."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain import case_file
from ..domain.case import Case
from ..masters.release import Release
from ..package import Archive, PackedFile
from . import program
from .annexes import Files, no_files
from .cache import Cache
from .files import assemble, earlier_case, theme_of
from .render import Progress

_KEPT = "Hentet fra forrige gang"


@dataclass(frozen=True, slots=True)
class Packages:
    """The packages of a case by part, the last day for sending, and the highest memory use of a child in kB."""

    archives: dict[str, Archive]
    peak_kb: int
    last_sending_day: date | None


def packages_of(
    case: Case, release: Release, *, cache: Cache, progress: Progress | None = None, files: Files = no_files
) -> Packages:
    """The packages ``assemble`` makes; the very same case, set and program give those made before."""
    key = _key(case, release, files)
    known = cache.get(key)
    if known is not None:
        made = _read(known)
        if progress is not None:
            total = sum(len(archive.files) for archive in made.archives.values())
            progress(total, total, _KEPT)
        return made
    new = assemble(case, release, cache=cache, progress=progress, files=files)
    made = Packages(new.archives, new.peak_kb, new.last_sending_day)
    cache.put(key, _written(made))
    return made


def _key(case: Case, release: Release, files: Files) -> str:
    """All that decides the bytes. Files that are passed through are in the case by their hash."""
    said = (program.digest(), release.digest, theme_of(release).digest)
    total = hashlib.sha256(b"whole " + " ".join(said).encode())
    for part in (case_file.dump(case), earlier_case(case, None, files)):
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def _written(made: Packages) -> bytes:
    """A line that says what there is, then the ZIPs."""
    day = made.last_sending_day
    parts = [
        {
            "part": part, "name": archive.name, "size": len(archive.data),
            "files": [[file.name, file.title, file.document] for file in archive.files],
        }
        for part, archive in made.archives.items()
    ]  # fmt: skip
    head = json.dumps({"last_sending_day": day.isoformat() if day else "", "parts": parts})
    return b"\n".join((head.encode(), b"".join(archive.data for archive in made.archives.values())))


def _read(kept: bytes) -> Packages:
    line, _, rest = kept.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    archives, at = dict[str, Archive](), 0
    for part in head["parts"]:
        data = rest[at : at + part["size"]]
        at += part["size"]
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            files = tuple(
                PackedFile(n, source.read(n), title, document) for n, title, document in part["files"]
            )
        archives[part["part"]] = Archive(part["name"], data, files)
    day = head["last_sending_day"]
    return Packages(archives, 0, date.fromisoformat(day) if day else None)
