"""What every test may lean on."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.fixtures_db"]
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` writes the golden files instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff")


# the rooms with the longest tests go first, so that no core waits for the last browser
LONGEST = ("browser", "worker", "verify", "writers", "assemble", "cli", "web")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the rooms; within one nothing moves."""
    order = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(LONGEST)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's root folder."""
    return Path(__file__).resolve().parents[1]
