"""Looks at one XML part of an Office file: does it fetch from outside or start a program? One pass, no tree.

The part is read by a parser and not searched as text: so no quote, comment or CDATA hides anything, and a part
made to be slow to search takes no longer than another. It is called on what has neither DTD nor odd encodings.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

FETCHING = "Filen har felt som starter programmer eller henter andre filer. Fjern dem og prøv igjen."
OUTWARD = "Filen henter innhold fra andre steder. Fjern koblingene og lagre den på nytt."
BROKEN = "Filen er skadet og kan ikke leses. Lagre den på nytt."
INSERTED = "Filen har innhold som er satt inn fra en annen fil. Lim inn teksten på vanlig måte, og lagre den på nytt."
LARGE = "Filen har for mange avsnitt og tabeller. Del den opp eller gjør den mindre."
DEEP = "Filen har for mange tabeller eller andre ting inni hverandre. Gjør den enklere og lagre den på nytt."
# only these can hold a link, a file in the file or a field's code; what a part of neither kind holds is not read here
_WORTH_READING = re.compile(rb"TargetMode|instrText|\binstr\s*=|/(?i:aFChunk|subDocument)\b")
_MOST_TAGS = 1_000_000
# what a field of Word may not do: start a program or fetch another file when the document is opened
_FETCHES = re.compile(
    r"\s*(?:INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)(?![A-Z])|\s*QUOTE\s+\d|.*(?<![A-Z])DDE(?:AUTO)?(?![A-Z])",
    re.DOTALL,
)
_DEEPEST = 100  # fields within fields; Word itself stops at 20
_FILES_WITHIN = ("/afchunk", "/subdocument")  # what they show comes from elsewhere, and no check reads it
_LINK_TARGET = re.compile(r"(?:https?:|mailto:|tel:)", re.IGNORECASE)


def fault(part: bytes) -> str:
    """Why the part is not taken in, or nothing."""
    if not _WORTH_READING.search(part):
        return ""
    if part.count(b"<") > _MOST_TAGS:
        return LARGE
    reader: Any = _Reader()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, target=reader
    )
    try:
        etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        return str(reader.fault()) or broken(error)
    return str(reader.fault())


def broken(error: etree.XMLSyntaxError) -> str:
    """The reason in words when a parser gives up."""
    return DEEP if "depth" in str(error) else BROKEN


def _local(name: str) -> str:
    return name.rpartition("}")[2]


class _Reader:
    """Follows the parser: a field's code from its beginning to the next, and within its own marks; and links."""

    def __init__(self) -> None:
        self._piece: list[str] = []
        self._open: list[list[str]] = []
        self._reading = False
        self._fetches = False
        self._outward = False
        self._inserted = False

    def start(self, tag: str, attributes: Any) -> None:
        """A tag that opens: marks of fields, codes in attributes, links."""
        self._reading = self._reading or _local(tag) == "instrText"
        found = {_local(name): value for name, value in attributes.items()}
        mark = found.get("fldCharType")
        if mark == "begin":
            self._judge(self._piece)
            self._piece = []
            if len(self._open) < _DEEPEST:
                self._open.append([])
        elif mark == "end" and self._open:
            self._judge(self._open.pop())
        self._judge([found.get("instr", "")])
        kind = found.get("Type", "").strip().casefold()
        self._inserted = self._inserted or (_local(tag) == "Relationship" and kind.endswith(_FILES_WITHIN))
        if found.get("TargetMode", "").strip().casefold() == "external":
            link = found.get("Type", "").endswith("/hyperlink") and _LINK_TARGET.match(
                found.get("Target", "")
            )
            self._outward = self._outward or not link

    def end(self, tag: str) -> None:
        """A tag that closes."""
        self._reading = self._reading and _local(tag) != "instrText"

    def data(self, text: str) -> None:
        """Letters: kept when they are a field's code."""
        if self._reading:
            self._piece.append(text)
            if self._open:
                self._open[-1].append(text)

    def close(self) -> None:
        """The end of the part."""

    def fault(self) -> str:
        """What was found."""
        for code in (self._piece, *self._open):
            self._judge(code)
        if self._fetches:
            return FETCHING
        if self._inserted:
            return INSERTED
        return OUTWARD if self._outward else ""

    def _judge(self, code: list[str]) -> None:
        self._fetches = self._fetches or bool(_FETCHES.match("".join(code).upper()))
