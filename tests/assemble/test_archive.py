"""The ZIP itself: the same files give the same bytes, nothing is packed twice, names are safe anywhere."""

from __future__ import annotations

import io
import json
import random
import zipfile

import pytest

from dpsdocs.package import MANIFEST, PackedFile, archive, file_name

FILES = (
    PackedFile("a.pdf", random.Random(1).randbytes(9000), "A"),
    PackedFile("b.docx", random.Random(2).randbytes(9000), "B"),
    PackedFile("c.xlsx", random.Random(3).randbytes(9000), "C"),
    PackedFile("d.csv", b"navn;adresse\n" * 900, "D"),
)


def test_the_same_files_give_the_same_bytes() -> None:
    first, second = (archive("x.zip", FILES, {"case": "26/1"}) for _ in range(2))
    assert first == second
    assert archive("x.zip", FILES, {"case": "26/2"}).data != first.data


def test_only_what_is_not_compressed_already_is_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(archive("x.zip", FILES, {}).data)) as made:
        kinds = {info.filename: info.compress_type for info in made.infolist()}
        assert [made.read(file.name) for file in FILES] == [file.data for file in FILES]
        listed = [(file["name"], file["sha256"]) for file in json.loads(made.read(MANIFEST))["files"]]
    assert {name for name, kind in kinds.items() if kind == zipfile.ZIP_STORED} == {
        "a.pdf",
        "b.docx",
        "c.xlsx",
    }
    assert kinds["d.csv"] == kinds[MANIFEST] == zipfile.ZIP_DEFLATED
    assert listed == [(file.name, file.sha256) for file in FILES]


@pytest.mark.parametrize(
    ("number", "name", "made"),
    [
        ("25/1234", "Konkurransegrunnlag", "25-1234_01_Konkurransegrunnlag.docx"),
        ("../../etc", "Særlige vilkår", "etc_01_Saerlige-vilkar.docx"),
        ("", "…", "uten-nummer_01_uten-nummer.docx"),
    ],
)
def test_names_are_ascii_and_safe(number: str, name: str, made: str) -> None:
    assert file_name(number, 1, name, "docx") == made


def test_names_are_short() -> None:
    assert len(file_name("9" * 300, 12, "x" * 300, "docx")) <= 80
