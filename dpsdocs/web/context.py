"""What a view may lean on in a request: the database session, who is signed in, and the settings."""

from __future__ import annotations

from typing import Any, cast

from flask import current_app, g
from flask import session as cookie

from dpsdocs.config import Config
from dpsdocs.domain.roles import Actor

TOKEN = "token"  # noqa: S105 - the name of the place in the cookie
OWNER = "owner"


def session() -> Any:
    """The request's database session; opened for reading only in a GET."""
    return current_app.extensions["sqlalchemy"].session


def writing() -> Any:
    """The session opened for writing in a GET, for the log; what was read is let go first."""
    current = session()
    current.rollback()
    current.info["read_only"] = False
    return current


def config() -> Config:
    """The settings of this installation."""
    return cast(Config, current_app.extensions["dpsdocs"])


def actor() -> Actor:
    """Who is signed in. Only for views whose guard asks for somebody."""
    found = visitor()
    if found is None:
        raise RuntimeError("the guard of this view lets strangers in")
    return found


def visitor() -> Actor | None:
    """Who is signed in, if anybody."""
    return cast("Actor | None", g.get("actor"))


def token() -> str:
    """The sign-in token the browser sent, or nothing."""
    return str(cookie.get(TOKEN, ""))


def begin(person: Actor, new_token: str) -> None:
    """Put a fresh sign-in in the cookie.

    The CSRF token outlives a session that ended while the same person was writing, so that what stands in
    an open tab can still be saved after signing in again; for anybody else it is made anew.
    """
    kept = cookie.get("csrf_token") if cookie.get(OWNER) == person.id else None
    cookie.clear()
    cookie[TOKEN], cookie[OWNER] = new_token, person.id
    if kept:
        cookie["csrf_token"] = kept


def end() -> None:
    """Forget the sign-in and everything else in the cookie."""
    cookie.clear()
    g.pop("actor", None)
