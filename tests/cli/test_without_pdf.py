"""Without Pango only PDF is off: the program says so and does the rest."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said

Say = Callable[..., Said]
pytestmark = pytest.mark.slow


def test_doctor_says_so(command: Say, without_pdf: dict[str, str]) -> None:
    assert command("migrate", **without_pdf).code == 0
    said = command("doctor", **without_pdf)
    assert said.code == 0
    assert "AV       PDF: PDF kan ikke lages på denne maskinen" in said.out
    assert "libpango" in said.out
    assert "ok       Database" in said.out


def test_doctor_knows_a_database_that_is_not_made(command: Say, tmp_path: Path) -> None:
    said = command("doctor", DPSDOCS_INSTANCE=str(tmp_path / "ny"), DATABASE_URL="")
    assert said.code == 1
    assert "MANGLER  Database: må oppdateres" in said.out


def test_documents_are_made_as_word(command: Say, without_pdf: dict[str, str], tmp_path: Path) -> None:
    said = command("masters", "render", "--out", tmp_path / "ut", **without_pdf)
    assert said.code == 0, said.err
    kinds = {path.suffix for path in (tmp_path / "ut").iterdir()}
    assert kinds == {".docx", ".txt"}


def test_a_package_is_refused_and_a_draft_is_made(
    command: Say, without_pdf: dict[str, str], sample: Path, tmp_path: Path
) -> None:
    said = command("package", sample, "--out", tmp_path / "ut", **without_pdf)
    assert (said.code, "PDF kan ikke lages" in said.err) == (2, True)
    assert not (tmp_path / "ut").exists()
    said = command("package", sample, "--out", tmp_path / "ut", "--draft", **without_pdf)
    assert (said.code, "uten PDF-filer" in said.err) == (0, True)
    with zipfile.ZipFile(tmp_path / "ut" / "26-05120_konkurransepakke.zip") as package:
        assert {Path(name).suffix for name in package.namelist()} == {".docx", ".xlsx", ".json"}


def test_the_web_starts(command: Say, without_pdf: dict[str, str], root: Path) -> None:
    import os
    import subprocess
    import sys

    code = (
        "from dpsdocs.wsgi import application; print(application().test_client().get('/helse').status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, env={**os.environ, **without_pdf},
        check=False,
    )  # fmt: skip
    assert done.stdout.strip().isdigit(), done.stderr
