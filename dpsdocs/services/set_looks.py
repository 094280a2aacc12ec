"""The looks of a set on the screen: what differs from the house's own, as a style sheet, with fonts and a logo."""

from __future__ import annotations

from ..masters import theme_edit, theme_sizes
from ..masters.edit import EditError
from ..masters.source import Source
from ..masters.theme_edit import COLOURS, SHEET, VALUES
from ..verify.logo import size as size_of
from ..verify.theme_check import LOGO
from ..writers.theme import CUT
from .errors import NotFound

# what static/css/preview.css has
HOUSE_COLOURS = {"accent": "2A2859", "ink": "1B1B24", "quiet": "55556B", "tint": "F2F2F8"}
# the faces by how the style sheets of print and preview ask for them
_FACE_STYLES = {
    "regular": "font-weight: 400", "italic": "font-weight: 400; font-style: italic", "semibold": "font-weight: 600",
    "semibold_italic": "font-weight: 600; font-style: italic", "bold": "font-weight: 700",
}  # fmt: skip


def differ(source: Source) -> bool:
    """Whether a page needs the style sheet at all."""
    try:
        return colours(source) != HOUSE_COLOURS or bool(own_faces(source)) or _sizes_differ(source)
    except NotFound:
        return False


def colours(source: Source) -> dict[str, str]:
    """The colours by what they are for; ``NotFound`` when the set has no looks."""
    try:
        return theme_edit.colours(source.text(VALUES))
    except (EditError, FileNotFoundError) as error:
        raise NotFound("Settet har ikke noe utseende.") from error


def sizes(source: Source) -> dict[str, float]:
    """The sizes in points by name; nothing for a set from before they could be changed."""
    try:
        asked = theme_sizes.asks_by_name(source.text(SHEET))
        return theme_sizes.sizes(source.text(VALUES)) if asked else {}
    except (EditError, FileNotFoundError):
        return {}


def own_faces(source: Source) -> dict[str, str]:
    """The set's own file for each face, stand-ins too; nothing when it has the font that ships."""
    try:
        found = theme_edit.faces(source.text(VALUES))
    except (EditError, FileNotFoundError):
        return {}
    return {face: file for face, file in found.items() if file.startswith(CUT)}


def face(source: Source, name: str) -> bytes:
    """The font file of a face; ``NotFound`` when the set has none of its own."""
    try:
        return source.data(f"theme/{own_faces(source)[name]}")
    except (KeyError, FileNotFoundError) as error:
        raise NotFound("Settet har ikke en slik skrift.") from error


def has_logo(source: Source) -> bool:
    """Whether the documents have a logo; a preview asks each time, so the set's folder is not walked."""
    try:
        return bool(logo(source))
    except NotFound:
        return False


def logo(source: Source) -> bytes:
    """The logo as PNG; ``NotFound`` when there is none."""
    try:
        return source.data(LOGO)
    except FileNotFoundError as error:
        raise NotFound("Settet har ingen logo.") from error


def sheet(source: Source) -> str:
    """Colours, sizes and fonts as a style sheet; the fonts lie in «skrift» beside it."""
    values = "".join(f" --{name}: #{value};" for name, value in colours(source).items() if name in COLOURS)
    return f":root {{{values} }}\n{theme_sizes.on_screen(sizes(source))}" + "".join(
        f'@font-face {{ font-family: "Source Sans Pro"; {_FACE_STYLES[name]}; src: url("skrift/{name}.ttf"); }}\n'
        for name in own_faces(source)
    )


def told(source: Source) -> dict[str, str]:
    """The looks in words by what they are: colours, sizes, font and logo; nothing for a set without looks."""
    try:
        found = {COLOURS[name]: value for name, value in colours(source).items()}
        found["Skrift"] = theme_edit.family(source.text(VALUES))
    except (NotFound, EditError):
        return {}
    found |= {theme_sizes.label(name): theme_sizes.words(size) for name, size in sizes(source).items()}
    picture = logo(source) if has_logo(source) else b""
    return {**found, "Logo": "PNG på {} × {} punkter".format(*size_of(picture)) if picture else ""}


def _sizes_differ(source: Source) -> bool:
    found = sizes(source)
    return bool(found) and found != theme_sizes.HOUSE
