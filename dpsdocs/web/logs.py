"""Log lines as JSON, one per request, with request id and user id. Never a path with a token, never a form."""

from __future__ import annotations

import time
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, request

from dpsdocs.logs import configure


def log() -> Any:
    """The program's log."""
    return structlog.get_logger()


def init_app(app: Flask) -> None:
    """Give each request an id, and write a line when it is answered."""
    configure()
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.started, g.request_id = time.perf_counter(), uuid.uuid4().hex[:12]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    if request.endpoint != "static" and "started" in g:
        # the rule and not the path: an invitation's address is a secret
        rule = request.url_rule.rule if request.url_rule else None
        spent = round((time.perf_counter() - g.started) * 1000)
        user = g.actor.id if g.get("actor") else None
        log().info(
            "request", method=request.method, rule=rule, status=response.status_code, ms=spent, user=user
        )
    return response
