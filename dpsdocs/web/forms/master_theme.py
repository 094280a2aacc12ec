"""The looks of a draft: its colours and sizes, a Word file to take them from, a font and a logo."""

from __future__ import annotations

from flask_wtf.file import FileField

from dpsdocs.masters import theme_sizes

from .base import Form, line


class ColoursForm(Form):
    """The colours as six digits."""

    accent = line("Overskrifter og kanten på forsiden", "Seks tegn, for eksempel 2A2859", width="org")
    ink = line("Brødtekst", "Seks tegn", width="org")
    quiet = line("Dempet tekst", "Topptekst, noter og ledetekster", width="org")
    tint = line("Bakgrunn i tabeller og bokser", "Seks tegn", width="org")


class SizesForm(Form):
    """The sizes in points."""


for _name in theme_sizes.NAMES:
    setattr(SizesForm, _name, line(theme_sizes.label(_name), kind="decimal"))


class WordStylesForm(Form):
    """A Word file with styles."""

    file = FileField(
        "Word-fil", description="Word (docx), høyst 5 MB", render_kw={"kind": "file", "accept": ".docx"}
    )


def _face(label: str, description: str) -> FileField:
    return FileField(label, description=description, render_kw={"kind": "file", "accept": ".ttf"})


class FontForm(Form):
    """The faces of a font."""

    regular = _face("Vanlig", "Brødtekst. TTF, høyst 1 MB")
    semibold = _face("Halvfet eller medium", "Overskrifter og uthevet tekst. TTF, høyst 1 MB")
    italic = _face("Kursiv (valgfritt)", "Uten den står kursiv tekst rett")
    semibold_italic = _face("Halvfet kursiv (valgfritt)", "Uten den brukes den halvfete")
    bold = _face("Fet (valgfritt)", "Uten den brukes den halvfete")


class LogoForm(Form):
    """A picture for the cover."""

    file = FileField("Bildefil", description="PNG, høyst 2 MB", render_kw={"kind": "file", "accept": ".png"})
