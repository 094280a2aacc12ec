"""What ./run and ./test do about Debian packages that are missing: install them with rights, name them without."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

WANTED = "libpango-1.0-0 libharfbuzz-subset0 libpangoft2-1.0-0"
REASON = "Uten Pango kan ikke PDF lages; resten virker."


@dataclass(frozen=True)
class Machine:
    """A machine where only the programs in one folder exist; ``done`` lists what apt was asked for."""

    folder: Path
    root: Path

    def program(self, name: str, script: str) -> None:
        """Put a program on it."""
        path = self.folder / name
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)

    def run(self, commands: str) -> subprocess.CompletedProcess[str]:
        """Run commands after ``.ci/setup.sh``."""
        return subprocess.run(
            ["/bin/bash", "-c", f". {self.root}/.ci/setup.sh\n{commands}"],
            env={"PATH": str(self.folder), "ROOT": str(self.folder)}, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def done(self) -> str:
        """The calls of apt-get."""
        log = self.folder / "apt.log"
        return log.read_text() if log.exists() else ""


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Machine:
    """Debian with one of the packages, and nobody with rights."""
    made = Machine(tmp_path, root)
    made.program("id", "echo 1000")
    made.program("dpkg-query", '[ "${@: -1}" = libpango-1.0-0 ] && echo installed || exit 1')
    made.program("apt-get", f'echo "$*" >> {tmp_path}/apt.log')
    (tmp_path / "env").symlink_to(shutil.which("env") or "/usr/bin/env")
    return made


def packages(machine: Machine) -> subprocess.CompletedProcess[str]:
    return machine.run(f"debian_packages '{REASON}' {WANTED}")


def test_without_rights_it_names_what_is_missing_and_goes_on(machine: Machine) -> None:
    said = packages(machine)
    assert said.returncode == 0
    assert said.stderr.splitlines()[-2:] == [
        "Mangler systempakker: libharfbuzz-subset0 libpangoft2-1.0-0", REASON,
    ]  # fmt: skip
    assert machine.done == ""


def test_root_installs_only_what_is_missing(machine: Machine) -> None:
    machine.program("id", "echo 0")
    said = packages(machine)
    assert said.returncode == 0
    assert "Mangler" not in said.stderr
    update, install = machine.done.splitlines()
    assert update.startswith("update")
    assert install.endswith("--no-install-recommends libharfbuzz-subset0 libpangoft2-1.0-0")


def test_sudo_is_used_and_never_waits_for_a_password_nobody_can_give(machine: Machine) -> None:
    machine.program("sudo", '[ "$1" = -n ] && shift && exec "$@"')
    assert "Mangler" not in packages(machine).stderr
    assert "install" in machine.done
    machine.program("sudo", "exit 1")
    assert "Mangler systempakker" in packages(machine).stderr


def test_an_installation_that_fails_is_told_the_same_way(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.program("apt-get", "exit 100")
    assert REASON in packages(machine).stderr


def test_another_system_than_debian_gets_the_names(machine: Machine) -> None:
    (machine.folder / "apt-get").unlink()
    assert packages(machine).stderr.splitlines() == [f"Mangler systempakker: {_missing()}", REASON]


def _missing() -> str:
    return " ".join(name for name in WANTED.split() if name != "libpango-1.0-0")


def test_nothing_missing_nothing_said(machine: Machine) -> None:
    machine.program("dpkg-query", "echo installed")
    said = packages(machine)
    assert (said.returncode, said.stderr, machine.done) == (0, "", "")


def test_no_python_that_fits_is_told(machine: Machine) -> None:
    machine.program("python3", "exit 1")
    said = machine.run("virtual_environment run")
    assert said.returncode == 1
    assert "Mangler systempakker: python3-venv" in said.stderr
    assert said.stderr.rstrip().endswith("Fant ikke Python 3.11, 3.12 eller 3.13 med venv.")
