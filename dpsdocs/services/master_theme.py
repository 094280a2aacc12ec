"""The looks of a draft: its colours typed or taken from a Word file, and a page that shows them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from .. import config
from ..assemble.outward import composed
from ..domain.roles import Actor
from ..masters import theme_edit
from ..masters.edit import EditError
from ..masters.source import Source, is_binary
from ..masters.theme_edit import COLOURS, SHEET, VALUES
from ..verify.word_styles import StylesRefused, style_colours
from ..writers.docx import write_docx
from ..writers.theme import Theme
from . import master_drafts, master_samples, saving
from .errors import Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .releases import Releases


def colours(working: Working) -> dict[str, str]:
    """The colours of the draft by what they are for."""
    try:
        return theme_edit.colours(_source(working).text(VALUES))
    except (EditError, FileNotFoundError) as error:
        raise NotFound("Settet har ikke noe utseende.") from error


def save(session: Session, releases: Releases, actor: Actor, draft_id: str, typed: Mapping[str, str]) -> None:
    """Keep other colours in Word and PDF alike; ``Invalid`` with the contrast when they cannot be read."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    was, problems, chosen = colours(working), dict[str, str](), dict[str, str]()
    for name in COLOURS:
        try:
            chosen[name] = theme_edit.colour(typed.get(name, was[name]))
        except EditError as error:
            problems[name] = str(error)
    problems = problems or theme_edit.weak(chosen)
    if problems:
        raise Invalid(problems)
    if chosen == was:
        return
    source = _source(working)
    values, sheet = theme_edit.with_colours(source.text(VALUES), source.text(SHEET), chosen)
    keep(session, row, working, VALUES, values)
    keep(session, row, working, SHEET, sheet)
    note(session, row, actor, VALUES, "utseende", "theme", str(was), str(chosen))
    saving.commit(session)


def take_from_word(
    session: Session, releases: Releases, actor: Actor, draft_id: str, name: str, data: bytes
) -> None:
    """Take the colours of the styles in a Word file; ``Invalid`` when styles are missing or cannot be read."""
    master_drafts.check_writes(actor)
    if not name:
        raise Invalid({"file": "Velg en fil."})
    try:
        found = style_colours(name, data)
    except StylesRefused as error:
        raise Invalid({"file": str(error)}) from error
    try:
        save(session, releases, actor, draft_id, found)
    except Invalid as error:
        told = [f"{COLOURS.get(key, key)}: {words}" for key, words in error.problems.items()]
        raise Invalid({"file": " ".join(told)}) from error


def trial(releases: Releases, working: Working) -> bytes:
    """The first document of a sample as Word with the looks of the draft; ``NotFound`` when there is none."""
    paths = releases.samples(working.base.id)
    spec = next((s for s in working.release.documents if s.kind == "text" and s.package == "bidders"), None)
    if spec is None or not paths:
        raise NotFound("Settet har ikke noe dokument å vise.")
    competition = master_samples.competition(releases, working, paths[0].stem)
    with tempfile.TemporaryDirectory() as folder:
        theme = _theme(working, Path(folder))
        return write_docx(composed(working.release, competition, spec), theme, kind="review")


def picture(working: Working) -> str:
    """A page in small with the colours of the draft, as SVG."""
    c = colours(working)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 300" font-family="Source Sans Pro, sans-serif">'
        '<rect width="420" height="300" fill="#ffffff"/>'
        f'<rect width="16" height="300" fill="#{c["accent"]}"/>'
        f'<text x="44" y="34" font-size="11" fill="#{c["quiet"]}">Kravspesifikasjon · topptekst og noter</text>'
        f'<text x="44" y="84" font-size="26" font-weight="600" fill="#{c["accent"]}">1 Overskrift</text>'
        f'<text x="44" y="118" font-size="14" fill="#{c["ink"]}">Brødteksten i et punkt står slik i dokumentet.</text>'
        f'<rect x="44" y="142" width="340" height="112" fill="#{c["tint"]}"/>'
        f'<text x="58" y="170" font-size="14" font-weight="600" fill="#{c["accent"]}">Overskrift i en boks</text>'
        f'<text x="58" y="198" font-size="14" fill="#{c["ink"]}">Tekst i bokser og summer i tabeller</text>'
        f'<text x="58" y="226" font-size="11" fill="#{c["quiet"]}">Dempet tekst på samme bakgrunn</text></svg>'
    )


def _theme(working: Working, folder: Path) -> Theme:
    source = _source(working)
    for path in source.names():
        if path.startswith("theme/") and not is_binary(path):
            (folder / Path(path).name).write_bytes(source.data(path))
    return Theme.load(folder, config.ROOT / "static" / "fonts")


def _source(working: Working) -> Source:
    return Source(working.base.folder, working.texts)
