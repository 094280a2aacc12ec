"""A Word file as the tamper check reads it: its lines in order, with the clause each lies in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ..writers.docx_manifest import NAMESPACE
from . import xml_guard
from .around import Around, around
from .guard import Refused, guard

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CLAUSE, _FILL = "punkt:", "felt:"
_HEADING = "kap_"
_MATH = f"{_M}oMath"
_BREAKS = {f"{_W}tab", f"{_W}br", f"{_W}cr"}
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"}
_TRACKED = {f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"}
_HIDING = (f"{_W}strike", f"{_W}dstrike", f"{_W}vanish")
_BESIDE = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_PARAGRAPH, _SDT, _PROPERTIES = f"{_W}p", f"{_W}sdt", f"{_W}sdtPr"
MAX_TAGS = 500_000  # more than a table of 2 000 rows has; many more would take minutes and gigabytes
SLOT = "\ufdd0"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or table cell. ``owner`` is the control tag or heading bookmark it lies in, if any."""

    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class WordFile:
    """What a file holds: lines in reading order, the clause controls found, if changes are tracked, what is around."""

    document: str
    lines: tuple[Line, ...]
    controls: frozenset[str]
    tracked: bool
    around: Around


def read(filename: str, data: bytes, *, issued: bool = False) -> WordFile:
    """The file's lines, or ``Refused``. With ``issued`` the bidders' fields become slots."""
    guard(filename, data, "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        root = _parsed(source.read("word/document.xml"))
        document = _document_id(source)
        beside = [_parsed(source.read(name)) for name in source.namelist() if name in _BESIDE]
        outside = around(source, _parsed)
    body = root.find(f"{_W}body")
    if body is None:
        raise Refused("Filen er ikke et Word-dokument.")
    walker = _Walker(issued=issued)
    walker.walk(body, "")
    for notes in beside:  # a reservation in a note or a comment is a reservation
        walker.walk(notes, "")
    tracked = any(element.tag in _TRACKED for element in body.iter())
    return WordFile(document, walker.lines(), frozenset(walker.controls), tracked, outside)


@dataclass(frozen=True, slots=True)
class Placed:
    """An issued file as its tree, and the paragraph each of its lines stands in."""

    root: Any
    paragraphs: tuple[Any, ...]


def placed(filename: str, data: bytes) -> Placed:
    """The issued file once more, with the elements behind its lines."""
    guard(filename, data, "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        root = _parsed(source.read("word/document.xml"))
    walker = _Walker(issued=True)
    walker.walk(root.find(f"{_W}body"), "")
    return Placed(root, walker.paragraphs())


def _parsed(data: bytes) -> Any:
    if data.count(b"<") > MAX_TAGS:
        raise Refused(
            "Word-filen har for mange avsnitt og tabeller til å sammenlignes. Fjern det som er lagt til."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(xml_guard.broken(error)) from error


def _document_id(source: zipfile.ZipFile) -> str:
    """The document's id as the file itself says; only a hint, since anybody can edit it."""
    for name in source.namelist():
        if name.startswith("customXml/item") and name.endswith(".xml") and "Props" not in name:
            try:
                root = _parsed(source.read(name))
            except Refused:
                continue
            if root.tag == f"{{{NAMESPACE}}}manifest":
                return str(root.get("document", ""))
    return ""


class _Walker:
    """Collects lines with the clause control or heading they lie in."""

    def __init__(self, *, issued: bool) -> None:
        self._issued = issued
        self._lines: list[tuple[list[str], list[str]]] = []
        self._places: list[Any] = []
        self._headings: dict[str, str] = {}
        self.controls: set[str] = set()

    def walk(self, element: Any, owner: str) -> None:
        """Everything below an element, in reading order."""
        for child in element:
            tag = child.tag
            if tag in _GONE or tag == _PROPERTIES or not isinstance(tag, str) or _is_struck(child):
                continue
            if tag == f"{_W}bookmarkStart" and str(child.get(f"{_W}name")).startswith(_HEADING):
                self._headings[str(child.get(f"{_W}id"))] = str(child.get(f"{_W}name"))
            elif tag == f"{_W}bookmarkEnd":
                self._headings.pop(str(child.get(f"{_W}id")), None)
            elif tag == _SDT:
                self._control(child, owner)
            elif tag == _MATH:
                self._add(_formula(child), owner)
            elif tag == f"{_W}t":
                self._add(child.text or "", owner)
            elif tag == f"{_W}noBreakHyphen":
                self._add("-", owner)
            elif tag in _BREAKS:
                self._add(" ", owner)
            else:
                if tag == _PARAGRAPH:
                    self._begin(child)
                self.walk(child, owner)

    def _control(self, control: Any, owner: str) -> None:
        tag = control.find(f"{_PROPERTIES}/{_W}tag")
        name = "" if tag is None else str(tag.get(f"{_W}val"))
        content = control.find(f"{_W}sdtContent")
        if control.find(f"{_PROPERTIES}/{_W}docPartObj") is not None or content is None:
            return
        if self._issued and name.startswith(_FILL):
            inner = content.find(f".//{_PARAGRAPH}")
            if inner is not None and not self._inside_paragraph(control):
                self._begin(inner)
            self._add(SLOT, owner)
            return
        if name.startswith(_CLAUSE):
            self.controls.add(name)
            owner = name
        self.walk(content, owner)

    def _inside_paragraph(self, element: Any) -> bool:
        return any(above.tag == _PARAGRAPH for above in element.iterancestors())

    def _add(self, text: str, owner: str) -> None:
        if not self._lines:
            self._begin(None)
        words, owners = self._lines[-1]
        words.append(text)
        owners.append(owner or next(iter(self._headings.values()), ""))

    def _begin(self, paragraph: Any) -> None:
        self._lines.append(([], []))
        self._places.append(paragraph)

    def lines(self) -> tuple[Line, ...]:
        """The lines that hold words."""
        made = (
            (squeezed("".join(words)), next((o for o in owners if o), "")) for words, owners in self._lines
        )
        return tuple(Line(text, owner) for text, owner in made if text)

    def paragraphs(self) -> tuple[Any, ...]:
        """The paragraph of each of these lines."""
        pairs = zip(self._lines, self._places, strict=True)
        return tuple(place for (words, _), place in pairs if squeezed("".join(words)))


def _is_struck(element: Any) -> bool:
    """Whether a run is struck out or hidden: nobody reads those words as valid."""
    if element.tag != f"{_W}r":
        return False
    marks = (element.find(f"{_W}rPr/{name}") for name in _HIDING)
    return any(mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off") for mark in marks)


def _formula(element: Any) -> str:
    """A formula as its letters and digits in order of size: programs set the same formula differently."""
    text = "".join(node.text or "" for node in element.iter(f"{_M}t"))
    return "∑" + "".join(sorted(char for char in text if char.isalnum()))


def squeezed(text: str) -> str:
    """Single spaces, none at the ends: what re-saving may change is not a change."""
    text = text.replace("\u2011", "-")  # how LibreOffice writes a hyphen that does not break
    return " ".join(text.replace("\u00a0", " ").replace("\u200b", "").replace("\u00ad", "").split())
