"""Reads a Word file to paragraphs and tables; whatever does not come along is told with its place.

The file has been through the guard. It is read in a process of its own, since a hostile one can still be slow.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from . import word_styles
from .word_body import Body
from .word_file import Unread, WordError, WordFile
from .word_styles import W

BROKEN = "Filen er skadet og kan ikke leses. Lagre den på nytt i Word."
DEEP = "Filen har for mange tabeller eller andre ting inni hverandre. Gjør den enklere og lagre den på nytt."
LARGE = "Filen har for mange avsnitt og tabeller. Del den opp i flere dokumenter."
EMPTY = "Filen har ingen tekst som kan leses. Velg en fil med overskrifter og avsnitt."
STRICT = "Filen er lagret som «Strict Open XML». Lagre den som vanlig Word-dokument (.docx)."
MAX_TAGS = 500_000
_STRICT_ROOT = "{http://purl.oclc.org/ooxml/"
_BESIDE = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_RUNNING = {"header": "Topptekst", "footer": "Bunntekst"}
_SHOWN = 300


def read(data: bytes) -> WordFile:
    """The file in reading order, or ``WordError`` with what to mend."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            root = _part(archive, "word/document.xml")
            styles = word_styles.read(_part(archive, "word/styles.xml"), _part(archive, "word/numbering.xml"))
            notes = {kind: _notes(_part(archive, f"word/{kind}.xml"), tag) for kind, tag in _BESIDE.items()}
            running = [(name, _part(archive, name)) for name in names if name.startswith("word/")
                       and name.split("/")[1].startswith(tuple(_RUNNING))]  # fmt: skip
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise WordError(BROKEN) from error
    if root is not None and str(root.tag).startswith(_STRICT_ROOT):
        raise WordError(STRICT)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise WordError(EMPTY)
    reader = Body(styles, notes)
    reader.walk(body)
    if not reader.blocks:
        raise WordError(EMPTY)
    return WordFile(tuple(reader.blocks), (*reader.unread, *_running(running)))


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        data = archive.read(name)
    except KeyError:
        return None
    if data.count(b"<") > MAX_TAGS:
        raise WordError(LARGE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WordError(DEEP if "depth" in str(error) else BROKEN) from error


def _notes(root: Any, tag: str) -> dict[str, str]:
    """The words of notes or comments by id."""
    if root is None:
        return {}
    return {str(note.get(f"{W}id")): words(note) for note in root.iter(f"{W}{tag}")}


def _running(parts: list[tuple[str, Any]]) -> list[Unread]:
    found: dict[tuple[str, str], None] = {}
    for name, root in parts:
        kind = _RUNNING["header" if name.startswith("word/header") else "footer"]
        if root is not None and (text := words(root)):
            found[kind, text] = None
    return [Unread(kind, text, "Hele dokumentet") for kind, text in found]


def words(element: Any) -> str:
    """The first words in an element, in one line."""
    text = " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p"))
    return " ".join(text.split())[:_SHOWN]
