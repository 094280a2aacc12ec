"""The front door, and the operator's own logo and style."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain.roles import works_with_cases

from ..context import actor, config

front = Blueprint("front", __name__)
BRAND_FILES = {".svg", ".png", ".css", ".woff2", ".ttf"}


@front.get("/")
def index() -> ResponseReturnValue:
    """Where the work of whoever came is."""
    person = actor()
    if works_with_cases(person):
        return redirect(url_for("competitions.index"))
    return redirect(url_for("people.index" if person.is_admin else "register.index"))


@front.get("/merkevare/<name>")
def brand(name: str) -> ResponseReturnValue:
    """A file from the operator's brand folder."""
    folder = config().brand
    if folder is None or not any(name.endswith(ending) for ending in BRAND_FILES):
        abort(404)
    return send_from_directory(folder, name)
