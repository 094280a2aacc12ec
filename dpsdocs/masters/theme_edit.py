"""The colours and fonts of a theme, changed so that Word and PDF stay the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from . import toml_text
from .edit import EditError

VALUES, SHEET = "theme/theme.toml", "theme/print.css"
COLOURS: dict[str, str] = {
    "accent": "Overskrifter og kanten på forsiden", "ink": "Brødtekst", "quiet": "Dempet tekst",
    "tint": "Bakgrunn i tabeller og bokser",
}  # fmt: skip
# what must be read on what, and how much they must differ: WCAG 2.1 AA
PAIRS = (("accent", ""), ("ink", ""), ("quiet", ""), ("accent", "tint"), ("ink", "tint"), ("quiet", "tint"))
AA = 4.5
FACES: dict[str, str] = {
    "regular": "Vanlig", "semibold": "Halvfet", "italic": "Kursiv", "semibold_italic": "Halvfet kursiv", "bold": "Fet",
}  # fmt: skip
# which face stands in for one that is not given
STAND_INS = {"italic": "regular", "semibold_italic": "semibold", "bold": "semibold"}
SHIPPED_FONTS = {
    "regular": "SourceSansPro-Regular.ttf", "italic": "SourceSansPro-It.ttf", "semibold": "SourceSansPro-Semibold.ttf",
    "semibold_italic": "SourceSansPro-SemiboldIt.ttf", "bold": "SourceSansPro-Bold.ttf",
}  # fmt: skip
SHIPPED_NAMES = {"family": "Source Sans Pro", "semibold": "Source Sans Pro Semibold"}
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")


def colours(values: str) -> dict[str, str]:
    """The colours one can change, as six digits; ``EditError`` when the file cannot be read."""
    try:
        found = tomllib.loads(values)["colours"]
        return {name: str(found[name]).upper() for name in COLOURS}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise EditError("Filen med fargene kan ikke leses.") from error


def colour(text: str) -> str:
    """A colour as six digits; ``EditError`` for anything else."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise EditError("Skriv fargen med seks tegn, for eksempel 2A2859.")
    return found[1].upper()


def contrast(one: str, other: str) -> float:
    """How much two colours differ in lightness, as WCAG reckons it: from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weak(chosen: Mapping[str, str]) -> dict[str, str]:
    """What cannot be read well enough, by the colour to change."""
    found: dict[str, str] = {}
    for name, behind in PAIRS:
        ratio = contrast(chosen[name], chosen[behind] if behind else "FFFFFF")
        if ratio < AA:
            on = f"«{COLOURS[behind].lower()}»" if behind else "hvitt"
            size = f"{ratio:.1f}".replace(".", ",")
            found.setdefault(
                name,
                f"Kontrasten mot {on} er {size}. Den må være minst 4,5 (WCAG AA). Velg en mørkere farge.",
            )
    return found


def with_colours(values: str, chosen: Mapping[str, str]) -> str:
    """The values with other colours; the style sheet and the Word writer ask for them by name. Nothing else moves."""
    was = colours(values)
    changed = {name: new for name, new in chosen.items() if was[name] != new}
    if not changed:
        return values
    entry = next(entry for entry in toml_text.entries(values) if entry.name == "colours")
    return toml_text.with_values(values, entry, {**entry.values, **changed}, tuple(entry.values))


def asks_by_name(sheet: str) -> bool:
    """Whether a style sheet names its colours, and does not have them written into it."""
    return all(f"var(--{name})" in sheet for name in COLOURS)


def faces(values: str) -> dict[str, str]:
    """The file of each face; ``EditError`` when the values cannot be read."""
    try:
        return {name: str(file) for name, file in tomllib.loads(values)["fonts"].items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise EditError("Filen med skriftene kan ikke leses.") from error


def family(values: str) -> str:
    """What Word calls the font of the text; ``EditError`` when the values cannot be read."""
    try:
        return str(tomllib.loads(values)["names"]["family"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise EditError("Filen med skriftene kan ikke leses.") from error


def with_fonts(
    values: str, sheet: str, files: Mapping[str, str], names: Mapping[str, str]
) -> tuple[str, str]:
    """The values and the style sheet with other font files and the names they are known by; nothing else moves."""
    sheet = sheet.replace(f'"{family(values)}"', f'"{names["family"]}"')
    for part, new in (("names", names), ("fonts", files)):
        entry = next(entry for entry in toml_text.entries(values) if entry.name == part)
        values = toml_text.with_values(values, entry, {**entry.values, **new}, tuple(entry.values))
    return values, sheet


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
