"""The worker: takes render jobs, one child process per render, and keeps what the children made.

One supervising thread. The child knows neither database nor web; it reads a case and writes ZIPs to a
folder. Whatever dies, the job row is the truth: its lease runs out and another attempt takes over.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from . import logs
from .assemble import Assembled, FileGone, Files, NotReady, assemble
from .assemble.cache import FolderCache
from .assemble.files import theme_of
from .config import Config
from .domain.case import Case
from .masters.release import Release
from .services import added_files, jobs, packages
from .services.releases import Releases
from .store.db import make_engine, make_session
from .writers import pdf
from .writers.pdf_child import RenderFailed

log = structlog.get_logger("worker")
POLL_SECONDS, AWAY_SECONDS = 0.25, 2
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_BROKEN = "Pakken kunne ikke lages. Prøv på nytt, og meld fra til UKE hvis det skjer igjen."
_TOO_LARGE = (
    "Pakken er for stor til å lages: minnegrensen ble nådd. Del opp de lengste svarene, og meld fra til UKE."
)
_TOO_SLOW = "Det tok for lang tid å lage pakken. Prøv på nytt, og meld fra til UKE hvis det skjer igjen."
_warmed: set[str] = set()


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a job is held without a sign of life, and what one render may use."""

    lease_seconds: int = 60
    wall_seconds: int = 240
    memory_bytes: int = 2_500_000_000


@dataclass(frozen=True, slots=True)
class Tools:
    """What the worker needs, handed to it."""

    sessions: Callable[[], Session]
    releases: Releases
    cache: Path
    name: str
    limits: Limits = Limits()


def tools(config: Config, limits: Limits | None = None) -> Tools:
    """The tools of this installation."""
    shipped = config.root / "templates" / "masters"
    engine = make_engine(config.database_url)
    return Tools(
        lambda: make_session(engine),
        Releases(config.instance / "releases", shipped),
        config.instance / "cache",
        f"{os.uname().nodename}-{os.getpid()}",
        limits or Limits(),
    )


def run(config: Config, *, until_idle: bool = False, limits: Limits | None = None) -> int:
    """Take jobs until told to stop (SIGTERM, SIGINT); with ``until_idle`` until the queue is empty."""
    logs.configure()
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    hand = tools(config, limits)
    while not stopping:
        try:
            if work_once(hand):
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
            made = _in_child(hand, session, claimed, case, release)
            stored = packages.store_result(session, claimed, made)
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


class RenderError(Exception):
    """The child could not make the package; the message is for the user."""


def _in_child(
    hand: Tools, session: Session, claimed: jobs.Claimed, case: Case, release: Release
) -> Assembled:
    _warm_up(release)
    folder = Path(tempfile.mkdtemp(prefix="dpsdocs-render-"))
    try:
        added_files.lay_out(session, case, folder)
        session.rollback()
        parent = os.getpid()
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read_end)
            _child(case, release, hand, folder, write_end, parent)
        os.close(write_end)
        ended = _watch(session, claimed, pid, read_end, hand.limits)
        result = folder / "result"
        if not result.exists():
            raise RenderError(ended)
        outcome = pickle.loads(result.read_bytes())  # noqa: S301  written by our own child in a private folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if isinstance(outcome, str):
        raise RenderError(outcome)
    assert isinstance(outcome, Assembled)
    return outcome


def _warm_up(release: Release) -> None:
    """Load the PDF engine before the fork, so that each child starts warm."""
    if release.digest not in _warmed and pdf.available() is None:
        pdf.preload(theme_of(release))
        _warmed.add(release.digest)


def _child(case: Case, release: Release, hand: Tools, folder: Path, pipe: int, parent: int) -> NoReturn:
    """Never returns: renders, writes the result beside and renames it, and leaves without cleaning up."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # the worker died before the line above
            os._exit(code)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        memory, seconds = hand.limits.memory_bytes, hand.limits.wall_seconds
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

        def tell(done: int, total: int, step: str) -> None:
            os.write(pipe, f"{done}\t{total}\t{step}\n".encode())

        outcome: Assembled | str
        try:
            outcome = assemble(
                case, release, cache=FolderCache(hand.cache), progress=tell, files=_beside(folder)
            )
        except NotReady as error:
            outcome = "Konkurransen har stopp: " + " ".join(f"{s.title}." for s in error.stops)
        except (RenderFailed, FileGone) as error:
            outcome = str(error)
        except MemoryError:
            outcome = _TOO_LARGE
        (folder / "part").write_bytes(pickle.dumps(outcome))
        (folder / "part").rename(folder / "result")
        code = 0
    except BaseException:
        log.exception("child.broken")
    finally:
        os._exit(code)


def _beside(folder: Path) -> Files:
    """The files laid out for the child, by hash."""

    def read(sha256: str) -> bytes | None:
        path = folder / sha256
        return path.read_bytes() if path.is_file() else None

    return read


def _watch(session: Session, claimed: jobs.Claimed, pid: int, pipe: int, limits: Limits) -> str:
    """Pass on the child's progress, keep the lease alive, and end a child that takes too long.

    Returns the words for a child that left nothing behind.
    """
    started, beaten, buffer = time.monotonic(), 0.0, b""
    os.set_blocking(pipe, False)
    with os.fdopen(pipe, "rb", buffering=0) as source, _left_to_nobody(pid):
        while True:
            buffer, told = _read(source, buffer)
            at = time.monotonic()
            late = at - started > limits.wall_seconds
            if told or at - beaten > limits.lease_seconds / 4:
                beaten = at
                news = told or (-1, -1, "")
                ours = jobs.beat(session, claimed.id, claimed.attempt, *news, limits.lease_seconds)
                late = late or not ours
            if late:
                os.kill(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                overrun = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
                return _TOO_SLOW if late or overrun else _BROKEN
            time.sleep(0.05)


@contextmanager
def _left_to_nobody(pid: int) -> Iterator[None]:
    """When watching ends with an error, such as a database that went away, the child ends too."""
    try:
        yield
    except BaseException:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise


def _read(source: object, buffer: bytes) -> tuple[bytes, tuple[int, int, str] | None]:
    chunk = source.read(65536)  # type: ignore[attr-defined]
    buffer += chunk or b""
    *lines, rest = buffer.split(b"\n")
    if not lines:
        return rest, None
    done, total, step = lines[-1].decode().split("\t", 2)
    return rest, (int(done), int(total), step)
