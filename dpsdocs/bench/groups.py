"""The groups of steps: each opens what its steps need and closes it again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from .. import config
from ..assemble import check
from ..assemble.beside import beside
from ..assemble.files import theme_of
from ..assemble.sheets import sheet_of, write_sheet
from ..domain import case_file
from ..domain.case import Case
from ..domain.checks import findings
from ..domain.competition import build
from ..domain.roles import Actor
from ..masters.loader import load
from ..masters.release import Release
from ..services import competitions, sections
from ..services.releases import Releases
from ..store.db import make_session, upgrade
from ..writers import pdf
from ..writers.docx import write_docx
from ..writers.html import preview_html
from .masters import masters
from .package import contact_changed, package_steps
from .peers import peer_steps
from .rows import row_steps
from .rules import rules
from .size import size_steps
from .steps import Step

SET = config.ROOT / "templates" / "masters" / "vektertjenester"


def _sample(name: str = "reception") -> tuple[Release, Case]:
    release = load(SET)
    return release, case_file.read((SET / "samples" / f"{name}.json").read_bytes())


@contextmanager
def _package() -> Iterator[dict[str, Step]]:
    """The whole package of case A, and the same PDFs by LibreOffice."""
    release, case = _sample()
    with tempfile.TemporaryDirectory() as folder:
        documents = check(case, release).documents
        with peer_steps(documents, release, Path(folder)) as peers:
            yield {**package_steps(case, release, Path(folder)), **peers}


@contextmanager
def _housing() -> Iterator[dict[str, Step]]:
    """Case B with its 1 918 sites: rules, documents, the list of sites, and the whole package."""
    release, case = _sample("housing")
    competition = build(case, release.catalogue)
    sites = release.document("objektliste")
    with tempfile.TemporaryDirectory() as folder:
        yield {
            **package_steps(case, release, Path(folder), beside(case, SET / "samples")),
            "alle regler": lambda: findings(build(case, release.catalogue)),
            "alle regler og alle dokumenter": lambda: check(case, release),
            "objektlisten som regneark": lambda: write_sheet(sheet_of(competition, release, sites)),
        }


@contextmanager
def _size() -> Iterator[dict[str, Step]]:
    """How time and memory grow with the pages."""
    release, _ = _sample()
    theme = theme_of(release)
    pdf.preload(theme)
    yield size_steps(theme)


@contextmanager
def _preview() -> Iterator[dict[str, Step]]:
    """What a drafter sees after a change: the findings, and one document on screen and in Word."""
    release, case = _sample()
    theme = theme_of(release)
    counter = iter(range(1, 10_000))

    def shown() -> object:
        document = check(contact_changed(case, next(counter)), release).documents["konkurransegrunnlag"]
        return preview_html(document, theme, {})

    def word() -> object:
        document = check(contact_changed(case, next(counter)), release).documents["konkurransegrunnlag"]
        return write_docx(document, theme, kind="locked")

    yield {
        "forhåndsvisning av ett dokument etter en endring": shown,
        "Word-fil av ett dokument etter en endring": word,
        "alle kontroller etter en endring": lambda: check(contact_changed(case, next(counter)), release),
    }


@contextmanager
def _draft() -> Iterator[tuple[Session, Releases, Actor, str]]:
    """A draft of the demo on a database on disk, with the one who writes it."""
    from ..demo import seed
    from ..demo.people import actor

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = config.Config(
            secret="x" * 40, database_url=f"sqlite:///{place / 'bench.db'}", instance=place
        )
        upgrade(settings.database_url)
        releases = Releases(place / "releases", SET.parent)
        with make_session(settings.database_url) as session:
            releases.take_in_shipped(session)
        seed(settings, lambda _line: None)
        with make_session(settings.database_url) as session:
            drafter = actor(session, "ingrid@example.org")
            draft = next(c for c in competitions.mine(session, drafter) if c.status == "draft")
            yield session, releases, drafter, draft.id


@contextmanager
def _autosave() -> Iterator[dict[str, Step]]:
    """Saving while one types, through the services, on a database on disk."""
    with _draft() as (session, releases, drafter, draft):
        counter = iter(range(1, 100_000))

        def save() -> object:
            answers = {"title": f"Vakt nummer {next(counter)}"}
            return sections.save(session, releases, drafter, draft, answers, base=10**6, tab="t")

        yield {
            "lagring av en side": save,
            "oppgavelisten": lambda: competitions.open_case(session, releases, drafter, draft),
        }


@contextmanager
def _rows() -> Iterator[dict[str, Step]]:
    """A table of two thousand rows."""
    with _draft() as (session, releases, drafter, draft):
        yield row_steps(session, releases, drafter, draft)


GROUPS: dict[str, Callable[[], AbstractContextManager[dict[str, Step]]]] = {
    "package": _package,
    "housing": _housing,
    "size": _size,
    "preview": _preview,
    "autosave": _autosave,
    "rows": _rows,
    "rules": lambda: rules(SET),
    "masters": lambda: masters(SET, _draft),
}
