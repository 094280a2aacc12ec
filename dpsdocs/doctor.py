"""A look at what the program needs of the machine and of its own files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from .config import Config
from .masters.errors import MasterError
from .masters.loader import load
from .store.db import make_session, needs_upgrade
from .writers import pdf


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at; what is not needed only turns something off."""

    name: str
    ok: bool
    words: str
    needed: bool = True


def examine(settings: Config) -> tuple[Look, ...]:
    """Every look, in a fixed order."""
    return tuple(_looks(settings))


def _looks(settings: Config) -> Iterator[Look]:
    yield Look("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    missing = pdf.available()
    yield Look("PDF", missing is None, missing or "WeasyPrint og Pango er på plass", needed=False)
    yield _database(settings)
    yield _masters(settings)
    fonts = list((settings.static / "fonts").glob("*.ttf"))
    yield Look("Skrifter", len(fonts) >= 5, f"{len(fonts)} filer")
    free = shutil.disk_usage(settings.instance).free // 1_000_000
    yield Look("Diskplass", free > 500, f"{free} MB ledig i {settings.instance.name}/", needed=False)


def _database(settings: Config) -> Look:
    try:
        if needs_upgrade(settings.database_url):
            return Look("Database", False, "må oppdateres: kjør «dpsdocs migrate»")
        with make_session(settings.database_url) as session:
            engine = session.get_bind().dialect.name
            query = "select sqlite_version()" if engine == "sqlite" else "show server_version"
            return Look("Database", True, f"{engine} {session.scalar(text(query))}")
    except Exception as error:
        return Look("Database", False, str(error).splitlines()[0])


def _masters(settings: Config) -> Look:
    folder = settings.root / "templates" / "masters" / "vektertjenester"
    try:
        return Look("Maler", True, load(folder).name)
    except MasterError as error:
        return Look("Maler", False, str(error).splitlines()[0])
