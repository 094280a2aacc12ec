"""What gunicorn calls: the application with this installation's settings."""

from __future__ import annotations

from flask import Flask

from .app import create_app
from .config import load


def application() -> Flask:
    """The application, made from the environment and ``instance/``."""
    return create_app(load())
