"""Rendering in forked children with limits, so that no document can hang or fill the worker.

A child is forked from the warm parent, sends its PDF back through a pipe and ends without running any of
the parent's clean-up. RLIMIT_AS counts mapped memory, beyond what the parent holds, so it stops bombs;
``peak_kb`` is what was used.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import json
import os
import resource
import selectors
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from .pdf import available, lay_out, warm
from .theme import Theme

_PR_SET_PDEATHSIG = 1
_DONE, _FAILED = b"+", b"-"
_CHUNK = 1 << 20
_IDLE = object()
_MEMORY = "Dokumentet er for stort til å bli PDF: minnegrensen ble nådd."
_TIME = "Dokumentet er for stort til å bli PDF: tidsgrensen ble nådd."
_libc = ctypes.CDLL(None, use_errno=True)


class RenderFailed(RuntimeError):
    """A PDF could not be made. The message is Norwegian and may be shown."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one render may use: mapped memory, processor time, time on the clock."""

    memory_mb: int = 1300  # address space beyond what the parent holds: a stop for bombs, not a measure
    cpu_seconds: int = 60
    wall_seconds: float = 90.0


@dataclass(frozen=True, slots=True)
class Order:
    """A page of HTML to render; without ``write`` only to find out where things stand.

    The child makes the page itself, so that none waits for the others'; ``weight`` says how long it may be.
    """

    html: Callable[[], str]
    weight: int
    write: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF, the page each anchor stands on, and the most memory its process held."""

    data: bytes
    peak_kb: int
    pages: dict[str, int]


@dataclass(slots=True)
class _Child:
    """A running render: which page it makes, what has come out of its pipe, when it must be done."""

    index: int
    pid: int
    pipe: int
    deadline: float
    received: bytearray


def render_many(
    pages: Sequence[str], theme: Theme, *, parallel: int = 2, limits: Limits | None = None
) -> list[Rendered]:
    """One PDF per page of HTML, in order. The first failure stops the others and is raised."""
    orders = [Order(partial(str, page), len(page)) for page in pages]
    results = dict(render_each(orders, theme, parallel=parallel, limits=limits))
    return [results[index] for index in range(len(pages))]


def render_each(
    orders: Sequence[Order],
    theme: Theme,
    *,
    parallel: int = 2,
    limits: Limits | None = None,
    meanwhile: Iterator[object] | None = None,
) -> Iterator[tuple[int, Rendered]]:
    """Index and result of each order as it gets done; ``meanwhile`` is work done piece by piece beside the children.

    The longest go first, so that no core is idle while the last one renders.
    """
    missing = available()
    if missing:
        raise RenderFailed(missing)
    if orders:
        warm(theme)  # a child that did it would also leave its font files behind: it ends without cleaning up
    limits, beside = limits or Limits(), meanwhile or iter(())
    waiting = sorted(enumerate(orders), key=lambda item: item[1].weight)
    running: dict[int, _Child] = {}
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or running:
                while waiting and len(running) < max(parallel, 1):
                    child = _start(*waiting.pop(), theme, limits)
                    running[child.pipe] = child
                    selector.register(child.pipe, selectors.EVENT_READ)
                idle = next(beside, _IDLE) is _IDLE
                for child in _finished(selector, running, wait=idle):
                    yield child.index, _result(child)
        finally:
            for child in running.values():
                _kill(child)


def _start(index: int, order: Order, theme: Theme, limits: Limits) -> _Child:
    parent = os.getpid()
    reading, writing = os.pipe()
    with contextlib.suppress(OSError):  # a child need not wait to be read, and can go
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _CHUNK)
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _child(parent, writing, order, theme, limits)
    os.close(writing)
    return _Child(index, pid, reading, time.monotonic() + limits.wall_seconds, bytearray())


def _child(parent: int, pipe: int, order: Order, theme: Theme, limits: Limits) -> NoReturn:
    """Everything that happens in the child; never returns and never raises into the parent's code."""
    try:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(name, signal.SIG_DFL)
        _limit(resource.RLIMIT_AS, _held() + (limits.memory_mb << 20))
        _limit(resource.RLIMIT_CPU, limits.cpu_seconds, spare=1)
        _limit(resource.RLIMIT_CORE, 0)
        gc.disable()  # the child ends before there is anything to gain by collecting
        laid = lay_out(order.html(), theme, write=order.write)
        _send(pipe, _DONE, json.dumps(laid.pages).encode() + b"\n" + laid.data)
    except (MemoryError, SystemError):  # C code may run out of memory without saying so
        _send(pipe, _FAILED, _MEMORY.encode())
    except BaseException as error:
        _send(pipe, _FAILED, f"PDF-en kunne ikke lages ({type(error).__name__}: {error}).".encode())
    finally:  # also when there is not memory enough left to say so
        os._exit(0)


def _held() -> int:
    """The address space this process has, in bytes: a child begins with all its parent's, which may be much."""
    pages = Path("/proc/self/statm").read_text().split()[0]
    return int(pages) * resource.getpagesize()


def _limit(kind: int, wanted: int, spare: int = 0) -> None:
    """A limit, never above what the parent was given: only root may go there."""
    most = resource.getrlimit(kind)[1]
    hard = wanted + spare if most < 0 else min(wanted + spare, most)
    resource.setrlimit(kind, (min(wanted, hard), hard))


def _send(pipe: int, state: bytes, data: bytes) -> None:
    with contextlib.suppress(OSError), os.fdopen(pipe, "wb", closefd=False) as stream:
        stream.write(state)
        stream.write(data)


def _finished(selector: selectors.BaseSelector, running: dict[int, _Child], *, wait: bool) -> list[_Child]:
    """Read what has come, or ``wait`` for it; the children whose pipe has closed are no longer running."""
    now = time.monotonic()
    nearest = min(child.deadline for child in running.values())
    done: list[_Child] = []
    for key, _ in selector.select(max(nearest - now, 0.0) if wait else 0.0):
        child = running[key.fd]
        chunk = os.read(child.pipe, _CHUNK)
        child.received += chunk
        if not chunk:
            done.append(child)
    for child in done:
        selector.unregister(child.pipe)
        del running[child.pipe]
    if any(child.deadline <= time.monotonic() for child in running.values()):
        raise RenderFailed(_TIME)
    return done


def _result(child: _Child) -> Rendered:
    os.close(child.pipe)
    _, status, usage = os.wait4(child.pid, 0)
    state, data = bytes(child.received[:1]), bytes(child.received[1:])
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        late = number in (signal.SIGXCPU, signal.SIGKILL)
        raise RenderFailed(_TIME if late else _MEMORY)  # Pango and GLib abort when memory runs out
    if not state:  # it had not memory enough left to say so
        raise RenderFailed(_MEMORY)
    if state == _DONE:
        pages, _, pdf = data.partition(b"\n")
        return Rendered(pdf, usage.ru_maxrss, json.loads(pages))
    raise RenderFailed(data.decode("utf-8", "replace") or "PDF-en kunne ikke lages.")


def _kill(child: _Child) -> None:
    with contextlib.suppress(OSError):
        os.close(child.pipe)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child.pid, 0)
