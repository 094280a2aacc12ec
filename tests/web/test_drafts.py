"""A single document taken from the preview is a draft and says so, whatever has become of the competition since."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from dpsdocs.config import ROOT
from dpsdocs.services import previews
from dpsdocs.store import models
from dpsdocs.store.db import db
from dpsdocs.writers.theme import Theme
from tests.web.conftest import Browser
from tests.web.world import World

MARK = Theme.load(ROOT / "templates/masters/vektertjenester/theme", ROOT / "static/fonts").colours.watermark
NAMES = {"docx": "konkurransegrunnlag", "pdf": "konkurransegrunnlag", "xlsx": "prisskjema"}


def draft(browser: Browser, world: World, extension: str, role: str = "drafter") -> TestResponse:
    base = f"/konkurranser/{world['competition']}/dokumenter/{NAMES[extension]}"
    page = browser(role).get(base).text
    address = f"{base}/utkast.{extension}"
    assert f'href="{address}"' in page
    return browser(role).get(address)


def headers(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as word:
        return [
            word.read(name).decode() for name in word.namelist() if re.match(r"word/header\w*\.xml", name)
        ]


def _pictures(data: bytes) -> list[bytes]:
    """Every page as a small picture: three bytes per pixel."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "30", "-", f"{folder}/p"], input=data, check=True)
        return [path.read_bytes() for path in sorted(Path(folder).iterdir())]


def _is_printed_over(picture: bytes) -> bool:
    """Whether the pale letters of the watermark are there, and more than a stroke of them."""
    pixels = picture.count(bytes.fromhex(MARK))
    return pixels > 1000


def is_marked(data: bytes, extension: str) -> bool:
    """Whether the watermark is on every page of a text, or heads a spreadsheet."""
    if extension == "docx":
        found = headers(data)
        return bool(found) and all("PowerPlusWaterMarkObject" in x and "UTKAST" in x for x in found)
    if extension == "pdf":
        return all(_is_printed_over(page) for page in _pictures(data))
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A1"].value == "UTKAST"


PDF = pytest.mark.skipif(
    previews.pdf.available() is not None or not shutil.which("pdftoppm"), reason="Pango eller Poppler mangler"
)
TRIED = [
    *(
        (extension, status)
        for extension in ("docx", "xlsx")
        for status in ("draft", "approved", "issued", "cancelled")
    ),
    *(pytest.param("pdf", status, marks=[pytest.mark.slow, PDF]) for status in ("draft", "issued")),
]


@pytest.mark.parametrize(("extension", "status"), TRIED)
def test_a_draft_is_marked_and_named_as_one(
    app: Flask, browser: Browser, world: World, extension: str, status: str
) -> None:
    with app.app_context():
        db.session.execute(update(models.Competition).values(status=status))
        db.session.commit()
    answer = draft(browser, world, extension, "reader")
    assert answer.status_code == 200
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment") and "_utkast_" in named and f".{extension}" in named
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert is_marked(answer.data, extension)


def test_without_the_pdf_engine_word_still_comes_and_pdf_says_why(
    browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews.pdf, "available", lambda: "PDF kan ikke lages på denne maskinen.")
    answer = draft(browser, world, "pdf")
    assert answer.status_code == 422
    assert "PDF kan ikke lages på denne maskinen." in answer.text
    assert draft(browser, world, "docx").status_code == 200
