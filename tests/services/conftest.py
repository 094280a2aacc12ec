"""A journey on the shipped master set, on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.services.releases import Releases
from tests.builders import Make
from tests.services.journey import Journey, read_sample

HERE = Path(__file__).parent


# what these find out is decided in Python, and the others ask the same tables; on PostgreSQL as well in ./test nightly
DECIDED = {
    "test_changing.py", "test_following.py", "test_adapting.py", "test_trials.py", "test_returned.py",
    "test_judgements.py", "test_recommended.py", "test_tryouts.py", "test_master_records.py", "test_master_recall.py",
    "test_master_word.py", "test_master_coverage.py", "test_row_changes.py", "test_bad_input.py",
    "test_row_imports.py", "test_assistance.py", "test_annexes.py", "test_master_moves.py", "test_routine.py",
    "test_reasons.py", "test_last_checks.py", "test_changed_dps.py",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Some tests run on one engine only."""
    for item in items:
        if item.path.name in DECIDED and "postgres" in item.name and item.path.parent == HERE:
            item.add_marker(pytest.mark.nightly)


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
