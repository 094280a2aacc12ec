"""The colours in the styles of a Word file: what a theme takes from one, and which styles it lacks."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from . import guard

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LIMIT = 5_000_000
# the colour, the style it stands in by Word's own names, and what the style is called in Norwegian Word
STYLES = (
    ("accent", "heading 1", "Overskrift 1"),
    ("ink", "normal", "Normal"),
    ("quiet", "header", "Topptekst"),
)


class StylesRefused(ValueError):
    """The file cannot be used; the message says why."""


def style_colours(name: str, data: bytes) -> dict[str, str]:
    """The colours by what they are for; ``StylesRefused`` for a hostile file, or one without the styles."""
    try:
        guard.guard(name, data, "docx", LIMIT)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = etree.fromstring(archive.read("word/styles.xml"), _parser())
    except guard.Refused as error:
        raise StylesRefused(str(error)) from error
    except (KeyError, etree.XMLSyntaxError) as error:
        raise StylesRefused("Filen har ingen stiler som kan leses. Lagre den på nytt i Word.") from error
    styles = {_value(style, "name").casefold(): style for style in root.iter(f"{_W}style")}
    missing = [words for _, wanted, words in STYLES if wanted not in styles]
    if missing:
        raise StylesRefused(
            f"Filen mangler stilene {_listing(missing)}. Lag dem i Word, og last opp på nytt."
        )
    found = {key: _colour(styles, wanted) or _default(root) for key, wanted, _ in STYLES}
    uncoloured = [words for key, _, words in STYLES if not found[key]]
    if uncoloured:
        raise StylesRefused(f"Stilene {_listing(uncoloured)} har ingen egen farge. Velg en farge i Word.")
    return found


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _value(node: etree._Element, name: str) -> str:
    found = node.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _colour(styles: dict[str, etree._Element], wanted: str) -> str:
    """The colour of a style, or of the one it is based on."""
    ids = {style.get(f"{_W}styleId"): style for style in styles.values()}
    style, steps = styles.get(wanted), 0
    while style is not None and steps < 10:
        found = style.find(f"{_W}rPr/{_W}color")
        value = "" if found is None else found.get(f"{_W}val") or ""
        if re.fullmatch(r"[0-9A-Fa-f]{6}", value):
            return value.upper()
        style, steps = ids.get(_value(style, "basedOn")), steps + 1
    return ""


def _default(root: etree._Element) -> str:
    found = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}color")
    value = "" if found is None else found.get(f"{_W}val") or ""
    return value.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else ""


def _listing(words: list[str]) -> str:
    quoted = [f"«{word}»" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} og {quoted[-1]}"
