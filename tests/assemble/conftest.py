"""The shipped set and its sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release


@pytest.fixture(scope="session")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates" / "masters" / "vektertjenester")


@pytest.fixture(scope="session")
def reception(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())
