"""The look of the documents: colours, names, margins, style sheet and fonts, read once from a folder."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


class ThemeError(ValueError):
    """The theme folder lacks a file or a value; the message names it."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Six hexadecimal digits each, without «#»."""

    accent: str
    ink: str
    soft: str
    quiet: str
    hairline: str
    tint: str
    uke_fill: str
    uke_frame: str
    uke_title: str
    gap_fill: str
    gap_text: str
    field_fill: str
    watermark: str


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page and its margins in millimetres."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class FontNames:
    """Family names, and what Word may take where the fonts are missing."""

    family: str
    semibold: str
    fallback: str
    semibold_fallback: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of letters and lines and the room before and after, in points; what a theme does not say is the house's."""

    text_size: float = 10.5
    text_line: float = 15
    text_after: float = 5
    heading1_size: float = 17
    heading1_line: float = 21.5
    heading1_before: float = 22
    heading1_after: float = 7
    heading2_size: float = 11.5
    heading2_line: float = 15.5
    heading2_before: float = 12
    heading2_after: float = 2.5
    heading3_size: float = 10.5
    heading3_line: float = 15
    heading3_before: float = 6
    heading3_after: float = 1
    title_size: float = 37
    title_line: float = 40
    subtitle_size: float = 19
    subtitle_line: float = 24.5


_ASKED = re.compile(r"var\(--([a-z0-9_]+)\)")


@dataclass(frozen=True, slots=True)
class FontFiles:
    """The TTF files that print.css and the Word files embed."""

    regular: Path
    italic: Path
    semibold: Path
    semibold_italic: Path
    bold: Path

    def all(self) -> tuple[Path, ...]:
        """Every file, in a fixed order."""
        return tuple(getattr(self, field.name) for field in fields(self))

    def for_word(self) -> tuple[Path, ...]:
        """The ready-made cuts of them that lie in a folder «word» beside them."""
        cuts = (path.parent / "word" / path.name for path in self.all())
        return tuple(path for path in cuts if path.is_file())


CUT = "cut-"  # how the names of a set's own fonts begin
LOGO_WIDTH, LOGO_HEIGHT = (
    55.0,
    14.0,
)  # millimetres at the top of the cover, beside the mark of a graded document


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture of the cover, a PNG, and its size in millimetres."""

    data: bytes
    width: float
    height: float

    @classmethod
    def fitted(cls, data: bytes) -> Logo:
        """As large as the room for it lets, in the picture's own proportions."""
        wide, high = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
        return cls(data, round(wide * scale, 2), round(high * scale, 2))


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything a writer needs to know about the look. ``digest`` changes when any of it does."""

    css: str
    watermark: bytes
    colours: Colours
    names: FontNames
    fonts: FontFiles
    portrait: PageSize
    landscape: PageSize
    cover: PageSize
    number_column: float
    cover_edge: float
    scale: Scale
    digest: str
    logo: Logo | None = None

    @classmethod
    def load(cls, folder: Path, fonts: Path) -> Theme:
        """Read theme.toml, print.css, watermark.svg, a logo and own fonts from ``folder``, others from ``fonts``."""
        toml, css, mark = (_read(folder / n) for n in ("theme.toml", "print.css", "watermark.svg"))
        data = tomllib.loads(toml.decode())
        logo = [_read(path) for path in (folder / "logo.png",) if path.is_file()]
        try:
            page = data["page"]
            scale = Scale(**{name: float(value) for name, value in data.get("type", {}).items()})
            files = FontFiles(
                **{
                    name: (folder if file.startswith(CUT) else fonts) / file
                    for name, file in data["fonts"].items()
                }
            )
            return cls(
                css=_filled(css.decode(), data["colours"], scale),
                watermark=mark,
                colours=Colours(**data["colours"]),
                names=FontNames(**data["names"]),
                fonts=files,
                portrait=_page(page["portrait"]),
                landscape=_page(page["landscape"]),
                cover=_page(page["cover"]),
                number_column=float(page["number_column"]),
                cover_edge=float(page["cover_edge"]),
                scale=scale,
                digest=_digest(
                    toml, css, mark, *(_read(path) for path in (*files.all(), *files.for_word())), *logo
                ),
                logo=Logo.fitted(logo[0]) if logo else None,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ThemeError(f"theme.toml mangler eller har for mye: {error}") from error


def _filled(css: str, colours: dict[str, str], scale: Scale) -> str:
    """The style sheet with the colours and sizes it names; they stand in theme.toml alone. ``KeyError``."""
    named = {field.name: f"{getattr(scale, field.name):g}pt" for field in fields(scale)}
    named |= {name: f"#{value.lower()}" for name, value in colours.items()}
    return _ASKED.sub(lambda found: named[found[1]], css)


def _page(values: dict[str, Any]) -> PageSize:
    return PageSize(**{name: float(value) for name, value in values.items()})


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ThemeError(f"Temaet mangler filen {path.name}.") from error


def _digest(*parts: bytes) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()
