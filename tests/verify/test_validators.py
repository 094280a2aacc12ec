"""Every file of one package, as issued, through the validators of the formats."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
ORDERS: dict[str, list[tuple[list[object], str]]] = {
    ".docx": [
        ([BIN / "openxml-audit"], "Errors: 0"),
        ([BIN / "docx-integrity", "check"], "0 error(s), 0 warning(s), 0 info"),
    ],
    ".pdf": [
        ([BIN / "pdfua", "check"], "errors=0 warnings=0"),
        (["qpdf", "--check"], "No syntax or stream encoding errors"),
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ORDERS)
def test_every_file_of_a_package_is_clean(package: bytes, tmp_path: Path, ending: str) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        source.extractall(tmp_path)
    files = sorted(tmp_path.glob(f"*{ending}"))
    assert len(files) >= 4
    for file in files:
        for order, words in ORDERS[ending]:
            command = [str(part) for part in (*order, file)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
            assert words in done.stdout + done.stderr, (file.name, done.stdout)
