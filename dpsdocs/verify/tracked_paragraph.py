"""One paragraph of an issued file with what came back marked in it: words in and out, whole paragraphs, comments."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from ..document.word_diff import Mark
from ..writers.docx_marks import Marks
from ..writers.docx_xml import ROOT, text_run
from ..writers.text import tied
from .word_file import squeezed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORDS = re.compile(r"\S+\s*|\s+")
_KEPT = {f"{_W}pPr", f"{_W}bookmarkStart", f"{_W}bookmarkEnd"}
# styles that count or list: a new line takes part in neither
_COUNTED = {"Overskrift1", "Overskrift2", "Overskrift3", "Punkt2", "Punkt3", "Punktliste", "Bokstavliste"}
_MARKED = (("t", "delText"), ("instrText", "delInstrText"))
Piece = tuple[str, str]  # words, and the run properties they have as XML


def has_formula(paragraph: Any) -> bool:
    """Whether the paragraph holds a formula: programs write them in many ways, so they are told, not marked."""
    return paragraph.find(f".//{_M}oMath") is not None


def reword(paragraph: Any, now: str, marks: Marks) -> None:
    """The words of the paragraph with those of ``now`` in them, word by word."""
    pieces = list(_pieces(paragraph))
    for child in list(paragraph):
        if child.tag not in _KEPT:
            paragraph.remove(child)
    at = _after_start(paragraph)
    for element in _elements("".join(_marked(pieces, now, marks))):
        paragraph.insert(at, element)
        at += 1


def strike(paragraph: Any, marks: Marks) -> None:
    """The whole paragraph as taken out; the last one of a table cell keeps its mark."""
    for run in list(paragraph.iter(f"{_W}r")):
        wrapper = _elements(marks.words("gone", "<w:r/>"))[0]
        wrapper.remove(wrapper[0])
        for old, new in _MARKED:
            for node in run.iter(f"{_W}{old}"):
                node.tag = f"{_W}{new}"
        run.addprevious(wrapper)
        wrapper.append(run)
    if paragraph.getparent().tag != f"{_W}tc":
        _mark(paragraph, "gone", marks)


def added(words: str, like: Any, marks: Marks) -> Any:
    """A new paragraph that looks like another one."""
    made = _elements(f"<w:p>{marks.words('new', text_run(words))}</w:p>")[0]
    properties = like.find(f"{_W}pPr") if like is not None else None
    if properties is not None:
        properties = deepcopy(properties)
        for name in ("sectPr", "rPr", "pageBreakBefore", "numPr"):
            for node in properties.findall(f"{_W}{name}"):
                properties.remove(node)
        style = properties.find(f"{_W}pStyle")
        if style is not None and style.get(f"{_W}val") in _COUNTED:
            style.set(f"{_W}val", "Brodtekst")
        made.insert(0, properties)
    _mark(made, "new", marks)
    return made


def comment(paragraph: Any, words: str, marks: Marks) -> None:
    """A comment on the whole paragraph."""
    start, end, reference = _elements(marks.commented("", words))
    paragraph.insert(_after_start(paragraph), start)
    paragraph.append(end)
    paragraph.append(reference)


def strike_row(row: Any, marks: Marks) -> None:
    """A table row as taken out."""
    properties = row.find(f"{_W}trPr")
    if properties is None:
        properties = etree.SubElement(row, f"{_W}trPr")
        row.insert(0, properties)
    properties.append(_elements(marks.row("gone"))[0])


def _mark(paragraph: Any, mark: Mark, marks: Marks) -> None:
    """The mark of the paragraph itself; it stands in its run properties, before any section."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        properties = etree.Element(f"{_W}pPr")
        paragraph.insert(0, properties)
    looks = properties.find(f"{_W}rPr")
    if looks is None:
        looks = etree.Element(f"{_W}rPr")
        section = properties.find(f"{_W}sectPr")
        if section is None:
            properties.append(looks)
        else:
            section.addprevious(looks)
    looks.insert(0, _elements(marks.row(mark))[0])


def _after_start(paragraph: Any) -> int:
    """The place after the properties and the bookmarks that begin there."""
    at = 0
    while at < len(paragraph) and paragraph[at].tag in (f"{_W}pPr", f"{_W}bookmarkStart"):
        at += 1
    return at


def _pieces(paragraph: Any) -> Iterator[Piece]:
    """The words of each run with its properties; what a field does is left out, what it shows stays."""
    for run in paragraph.iter(f"{_W}r"):
        looks = run.find(f"{_W}rPr")
        shown = "".join(_shown(node) for node in run)
        if shown:
            yield shown, "" if looks is None else "".join(_xml(node) for node in looks)


def _shown(node: Any) -> str:
    if node.tag == f"{_W}t":
        return str(node.text or "")
    if node.tag == f"{_W}noBreakHyphen":
        return "-"
    return " " if node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") else ""


def _marked(pieces: Sequence[Piece], now: str, marks: Marks) -> Iterator[str]:
    old = [(word, looks) for words, looks in pieces for word in _WORDS.findall(words)]
    new = _WORDS.findall(now)
    keys = [squeezed(word) for word, _ in old], [squeezed(word) for word in new]
    matcher = difflib.SequenceMatcher(None, *keys, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            yield from (text_run(word, looks) for word, looks in old[a:b])
            continue
        if b > a:
            yield marks.words("gone", "".join(text_run(word, looks) for word, looks in old[a:b]))
        if d > c:
            near = old[min(a, len(old) - 1)][1] if old else ""
            yield marks.words("new", text_run(tied("".join(new[c:d])), near))


def _elements(xml: str) -> list[Any]:
    return list(etree.fromstring(f"<w:x {ROOT}>{xml}</w:x>"))


def _xml(node: Any) -> str:
    return etree.tostring(node, encoding="unicode")
