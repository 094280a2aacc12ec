"""A package is proved file by file; whatever else is handed in is refused in words."""

from __future__ import annotations

import io
import json
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.package import MANIFEST, PackedFile, archive
from dpsdocs.verify import verify_package

FILES = [PackedFile("26_01_a.docx", b"a" * 2000, "A"), PackedFile("26_02_b.pdf", b"b" * 100, "B")]


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A package of two files."""
    return archive("26.zip", FILES, {"program": "1"}).data


def rebuilt(data: bytes, changed: dict[str, bytes | None]) -> bytes:
    """The package with files changed, removed (None) or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = changed.get(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
        for name, content in changed.items():
            if content is not None and name not in source.namelist():
                target.writestr(name, content)
    return out.getvalue()


def manifest(data: bytes, **changed: object) -> bytes:
    """The package with another manifest."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        content = json.loads(source.read(MANIFEST))
    return rebuilt(data, {MANIFEST: json.dumps(content | changed).encode()})


def test_what_was_made_is_whole(whole: bytes) -> None:
    report = verify_package(whole)
    assert report.is_whole
    assert report.matching == ("26_01_a.docx", "26_02_b.pdf")
    assert report.about["program"] == "1"
    assert verify_package(rebuilt(whole, {})).is_whole, "packing anew changes no file"


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"26_01_a.docx": b"a" * 1999 + b"b"}, ("26_01_a.docx er endret.",)),
        ({"26_01_a.docx": b""}, ("26_01_a.docx er endret.",)), ({"26_02_b.pdf": None}, ("26_02_b.pdf mangler.",)),
        ({"x.exe": b"x"}, ("x.exe er lagt til.",)),
        ({"26_01_a.docx": None, "26_01_A.docx": b"a" * 2000}, ("26_01_a.docx mangler.", "26_01_A.docx er lagt til.")),
        ({MANIFEST: None}, ("manifest.json mangler. Filen er ikke en pakke fra dpsdocs.",)),
        ({MANIFEST: b"{"}, ("manifest.json kan ikke leses.",)), ({MANIFEST: b"[]"}, ("manifest.json kan ikke leses.",)),
        ({MANIFEST: b"[" * 100_000}, ("manifest.json kan ikke leses.",)),
        ({MANIFEST: b'{"files": [{"name": []}]}'}, ("manifest.json kan ikke leses.",)),
        ({MANIFEST: b'{"files": []}'}, ("manifest.json har et ukjent format.",)),
    ],
)  # fmt: skip
def test_what_is_changed_is_named(whole: bytes, changed: dict[str, bytes], problems: tuple[str, ...]) -> None:
    assert verify_package(rebuilt(whole, changed)).problems == problems


def test_a_manifest_that_names_a_file_twice(whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        rows = json.loads(source.read(MANIFEST))["files"]
    assert not verify_package(manifest(whole, files=[*rows, rows[0]])).is_whole


def test_names_cannot_steer_the_terminal(whole: bytes) -> None:
    report = verify_package(rebuilt(whole, {"\x1b[2Jx\u202e": b"x"}))
    assert report.problems == ("�[2Jx� er lagt til.",)


def test_a_zip_bomb_is_not_unpacked(whole: bytes) -> None:
    bomb = rebuilt(whole, {"bomb": bytes(50_000_000)})
    assert len(bomb) < 100_000
    assert verify_package(bomb).problems == ("bomb er pakket på en mistenkelig måte.",)
    many = rebuilt(whole, {f"{n}": b"" for n in range(300)})
    assert verify_package(many).problems == ("ZIP-filen er større enn noen pakke fra dpsdocs.",)


def test_a_size_that_lies(whole: bytes) -> None:
    """The directory says the file is small; what is unpacked is never more than it says."""
    bomb = bytearray(rebuilt(whole, {"bomb": bytes(50_000_000)}))
    size = (50_000_000).to_bytes(4, "little")
    while size in bomb:
        at = bomb.index(size)
        bomb[at : at + 4] = (100).to_bytes(4, "little")
    report = verify_package(bytes(bomb))
    assert not report.is_whole


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(kind: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as target:
        target.writestr(MANIFEST, "{}")
    assert verify_package(out.getvalue()).problems == ("manifest.json er pakket på en uvanlig måte.",)


def test_two_files_of_one_name(whole: bytes) -> None:
    out = io.BytesIO(whole)
    with zipfile.ZipFile(out, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("26_01_a.docx", "another")
    assert verify_package(out.getvalue()).problems == ("To filer i ZIP-filen har samme navn.",)


def test_an_encrypted_file(whole: bytes) -> None:
    data = bytearray(whole)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "er kryptert" in verify_package(bytes(data)).problems[0]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", bytes(1000)]
)
def test_what_is_no_zip(data: bytes) -> None:
    assert not verify_package(data).is_whole


@given(at=st.integers(0, 10_000), value=st.integers(1, 255))
def test_no_flipped_byte_passes_unseen_or_breaks(whole: bytes, at: int, value: int) -> None:
    data = bytearray(whole)
    data[at % len(data)] ^= value
    report = verify_package(bytes(data))
    assert report.is_whole or report.problems
    if report.is_whole:
        assert report.matching == ("26_01_a.docx", "26_02_b.pdf")


@given(cut=st.integers(0, 5_000))
def test_a_file_cut_short(whole: bytes, cut: int) -> None:
    assert not verify_package(whole[: cut % len(whole)]).is_whole


def test_a_broken_stream_is_no_crash(whole: bytes) -> None:
    """The bytes of a compressed file are nonsense, and its checksum is right for them."""
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        info = source.infolist()[0]
        start = info.header_offset + 30 + len(info.filename)
        data = bytearray(whole)
        data[start : start + info.compress_size] = b"\xff" * info.compress_size
    with pytest.raises(zlib.error):
        zlib.decompress(b"\xff" * 10, -15)
    assert verify_package(bytes(data)).problems == ("Filen er ikke en hel ZIP-fil.",)
