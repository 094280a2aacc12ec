"""What the files of a theme may hold: colours and numbers, no address out of the program, nothing that acts."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from .. import config
from ..masters import theme_sizes
from ..masters.edit import EditError
from ..masters.theme_edit import FACES, SHIPPED_FONTS
from ..writers.theme import CUT, Theme, ThemeError
from . import guard, xml_guard
from .font import font_fault
from .logo import LARGEST_PICTURE, logo_fault, png_fault

OWN_FONTS = frozenset(f"{CUT}{face}.ttf" for face in FACES)
FONT_FILES = frozenset(SHIPPED_FONTS.values()) | OWN_FONTS
LOGO = "theme/logo.png"
_URL = re.compile(r"url\(\s*[\"']?(?!theme:[a-z_]+\.ttf)", re.IGNORECASE)
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_ACTS = re.compile(
    r"<\s*(?:\w+:)?(?:script|foreignobject|iframe|image|use|animate\w*|set|style|a|audio|video)\b|\son\w+\s*="
    r"|href|url\(|<\?(?!xml\b)|<!(?!--)|&#?\w*;|javascript:|data:",
    re.IGNORECASE,
)


def fault(name: str, content: bytes) -> str:
    """Why a file of the theme is refused; nothing for one that may stand, and for files that are no theme."""
    if not name.startswith("theme/"):
        return ""
    if name == LOGO:
        return logo_fault(content)
    match PurePosixPath(name).suffix:
        case ".css":
            return _css(content.decode("utf-8", "replace"))
        case ".svg":
            return svg_fault(content)
        case ".ttf":
            return font_fault(content)
        case ".png":
            return png_fault(content)
        case ".docx":
            return _docx(content)
        case _:
            return _values(content.decode("utf-8", "replace"))


def svg_fault(content: bytes) -> str:
    """Why an SVG picture is refused: it may hold shapes and colours only."""
    if len(content) > LARGEST_PICTURE:
        return "Bildet er for stort. Et bilde kan være på høyst 300 kB."
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return "Bildet er ikke en SVG-fil i UTF-8."
    if not re.match(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", text, re.DOTALL):
        return "Bildet er ikke en SVG-fil."
    if _ACTS.search(re.sub(r"<\?xml[^>]*\?>|<!--.*?-->", "", text, flags=re.DOTALL)):
        return "Bildet har skript, lenker, stilark eller deler som hentes utenfra. Lagre det som bare former."
    try:
        etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return xml_guard.broken(error)
    return ""


def fonts_missing(values: str, names: Collection[str]) -> list[str]:
    """The set's own fonts that its values name and that do not lie beside them."""
    try:
        used = tomllib.loads(values)["fonts"].values()
    except (tomllib.TOMLDecodeError, KeyError, AttributeError):
        return []
    return sorted({f"theme/{name}" for name in used if name in OWN_FONTS} - set(names))


def whole_fault(files: Mapping[str, bytes]) -> str:
    """Why the files of a theme do not go together: a value, or a name the style sheet asks for, is missing."""
    theme = {
        PurePosixPath(name).name: content for name, content in files.items() if name.startswith("theme/")
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, content in theme.items():
            (Path(folder) / name).write_bytes(content)
        try:
            Theme.load(Path(folder), config.ROOT / "static" / "fonts")
        except ThemeError as error:
            return str(error)
    return ""


def _css(text: str) -> str:
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    if re.search(r"@import|@namespace|expression\(|</", plain, re.IGNORECASE) or "\\" in plain:
        return "Stilarket henter andre filer eller har kode. Ta det bort."
    if _URL.search(plain):
        return "Stilarket henter noe utenfra. Bare skriftene i programmet kan brukes."
    return ""


def _docx(content: bytes) -> str:
    try:
        guard.guard("reference.docx", content, "docx")
    except guard.Refused as error:
        return str(error)
    return ""


def _values(text: str) -> str:
    try:
        data = tomllib.loads(text)
        colours, fonts = data["colours"].values(), set(data["fonts"].values())
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError):
        return "Filen med farger og skrifter kan ikke leses."
    if not all(isinstance(c, str) and _COLOUR.fullmatch(c) for c in colours):
        return "En farge er ikke skrevet med seks tegn, som 2A2859."
    if fonts - FONT_FILES:
        return "Temaet bruker skrifter som ikke følger med programmet."
    names = data.get("names", {})
    if not all(isinstance(n, str) and re.fullmatch(r"[A-Za-z0-9 ]{1,60}", n) for n in names.values()):
        return "Et skriftnavn har tegn som ikke kan brukes."
    return _sizes(text) if "type" in data else ""


def _sizes(text: str) -> str:
    try:
        problems = theme_sizes.unfit(theme_sizes.sizes(text))
    except EditError:
        return "Størrelsene under [type] kan ikke leses: hver av dem må være et tall."
    return " ".join(f"{theme_sizes.label(name)}: {words}" for name, words in problems.items())
