"""The looks of a draft: its colours and sizes typed or taken from a Word file, and a page that shows them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from .. import config
from ..assemble.files import theme_of
from ..assemble.outward import composed
from ..document.model import Document
from ..domain.roles import Actor
from ..masters import theme_edit, theme_sizes
from ..masters.edit import EditError
from ..masters.source import Source
from ..masters.theme_edit import COLOURS, SHEET, VALUES
from ..store import models
from ..verify.word_styles import StylesRefused, word_looks
from ..writers.docx import write_docx
from ..writers.html import preview_html
from ..writers.theme import Theme
from . import master_drafts, master_samples, saving, set_looks
from .errors import Invalid, NotFound
from .master_drafts import Working
from .master_history import keep, note
from .releases import Releases

_WRITTEN_IN = (
    "Stilarket i settet har egne farger og må endres i filene. Last ned settet, og ta det inn igjen."
)
_OLDER = "Stilarket i settet har egne størrelser og må endres i filene. Last ned settet, og ta det inn igjen."


def colours(working: Working) -> dict[str, str]:
    """The colours of the draft by what they are for."""
    return set_looks.colours(_source(working))


def differ(working: Working) -> bool:
    """Whether the looks of the draft are others than the house's."""
    return set_looks.differ(_source(working))


def sizes(working: Working) -> dict[str, float]:
    """The sizes of the draft in points by name; nothing for a set from before they could be changed."""
    return set_looks.sizes(_source(working))


def save(session: Session, releases: Releases, actor: Actor, draft_id: str, typed: Mapping[str, str]) -> None:
    """Keep other colours in Word and PDF alike; ``Invalid`` with the contrast when they cannot be read."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    chosen, problems = _colours(working, typed)
    if problems:
        raise Invalid(problems)
    _keep(session, row, actor, working, chosen, sizes(working))


def save_sizes(
    session: Session, releases: Releases, actor: Actor, draft_id: str, typed: Mapping[str, str]
) -> None:
    """Keep other sizes in Word and PDF alike; ``Invalid`` when one is no number or does not fit the others."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    was, problems, chosen = sizes(working), dict[str, str](), dict[str, float]()
    for name, size in was.items():
        try:
            chosen[name] = theme_sizes.size(typed.get(name, theme_sizes.words(size)))
        except EditError as error:
            problems[name] = str(error)
    problems = problems or (theme_sizes.unfit(chosen) if was else {"text_size": _OLDER})
    if problems:
        raise Invalid(problems)
    _keep(session, row, actor, working, colours(working), chosen)


def take_from_word(
    session: Session, releases: Releases, actor: Actor, draft_id: str, name: str, data: bytes
) -> bool:
    """Take the colours and sizes of the styles in a Word file, and tell whether sizes could be taken.

    ``Invalid`` when styles are missing, or what they say cannot be read: then nothing is taken.
    """
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    if not name:
        raise Invalid({"file": "Velg en fil."})
    try:
        found = word_looks(name, data)
    except StylesRefused as error:
        raise Invalid({"file": str(error)}) from error
    chosen, problems = _colours(working, found.colours)
    told = [f"{COLOURS.get(key, key)}: {words}" for key, words in problems.items()]
    measured = {key: found.sizes[key] for key in sizes(working)}
    for key, words in (theme_sizes.unfit(measured) if measured else {}).items():
        told.append(f"{theme_sizes.label(key)} er {theme_sizes.words(measured[key])} punkter. {words}")
    if told:
        raise Invalid({"file": " ".join(told)})
    _keep(session, row, actor, working, chosen, measured)
    return bool(measured)


def _colours(working: Working, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The colours with those typed, and what is wrong with them."""
    was, problems, chosen = colours(working), dict[str, str](), dict[str, str]()
    for name in COLOURS:
        try:
            chosen[name] = theme_edit.colour(typed.get(name, was[name]))
        except EditError as error:
            problems[name] = str(error)
    problems = problems or theme_edit.weak(chosen)
    if not problems and chosen != was and not theme_edit.asks_by_name(_source(working).text(SHEET)):
        problems["accent"] = _WRITTEN_IN
    return chosen, problems


def _keep(
    session: Session, row: models.MasterDraft, actor: Actor, working: Working,
    chosen: Mapping[str, str], measured: Mapping[str, float],
) -> None:  # fmt: skip
    """Write what is other than it was, with a line in the history."""
    was, values = {**colours(working), **sizes(working)}, _source(working).text(VALUES)
    new = {**chosen, **measured}
    if new == was:
        return
    values = theme_edit.with_colours(values, chosen)
    if measured:
        values = theme_sizes.with_sizes(values, measured)
    keep(session, row, working, VALUES, values)
    note(session, row, actor, VALUES, "utseende", "theme", str(was), str(new))
    saving.commit(session)


def trial(releases: Releases, working: Working) -> bytes:
    """A document of a sample as Word with the looks of the draft; ``NotFound`` when there is none."""
    document = _document(releases, working)
    with tempfile.TemporaryDirectory() as folder:
        return write_docx(document, _theme(working, Path(folder)), kind="review")


def page(releases: Releases, working: Working, sheet: str, logo: str) -> str:
    """The same document as a page, with a style sheet and a logo at these addresses."""
    return preview_html(_document(releases, working), theme_of(working.base), sheet=sheet, logo=logo)


def sheet(working: Working) -> str:
    """The colours, sizes and fonts of the draft as a style sheet for that page; the fonts lie beside it."""
    return set_looks.sheet(_source(working))


def _document(releases: Releases, working: Working) -> Document:
    """The first text of a sample that bidders get, before all one with a cover."""
    paths, release = releases.samples(working.base.id), working.release
    specs = [s for s in release.documents if s.kind == "text" and s.package == "bidders"]
    if not specs or not paths:
        raise NotFound("Settet har ikke noe dokument å vise.")
    competition = master_samples.competition(releases, working, paths[0].stem)
    return composed(release, competition, next((s for s in specs if release.masters[s.id].cover), specs[0]))


def _theme(working: Working, folder: Path) -> Theme:
    source = _source(working)
    for path in source.names():
        if path.startswith("theme/"):
            (folder / Path(path).name).write_bytes(source.data(path))
    return Theme.load(folder, config.ROOT / "static" / "fonts")


def _source(working: Working) -> Source:
    return Source(working.base.folder, working.texts)
