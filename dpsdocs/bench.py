"""Figures for what users wait for: pairs in one run, medians and ratios, since machines are noisy."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from . import config, logs
from .assemble import assemble, check
from .assemble.cache import FolderCache, NoCache
from .assemble.files import theme_of
from .domain import case_file
from .domain.case import Case
from .masters.loader import load
from .masters.release import Release
from .services import competitions, sections
from .services.releases import Releases
from .store.db import make_session, upgrade
from .writers import pdf
from .writers.docx import write_docx
from .writers.html import preview_html

SET = config.ROOT / "templates" / "masters" / "vektertjenester"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: median and spread in milliseconds over the rounds."""

    name: str
    median: float
    low: float
    high: float
    rounds: int


Step = Callable[[], object]


def run(names: Sequence[str], *, rounds: int, as_json: bool) -> int:
    """Measure the named groups (all when none is named) and print the figures; 2 for an unknown name."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        sys.stderr.write(f"Ukjent måling: {', '.join(unknown)}. Velg blant {', '.join(GROUPS)}.\n")
        return 2
    logs.configure()  # to standard error: standard output is for the figures
    missing = pdf.available()
    if missing and "package" in (names or GROUPS):
        sys.stderr.write(f"{missing} Uten PDF kan hele pakken ikke måles.\n")
        return 2
    results: dict[str, list[Figure]] = {}
    for name in names or GROUPS:
        with GROUPS[name]() as steps:
            results[name] = _measure(steps, rounds)
    if as_json:
        rows = {name: [asdict(figure) for figure in figures] for name, figures in results.items()}
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for name, figures in results.items():
            _print(name, figures)
    return 0


def _measure(steps: dict[str, Step], rounds: int) -> list[Figure]:
    """Each round runs every step once, so that a noisy moment hits them alike."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(max(1, rounds)):
        for name, step in steps.items():
            started = time.perf_counter()
            step()
            times[name].append((time.perf_counter() - started) * 1000)
    return [Figure(n, statistics.median(t), min(t), max(t), len(t)) for n, t in times.items()]


def _print(name: str, figures: list[Figure]) -> None:
    first = figures[0].median
    sys.stdout.write(f"{name}\n")
    for f in figures:
        sys.stdout.write(
            f"  {f.name:<44} {f.median:9.1f} ms  ({f.low:.1f}-{f.high:.1f}, {f.rounds} runder)"
            f"  forhold {f.median / first:.3f}\n"
        )


def _sample() -> tuple[Release, Case]:
    release = load(SET)
    return release, case_file.read((SET / "samples" / "reception.json").read_bytes())


def _changed(case: Case, number: int) -> Case:
    """The case with another contact: an answer some documents use and others do not."""
    contact = {"name": f"Kari Endring {number}", "title": "rådgiver", "email": "kari@example.org"}
    return replace(case, answers={**case.answers, "contact": contact})


def _estimated(case: Case, number: int) -> Case:
    """The case with another estimate of the hourly price: only the internal record uses it."""
    return replace(case, answers={**case.answers, "hourly_estimate": f"{500 + number % 100}"})


@contextmanager
def _package() -> Iterator[dict[str, Step]]:
    """The whole package: nothing cached, one answer changed, nothing changed."""
    release, case = _sample()
    pdf.preload(theme_of(release))
    counter = iter(range(1, 10_000))
    with tempfile.TemporaryDirectory() as folder:
        cache = FolderCache(Path(folder))
        assemble(case, release, cache=cache)
        yield {
            "hele pakken, ingenting lagret fra før": lambda: assemble(case, release, cache=NoCache()),
            "hele pakken, ett svar endret": lambda: assemble(
                _changed(case, next(counter)), release, cache=cache
            ),
            "hele pakken, ett internt svar endret": lambda: assemble(
                _estimated(case, next(counter)), release, cache=cache
            ),
            "hele pakken, ingenting endret": lambda: assemble(case, release, cache=cache),
        }


@contextmanager
def _preview() -> Iterator[dict[str, Step]]:
    """What a drafter sees after a change: the findings, and one document on screen and in Word."""
    release, case = _sample()
    theme = theme_of(release)
    counter = iter(range(1, 10_000))

    def shown() -> object:
        document = check(_changed(case, next(counter)), release).documents["konkurransegrunnlag"]
        return preview_html(document, theme, {})

    def word() -> object:
        document = check(_changed(case, next(counter)), release).documents["konkurransegrunnlag"]
        return write_docx(document, theme, kind="locked")

    yield {
        "forhåndsvisning av ett dokument etter en endring": shown,
        "Word-fil av ett dokument etter en endring": word,
        "alle kontroller etter en endring": lambda: check(_changed(case, next(counter)), release),
    }


@contextmanager
def _autosave() -> Iterator[dict[str, Step]]:
    """Saving while one types, through the services, on a database on disk."""
    from .demo import seed
    from .demo.people import actor

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
            counter = iter(range(1, 100_000))

            def save() -> object:
                answers = {"title": f"Vakt nummer {next(counter)}"}
                return sections.save(session, releases, drafter, draft.id, answers, base=10**6, tab="t")

            yield {"lagring av en side": save, "oppgavelisten": lambda: competitions.open_case(
                session, releases, drafter, draft.id)}  # fmt: skip


GROUPS: dict[str, Callable[[], AbstractContextManager[dict[str, Step]]]] = {
    "package": _package,
    "preview": _preview,
    "autosave": _autosave,
}
