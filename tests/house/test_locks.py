"""The locks hold every package asked for, with hashes, and name no index."""

import re
from pathlib import Path

import pytest

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
ADDRESS = re.compile(
    r"://|\bfile:|^\s*-[if]\b|--(?:index-url|extra-index-url|find-links|trusted-host)|@\s*/", re.MULTILINE
)


def normal(name: str) -> str:
    """The package name in the form the locks use."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, str]:
    """Package name to version."""
    return {normal(name): version for name, version in PIN.findall(lock.read_text())}


def asked_for(listing: Path) -> set[str]:
    """The names on the lines of a .in file, without versions and extras."""
    lines = (line.split("#")[0].strip() for line in listing.read_text().splitlines())
    return {normal(re.split(r"[\[<>=!~; ]", line)[0]) for line in lines if line and not line.startswith("-")}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_holds_each_package_asked_for(root: Path, name: str) -> None:
    assert asked_for(root / f"{name}.in") - pins(root / f"{name}.lock").keys() == set()


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_names_no_index_host_or_path(root: Path, name: str) -> None:
    for path in (root / f"{name}.in", root / f"{name}.lock"):
        assert ADDRESS.findall(path.read_text()) == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_each_pin_has_a_hash(root: Path, name: str) -> None:
    blocks = re.split(r"(?m)^(?=[a-z0-9])", (root / f"{name}.lock").read_text())
    assert [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_dev_lock_holds_the_runtime_lock_unchanged(root: Path) -> None:
    runtime, dev = pins(root / "requirements.lock"), pins(root / "requirements-dev.lock")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_lock_can_build_the_editable_install(root: Path) -> None:
    found = pins(root / "requirements.lock")
    major, minor = (int(part) for part in found["setuptools"].split(".")[:2])
    assert (major, minor) >= (70, 1)
    assert "wheel" in found
