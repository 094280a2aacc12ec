"""Brings a database to the tables of this version, one process at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, text

from .engines import make_engine, normal_url

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK_KEY = 4_027_915_163


def upgrade(url: str | URL) -> None:
    """Run the migrations that are missing. Several processes may call this at once."""
    address = normal_url(url)
    if address.database and address.get_backend_name() == "sqlite":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(address)
    try:
        with _alone(engine), engine.connect() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()


def needs_upgrade(url: str | URL) -> bool:
    """Whether migrations are missing; a database file that isn't there is not created by asking."""
    address = normal_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return True
    engine = make_engine(address).execution_options(read_only=True)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(found) != set(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK_KEY})
        return
    with Path(f"{engine.url.database}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel lets go when the process ends
        yield


def known_revisions() -> frozenset[str]:
    """The migrations this version of the program knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())
