"""Whether the program is well, for those who watch it."""

from __future__ import annotations

from flask import Blueprint, Response

from dpsdocs.services import settings

from ..context import session
from ..logs import log

health = Blueprint("health", __name__)


@health.get("/helse")
def show() -> Response:
    """«ok» when the database answers."""
    try:
        settings.case_settings(session())
    except Exception:
        log().error("the database does not answer", exc_info=True)
        return Response("databasen svarer ikke\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
