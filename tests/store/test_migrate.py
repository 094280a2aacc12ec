"""Migrations make the tables the models describe, on both engines, however many start at once."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from dpsdocs.store.db import db, make_engine, make_session, needs_upgrade, upgrade
from dpsdocs.store.models import Base, Setting


def test_models_and_migrations_agree(engine_url: str) -> None:
    engine = make_engine(engine_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_asking_creates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "dpsdocs.db"
    assert needs_upgrade(f"sqlite:///{path}")
    assert not path.parent.exists()


def test_head_needs_nothing(engine_url: str) -> None:
    assert not needs_upgrade(engine_url)
    upgrade(engine_url)
    assert not needs_upgrade(engine_url)


@pytest.mark.postgres
def test_an_empty_postgres_needs_it(postgres_url: str) -> None:
    with make_session(postgres_url) as session:
        session.execute(text("DELETE FROM alembic_version"))
        session.commit()
    assert needs_upgrade(postgres_url)


def test_four_at_once_make_one_database(tmp_path: Path) -> None:
    url, errors = f"sqlite:///{tmp_path / 'dpsdocs.db'}", []

    def run() -> None:
        try:
            upgrade(url)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert not needs_upgrade(url)


@pytest.mark.parametrize("command", ["UPDATE audit_event SET detail = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_rewrite_the_log(engine_url: str, command: str) -> None:
    with make_session(engine_url) as session:
        session.execute(
            text(
                "INSERT INTO audit_event (at, user_id, action, object_id, detail, previous, hash) "
                "VALUES ('2027-01-01 00:00:00', '', 'x', '', '', '', 'h')"
            )
        )
        session.commit()
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(command))


def test_flask_gets_the_same_engine_and_sessions(sqlite_url: str) -> None:
    app = Flask("test")
    app.config["SQLALCHEMY_DATABASE_URI"] = sqlite_url
    db.init_app(app)
    with app.app_context():
        db.session().info["read_only"] = True
        assert db.session.get(Setting, "x") is None
        db.session.add(Setting(key="x", value=1))
        with pytest.raises(Exception, match="only reads"):
            db.session.commit()
        db.session.rollback()
        db.session().info.clear()
        db.session.add(Setting(key="x", value=1))
        db.session.commit()
        assert db.session.scalar(text("PRAGMA journal_mode")) == "wal"
        db.session.remove()
        db.engine.dispose()
