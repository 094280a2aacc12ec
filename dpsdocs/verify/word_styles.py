"""The looks in the styles of a Word file: what a theme takes from one, and which styles it lacks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from . import guard

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LIMIT = 5_000_000
# the colour, the style it stands in by Word's own names, and what the style is called in Norwegian Word
COLOURED = (
    ("accent", "heading 1", "Overskrift 1"),
    ("ink", "normal", "Normal"),
    ("quiet", "header", "Topptekst"),
)
# the sizes in the same way; «Body Text», where a file has it, says more of the text than «Normal» does
SIZED = (
    ("text", "normal", "Normal"),
    ("heading1", "heading 1", "Overskrift 1"),
    ("heading2", "heading 2", "Overskrift 2"),
    ("heading3", "heading 3", "Overskrift 3"),
    ("title", "title", "Tittel"),
    ("subtitle", "subtitle", "Undertittel"),
)
_BODY = "body text"
_DEEPEST = 10
_WORD_SIZE = 10.0  # points, where a file says nothing
_NATURAL = 1.25  # a single line is about so many times as high as its letters


class StylesRefused(ValueError):
    """The file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class WordLooks:
    """Colours as six digits by what they are for, and sizes in half points' steps: ``heading1_size`` and so on."""

    colours: dict[str, str]
    sizes: dict[str, float]


def word_looks(name: str, data: bytes) -> WordLooks:
    """What the styles say; ``StylesRefused`` for a hostile file, or one without the styles."""
    try:
        guard.guard(name, data, "docx", LIMIT)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = etree.fromstring(archive.read("word/styles.xml"), _parser())
    except guard.Refused as error:
        raise StylesRefused(str(error)) from error
    except (KeyError, etree.XMLSyntaxError) as error:
        raise StylesRefused("Filen har ingen stiler som kan leses. Lagre den på nytt i Word.") from error
    read = _Styles(root)
    named = dict.fromkeys((wanted, words) for _, wanted, words in (*COLOURED, *SIZED))
    missing = [words for wanted, words in named if wanted not in read.named]
    if missing:
        raise StylesRefused(
            f"Filen mangler stilene {_listing(missing)}. Lag dem i Word, og last opp på nytt."
        )
    colours = {key: read.colour(wanted) for key, wanted, _ in COLOURED}
    uncoloured = [words for key, _, words in COLOURED if not colours[key]]
    if uncoloured:
        raise StylesRefused(f"Stilene {_listing(uncoloured)} har ingen egen farge. Velg en farge i Word.")
    sizes = dict[str, float]()
    for key, wanted, _ in SIZED:
        style = _BODY if key == "text" and _BODY in read.named else wanted
        sizes |= {f"{key}_{part}": size for part, size in read.sizes(style).items()}
    return WordLooks(colours, sizes)


class _Styles:
    """The paragraph styles of a file by name, each with what it is based on, and at last what the file says of all."""

    def __init__(self, root: etree._Element) -> None:
        styles = [style for style in root.iter(f"{_W}style") if style.get(f"{_W}type") == "paragraph"]
        self.named = {_value(style, "name").casefold(): style for style in styles}
        self._ids = {style.get(f"{_W}styleId"): style for style in styles}
        self._all = root.find(f"{_W}docDefaults")

    def colour(self, name: str) -> str:
        """The colour as six digits; empty where none is said, or Word chooses."""
        return self._first(name, "rPr", "color", "val", r"[0-9A-Fa-f]{6}").upper()

    def sizes(self, name: str) -> dict[str, float]:
        """Letters, lines and room before and after, in points."""
        half = self._first(name, "rPr", "sz", "val", r"\d{1,3}")
        letters = int(half) / 2 if half else _WORD_SIZE
        line = int(self._first(name, "pPr", "spacing", "line", r"\d{1,5}") or 240)
        rule = self._first(name, "pPr", "spacing", "lineRule", r"\w+")
        high = line / 20 if rule in ("exact", "atLeast") else letters * _NATURAL * line / 240
        room = {
            part: _half(int(self._first(name, "pPr", "spacing", part, r"\d{1,5}") or 0) / 20)
            for part in ("before", "after")
        }
        return {"size": letters, "line": _half(high), **room}

    def _first(self, name: str, group: str, element: str, attribute: str, pattern: str) -> str:
        for node in self._chain(name, group):
            found = node.find(f"{_W}{element}")
            value = "" if found is None else found.get(f"{_W}{attribute}") or ""
            if re.fullmatch(pattern, value):
                return value
        return ""

    def _chain(self, name: str, group: str) -> Iterator[etree._Element]:
        style, steps = self.named.get(name), 0
        while style is not None and steps < _DEEPEST:
            yield from style.findall(f"{_W}{group}")
            style, steps = self._ids.get(_value(style, "basedOn")), steps + 1
        if self._all is not None:
            yield from self._all.findall(f"{_W}{group}Default/{_W}{group}")


def _half(points: float) -> float:
    return round(points * 2) / 2


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _value(node: etree._Element, name: str) -> str:
    found = node.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _listing(words: list[str]) -> str:
    quoted = [f"«{word}»" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} og {quoted[-1]}"
