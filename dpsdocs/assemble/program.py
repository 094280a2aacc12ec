"""What the program itself adds to a file: its version, its engines and its own text."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from .. import __version__, config

_ENGINES = ("weasyprint", "pydyf", "python-docx", "lxml", "xlsxwriter")
_ROOMS = ("domain", "document", "masters", "writers", "assemble")


@lru_cache(maxsize=1)
def engine_versions() -> dict[str, str]:
    """The versions that decide what the bytes become."""
    return {name: _version(name) for name in _ENGINES}


@lru_cache(maxsize=1)
def digest() -> str:
    """A hash of all that makes files, so that nothing kept by another program is taken for this one's."""
    total = hashlib.sha256(f"{__version__} {engine_versions()}".encode())
    place = config.ROOT / "dpsdocs"
    for file in sorted(file for room in _ROOMS for file in (place / room).iterdir() if file.is_file()):
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    total.update((place / "package.py").read_bytes())
    return total.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "mangler"
