"""The front door, and the operator's own logo and style."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from ..context import config

front = Blueprint("front", __name__)
BRAND_FILES = {".svg", ".png", ".css", ".woff2", ".ttf"}


@front.get("/")
def index() -> ResponseReturnValue:
    """Where the work is."""
    built = "competitions.index" in current_app.view_functions
    return redirect(url_for("competitions.index" if built else "dps.index"))


@front.get("/merkevare/<name>")
def brand(name: str) -> ResponseReturnValue:
    """A file from the operator's brand folder."""
    folder = config().brand
    if folder is None or not any(name.endswith(ending) for ending in BRAND_FILES):
        abort(404)
    return send_from_directory(folder, name)
