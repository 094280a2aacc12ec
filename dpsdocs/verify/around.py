"""What stands around the lines of a Word file: running heads and feet, pictures and figures."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"}
_SPACES = {f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p"}
_RUNNING = ("/header", "/footer")
_FIGURES = ("/chart", "/diagramData")

Parse = Callable[[bytes], Any]


@dataclass(frozen=True, slots=True)
class Around:
    """The words of each running head and foot but page numbers, the pictures by hash with their size, and figures."""

    running: tuple[str, ...]
    pictures: Counter[tuple[str, int]]
    figures: int


def around(source: zipfile.ZipFile, parse: Parse) -> Around:
    """Only what the document itself points at: what nothing shows, nobody reads."""
    running, pictures, figures = dict[str, None](), Counter[tuple[str, int]](), 0
    names = set(source.namelist())
    for owner in ["word/document.xml", *sorted(_targets(source, parse, "word/document.xml", _RUNNING))]:
        if owner not in names:
            continue
        if owner != "word/document.xml" and (words := _words(parse(source.read(owner)))):
            running[words] = None
        for target in sorted(_targets(source, parse, owner, ("/image",)) & names):
            data = source.read(target)
            pictures[hashlib.sha256(data).hexdigest(), len(data)] += 1
        figures += len(_targets(source, parse, owner, _FIGURES))
    return Around(tuple(running), pictures, figures)


def differences(issued: Around, returned: Around) -> Iterator[str]:
    """A sentence for each thing that is changed, came or went. Programs may store a head twice: that is the same."""
    gone = [words for words in issued.running if words not in returned.running]
    came = [words for words in returned.running if words not in issued.running]
    for before, after in zip(gone, came, strict=False):
        yield f"Topp- eller bunnteksten «{before}» er endret til «{after}»."
    for words in gone[len(came) :]:
        yield f"Topp- eller bunnteksten «{words}» er tatt bort."
    for words in came[len(gone) :]:
        yield f"Topp- eller bunnteksten «{words}» er lagt til."
    had, has = {sha for sha, _ in issued.pictures}, {sha for sha, _ in returned.pictures}
    for sha, size in sorted(returned.pictures):
        if sha not in had:
            yield f"Et bilde på {max(1, round(size / 1000))} kB er lagt til. Se på det: et bilde kan inneholde tekst."
    if lost := len(had - has):
        yield "Et bilde er tatt bort." if lost == 1 else f"{lost} bilder er tatt bort."
    if returned.figures > issued.figures:
        yield "En figur er lagt til. Se på den: en figur kan inneholde tekst."


def _targets(source: zipfile.ZipFile, parse: Parse, owner: str, kinds: tuple[str, ...]) -> set[str]:
    """The parts ``owner`` points at by relations of these kinds."""
    folder, name = posixpath.split(owner)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in source.namelist():
        return set()
    return {
        posixpath.normpath(posixpath.join("/", folder, str(row.get("Target", "")))).lstrip("/")
        for row in parse(source.read(relations))
        if str(row.get("Type", "")).endswith(kinds) and row.get("TargetMode", "Internal") == "Internal"
    }


def _words(root: Any) -> str:
    """The words of a head or foot, without the numbers fields have counted: page numbers are not the same twice."""
    pieces, fields = list[str](), 0

    def walk(element: Any, *, in_field: bool) -> None:
        nonlocal fields
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _GONE or tag == _FALLBACK:
                continue
            if tag == f"{_W}fldChar":
                change = {"begin": 1, "end": -1}.get(str(child.get(f"{_W}fldCharType")), 0)
                fields = max(0, fields + change)
            elif tag == f"{_W}t":
                words = child.text or ""
                counted = (in_field or fields > 0) and words.strip().isdigit()
                pieces.append("" if counted else words)
            elif tag in _SPACES:
                pieces.append(" ")
            walk(child, in_field=in_field or tag == f"{_W}fldSimple")

    walk(root, in_field=False)
    return " ".join("".join(pieces).replace("\u00a0", " ").replace("\u2011", "-").split())
