"""A reader of tracked changes that shares no code with the writer: the words with all changes accepted, or rejected."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Literal

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
Side = Literal["accepted", "rejected"]
# what disappears, and what loses only its wrapping
_DROPPED = {"accepted": (f"{W}del", f"{W}moveFrom"), "rejected": (f"{W}ins", f"{W}moveTo")}


def body_of(docx: bytes) -> Any:
    """The parsed body of a Word file."""
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        return etree.fromstring(source.read("word/document.xml")).find(f"{W}body")


def marks(docx: bytes) -> dict[str, int]:
    """How many insertions and deletions there are; LibreOffice makes moves of some."""
    body = body_of(docx)
    tags = {"ins": ("ins", "moveTo"), "del": ("del", "moveFrom")}
    return {name: sum(1 for _ in body.iter(*(f"{W}{tag}" for tag in found))) for name, found in tags.items()}


def words(docx: bytes, side: Side) -> list[str]:
    """The paragraphs that hold words, in reading order, with single spaces."""
    joined = [" ".join(text.replace("\u00a0", " ").split()) for text in _paragraphs(body_of(docx), side)]
    return [text for text in joined if text]


def _paragraphs(element: Any, side: Side) -> Iterator[str]:
    """A paragraph whose own mark disappears runs on into the next one."""
    waiting = ""
    for child in element:
        if child.tag == f"{W}p":
            text = waiting + "".join(_runs(child, side))
            if _has_mark(child.find(f"{W}pPr/{W}rPr"), side):
                waiting = text
            else:
                waiting = ""
                yield text
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                if not _has_mark(row.find(f"{W}trPr"), side):
                    for cell in row.iter(f"{W}tc"):
                        yield from _paragraphs(cell, side)
        elif child.tag == f"{W}sdt":
            yield from _paragraphs(child.find(f"{W}sdtContent"), side)
    if waiting:
        yield waiting


def _has_mark(properties: Any, side: Side) -> bool:
    return properties is not None and any(properties.find(tag) is not None for tag in _DROPPED[side])


def _runs(element: Any, side: Side) -> Iterator[str]:
    for child in element:
        if child.tag in (*_DROPPED[side], f"{W}pPr", f"{W}instrText", f"{W}rPr"):
            continue
        if child.tag in (f"{W}t", f"{W}delText", f"{M}t"):
            yield child.text or ""
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag in (f"{W}tab", f"{W}br"):
            yield " "
        else:
            yield from _runs(child, side)
