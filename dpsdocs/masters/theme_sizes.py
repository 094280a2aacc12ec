"""The sizes of a theme in points: how they are read, judged and changed, the same for Word and PDF."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from itertools import pairwise

from . import toml_text
from .edit import EditError

# each style by its key, what it is called, and what can be said of it
STYLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("Brødtekst", ("size", "line", "after")),
    "heading1": ("Overskrift 1", ("size", "line", "before", "after")),
    "heading2": ("Overskrift 2", ("size", "line", "before", "after")),
    "heading3": ("Overskrift 3", ("size", "line", "before", "after")),
    "title": ("Tittel på forsiden", ("size", "line")),
    "subtitle": ("Undertittel på forsiden", ("size", "line")),
}
PARTS: dict[str, str] = {
    "size": "Skrift", "line": "Linjehøyde", "before": "Avstand før", "after": "Avstand etter",
}  # fmt: skip
NAMES = tuple(f"{style}_{part}" for style, (_, parts) in STYLES.items() for part in parts)
# what a theme has that says nothing of them
HOUSE: dict[str, float] = {
    "text_size": 10.5, "text_line": 15, "text_after": 5,
    "heading1_size": 17, "heading1_line": 21.5, "heading1_before": 22, "heading1_after": 7,
    "heading2_size": 11.5, "heading2_line": 15.5, "heading2_before": 12, "heading2_after": 2.5,
    "heading3_size": 10.5, "heading3_line": 15, "heading3_before": 6, "heading3_after": 1,
    "title_size": 37, "title_line": 40, "subtitle_size": 19, "subtitle_line": 24.5,
}  # fmt: skip
# smaller cannot be read on paper, larger does not go with the columns and the cover
_LETTERS = {
    "text": (9, 13), "heading1": (12, 28), "heading2": (10, 20), "heading3": (9, 16), "title": (18, 48),
    "subtitle": (11, 30),
}  # fmt: skip
_ROOM = {"before": (0, 48), "after": (0, 24)}
_LINE = (1.05, 1.8)  # times the letters
# a heading is never smaller than what stands under it
_ORDER = ("title", "heading1", "heading2", "heading3", "text")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


def sizes(values: str) -> dict[str, float]:
    """Every size by its name; ``EditError`` when the set is older than they are, or cannot be read."""
    try:
        found = tomllib.loads(values)["type"]
        return {name: float(found[name]) for name in NAMES}
    except KeyError as error:
        raise EditError("Malsettet er fra før størrelsene kunne endres.") from error
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise EditError("Filen med størrelsene kan ikke leses.") from error


def size(text: str) -> float:
    """A size in points, to the half as Word has them; ``EditError`` for anything else."""
    found = _NUMBER.fullmatch(text.strip().removesuffix("pt").strip())
    number = float(found[0].replace(",", ".")) if found else -1.0
    if number < 0 or number * 2 != int(number * 2):
        raise EditError("Skriv et tall i hele eller halve punkter, for eksempel 10,5.")
    return number


def words(number: float) -> str:
    """A size as it is written: «10,5»."""
    return f"{number:g}".replace(".", ",")


def label(name: str) -> str:
    """What a size is called: «Overskrift 1, linjehøyde»."""
    style, part = name.rsplit("_", 1)
    return f"{STYLES[style][0]}, {PARTS[part].lower()}"


def unfit(chosen: Mapping[str, float]) -> dict[str, str]:
    """What would not look right or be read, by the name to change."""
    found: dict[str, str] = {}
    for style, (_, parts) in STYLES.items():
        letters = chosen[f"{style}_size"]
        for part in parts:
            name = f"{style}_{part}"
            if part == "line" and f"{style}_size" in found:
                continue  # it is told when the letters are right
            if part == "line":
                low, high = (round(letters * times * 2) / 2 for times in _LINE)
            else:
                low, high = _LETTERS[style] if part == "size" else _ROOM[part]
            if not low <= chosen[name] <= high:
                found[name] = f"Velg mellom {words(low)} og {words(high)} punkter."
    for above, below in pairwise(_ORDER):
        if chosen[f"{above}_size"] < chosen[f"{below}_size"]:
            text = f"Skriften kan ikke være mindre enn i «{STYLES[below][0]}»."
            found.setdefault(f"{above}_size", text)
    return found


def with_sizes(values: str, chosen: Mapping[str, float]) -> str:
    """The values with other sizes. Nothing else moves."""
    was = sizes(values)
    changed = {name: _plain(new) for name, new in chosen.items() if was[name] != new}
    if not changed:
        return values
    entry = next(entry for entry in toml_text.entries(values) if entry.name == "type")
    return toml_text.with_values(values, entry, {**entry.values, **changed}, tuple(entry.values))


def asks_by_name(sheet: str) -> bool:
    """Whether a style sheet names its sizes, and does not have them written into it."""
    return all(f"var(--{name})" in sheet for name in NAMES)


# what they are called on the page on the screen
_SHOWN = {
    "text": "html", "heading1": "h1, .major caption, .toc-h", "heading2": "h2", "heading3": "h3", "title": ".kind",
    "subtitle": ".subject",
}  # fmt: skip
_REM = {"title": 0.07, "subtitle": 0.074}  # the screen's large letters are not so large as the cover's
_PROPERTIES = {"before": "margin-top", "after": "margin-bottom"}


def on_screen(measured: Mapping[str, float]) -> str:
    """Rules for the page that shows a document: the sizes as the screen has them, where all letters are larger."""
    made: list[str] = []
    for style, (_, parts) in STYLES.items() if measured else ():
        letters, line = measured[f"{style}_size"], measured[f"{style}_line"]
        # rem is the size of the text itself everywhere but for the text
        rem = (
            letters * 0.1012
            if style == "text"
            else letters * _REM.get(style, 0.1) * 10.5 / measured["text_size"]
        )
        made.append(f"{_SHOWN[style]} {{ font-size: {rem:.4g}rem; line-height: {line / letters:.4g} }}\n")
        target = ".c" if style == "text" else style.replace("heading", "h")
        made += [
            f"{target} {{ {_PROPERTIES[part]}: {measured[f'{style}_{part}'] * 0.11:.4g}rem }}\n"
            for part in parts if part in _PROPERTIES
        ]  # fmt: skip
    return "".join(made)


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
