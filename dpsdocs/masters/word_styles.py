"""What the styles and numberings of a Word file say: headings, lists, and the colours of the office convention."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .word_file import ListKind, Mark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|overskrift)\s*(\d)", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_DEEPEST = 20
_LETTERS = frozenset({"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"})


@dataclass(frozen=True, slots=True)
class Looks:
    """How letters look where something is said of it."""

    bold: bool | None = None
    italic: bool | None = None
    sub: bool | None = None
    gone: bool | None = None
    mark: Mark | None = None

    def under(self, above: Looks) -> Looks:
        """These looks where they say something, else those above."""
        names = ("bold", "italic", "sub", "gone", "mark")
        return Looks(*(own if (own := getattr(self, n)) is not None else getattr(above, n) for n in names))


@dataclass(frozen=True, slots=True)
class Numbering:
    """A list level: what kind, and how many levels its number shows."""

    kind: ListKind = ""
    shown: int = 0


@dataclass(slots=True)
class Styles:
    """The styles of a file by id, and its numberings."""

    styles: dict[str, Any] = field(default_factory=dict)
    default: str = ""
    levels: dict[tuple[str, str], Numbering] = field(default_factory=dict)

    def name(self, id: str) -> str:
        """What a style is called."""
        style = self.styles.get(id)
        return id if style is None else val(style.find(f"{W}name")) or id

    def level(self, id: str, properties: Any) -> int:
        """The heading level of a paragraph by its outline level or its style; 0 for text."""
        own = None if properties is None else properties.find(f"{W}outlineLvl")
        for found in (own, *(style.find(f"{W}pPr/{W}outlineLvl") for style in self._chain(id))):
            if found is not None and val(found).isdigit():
                return int(val(found)) + 1 if int(val(found)) < 9 else 0
        for style in self._chain(id):
            heading = _HEADING.fullmatch(val(style.find(f"{W}name")).strip())
            if heading:
                return int(heading[1])
        return 0

    def numbering(self, id: str, properties: Any) -> tuple[Numbering, int]:
        """The list level of a paragraph and its depth, by itself or by its style."""
        own = None if properties is None else properties.find(f"{W}numPr")
        for found in (own, *(style.find(f"{W}pPr/{W}numPr") for style in self._chain(id))):
            if found is not None and found.find(f"{W}numId") is not None:
                number, depth = val(found.find(f"{W}numId")), val(found.find(f"{W}ilvl")) or "0"
                return self.levels.get((number, depth), Numbering()), int(depth) if depth.isdigit() else 0
        name = self.name(id).casefold()
        if name.startswith(("list bullet", "punktliste")):
            return Numbering("bullet"), 0
        return (
            Numbering("ordered", 1) if name.startswith(("list number", "nummerert liste")) else Numbering()
        ), 0

    def looks(self, id: str) -> Looks:
        """The looks a style gives."""
        made = Looks()
        for style in reversed(self._chain(id)):
            made = looks(style.find(f"{W}rPr")).under(made)
        return made

    def _chain(self, id: str) -> list[Any]:
        found: list[Any] = []
        while id in self.styles and len(found) < _DEEPEST:
            found.append(self.styles[id])
            id = val(found[-1].find(f"{W}basedOn"))
        return found


def read(styles: Any, numbering: Any) -> Styles:
    """The styles and numberings from their parts, either of which may be missing."""
    made = Styles()
    if styles is not None:
        made.styles = {str(style.get(f"{W}styleId")): style for style in styles.iter(f"{W}style")}
        ours = [id for id, style in made.styles.items() if style.get(f"{W}default") in ("1", "true")
                and style.get(f"{W}type") == "paragraph"]  # fmt: skip
        made.default = ours[0] if ours else ""
    if numbering is None:
        return made
    abstract = {str(a.get(f"{W}abstractNumId")): a for a in numbering.iter(f"{W}abstractNum")}
    for number in numbering.iter(f"{W}num"):
        kept = abstract.get(val(number.find(f"{W}abstractNumId")))
        for level in () if kept is None else kept.iter(f"{W}lvl"):
            made.levels[str(number.get(f"{W}numId")), str(level.get(f"{W}ilvl"))] = _numbering(level)
    return made


def looks(properties: Any) -> Looks:
    """What run properties say."""
    if properties is None:
        return Looks()
    gone = _first(_flag(properties, "strike"), _flag(properties, "dstrike"), _flag(properties, "vanish"))
    align = properties.find(f"{W}vertAlign")
    sub = None if align is None else val(align) == "subscript"
    return Looks(_flag(properties, "b"), _flag(properties, "i"), sub, gone, _mark(properties))


def _numbering(level: Any) -> Numbering:
    kind, text = val(level.find(f"{W}numFmt")), val(level.find(f"{W}lvlText"))
    if kind == "bullet":
        return Numbering("bullet")
    if kind in _LETTERS:
        return Numbering("ordered", 1)
    shown = text.count("%")
    return Numbering("clause" if shown > 1 else "ordered", shown) if shown else Numbering()


def _mark(properties: Any) -> Mark | None:
    highlight, shade, colour = (properties.find(f"{W}{name}") for name in ("highlight", "shd", "color"))
    if highlight is not None and "yellow" in val(highlight).casefold():
        return "fill"
    if shade is not None and _is_yellow(str(shade.get(f"{W}fill"))):
        return "fill"
    if colour is not None:
        return "adapt" if _is_red(val(colour)) else ""
    return "" if highlight is not None else None


def _is_yellow(colour: str) -> bool:
    red, green, blue = _parts(colour)
    return red >= 0xE0 and green >= 0xE0 and blue <= 0xA0


def _is_red(colour: str) -> bool:
    red, green, blue = _parts(colour)
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50


def _parts(colour: str) -> tuple[int, int, int]:
    if not re.fullmatch(r"[0-9a-fA-F]{6}", colour):
        return (0, 0, 0)
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _flag(properties: Any, name: str) -> bool | None:
    found = properties.find(f"{W}{name}")
    return None if found is None else val(found).casefold() not in _OFF


def _first(*found: bool | None) -> bool | None:
    said = [one for one in found if one is not None]
    return any(said) if said else None


def val(element: Any) -> str:
    """What an element says in its value; empty when there is none."""
    return "" if element is None else str(element.get(f"{W}val") or "")
