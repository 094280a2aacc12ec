"""Looks at a file from outside before any parser opens it. Pure functions; ``Refused`` with the reason."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Literal

from . import pdf_guard, xml_guard

Kind = Literal["csv", "xlsx", "docx", "zip", "json", "pdf"]
MAX_BYTES = 5_000_000
MAX_ENTRIES = 500
MAX_UNPACKED = 60_000_000
MAX_RATIO, RATIO_FROM = 150, 1_000_000
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # also how Office wraps what it encrypts
_BINARY = (
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ", b"\x89PNG", b"\xff\xd8\xff",
    b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
)  # fmt: skip
_NAMES = {
    "csv": "en CSV-fil",
    "xlsx": "en Excel-fil (xlsx)",
    "docx": "en Word-fil (docx)",
    "zip": "en ZIP-fil",
    "json": "en JSON-fil",
    "pdf": "en PDF-fil",
}
_MAIN = {
    "xlsx": (
        "xl/workbook.xml",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
    "docx": (
        "word/document.xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
}
_ACTIVE = re.compile(
    r"vbaproject|vbadata|/macrosheets/|/activex|/ctrlprops/|/embeddings/|oleobject|/externallinks/|/querytables/"
    r"|connections\.xml|/customui|\.(?:exe|dll|bin|vbs|js|scr|docm|xlsm|dotm|xltm)$",
    re.IGNORECASE,
)
_HARMLESS_BIN = re.compile(r"/printersettings/[^/]+\.bin$", re.IGNORECASE)
_XML_NAMES = (".xml", ".rels", ".vml")
# as XML begins in UTF-8, UTF-16, UTF-32 and EBCDIC
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<", b"\0\0\0<", b"\x4c\x6f\xa7\x94")
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""", re.IGNORECASE)


class Refused(ValueError):
    """The file is not opened; the message says why and what to do."""


def guard(filename: str, data: bytes, kind: Kind, limit: int = MAX_BYTES) -> None:
    """Refuse what is too large, isn't what it says, would swell when unpacked, or carries active content."""
    if not data:
        _refuse(f"Filen «{_shown(filename)}» er tom. Velg en fil med innhold.")
    if len(data) > limit:
        size = f"{len(data) / 1_000_000:.1f}".replace(".", ",")
        _refuse(
            f"Filen er på {size} MB. Grensen er {limit // 1_000_000} MB. Del den opp eller gjør den mindre."
        )
    if not filename.lower().endswith(f".{kind}"):
        _refuse(f"Filen «{_shown(filename)}» er ikke {_NAMES[kind]}. Velg en fil som slutter på .{kind}.")
    if kind in ("csv", "json"):
        _guard_text(data, kind)
    elif kind == "pdf":
        if reason := pdf_guard.fault(data):
            _refuse(reason)
    else:
        _guard_zip(data, kind)


def _refuse(message: str) -> None:
    raise Refused(message)


def _shown(filename: str) -> str:
    return re.sub(r"[^\w.\- ]", "?", filename)[-60:]


def _guard_text(data: bytes, kind: Kind) -> None:
    if data.startswith(_BINARY):
        _refuse(f"Filen heter .{kind}, men innholdet er noe annet. Lagre den som {_NAMES[kind]} på nytt.")
    if b"\0" in data:
        _refuse("Filen har nullbyte og kan ikke leses som tekst. Lagre den på nytt som UTF-8.")


def _guard_zip(data: bytes, kind: Kind) -> None:
    if data.startswith(_OLD_OFFICE) and kind in _MAIN:
        _refuse(
            "Filen er beskyttet med passord eller lagret i et gammelt format. "
            f"Fjern passordet, og lagre den som .{kind}."
        )
    if not data.startswith(_ZIP):
        what = "noe annet: en PDF-fil" if data.startswith(b"%PDF") else "noe annet"
        _refuse(f"Filen heter .{kind}, men innholdet er {what}. Lagre den som {_NAMES[kind]} på nytt.")
    broken = "Filen er skadet og kan ikke pakkes ut. Lagre den på nytt."
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_names([entry.filename for entry in entries])
            _check_sizes(entries)
            if kind in _MAIN:
                _check_office(archive, kind)
            else:
                for entry in entries:
                    archive.open(entry).close()
    except Refused:
        raise
    except Exception as error:  # zlib.error and those of zipfile have no common ancestor
        raise Refused(broken) from error


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        parts = name.split("/")
        tricky = name.startswith("/") or "\\" in name or "\0" in name or ".." in parts or ":" in parts[0]
        if tricky or len(name) > 200:
            _refuse("Filen inneholder et filnavn som peker ut av mappen sin. Den kan ikke brukes.")
        if name.casefold() in seen:
            _refuse("Filen inneholder to deler med samme navn. Lagre den på nytt.")
        seen.add(name.casefold())


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        _refuse(f"Filen inneholder {len(entries)} deler. Grensen er {MAX_ENTRIES}.")
    if any(entry.flag_bits & 0x1 for entry in entries):
        _refuse("Filen er beskyttet med passord. Fjern passordet og lagre den på nytt.")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        _refuse("Filen er pakket på en uvanlig måte. Lagre den på nytt.")
    swollen = any(
        entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if swollen or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        _refuse("Filen blir for stor når den pakkes ut. Fjern tomme rader og bilder, og lagre den på nytt.")


def _check_office(archive: zipfile.ZipFile, kind: Kind) -> None:
    main, content_type = _MAIN[kind]
    names = archive.namelist()
    if "[Content_Types].xml" not in names or main not in names:
        _refuse(f"Filen er ikke {_NAMES[kind]}. Lagre den som .{kind} på nytt.")
    for name in names:
        if _ACTIVE.search(f"/{name}") and not _HARMLESS_BIN.search(f"/{name}"):
            _refuse(
                "Filen har makroer, innebygde objekter eller koblinger til andre filer. Fjern dem og prøv igjen."
            )
        part = archive.read(name)
        # which parts are XML is decided by what they hold: the name of a part binds no parser
        if name.lower().endswith(_XML_NAMES) or part.lstrip().startswith(_XML_STARTS):
            _check_xml(part, strict=name.lower().endswith(".rels") or name == "[Content_Types].xml")
    types = archive.read("[Content_Types].xml")
    if content_type not in types or b"macroenabled" in types.lower():
        _refuse(f"Filen er ikke {_NAMES[kind]}, eller den har makroer. Lagre den som .{kind} uten makroer.")


def _check_xml(part: bytes, *, strict: bool) -> None:
    body = part.removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = _ENCODING.match(body)
    known = encoding is None or encoding.group(1).lower() in (b"utf-8", b"us-ascii", b"ascii")
    known = known and body.startswith(b"<")
    # other encodings, and letters written as numbers, could hide what is looked for below
    if not known or b"\0" in part or _DTD.search(part) or (strict and b"&#" in part):
        _refuse(
            "Filen har XML som ikke tas imot (DTD eller uvanlig tegnsett). Lagre den på nytt i Excel eller Word."
        )
    if reason := xml_guard.fault(part):
        _refuse(reason)
