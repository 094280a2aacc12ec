"""The command line as a user meets it: words on two streams and an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.cli import main

Edit = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture
def command(root: Path) -> Callable[..., Said]:
    """Run a command in a process of its own, with more in its environment."""

    def run(*arguments: object, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "dpsdocs.cli", *map(str, arguments)], capture_output=True, text=True, cwd=root,
            env={**os.environ, **environment}, timeout=900, check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def sample(root: Path) -> Path:
    """Case A."""
    return root / "templates/masters/vektertjenester/samples/reception.json"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rendered files, so that only the first package takes long."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def edited(sample: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    """Case A with something changed, as a file of its own."""

    def write(edit: Edit) -> Path:
        content = json.loads(sample.read_bytes())
        edit(content)
        path = tmp_path / "sak.json"
        path.write_text(json.dumps(content), "utf-8")
        return path

    return write


@pytest.fixture
def without_pdf(tmp_path: Path) -> dict[str, str]:
    """An environment where WeasyPrint finds no Pango."""
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n")
    return {"PYTHONPATH": str(folder), "DPSDOCS_INSTANCE": str(tmp_path / "instance"), "DATABASE_URL": ""}
