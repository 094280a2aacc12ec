"""Every file of a package, as issued and as kept, through the validators of the formats."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from dpsdocs.assemble import assemble
from dpsdocs.assemble.beside import beside
from dpsdocs.masters.release import Release
from tests.assemble.samples import FOLDER, NAMES, sample

BIN = Path(sys.executable).parent
ORDERS: dict[str, list[tuple[list[object], str]]] = {
    ".docx": [
        ([BIN / "openxml-audit"], "Errors: 0"),
        ([BIN / "docx-integrity", "check"], "0 error(s), 0 warning(s), 0 info"),
    ],
    ".pdf": [
        ([BIN / "outloud"], "0 error(s), 0 warning(s)"),
        ([BIN / "pdfua", "check"], "errors=0 warnings=0"),
        (["qpdf", "--check"], "No syntax or stream encoding errors"),
    ],
}


@pytest.fixture(scope="session")
def release() -> Release:
    """The shipped set."""
    from dpsdocs.masters.loader import load

    return load(FOLDER.parent)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name if name == "reception" else pytest.param(name, marks=pytest.mark.nightly) for name in NAMES]
)
def test_every_file_of_a_sample_is_clean(name: str, release: Release, tmp_path: Path) -> None:
    case = sample(name)
    made = assemble(case, release, files=beside(case, FOLDER))
    added = {
        attachment.sha256 for attachment in case.attachments
    }  # the agency's own, passed through as they are
    files = [
        file
        for archive in made.archives.values()
        for file in archive.files
        if hashlib.sha256(file.data).hexdigest() not in added
    ]
    wrong: list[str] = []
    for file in files:
        path = tmp_path / file.name
        path.write_bytes(file.data)
        for order, words in ORDERS.get(path.suffix, ()):
            command = [str(part) for part in (*order, path)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
            said = done.stdout + done.stderr
            wrong += [] if words in said else [f"{file.name}, {order[0]}: {said[:600]}"]
    assert wrong == []
    endings = [Path(file.name).suffix for file in files]
    assert endings.count(".docx") >= 12 and endings.count(".pdf") >= 6
