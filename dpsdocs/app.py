"""Where everything meets: a Flask application made from a configuration. Nothing happens on import."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from dpsdocs.config import Config
from dpsdocs.domain.amounts import amounts
from dpsdocs.domain.rules import rulebook
from dpsdocs.store.db import db
from dpsdocs.web import access, errors, headers, hx, logs, templating
from dpsdocs.web.views import BLUEPRINTS

MEGABYTE = 1024 * 1024


def create_app(config: Config) -> Flask:
    """The application. The database must have its tables already (``dpsdocs.store.db.upgrade``)."""
    app = Flask(
        "dpsdocs",
        root_path=str(config.root),
        static_folder=str(config.static),
        template_folder=str(config.pages),
        instance_path=str(config.instance),
    )
    rulebook(), amounts()  # tables that contradict themselves are refused before anything is served
    app.config.from_mapping(_settings(config))
    app.extensions["dpsdocs"] = config
    db.init_app(app)
    hx.init_app(app)
    # the order is the order of the questions: who is it, may they, and did our own page send it
    for part in (logs, headers, access):
        part.init_app(app)
    CSRFProtect(app)
    errors.init_app(app)
    templating.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if config.proxies:
        hops = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _settings(config: Config) -> dict[str, Any]:
    return {
        "TESTING": config.testing,
        "SECRET_KEY": config.secret,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SESSION_COOKIE_NAME": config.cookie,
        "SESSION_COOKIE_SECURE": config.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PREFERRED_URL_SCHEME": "https" if config.https else "http",
        "TRUSTED_HOSTS": list(config.hosts) or None,
        "MAX_CONTENT_LENGTH": 6 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
        "MAX_FORM_PARTS": 5000,
        # a form left open over lunch must still work; the token ends with the session
        "WTF_CSRF_TIME_LIMIT": None,
    }
