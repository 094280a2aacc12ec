"""Who may come where: one table over all endpoints, asked before each request. No entry, no entrance."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain.roles import Actor
from dpsdocs.services import accounts
from dpsdocs.services.errors import Forbidden

from . import context, hx

# A guard returns in silence, or raises: SignInNeeded, Forbidden (403), NotFound (404: may not be known of).
# It gets the visitor and the address's values (ids as text), and may load the object to look at it.
Guard = Callable[[Actor | None, Mapping[str, Any]], None]
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class SignInNeeded(Exception):
    """Nobody is signed in, and somebody must be."""


def public(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Anybody."""


def signed_in(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """Anybody with an account."""
    needed(visitor)


def admin(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """System administrators."""
    if not needed(visitor).is_admin:
        raise Forbidden("Bare systemadministratorer har tilgang til denne siden.")


def dps_manager(visitor: Actor | None, values: Mapping[str, Any]) -> None:
    """UKE's DPS managers."""
    if not needed(visitor).is_central("dps_manager"):
        raise Forbidden("Bare DPS-forvaltere i UKE har tilgang til denne siden.")


def needed(visitor: Actor | None) -> Actor:
    """The visitor, or ``SignInNeeded``."""
    if visitor is None:
        raise SignInNeeded
    return visitor


POLICY: dict[str, Guard] = {
    "static": public,
    "front.index": signed_in,
    "front.brand": public,
    "health.show": public,
    "help.index": public,
    "help.privacy": public,
    "help.accessibility": public,
    "accounts.sign_in": public,
    "accounts.sign_out": public,
    "accounts.password": signed_in,
    "accounts.invitation": public,
    "people.index": admin,
    "people.new": admin,
    "people.edit": admin,
    "people.invite": admin,
    "agencies.index": admin,
    "agencies.new": admin,
    "agencies.edit": admin,
    "audit.index": admin,
    "dps.index": signed_in,
    "dps.show": signed_in,
    "dps.new": dps_manager,
    "dps.edit": dps_manager,
    "dps.confirm": dps_manager,
    "dps.unconfirm": dps_manager,
    "settings.edit": dps_manager,
    "suppliers.index": signed_in,
    "suppliers.new": dps_manager,
    "suppliers.edit": dps_manager,
    "suppliers.upload": dps_manager,
    "suppliers.plan": dps_manager,
}


def init_app(app: Flask) -> None:
    """Ask the table before each request."""
    app.url_value_preprocessor(_ids_as_text)
    app.before_request(_refuse_other_sites)
    app.before_request(_let_in)
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)


def local_path(text: str) -> str:
    """The path when it lies on this site, else the front page: «next» never leads elsewhere."""
    parts = urlsplit(text) if text.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or "\\" in text or not text.startswith("/"):
        return "/"
    return "/" if text.startswith("//") else text


def _ids_as_text(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    for name, value in (values or {}).items():
        if values is not None and isinstance(value, uuid.UUID):
            values[name] = str(value)


def _refuse_other_sites() -> None:
    if request.method in UNSAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def _let_in() -> None:
    if request.endpoint == "static":
        return
    if request.method not in UNSAFE:
        context.session().info["read_only"] = True
    if context.token():
        g.actor = accounts.actor_for(context.session(), context.token())
        if g.actor:
            accounts.touch(context.session(), context.token())
    if request.endpoint is None:
        return
    guard = POLICY.get(request.endpoint)
    if guard is None:
        if current_app.testing:
            raise LookupError(f"no entry in the policy for {request.endpoint}")
        abort(404)
    guard(context.visitor(), request.view_args or {})


def _ask_to_sign_in(_error: SignInNeeded) -> ResponseReturnValue:
    if hx.is_htmx():
        return hx.reply(render_template("errors/_signed_out.html"), 401)
    wanted = request.full_path if request.query_string else request.path
    if request.method in UNSAFE:
        came_from = urlsplit(request.referrer or "")
        wanted = came_from.path if came_from.netloc == request.host else "/"
    return redirect(url_for("accounts.sign_in", next=None if wanted == "/" else wanted), 303)
