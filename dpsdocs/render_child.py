"""Work done in a forked child with limits, while its parent watches and can end it.

The child knows neither database nor web; it works in a folder of its own and leaves its outcome there.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import structlog

from .assemble import FileGone, Files, NotReady
from .writers.pdf_child import RenderFailed

log = structlog.get_logger("worker")
News = tuple[int, int, str]
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_TICK = 0.05
_BROKEN = "Pakken kunne ikke lages. Prøv på nytt, og meld fra til UKE hvis det skjer igjen."
_TOO_LARGE = (
    "Pakken er for stor til å lages: minnegrensen ble nådd. Del opp de lengste svarene, og meld fra til UKE."
)
_TOO_SLOW = "Det tok for lang tid å lage pakken. Prøv på nytt, og meld fra til UKE hvis det skjer igjen."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a job is held without a sign of life, and what one render may use."""

    lease_seconds: int = 60
    wall_seconds: int = 240
    memory_bytes: int = 2_500_000_000


class RenderError(Exception):
    """The child could not do its work; the message is for the user."""


def in_child(
    work: Callable[[Callable[[int, int, str], None]], object],
    folder: Path,
    limits: Limits,
    go_on: Callable[[News | None], bool],
    *,
    gently: bool = False,
) -> object:
    """What ``work`` returns, done in a child; it may tell how far it has come.

    ``go_on`` is asked some twenty times a second, with the latest news if there is any; False ends the child.
    ``gently`` lets everything else on the machine go first. ``RenderError`` when there is no outcome.
    """
    parent = os.getpid()
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        _child(work, folder, limits, write_end, parent, gently=gently)
    os.close(write_end)
    ended = _watch(pid, read_end, limits, go_on)
    result = folder / "result"
    if not result.exists():
        raise RenderError(ended)
    outcome, made = pickle.loads(result.read_bytes())  # noqa: S301  written by our own child in a private folder
    if not made:
        raise RenderError(outcome)
    return outcome


def beside(folder: Path) -> Files:
    """The files laid out for the child, by hash."""

    def read(sha256: str) -> bytes | None:
        path = folder / sha256
        return path.read_bytes() if path.is_file() else None

    return read


def _child(
    work: Callable[[Callable[[int, int, str], None]], object],
    folder: Path,
    limits: Limits,
    pipe: int,
    parent: int,
    *,
    gently: bool,
) -> NoReturn:
    """Never returns: works, writes the outcome beside and renames it, and leaves without cleaning up."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # the worker died before the line above
            os._exit(code)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        if gently:
            os.nice(10)
        tempfile.tempdir = str(folder)  # goes when the folder goes, whatever is left there
        memory, seconds = limits.memory_bytes, limits.wall_seconds
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

        def tell(done: int, total: int, step: str) -> None:
            os.write(pipe, f"{done}\t{total}\t{step}\n".encode())

        (folder / "part").write_bytes(pickle.dumps(_outcome(work, tell)))
        (folder / "part").rename(folder / "result")
        code = 0
    except BaseException:
        log.exception("child.broken")
    finally:
        os._exit(code)


def _outcome(
    work: Callable[[Callable[[int, int, str], None]], object], tell: Callable[[int, int, str], None]
) -> tuple[object, bool]:
    """What was made, or the words for why it could not be."""
    try:
        return work(tell), True
    except NotReady as error:
        return "Konkurransen har stopp: " + " ".join(f"{s.title}." for s in error.stops), False
    except (RenderFailed, FileGone) as error:
        return str(error), False
    except MemoryError:
        return _TOO_LARGE, False


def _watch(pid: int, pipe: int, limits: Limits, go_on: Callable[[News | None], bool]) -> str:
    """Pass on the child's news, and end a child that takes too long or is not wanted.

    Returns the words for a child that left nothing behind.
    """
    started, buffer = time.monotonic(), b""
    os.set_blocking(pipe, False)
    with os.fdopen(pipe, "rb", buffering=0) as source, _left_to_nobody(pid):
        while True:
            buffer, told = _read(source, buffer)
            late = time.monotonic() - started > limits.wall_seconds
            if not go_on(told) or late:
                late = True
                os.kill(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, 0 if late else os.WNOHANG)
            if ended:
                overrun = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
                return _TOO_SLOW if late or overrun else _BROKEN
            time.sleep(_TICK)


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


def _read(source: object, buffer: bytes) -> tuple[bytes, News | None]:
    chunk = source.read(65536)  # type: ignore[attr-defined]
    buffer += chunk or b""
    *lines, rest = buffer.split(b"\n")
    if not lines:
        return rest, None
    done, total, step = lines[-1].decode().split("\t", 2)
    return rest, (int(done), int(total), step)
