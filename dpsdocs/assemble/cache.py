"""Rendered files kept by the hash of what they were made from, in a folder with a size cap."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol


class Cache(Protocol):
    """Where rendered bytes are kept between runs."""

    def get(self, key: str) -> bytes | None:
        """The bytes, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes."""


class NoCache:
    """Keeps nothing."""

    def get(self, key: str) -> bytes | None:
        """Never anything."""
        return None

    def put(self, key: str, data: bytes) -> None:
        """Forget it."""


class FolderCache:
    """One file per key, with its own hash in front so that a damaged file is never used."""

    def __init__(self, folder: Path, limit: int = 500_000_000) -> None:
        self._folder = folder
        self._limit = limit
        self._room = -1
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: str) -> bytes | None:
        """The bytes, or None when they are not there or damaged."""
        path = self._folder / key
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, data = content[:32], content[32:]
        return data if hashlib.sha256(data).digest() == digest else None

    def put(self, key: str, data: bytes) -> None:
        """Write beside and rename, so that a half-written file is never seen; a full disk costs only the cache."""
        with contextlib.suppress(OSError):
            handle, name = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as target:
                    target.write(hashlib.sha256(data).digest() + data)
                Path(name).replace(self._folder / key)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._room -= len(data)
            if self._room < 0:
                self._evict()

    def _evict(self) -> None:
        """The least used go first when the folder is over its cap. Looked at again when a tenth of it is written."""
        entries = [(path, path.stat()) for path in self._folder.iterdir()]
        total = sum(stat.st_size for _, stat in entries)
        for path, stat in sorted(entries, key=lambda e: e[1].st_mtime):
            if total <= self._limit:
                break
            path.unlink(missing_ok=True)
            total -= stat.st_size
        self._room = min(self._limit - total, self._limit // 10)
