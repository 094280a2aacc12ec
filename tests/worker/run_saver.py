"""Saves one answer over and over, and says so each time it is acknowledged."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from dpsdocs.config import ROOT
from dpsdocs.services import accounts, sections
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from dpsdocs.store.db import make_engine, make_session


def save_for_ever(url: str, folder: Path, user_id: str, competition_id: str, key: str, first: int) -> None:
    """Each save is a request of its own, as the web has them."""
    engine, releases = make_engine(url), Releases(folder / "releases", ROOT / "templates" / "masters")
    for number in count(first):
        with make_session(engine) as session:
            actor = accounts.as_actor(session.get_one(models.User, user_id))
            base = session.get_one(models.Competition, competition_id).revision
            sections.save(
                session, releases, actor, competition_id, {key: f"svar {number}"}, base=base, tab=f"{key}-tab"
            )
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    save_for_ever(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:6], first=int(sys.argv[6]))
