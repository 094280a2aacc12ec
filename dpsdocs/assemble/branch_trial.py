"""A trial of a set: each document in Word and PDF with every condition both ways, and a report of how it went."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..domain.case import Case
from ..domain.competition import build
from ..masters.release import DocumentSpec, Release
from ..masters.wording import Wording
from ..writers import pdf
from ..writers.pdf_child import RenderFailed
from .cache import Cache
from .files import prepare, theme_of
from .render import Progress, Task, fingerprint, render, task_for
from .sheets import sheet_of
from .shots import Plan, Samples, plan, taken

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_MOST_PAGE_STREAM = 4_000_000
_BROKEN = "Dokumentet kan ikke lages slik malen er nå. Si fra til systemadministratoren."


@dataclass(frozen=True, slots=True)
class Tried:
    """How one document went. ``missed`` and ``failed`` are words for the screen; seconds on the clock."""

    document: str
    title: str
    renders: int
    pages: int
    conditions: int
    reached: int
    missed: tuple[str, ...]
    failed: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """How all documents went."""

    documents: tuple[Tried, ...]
    seconds: float


def run(
    release: Release, cases: Mapping[str, Case], title_of: Callable[[str], str], cache: Cache, progress: Progress
) -> Report:  # fmt: skip
    """Render every document of the set; what fails is told and never ends the trial."""
    started = time.perf_counter()
    prepare(release)
    pdf.preload(theme_of(release))
    samples = {id: build(case, release.catalogue) for id, case in cases.items()}
    plans = [(spec, plan(release, spec.id, samples)) for spec in release.documents]
    total, done, found = sum(max(1, len(p.shots)) for _, p in plans), 0, []
    for spec, planned in plans:
        progress(done, total, title_of(spec.id))
        found.append(_tried(release, spec, planned, samples, title_of(spec.id), cache))
        done += max(1, len(planned.shots))
    progress(total, total, "Ferdig")
    return Report(tuple(found), round(time.perf_counter() - started, 1))


def pages_of(data: bytes) -> int:
    """How many pages a PDF of our own has."""
    count = len(_PAGE.findall(data))
    for stream in _STREAM.findall(data):
        try:
            count += len(_PAGE.findall(zlib.decompressobj().decompress(stream, _MOST_PAGE_STREAM)))
        except zlib.error:
            continue
    return count


def _tried(
    release: Release, spec: DocumentSpec, planned: Plan, samples: Samples, title: str, cache: Cache
) -> Tried:
    started = time.perf_counter()
    tasks, failed = _tasks(release, spec, planned, samples, title)
    made, more = _made(release, tasks, cache)
    words = Wording(release)
    missed = tuple(
        f"Punkt «{branch.place.clause or spec.id}»: {words.condition(branch.condition.source)} "
        f"{'slår til' if holds else 'slår ikke til'}"
        for branch, holds in planned.missed
    )
    return Tried(
        spec.id, title, len(planned.shots), sum(pages_of(d) for d in made if d.startswith(b"%PDF")), planned.goals,
        planned.reached, missed, (*failed, *more), round(time.perf_counter() - started, 1),
    )  # fmt: skip


def _tasks(
    release: Release, spec: DocumentSpec, planned: Plan, samples: Samples, title: str
) -> tuple[list[Task], list[str]]:
    """A Word file and a PDF of each render; a spreadsheet in its own format."""
    theme, tasks, failed = theme_of(release), list[Task](), list[str]()
    extensions: Sequence[str] = ("docx", "pdf") if spec.kind == "text" else spec.formats
    for shot in planned.shots:
        given = samples[shot.sample]
        try:
            source = (
                taken(release, given, spec, shot.facts)
                if spec.kind == "text"
                else sheet_of(given, release, spec)
            )
        except Exception:  # whatever a master makes of a document is told as that document's fault
            failed.append(f"{_BROKEN} Eksempel «{given.value('title') or shot.sample}».")
            continue
        known = fingerprint(source, theme)
        tasks += [task_for(spec, title, source, extension, known) for extension in extensions]
    return tasks, failed


def _made(release: Release, tasks: Sequence[Task], cache: Cache) -> tuple[list[bytes], list[str]]:
    """The files; when one cannot be made, all are tried one by one, so that the others are."""
    try:
        done, _ = render(tasks, theme_of(release), cache, lambda _d, _t, _s: None)
        return list(done.values()), []
    except Exception:
        made, failed = list[bytes](), list[str]()
        for task in tasks:
            try:
                made += render([task], theme_of(release), cache, lambda _d, _t, _s: None)[0].values()
            except RenderFailed as error:
                failed.append(f"{task.extension.upper()}: {error}")
            except Exception:
                failed.append(f"{task.extension.upper()}: {_BROKEN}")
        return made, list(dict.fromkeys(failed))
