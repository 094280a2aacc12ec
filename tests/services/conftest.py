"""A journey on the shipped master set, on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.services.releases import Releases
from tests.builders import Make
from tests.services.journey import Journey, read_sample


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where releases are unpacked, once for all tests."""
    return tmp_path_factory.mktemp("releases")


@pytest.fixture
def journey(session: Session, make: Make, root: Path, unpacked: Path) -> Journey:
    """People, a confirmed system and the live release."""
    releases = Releases(unpacked, root / "templates" / "masters")
    releases.take_in_shipped(session)
    return Journey(session, make, releases, read_sample(releases, session))
