"""An installation of its own on each engine, with a journey to render."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.config import ROOT, Config
from dpsdocs.services.releases import Releases
from tests.builders import Make
from tests.services.journey import Journey, read_sample

HERE = Path(__file__).parent
# whole packages are rendered; the database only says that there is one. On PostgreSQL as well in ./test nightly
HEAVY = {
    "test_a_worker_that_is_killed_in_a_render",
    "test_a_saver_that_is_killed_loses_nothing_acknowledged",
    "test_the_packages_are_made_again_byte_for_byte",
    "test_a_worker_that_is_killed_while_it_renders_ahead",
    "test_a_whole_render_that_may_use_too_little",
    "test_a_worker_told_to_stop_finishes_what_it_has",
    "test_what_is_issued_then_lies_ready",
}
# a connection that dies holds its locks on a server, not in a file. On SQLite as well in ./test nightly
SERVED = {
    "test_a_web_process_that_is_killed_loses_nothing_acknowledged",
    "test_a_program_that_is_killed_leaves_nothing_running_and_starts_again",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The heaviest tests run on one engine only."""
    other = {f"{name}[postgres]" for name in HEAVY} | {f"{name}[sqlite]" for name in SERVED}
    for item in items:
        if item.name in other:
            item.add_marker(pytest.mark.nightly)


@dataclass
class Installation:
    """A database and a folder, and the processes started on them."""

    url: str
    folder: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def config(self) -> Config:
        """The settings of a process of this installation."""
        return Config(secret="x" * 40, database_url=self.url, instance=self.folder)

    def run(self, script: str, *arguments: str) -> subprocess.Popen[str]:
        """Start one of the scripts beside this file; it gets the address and the folder first."""
        command = [sys.executable, str(HERE / script), self.url, str(self.folder), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        self.started.append(child)
        return child


@pytest.fixture
def installation(engine_url: str, tmp_path: Path) -> Iterator[Installation]:
    """An installation; whatever runs at the end of the test is killed."""
    made = Installation(engine_url, tmp_path / "instance")
    yield made
    for child in made.started:
        child.kill()
        child.communicate()


@pytest.fixture
def journey(session: Session, make: Make, root: Path, installation: Installation) -> Journey:
    """A journey whose release lies in the installation."""
    releases = Releases(installation.folder / "releases", root / "templates" / "masters")
    releases.take_in_shipped(session)
    return Journey(session, make, releases, read_sample(releases, session))


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it comes to hold in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def descendants(pid: int) -> set[int]:
    """The processes a process has started, and theirs."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found, wave = set(), {pid}
    while wave:
        wave = {child for child, parent in parents.items() if parent in wave}
        found |= wave
    return found


def runs(pid: int) -> bool:
    """Whether the process is there and not just waiting to be counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def kill_hard(child: subprocess.Popen[str]) -> None:
    """Like the machine losing power, for one process."""
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
