"""An application with a municipality in it, and browsers signed in by role."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from dpsdocs.app import create_app
from dpsdocs.config import Config
from dpsdocs.services import accounts
from dpsdocs.store.db import db, make_session
from dpsdocs.web import context
from tests.web import world as worlds
from tests.web.strict import StrictClient
from tests.web.world import World

Browser = Callable[[str], StrictClient]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The municipality, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("world")
    made = worlds.build(worlds.settings(folder))
    with make_session(f"sqlite:///{folder / 'test.db'}") as session:
        session.connection().exec_driver_sql("COMMIT")
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder, made


@pytest.fixture
def world(built: tuple[Path, World]) -> World:
    """Who and what there is."""
    return built[1]


@pytest.fixture
def config(built: tuple[Path, World], tmp_path: Path) -> Config:
    """Settings on a fresh copy of the database."""
    shutil.copytree(built[0], tmp_path / "instance")
    return worlds.settings(tmp_path / "instance")


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application."""
    made = create_app(config)
    made.test_client_class = StrictClient
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A browser nobody is signed in with."""
    made = app.test_client()
    assert isinstance(made, StrictClient)
    return made


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser signed in as a role; «stranger» is nobody."""

    def make(role: str) -> StrictClient:
        made = app.test_client()
        assert isinstance(made, StrictClient)
        if role == "stranger":
            return made
        with app.app_context():
            actor, token = accounts.sign_in(db.session, worlds.email(role), worlds.PASSWORD)
        with made.session_transaction() as cookie:
            cookie[context.TOKEN], cookie[context.OWNER] = token, actor.id
        return made

    return make
