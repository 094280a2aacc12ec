"""The database for Flask and for programs without it. Nothing is opened on import."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Engine

from .engines import ReadOnlySession, ReadOrWriteSession, make_engine, make_session
from .migrate import needs_upgrade, upgrade
from .models import Base

__all__ = ["ReadOnlySession", "db", "make_engine", "make_session", "needs_upgrade", "upgrade"]


class _WebSession(ReadOrWriteSession, FlaskSession):
    """The session of one request."""


class _Database(SQLAlchemy):
    """Flask-SQLAlchemy with our engines: the address comes from ``SQLALCHEMY_DATABASE_URI``."""

    def _apply_driver_defaults(self, options: dict[str, Any], app: Flask) -> None:
        """Nothing: ``make_engine`` knows, and a file's place is not guessed from Flask's instance folder."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return make_engine(options["url"])


db = _Database(model_class=Base, session_options={"class_": _WebSession})
