"""The master releases of this installation, for views."""

from __future__ import annotations

from dpsdocs.services.releases import Releases

from .context import config


def releases() -> Releases:
    """Where releases are unpacked and which sets ship with the program."""
    settings = config()
    return Releases(settings.instance / "releases", settings.root / "templates" / "masters")
