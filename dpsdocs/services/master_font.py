"""The font of a draft: its faces taken in from files, shown, and taken away for the one that ships."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters import theme_edit
from ..masters.source import Source, encoded
from ..masters.theme_edit import FACES, SHEET, SHIPPED_FONTS, SHIPPED_NAMES, STAND_INS, VALUES
from ..verify.font import FontRefused, ReadyFont, ready_font
from ..writers.theme import CUT
from . import master_drafts, saving, set_looks
from .errors import Invalid
from .master_drafts import Working
from .master_history import keep, note
from .releases import Releases

Files = Mapping[str, tuple[str, bytes]]


def family(working: Working) -> str:
    """The family of the set's own font; nothing when the documents have the one that ships."""
    source = _source(working)
    return theme_edit.family(source.text(VALUES)) if set_looks.own_faces(source) else ""


def file_of(working: Working, face: str) -> bytes:
    """The font file of a face; ``NotFound`` when the set has none of its own."""
    return set_looks.face(_source(working), face)


def take_in(session: Session, releases: Releases, actor: Actor, draft_id: str, given: Files) -> None:
    """Set the documents in these faces, by name and bytes; ``Invalid`` with the reason for each that cannot be used."""
    master_drafts.check_writes(actor)
    fonts = _ready(given)
    files = {face: f"{CUT}{face if face in fonts else STAND_INS[face]}.ttf" for face in FACES}
    names = {"family": fonts["regular"].family, "semibold": fonts["semibold"].family}
    _keep(session, releases, actor, draft_id, (fonts, files, names))


def remove(session: Session, releases: Releases, actor: Actor, draft_id: str) -> None:
    """Set the documents in the font that ships."""
    _keep(session, releases, actor, draft_id, ({}, SHIPPED_FONTS, SHIPPED_NAMES))


def _ready(given: Files) -> dict[str, ReadyFont]:
    """The faces, cut; the slanted ones belong to the upright ones, and Word must be able to tell the two apart."""
    problems, fonts = dict[str, str](), dict[str, ReadyFont]()
    for face in FACES:
        name, data = given.get(face, ("", b""))
        if not name:
            if face not in STAND_INS:
                problems[face] = "Velg en fil."
            continue
        try:
            fonts[face] = ready_font(name, data)
        except FontRefused as error:
            problems[face] = str(error)
    if problems:
        raise Invalid(problems)
    if problems := _strangers(fonts):
        raise Invalid(problems)
    return fonts


def _strangers(fonts: Mapping[str, ReadyFont]) -> dict[str, str]:
    """The faces that are others than they should be: Word asks for a family upright or slanted, never for its bold."""
    found = {}
    upright, heavy = fonts["regular"].family, fonts["semibold"].family
    if _is(fonts["regular"], "Bold", "Italic", "Oblique"):
        found["regular"] = f"Filen er «{upright} {fonts['regular'].style}». Velg den vanlige."
    if upright == heavy or _is(fonts["semibold"], "Bold", "Italic", "Oblique"):
        found["semibold"] = (
            f"Filen er «{heavy} {fonts['semibold'].style}», og Word kan ikke hente den med eget navn. Velg en halvfet "
            "eller medium som er en familie for seg."
        )
    for face, wanted in (("italic", upright), ("semibold_italic", heavy)):
        font = fonts.get(face)
        if font and (font.family != wanted or _is(font, "Bold") or not _is(font, "Italic", "Oblique")):
            found[face] = f"Filen er «{font.family} {font.style}». Velg kursiven til «{wanted}»."
    return found


def _is(font: ReadyFont, *styles: str) -> bool:
    return any(style in font.style for style in styles)


def _keep(
    session: Session, releases: Releases, actor: Actor, draft_id: str,
    wanted: tuple[Mapping[str, ReadyFont], Mapping[str, str], Mapping[str, str]],
) -> None:  # fmt: skip
    fonts, files, names = wanted
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    was, source = family(working), _source(working)
    if not was and not fonts:
        return
    for face in FACES:
        path = f"theme/{CUT}{face}.ttf"
        if face in fonts or path in source.names():
            keep(session, row, working, path, encoded(path, fonts[face].data) if face in fonts else "")
    values, sheet = theme_edit.with_fonts(source.text(VALUES), source.text(SHEET), files, names)
    keep(session, row, working, VALUES, values)
    keep(session, row, working, SHEET, sheet)
    note(session, row, actor, VALUES, "skrift", "theme", was, names["family"])
    saving.commit(session)


def _source(working: Working) -> Source:
    return Source(working.base.folder, working.texts)
