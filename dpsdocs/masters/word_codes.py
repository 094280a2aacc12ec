"""The fields of a Word file: which hold a place to fill in, which keep their words, and which are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

SKIPPED = frozenset({"TOC", "INDEX", "PAGE", "NUMPAGES", "TC", "XE"})
_SLOTS = re.compile(r"\s*(?:MERGEFIELD|DOCPROPERTY|FILLIN|ASK)\s+\"?([^\"\\]{1,120})", re.IGNORECASE)
_TOLD = {
    "REF": "Henvisning",
    "PAGEREF": "Sidehenvisning",
    "NOTEREF": "Henvisning",
    "TOC": "Innholdsfortegnelse",
}
_SILENT = frozenset({"FORMTEXT", "HYPERLINK"})


@dataclass(slots=True)
class FieldCode:
    """A field while it is read: its code, whether the result has begun, and whether it had one."""

    code: str = ""
    result: bool = False
    filled: bool = False

    @property
    def kind(self) -> str:
        """The first word of the code."""
        return (self.code.split() or [""])[0].upper()

    @property
    def slot(self) -> str:
        """What the place to fill in is called; empty for other fields."""
        found = _SLOTS.match(self.code)
        return found[1].strip() if found else ""

    @property
    def told(self) -> tuple[str, str]:
        """What to tell the reader, and its words; empty when there is nothing to tell."""
        if not self.kind or self.slot or self.kind in _SILENT:
            return "", ""
        return _TOLD.get(self.kind, "Word-felt"), "" if self.kind == "TOC" else self.code
