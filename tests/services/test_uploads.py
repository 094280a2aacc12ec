"""Hostile files are refused before any parser opens them, in words that say why."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.services.errors import Invalid
from dpsdocs.services.uploads import MAX_BYTES, guard

TYPES = "[Content_Types].xml"


def workbook() -> bytes:
    """An honest workbook."""
    stream = BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["organisasjonsnummer", "navn"])
    book.save(stream)
    return stream.getvalue()


def changed(change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_part(name: str, data: bytes = b"<x/>") -> bytes:
    """The workbook with one part more."""
    return changed(lambda parts: parts.update({name: data}))


def in_part(name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with some bytes of a part replaced."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return changed(change)


def relation(attributes: str) -> bytes:
    """The workbook with one relation more."""
    tag = f'<Relationship Id="rId99" {attributes}/></Relationships>'
    return in_part("xl/_rels/workbook.xml.rels", b"</Relationships>", tag.encode())


def encrypted() -> bytes:
    """The workbook with the mark of encryption on each part."""
    data = bytearray(workbook())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def twice() -> bytes:
    """The workbook with a part that is there two times."""
    stream = BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/workbook.xml", "<x/>")
    return stream.getvalue()


def lying_bomb() -> bytes:
    """A part that says it is small and unpacks to much more."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b"\0" * 20_000_000) + packed.flush()
    data = with_part("xl/media/image1.png", b"MARK" * 10)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entry = archive.getinfo("xl/media/image1.png")
    start = entry.header_offset
    name = entry.filename.encode()
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(body), 40, len(name), 0)
    stream = BytesIO()
    stream.write(data[:start] + local + name + body)
    return stream.getvalue()


HYPERLINK = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: with_part("xl/media/image1.png", b"\0" * 61_000_000),
    "bomb of high ratio": lambda: with_part("xl/media/image1.png", b"\0" * 2_000_000),
    "bomb that lies": lying_bomb,
    "many parts": lambda: changed(lambda parts: parts.update({f"xl/x{i}.xml": b"<x/>" for i in range(500)})),
    "macros": lambda: with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "macro sheet": lambda: with_part("xl/macrosheets/sheet1.xml"),
    "macro type": lambda: in_part(TYPES, b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"),
    "hidden macro type": lambda: in_part(TYPES, b"</Types>", b"<!-- &#109;acroEnabled --></Types>"),
    "embedded object": lambda: with_part("xl/embeddings/oleObject1.bin"),
    "activex": lambda: with_part("xl/activeX/activeX1.xml"),
    "external workbook": lambda: with_part("xl/externalLinks/externalLink1.xml"),
    "data connection": lambda: with_part("xl/connections.xml"),
    "external picture": lambda: relation(
        'Type="x/image" Target="http://evil.example/x" TargetMode="External"'
    ),
    "external by file": lambda: relation(f'{HYPERLINK} Target="file:///etc/passwd" TargetMode="External"'),
    "external in disguise": lambda: relation('Type="x/image" Target="http://x>y" TargetMode="External"'),
    "external in numbers": lambda: relation('Type="x/image" Target="http://x" TargetMode="Exter&#110;al"'),
    "dtd": lambda: in_part("xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'),
    "dtd in a part of another name": lambda: with_part("xl/worksheets/sheet9.txt", b' <!DOCTYPE x ""><x/>'),
    "dtd in utf-16": lambda: with_part("xl/theme.xml", "<!DOCTYPE x><x/>".encode("utf-16")),
    "dtd in utf-16 without a mark": lambda: with_part("xl/x.bmp", "<!DOCTYPE x><x/>".encode("utf-16-be")),
    "dtd in ebcdic": lambda: with_part("xl/x.bmp", '<?xml version="1.0"?><!DOCTYPE x><x/>'.encode("cp037")),
    "odd encoding": lambda: with_part("xl/theme.xml", b'<?xml version="1.0" encoding="utf-7"?><x/>'),
    "path upwards": lambda: with_part("../../evil.xml"),
    "path from the root": lambda: with_part("/etc/evil.xml"),
    "path of windows": lambda: with_part("xl\\..\\evil.xml"),
    "twin by case": lambda: with_part("XL/Workbook.xml"),
    "twin": twice,
    "encrypted": encrypted,
    "odd compression": lambda: changed(lambda parts: None, zipfile.ZIP_LZMA),
    "only half": lambda: workbook()[:-200],
    "no workbook": lambda: changed(lambda parts: parts.pop("xl/workbook.xml")),
    "no types": lambda: changed(lambda parts: parts.pop(TYPES)),
    "csv": lambda: b"a;b\n1;2\n",
    "old excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "pdf": lambda: b"%PDF-1.7\n",
    "nothing": lambda: b"",
    "six megabytes": lambda: workbook() + b"\0" * 6_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        guard("liste.xlsx", HOSTILE[name](), "xlsx")
    assert caught.value.problems.keys() == {"file"}
    assert str(caught.value).endswith((".", "xlsx."))


def test_an_honest_workbook_passes() -> None:
    guard("Liste.XLSX", workbook(), "xlsx")
    guard(
        "liste.xlsx", relation(f'{HYPERLINK} Target="https://oslo.kommune.no" TargetMode="External"'), "xlsx"
    )
    guard("liste.xlsx", with_part("xl/printerSettings/printerSettings1.bin", b"\0\1"), "xlsx")


def test_a_word_file_is_not_a_workbook(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    guard("a.docx", data, "docx")
    with pytest.raises(Invalid):
        guard("a.xlsx", data, "xlsx")
    with pytest.raises(Invalid):
        guard("a.docx", workbook(), "docx")


@pytest.mark.parametrize(
    ("filename", "data"),
    [
        ("a.csv", workbook()), ("a.csv", b"%PDF-1.7"), ("a.csv", b"a;b\0\n"), ("a.csv", b""), ("a.txt", b"a;b"),
        ("a.csv", "a;b".encode("utf-16")), ("a.csv", b"x" * (MAX_BYTES + 1)),
    ],
)  # fmt: skip
def test_csv_must_be_text(filename: str, data: bytes) -> None:
    with pytest.raises(Invalid):
        guard(filename, data, "csv")


def test_the_limit_is_told_with_the_size() -> None:
    with pytest.raises(Invalid, match=r"6,0 MB\. Grensen er 5 MB"):
        guard("a.csv", b"x" * 6_000_000, "csv")


def test_a_name_is_shown_harmlessly() -> None:
    with pytest.raises(Invalid) as caught:
        guard("<script>\r\n.exe", b"x", "csv")
    assert not set("<>\r\n") & set(str(caught.value))


@given(st.binary(max_size=400), st.integers(0, 2000))
def test_damage_never_escapes_as_another_error(noise: bytes, place: int) -> None:
    data = bytearray(workbook())
    data[place : place + len(noise)] = noise
    try:
        guard("a.xlsx", bytes(data), "xlsx")
    except Invalid as error:
        assert error.problems
