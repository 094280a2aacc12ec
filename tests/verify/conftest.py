"""An issued package, and ways to edit its Word files as people and programs do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dpsdocs.assemble import assemble
from dpsdocs.domain import case_file
from dpsdocs.masters.loader import load

Edit = Callable[[str], str]


@pytest.fixture(scope="session")
def package(root: Path) -> bytes:
    """The bidders' package of the sample."""
    folder = root / "templates" / "masters" / "vektertjenester"
    case = case_file.read((folder / "samples" / "reception.json").read_bytes())
    return assemble(case, load(folder)).archives["bidders"].data


def member(package: bytes, ending: str) -> bytes:
    """One file of a package by how its name ends."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return source.read(next(name for name in source.namelist() if name.endswith(ending)))


def edited(docx: bytes, edit: Edit, part: str = "word/document.xml") -> bytes:
    """The Word file with one part's text edited."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                before = data.decode()
                after = edit(before)
                assert after != before, "the edit did nothing"
                data = after.encode()
            target.writestr(name, data)
    return out.getvalue()
