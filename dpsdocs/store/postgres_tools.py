"""A PostgreSQL database written to a file and read back, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, text
from sqlalchemy.exc import SQLAlchemyError

from .engines import make_engine


class ToolMissing(Exception):
    """PostgreSQL's programs are not installed here; the text names the one that is missing."""


class ToolFailed(Exception):
    """PostgreSQL's program could not do it; the text is what it said last."""


def dump(url: URL, target: Path) -> None:
    """Write the database as it is at this instant to a file in PostgreSQL's own form."""
    _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def check_dump(path: Path) -> None:
    """``ToolFailed`` unless the file can be read from end to end."""
    _run(None, "pg_restore", f"--file={os.devnull}", str(path))


def revision(path: Path) -> str | None:
    """The migration the file stands at, or None when it isn't one of our databases."""
    script = _run(None, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(path))
    lines = iter(script.splitlines())
    return next((next(lines, None) for line in lines if line.startswith("COPY ")), None)


def load(url: URL, source: Path) -> None:
    """Put a file's content in place of what is in the database, all or nothing."""
    _run(
        url, "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
        "--exit-on-error", str(source),
    )  # fmt: skip


def has_people(url: URL) -> bool:
    """Whether anybody has begun to use the database."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(text("SELECT count(*) FROM app_user")))
    except SQLAlchemyError:
        return False  # there is no such table yet
    finally:
        engine.dispose()


def _run(url: URL | None, program: str, *arguments: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise ToolMissing(program)
    environment = dict(os.environ)
    if url is not None:
        if url.password:
            environment["PGPASSWORD"] = str(url.password)  # the command line can be read by others
        address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
        arguments = (f"--dbname={address}", *arguments)
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolFailed(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else program)
    return done.stdout
