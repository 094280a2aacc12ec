"""All that is known of htmx on the server. htmx-flask reads the request; the answer's headers are our own
(its ``reswap`` refuses modifiers)."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, make_response, request
from htmx_flask import Htmx


def init_app(app: Flask) -> None:
    """Let requests know whether htmx sent them."""
    Htmx(app)


def is_htmx() -> bool:
    """Whether htmx sent the request and waits for a fragment."""
    return bool(getattr(request, "htmx", False))


def reply(
    body: Any = "",
    status: int = 200,
    *,
    retarget: str = "",
    reswap: str = "",
    push_url: str = "",
    redirect: str = "",
    trigger: str | dict[str, Any] = "",
) -> Response:
    """A fragment, with where it goes (``retarget``, ``reswap``), its address, and events for the page."""
    answer = make_response(body, status)
    headers = {
        "HX-Retarget": retarget,
        "HX-Reswap": reswap,
        "HX-Push-Url": push_url,
        "HX-Redirect": redirect,
        "HX-Trigger": trigger if isinstance(trigger, str) else json.dumps(trigger),
    }
    for name, value in headers.items():
        if value:
            answer.headers[name] = value
    return answer
