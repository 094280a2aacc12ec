"""The worker tries drafts of masters: every document, every condition both ways, while no package waits."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from .assemble import branch_trial
from .assemble.branch_trial import Report
from .assemble.cache import FolderCache
from .domain.case import Case
from .masters.release import Release
from .render_child import News, RenderError, in_child
from .services import master_trials
from .services.master_samples import title_of
from .worker_tools import Tools, warm_up

log = structlog.get_logger("worker")
_LOOK_SECONDS = 0.5
_LONGER = 3  # as long as so many packages


def try_masters(hand: Tools) -> bool:
    """Render a draft of the masters with every condition both ways; False when none is asked for."""
    with hand.sessions() as session:
        claimed = _claim_trial(hand, session)
        if claimed is None:
            return False
        beats = _Beats(hand, session, claimed)
        try:
            _do(hand, session, claimed, beats)
        except RenderError as error:
            session.rollback()
            if beats.steps_aside:
                master_trials.let_go(session, claimed)
            else:
                master_trials.fail(session, claimed, str(error))
            log.warning("trial.stopped", trial=claimed.id, error=str(error), later=beats.steps_aside)
        except DBAPIError:
            raise
        except Exception:
            session.rollback()
            master_trials.fail(session, claimed, "Malene kunne ikke prøves. Feilen er meldt i loggen.")
            log.exception("trial.broken", trial=claimed.id)
    return True


def _do(hand: Tools, session: Session, claimed: master_trials.Claimed, beats: _Beats) -> None:
    folder = Path(tempfile.mkdtemp(prefix="dpsdocs-trial-"))
    try:
        release, cases = master_trials.what(session, hand.releases, claimed, folder)
        warm_up(release)
        limits = replace(hand.limits, wall_seconds=_LONGER * hand.limits.wall_seconds)
        report = in_child(partial(_trial, release, cases, hand.cache), folder, limits, beats)
        assert isinstance(report, Report)
        master_trials.finish(session, claimed, report)
        log.info("trial.done", trial=claimed.id, seconds=report.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _claim_trial(hand: Tools, session: Session) -> master_trials.Claimed | None:
    """Reads first, like rendering ahead."""
    session.info["read_only"] = True
    waits = master_trials.waits(session)
    session.info["read_only"] = False
    return master_trials.claim(session, hand.limits.lease_seconds) if waits else None


def _trial(
    release: Release, cases: dict[str, Case], cache: Path, tell: Callable[[int, int, str], None]
) -> Report:
    return branch_trial.run(release, cases, partial(title_of, release), FolderCache(cache), tell)


@dataclass(slots=True)
class _Beats:
    """Keeps the lease of a trial, tells the news, and ends it for a package somebody waits for."""

    hand: Tools
    session: Session
    claimed: master_trials.Claimed
    beaten: float = 0.0
    looked: float = 0.0
    steps_aside: bool = False

    def __call__(self, told: News | None) -> bool:
        at, lease = time.monotonic(), self.hand.limits.lease_seconds
        if at - self.looked > _LOOK_SECONDS:
            self.looked = at
            with self.hand.sessions() as session:
                session.info["read_only"] = True
                self.steps_aside = master_trials.package_waits(session)
        if self.steps_aside:
            return False
        if told is None and at - self.beaten <= lease / 4:
            return True
        self.beaten = at
        return master_trials.beat(self.session, self.claimed, told, lease)
