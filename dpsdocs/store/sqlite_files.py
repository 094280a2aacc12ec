"""A SQLite database as a file: copied whole, checked, put out of use. Not for a file in normal use."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from .engines import make_engine


class InUse(Exception):
    """Another program has the database open."""


class Unsound(Exception):
    """The file is no sound database; the text says what SQLite found."""


def copy_whole(url: URL, target: Path) -> None:
    """Write the database as it is at this instant to a new file, also while others write."""
    engine = make_engine(url)
    try:
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        engine.dispose()


def check_sound(path: Path) -> None:
    """``Unsound`` unless SQLite finds every page and every reference in order."""
    from pysqlite3 import dbapi2

    try:
        with closing(_open_untouched(path)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    except dbapi2.DatabaseError as error:
        raise Unsound(str(error)) from error
    if found != ["ok"]:
        raise Unsound("; ".join(found))
    if loose is not None:
        raise Unsound(f"loose reference in {loose[0]}")


def revision(path: Path) -> str | None:
    """The migration the file stands at, or None when it isn't one of our databases."""
    return _first(path, "SELECT version_num FROM alembic_version")


def has_people(path: Path) -> bool:
    """Whether anybody has begun to use the database; True also when that can't be read."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    return _first(path, "SELECT count(*) FROM app_user") != "0"


def put_out_of_use(path: Path, beside: Path) -> None:
    """Move a database with what belongs to it; ``InUse`` when another program has it open."""
    from pysqlite3 import dbapi2

    try:
        with closing(dbapi2.connect(str(path), isolation_level=None, timeout=2)) as connection:
            # leaving WAL needs the file alone, and brings everything home into it
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    except dbapi2.DatabaseError as error:
        if "locked" in str(error):
            raise InUse from error  # else it is damaged, and is moved as it is
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(beside.with_name(beside.name + ending))


def _open_untouched(path: Path) -> Any:
    from pysqlite3 import dbapi2

    return dbapi2.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _first(path: Path, query: str) -> str | None:
    from pysqlite3 import dbapi2

    try:
        with closing(_open_untouched(path)) as connection:
            row = connection.execute(query).fetchone()
    except dbapi2.DatabaseError:
        return None
    return None if row is None else str(row[0])
