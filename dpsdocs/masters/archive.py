"""A master set as a ZIP, always the same bytes, and back to a folder by names that are looked at first."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from .source import Source

_WHEN = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}/){0,4}[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}")
_MOST_BYTES = 30_000_000


class ArchiveError(ValueError):
    """The ZIP does not hold a master set."""


def zipped(folder: Path) -> bytes:
    """Every file of the set but its samples, in the order of their names."""
    return zipped_source(Source(folder))


def zipped_source(source: Source) -> bytes:
    """The same of a folder with changed texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in sorted(source.names()):
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            target.writestr(info, source.data(name))
    return buffer.getvalue()


def unzip(data: bytes, folder: Path) -> None:
    """Write the files below ``folder``; plain names only, never a link, bounded in all."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        infos = [info for info in source.infolist() if not info.is_dir()]
        if sum(info.file_size for info in infos) > _MOST_BYTES:
            raise ArchiveError("Malsettet i den interne pakken er for stort.")
        for info in infos:
            if not _NAME.fullmatch(info.filename):
                raise ArchiveError("Malsettet i den interne pakken har et filnavn som ikke kan brukes.")
            target = folder / info.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read(info))
