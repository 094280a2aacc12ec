"""Engines and sessions for SQLite and PostgreSQL, usable without Flask."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.pool import ConnectionPoolEntry

_PRAGMAS = (
    "busy_timeout=20000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
)


class ReadOnlySession(RuntimeError):
    """A session marked as reading was asked to write."""


class ReadOrWriteSession(Session):
    """A session that reads when ``info["read_only"]`` is set, and else takes the write lock at once.

    On SQLite a transaction that begins by reading and writes later fails when somebody else wrote in
    between, so writers must say so from the start.
    """

    _owned: Engine | None = None
    _reader: tuple[Engine, Engine] | None = None

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """The engine to use: its reading variant when the session is marked."""
        bind = super().get_bind(*args, **kwargs)
        if not self.info.get("read_only") or not isinstance(bind, Engine):
            return bind
        if self._reader is None or self._reader[0] is not bind:
            self._reader = (
                bind,
                bind.execution_options(read_only=True, postgresql_readonly=True, writer=bind),
            )
        return self._reader[1]

    def close(self) -> None:
        """Give back the connection, and the engine when the session made it itself."""
        super().close()
        if self._owned is not None:
            self._owned.dispose()


@event.listens_for(ReadOrWriteSession, "before_flush", propagate=True)
def _refuse_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    changed = session.new or session.deleted or any(session.is_modified(row) for row in session.dirty)
    if session.info.get("read_only") and changed:
        raise ReadOnlySession("this session only reads")


@event.listens_for(ReadOrWriteSession, "do_orm_execute", propagate=True)
def _refuse_statement(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and state.session.info.get("read_only"):
        raise ReadOnlySession("this session only reads")


def normal_url(url: str | URL) -> URL:
    """The address with the driver the program uses; ``ValueError`` when it is no database we run on."""
    found = make_url(url)
    if found.get_backend_name() in ("postgres", "postgresql"):
        return found.set(drivername="postgresql+psycopg")
    if found.get_backend_name() != "sqlite" or found.database in (None, "", ":memory:"):
        raise ValueError("DATABASE_URL must be sqlite:///FILE or postgresql://…")
    return found.set(drivername="sqlite")


def make_engine(url: str | URL) -> Engine:
    """An engine with everything set that the rest of the store relies on."""
    address = normal_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address, pool_pre_ping=True)
    # not the standard library's sqlite3: two SQLite libraries on one file drop each other's locks
    import pysqlite3.dbapi2

    engine = create_engine(address, module=pysqlite3.dbapi2)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # BEGIN is ours to say
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def make_session(where: str | URL | Engine, *, read_only: bool = False) -> ReadOrWriteSession:
    """A session on an engine, or on an address (its engine is then given up when the session closes)."""
    engine = where if isinstance(where, Engine) else make_engine(where)
    session = ReadOrWriteSession(engine)
    session._owned = None if engine is where else engine
    if read_only:
        session.info["read_only"] = True
    return session


def writing_beside(session: Session) -> ReadOrWriteSession:
    """A session of its own for a short write beside one that only reads."""
    engine = session.get_bind().engine
    return make_session(engine.get_execution_options().get("writer", engine))


def serialise(session: Session, name: str) -> None:
    """Until the transaction ends, nobody else gets past this line with the same name.

    A writing transaction on SQLite is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))
