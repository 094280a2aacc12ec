"""What every kind of work of the worker needs: sessions, releases, the cache, the limits, and a warm PDF engine."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from .assemble.files import prepare, theme_of
from .config import Config
from .masters.release import Release
from .render_child import Limits
from .services.releases import Releases
from .store.db import make_engine, make_session
from .writers import pdf


@dataclass(frozen=True, slots=True)
class Tools:
    """What the worker needs, handed to it."""

    sessions: Callable[[], Session]
    releases: Releases
    cache: Path
    name: str
    limits: Limits = field(default_factory=Limits)


def tools(config: Config, limits: Limits | None = None) -> Tools:
    """The tools of this installation."""
    shipped = config.root / "templates" / "masters"
    engine = make_engine(config.database_url)
    return Tools(
        lambda: make_session(engine),
        Releases(config.instance / "releases", shipped),
        config.instance / "cache",
        f"{os.uname().nodename}-{os.getpid()}",
        limits or Limits(),
    )


def warm_up(release: Release) -> None:
    """Load the PDF engine before the fork, so that each child starts warm."""
    if pdf.available() is None:
        prepare(release)
        pdf.preload(theme_of(release))
