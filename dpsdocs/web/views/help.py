"""Help, privacy and the accessibility statement."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ..pages import page

help_pages = Blueprint("help", __name__)


@help_pages.get("/hjelp")
def index() -> ResponseReturnValue:
    """How the work goes, words, and whom to ask."""
    return page("help/index.html")


@help_pages.get("/personvern")
def privacy() -> ResponseReturnValue:
    """What is kept about people, and why."""
    return page("help/privacy.html")


@help_pages.get("/tilgjengelighet")
def accessibility() -> ResponseReturnValue:
    """What has been tested, and what has not."""
    return page("help/accessibility.html")
