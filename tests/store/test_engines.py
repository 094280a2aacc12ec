"""Both engines behave as the rest of the program counts on."""

import threading
import time

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from dpsdocs.services import files
from dpsdocs.store.db import ReadOnlySession, make_engine, make_session
from dpsdocs.store.engines import normal_url, serialise, writing_beside
from dpsdocs.store.models import Agency, Invite, Setting, now
from tests.builders import Make
from tests.fixtures_db import OpenSession


def test_sqlite_is_set_up_for_safety(sqlite_url: str) -> None:
    with make_session(sqlite_url) as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema")
        }
        version = session.scalar(text("SELECT sqlite_version()"))
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20000, "trusted_schema": 0,
    }  # fmt: skip
    # older ones can lose pages of the log when two connections checkpoint
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


@pytest.mark.parametrize("address", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgres_addresses_get_our_driver(address: str) -> None:
    assert normal_url(address).drivername == "postgresql+psycopg"


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://u@h/d"])
def test_other_databases_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        normal_url(address)


def test_a_writer_holds_the_write_lock_from_its_first_read(sqlite_url: str) -> None:
    with make_session(sqlite_url) as first, make_session(sqlite_url) as second:
        second.execute(text("PRAGMA busy_timeout=50"))
        second.rollback()
        first.get(Setting, "x")
        with pytest.raises(OperationalError, match="locked"):
            second.get(Setting, "x")
        first.rollback()
        second.rollback()
        second.get(Setting, "x")


def test_readers_wait_for_nobody(sqlite_url: str) -> None:
    with make_session(sqlite_url) as writer, make_session(sqlite_url, read_only=True) as reader:
        writer.add(Setting(key="x", value=1))
        writer.flush()
        started = time.monotonic()
        assert reader.get(Setting, "x") is None
        assert time.monotonic() - started < 1
        writer.commit()


def test_reading_and_changing_in_threads_loses_nothing(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with make_session(engine) as session:
        session.add(Setting(key="n", value=0))
        session.commit()

    def add_fifty() -> None:
        for _ in range(50):
            with make_session(engine) as own:
                row = own.get_one(Setting, "n")
                row.value = row.value + 1
                own.commit()

    threads = [threading.Thread(target=add_fifty) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with make_session(engine, read_only=True) as session:
        assert session.get_one(Setting, "n").value == 200
    engine.dispose()


def test_a_reading_session_refuses_to_write(open_session: OpenSession) -> None:
    reader = open_session(read_only=True)
    reader.add(Setting(key="x", value=1))
    with pytest.raises(ReadOnlySession):
        reader.flush()
    reader.rollback()
    with pytest.raises(ReadOnlySession):
        reader.execute(update(Setting).values(value=2))
    with pytest.raises(ReadOnlySession):
        files.put(reader, b"data")


@pytest.mark.postgres
def test_postgres_itself_refuses_a_reading_session(postgres_url: str) -> None:
    with make_session(postgres_url, read_only=True) as reader, pytest.raises(DBAPIError, match="read-only"):
        reader.execute(text("DELETE FROM setting"))


def test_a_short_write_beside_a_reading_session(open_session: OpenSession) -> None:
    reader = open_session(read_only=True)
    assert reader.get(Setting, "x") is None
    with writing_beside(reader) as writer:
        writer.add(Setting(key="x", value=1))
        writer.commit()
    reader.rollback()
    assert reader.get_one(Setting, "x").value == 1


def test_a_session_that_made_its_engine_gives_it_up(sqlite_url: str) -> None:
    session = make_session(sqlite_url)
    session.get(Setting, "x")
    engine = session.get_bind().engine
    session.close()
    assert "Connections in pool: 0" in engine.pool.status()


def test_one_at_a_time_past_the_same_name(open_session: OpenSession) -> None:
    first, second, order = open_session(), open_session(), []
    serialise(first, "name")
    first.get(Setting, "x")

    def follow() -> None:
        serialise(second, "name")
        second.get(Setting, "x")
        order.append("second")
        second.rollback()

    thread = threading.Thread(target=follow)
    thread.start()
    time.sleep(0.2)
    order.append("first")
    first.rollback()
    thread.join()
    assert order == ["first", "second"]


def test_references_are_kept(session: Session) -> None:
    session.add(Invite(token_hash="x", user_id="nobody", expires_at=now()))
    with pytest.raises(IntegrityError):
        session.flush()


def test_moments_come_back_in_utc(session: Session, make: Make) -> None:
    user = make.user()
    session.expire_all()
    assert user.created_at.utcoffset().total_seconds() == 0  # type: ignore[union-attr]
    with pytest.raises(Exception, match="time zone"):
        session.add(Invite(token_hash="x", user_id=user.id, expires_at=now().replace(tzinfo=None)))
        session.flush()


def test_central_roles_are_held_once(session: Session, make: Make) -> None:
    from dpsdocs.store.models import Membership

    user = make.user("dps_manager")
    session.add(Membership(user_id=user.id, role="dps_manager"))
    with pytest.raises(IntegrityError):
        session.flush()


def test_versions_count_saved_changes(session: Session, make: Make) -> None:
    agency = make.agency()
    agency.name = "Annet navn"
    session.commit()
    assert session.get_one(Agency, agency.id).version == 2
