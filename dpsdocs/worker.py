"""The worker: takes render jobs, one child process per render, and keeps what the children made.

One supervising thread. The child knows neither database nor web; it reads a case and writes ZIPs to a
folder. Whatever dies, the job row is the truth: its lease runs out and another attempt takes over.
When no package is ordered, the files of a draft somebody looks through are rendered ahead.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from . import logs
from .assemble import Assembled, Packages, assemble, packages_of
from .assemble.cache import FolderCache
from .config import Config
from .domain.case import Case
from .masters.release import Release
from .render_child import Limits, News, RenderError, beside, in_child
from .services import added_files, ahead, jobs, packages, results
from .worker_tools import Tools, tools, warm_up
from .worker_trials import try_masters

__all__ = ["Limits", "Tools", "run", "tools", "try_masters", "work_ahead", "work_once"]

log = structlog.get_logger("worker")
POLL_SECONDS, AWAY_SECONDS = 0.25, 2


def run(config: Config, *, until_idle: bool = False, limits: Limits | None = None) -> int:
    """Take jobs until told to stop (SIGTERM, SIGINT); with ``until_idle`` until the queue is empty."""
    logs.configure()
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    hand = tools(config, limits)
    while not stopping:
        try:
            if work_once(hand) or try_masters(hand) or work_ahead(hand, lambda: bool(stopping)):
                continue
        except DBAPIError:
            log.exception("database.away")  # what was begun is taken again when its lease has run out
            time.sleep(AWAY_SECONDS)
            continue
        if until_idle:
            break
        time.sleep(POLL_SECONDS)
    return 0


def work_once(hand: Tools) -> bool:
    """Take and finish one job; False when there was none."""
    with hand.sessions() as session:
        claimed = jobs.claim(session, hand.name, hand.limits.lease_seconds)
        if claimed is None:
            return False
        log.info("job.taken", job=claimed.id, attempt=claimed.attempt)
        try:
            case = packages.frozen_case(session, claimed.case_sha256)
            release = hand.releases.load(session, claimed.release_id)
            warm_up(release)
            made = _made(hand, session, claimed, case, release)
            stored = results.store_result(session, hand.releases, claimed, made)
            log.info("job.done" if stored else "job.stale", job=claimed.id)
        except RenderError as error:
            session.rollback()
            jobs.fail(session, claimed.id, claimed.attempt, str(error))
            log.warning("job.failed", job=claimed.id, error=str(error))
        except DBAPIError:
            raise
        except Exception:
            session.rollback()
            jobs.fail(
                session, claimed.id, claimed.attempt, "Pakken kunne ikke lages. Feilen er meldt i loggen."
            )
            log.exception("job.broken", job=claimed.id)
    return True


def work_ahead(hand: Tools, stop: Callable[[], bool] = lambda: False) -> bool:
    """Render the files of one draft ahead, until there is something better to do; False when none is asked for."""
    with hand.sessions() as session:
        claimed = _claim_ahead(hand, session)
        if claimed is None:
            return False
        wanted = _Wanted(hand, claimed, stop)
        try:
            case, release_id = ahead.case(session, claimed)
            release = hand.releases.load(session, release_id)
            warm_up(release)
            with _laid_out(session, case) as folder:
                in_child(
                    partial(_ahead, case, release, hand.cache, folder),
                    folder,
                    hand.limits,
                    wanted,
                    gently=True,
                )
            log.info("ahead.done", competition=claimed.competition_id)
        except RenderError as error:
            log.info("ahead.stopped", competition=claimed.competition_id, error=str(error))
        except DBAPIError:
            raise
        except Exception:
            log.exception("ahead.broken")  # whoever orders the package is told what is wrong
        session.rollback()
        (ahead.finish if wanted.still else ahead.let_go)(session, claimed)
    return True


def _claim_ahead(hand: Tools, session: Session) -> ahead.Claimed | None:
    """Reads first: an idle worker asks four times a second, and shall not hold the write lock for it."""
    session.info["read_only"] = True
    waits = ahead.waits(session)
    session.info["read_only"] = False
    return ahead.claim(session, hand.name, hand.limits.lease_seconds) if waits else None


def _ahead(
    case: Case, release: Release, cache: Path, folder: Path, _tell: Callable[[int, int, str], None]
) -> None:
    assemble(case, release, cache=FolderCache(cache), files=beside(folder))


@dataclass(slots=True)
class _Wanted:
    """Whether rendering ahead shall go on, asked of the database now and then."""

    hand: Tools
    claimed: ahead.Claimed
    stop: Callable[[], bool]
    still: bool = True
    asked: float = field(default_factory=time.monotonic)
    beaten: float = field(default_factory=time.monotonic)

    def __call__(self, _news: News | None) -> bool:
        at, lease = time.monotonic(), self.hand.limits.lease_seconds
        if at - self.asked >= POLL_SECONDS:
            self.asked = at
            with self.hand.sessions() as session:
                session.info["read_only"] = True
                self.still = ahead.is_wanted(session, self.claimed)
        if self.still and at - self.beaten > lease / 4:
            self.beaten = at
            with self.hand.sessions() as session:
                ahead.beat(session, self.claimed, lease)
        self.still = self.still and not self.stop()
        return self.still


def _made(
    hand: Tools, session: Session, claimed: jobs.Claimed, case: Case, release: Release
) -> Packages | Assembled:
    beaten, limits = 0.0, hand.limits

    def go_on(told: News | None) -> bool:
        nonlocal beaten
        at = time.monotonic()
        if told is None and at - beaten <= limits.lease_seconds / 4:
            return True
        beaten = at
        news = told or (-1, -1, "")
        return jobs.beat(session, claimed.id, claimed.attempt, *news, limits.lease_seconds)

    with _laid_out(session, case) as folder:
        made = in_child(
            lambda tell: packages_of(
                case, release, cache=FolderCache(hand.cache), progress=tell, files=beside(folder)
            ),
            folder, limits, go_on,
        )  # fmt: skip
    assert isinstance(made, Packages | Assembled)
    return made


@contextmanager
def _laid_out(session: Session, case: Case) -> Iterator[Path]:
    """A folder for a child, with the files of the case; the session holds nothing while it lasts."""
    folder = Path(tempfile.mkdtemp(prefix="dpsdocs-render-"))
    try:
        added_files.lay_out(session, case, folder)
        session.rollback()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
