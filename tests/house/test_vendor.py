"""Files made elsewhere are the ones VENDOR.md names, byte for byte."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

ROW = re.compile(r"^\| (\S+) \| .* \| `sha384-(\S+)` \|$", re.MULTILINE)
NOT_CODE = {".md", ".txt"}


def listed(root: Path) -> dict[str, str]:
    """Path to hash, as VENDOR.md has them."""
    return dict(ROW.findall((root / "static/vendor/VENDOR.md").read_text()))


def test_files_have_the_hashes_listed(root: Path) -> None:
    found = {
        name: b64encode(hashlib.sha384((root / name).read_bytes()).digest()).decode() for name in listed(root)
    }
    assert found == listed(root)
    assert found


def test_no_file_is_unlisted(root: Path) -> None:
    folders = ("static/vendor", "static/fonts", "tests/vendor")
    files = (path for folder in folders for path in (root / folder).rglob("*") if path.is_file())
    unlisted = {path.relative_to(root).as_posix() for path in files if path.suffix not in NOT_CODE}
    assert unlisted - listed(root).keys() == set()


def test_licences_named_are_there(root: Path) -> None:
    table = (root / "static/vendor/VENDOR.md").read_text()
    named = re.findall(r"\((\S+\.txt)\)", table)
    assert named
    assert [name for name in named if not (root / name).is_file()] == []
