"""What those who write masters wait for: a clause after a save, the check, the trial, and what a release would hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy.orm import Session

from ..assemble import branch_trial
from ..assemble.cache import NoCache
from ..domain import case_file
from ..domain.roles import Actor
from ..masters.lint import lint
from ..masters.loader import load
from ..services import (
    competitions,
    master_check,
    master_drafts,
    master_impact,
    master_library,
    master_samples,
    master_texts,
    master_word,
)
from ..services.master_drafts import Working
from ..services.master_texts import ClauseInput
from ..services.releases import Releases
from .steps import Step
from .word_master import word_master

Open = Callable[[], AbstractContextManager[tuple[Session, Releases, Actor, str]]]
DRAFTS = 200
_DOCUMENT, _CLAUSE = "konkurransegrunnlag", "verdi-mengder"


@contextmanager
def masters(folder: Path, opened: Open) -> Iterator[dict[str, Step]]:
    """The steps on a demo with two hundred competitions under way and a draft of its masters."""
    from ..demo.people import actor

    with opened() as (session, releases, drafter, draft):
        _copies(session, releases, drafter, draft)
        editor = actor(session, "erik@example.org")
        live = releases.live(session)
        made = master_drafts.begin(session, releases, editor, live)
        yield {**_written(session, releases, editor, made), **_whole(folder, session, releases, editor, made)}


def _copies(session: Session, releases: Releases, drafter: Actor, draft: str) -> None:
    """Competitions under way, each with all the answers of the fullest one the drafter has."""
    mine = competitions.mine(session, drafter)
    source = next((c for c in mine if c.status == "submitted"), None)
    chosen = source or next(c for c in mine if c.id == draft)
    for number in range(DRAFTS):
        competitions.copy(session, releases, drafter, chosen.id, chosen.agency_id, f"bench-{number}")


def _written(session: Session, releases: Releases, editor: Actor, draft: str) -> dict[str, Step]:
    """Saving a clause and seeing it."""
    numbers = count(1)

    def shown() -> object:
        given = ClauseInput(texts={0: f"Mengdene er anslag nummer {next(numbers)}."})
        master_texts.save(session, releases, editor, draft, _DOCUMENT, _CLAUSE, given, 10**6, "bench")
        working = _working(session, releases, editor, draft)
        sample = master_samples.first_with(releases, working, _DOCUMENT, _CLAUSE)
        return master_samples.frame(releases, working, _DOCUMENT, _CLAUSE, sample)

    return {"fra lagring til forhåndsvisning av et punkt": shown}


def _whole(folder: Path, session: Session, releases: Releases, editor: Actor, draft: str) -> dict[str, Step]:
    """What reads the whole set, or every competition."""
    cases = {p.stem: case_file.read(p.read_bytes()) for p in sorted((folder / "samples").glob("*.json"))}

    def check() -> object:
        return master_check.checked(session, _working(session, releases, editor, draft))

    def impact() -> object:
        working = _working(session, releases, editor, draft)
        found = master_impact.impact(
            session, releases, releases.load(session, releases.live(session)), working
        )
        if len(found.struck) + found.untouched < DRAFTS:
            raise RuntimeError("some competitions are left out")
        return found

    def trial() -> object:
        report = branch_trial.run(load(folder), cases, str, NoCache(), lambda _d, _t, _s: None)
        if any(document.failed for document in report.documents):
            raise RuntimeError("a document could not be made")
        return report

    return {
        "en Word-mal på 20 sider, lest": _word(session, releases, editor, draft),
        "feil i malsettet, lest på nytt": lambda: lint(load(folder)),
        "hele kontrollen av et utkast": check,
        "nesten like punkter og varianter": lambda: master_library.library(
            _working(session, releases, editor, draft)
        ),
        f"hva en ny versjon treffer, {DRAFTS} konkurranser": impact,
        "prøve av alle dokumentene, hvert vilkår begge veier": trial,
    }


def _word(session: Session, releases: Releases, editor: Actor, draft: str) -> Step:
    """A Word master that is read for one document of a draft."""
    word = word_master(20)

    def read() -> object:
        _, offer = master_word.offered(
            _working(session, releases, editor, draft), _DOCUMENT, "append", "mal.docx", word
        )
        if len(offer.items) < 20:
            raise RuntimeError("the master is not read whole")
        return offer

    return read


def _working(session: Session, releases: Releases, editor: Actor, draft: str) -> Working:
    return master_drafts.opened(session, releases, editor, draft)
