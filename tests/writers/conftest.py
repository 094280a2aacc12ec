"""What the writers' tests share: the theme, the rich document, LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dpsdocs.document.model import Document
from dpsdocs.writers.theme import Theme

from . import sample

ROOT = Path(__file__).resolve().parents[2]
THEME = ROOT / "templates" / "masters" / "vektertjenester" / "theme"
FONTS = ROOT / "static" / "fonts"

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The shipped theme."""
    return Theme.load(THEME, FONTS)


@pytest.fixture(scope="session")
def rich() -> Document:
    """Every block there is, final, with a cover."""
    return sample.rich()


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """LibreOffice with a profile of its own: (file, format) → the converted file."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice mangler")
    home = tmp_path_factory.mktemp("libreoffice")

    def run(source: Path, form: str) -> Path:
        profile = f"-env:UserInstallation=file://{home}/profile"
        order = [program, "--headless", profile, "--convert-to", form, "--outdir", str(home), str(source)]
        subprocess.run(order, check=True, capture_output=True, timeout=120)
        made = home / f"{source.stem}.{form.split(':', maxsplit=1)[0]}"
        assert made.exists(), f"LibreOffice made no {form} of {source.name}"
        return made

    return run
