"""The texts of the house: README, CHANGELOG, and no trace of the machine it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

README_LINES = 120
# joined here so that this file doesn't hold what it looks for
FORBIDDEN = re.compile(
    "|".join(
        [
            r"(?<![\w.\-])/" + "work/",
            "/opt/" + "(?:pypi|wheels)",
            "python" + "hosted.org",
            "py" + r"pi\.org",
            "registry." + r"npm" + "js",
            "deb." + "debian.org",
        ]
    )
)
MADE_ELSEWHERE = ("static/vendor/htmx", "static/fonts/", "tests/vendor/")


def tracked(root: Path) -> list[str]:
    """The files git tracks."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listing.stdout.split("\0") if name]


def test_readme_is_short_and_names_both_commands(root: Path) -> None:
    readme = root / "README.md"
    if not readme.exists():
        pytest.skip("no README yet")
    text = readme.read_text()
    assert len(text.splitlines()) <= README_LINES
    assert "./run" in text
    assert "./test" in text


def test_changelog_begins_with_what_is_unreleased(root: Path) -> None:
    headings = [line for line in (root / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert headings[0] == "## [Unreleased]"


def test_commands_can_be_run(root: Path) -> None:
    for name in ("run", "test", ".ci/run"):
        assert (root / name).stat().st_mode & 0o111, name


def test_no_file_names_a_path_or_host_of_the_workplace(root: Path) -> None:
    found: dict[str, list[str]] = {}
    for name in tracked(root):
        if name.startswith(MADE_ELSEWHERE) or not (root / name).is_file():
            continue
        try:
            text = (root / name).read_text()
        except UnicodeDecodeError:
            continue
        if hits := FORBIDDEN.findall(text):
            found[name] = hits
    assert found == {}
