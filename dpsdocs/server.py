"""The commands that run the program and look after its database."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import ArgumentError, OperationalError

from . import config, logs
from .disk_words import disk_words
from .services.releases import Releases
from .store import models
from .store.db import make_session, upgrade
from .writers import pdf

_WEB = (
    "--workers=2", "--worker-class=gthread", "--threads=4", "--timeout=60", "--graceful-timeout=10",
    "--max-requests=2000", "--max-requests-jitter=200", "--no-control-socket", "--log-level=warning",
)  # fmt: skip
_STOP_SECONDS = 12
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_libc = ctypes.CDLL(None, use_errno=True)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")


def _settings() -> config.Config | None:
    try:
        return config.load()
    except config.ConfigError as error:
        _complain(str(error))
        return None


def prepare(settings: config.Config) -> int:
    """Bring the database up to date and take in the shipped master sets; the number of people in it."""
    try:
        upgrade(settings.database_url)
    except (OperationalError, ArgumentError, ValueError) as error:
        raise config.ConfigError(f"Databasen kan ikke brukes: {str(error).splitlines()[0]}") from error
    shipped = settings.root / "templates" / "masters"
    with make_session(settings.database_url) as session:
        Releases(settings.instance / "releases", shipped).take_in_shipped(session)
        return session.scalar(select(func.count()).select_from(models.User)) or 0


def migrate(_args: Namespace) -> int:
    """Only bring the database up to date."""
    settings = _settings()
    if settings is None:
        return 2
    prepare(settings)
    return 0


def serve(args: Namespace) -> int:
    """Migrate, start web and worker, print the address, and stop both cleanly."""
    if args.demo:
        base = os.environ.get("DPSDOCS_INSTANCE", str(config.ROOT / "instance"))
        os.environ["DPSDOCS_INSTANCE"] = str(Path(base) / "demo")
        os.environ["DPSDOCS_DEMO"] = "1"
        os.environ.pop("DATABASE_URL", None)
    if args.port:
        os.environ["DPSDOCS_PORT"] = str(args.port)
    settings = _settings()
    if settings is None:
        return 2
    if problem := _port_problem(settings.host, settings.port):
        _complain(problem)
        return 2
    logs.configure()
    people = prepare(settings)
    if args.demo:
        from .demo import seed

        seed(settings, _say)
    elif not people:
        _say("Ingen brukere ennå. Lag den første systemadministratoren slik:")
        _say("  .venv/bin/dpsdocs user add --name 'Fullt Navn' --email navn@virksomhet.no")
    missing = pdf.available()
    if missing:
        _say(f"{missing} Alt annet virker.")
    return _supervise(settings)


def _port_problem(host: str, port: int) -> str | None:
    """Why nobody can be answered there, before anything is started; None when all is well."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as error:
        why = "er opptatt" if error.errno == errno.EADDRINUSE else f"kan ikke brukes ({error.strerror})"
        return f"Adressen {host}:{port} {why}. Velg en annen med DPSDOCS_HOST og DPSDOCS_PORT."
    return None


def _start(*command: str) -> subprocess.Popen[bytes]:
    """A child that is told to stop when this process is gone, whatever ended it."""
    parent = os.getpid()

    def bound() -> None:
        _libc.prctl(_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # gone before the line above
            os._exit(1)

    return subprocess.Popen([sys.executable, "-m", *command], preexec_fn=bound)  # noqa: PLW1509  one thread


def _supervise(settings: config.Config) -> int:
    """Web and worker as children; a worker that dies is started again, the web's end ends all."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    bind = f"{settings.host}:{settings.port}"
    web = _start("gunicorn", *_WEB, f"--bind={bind}", "dpsdocs.wsgi:application()")
    worker = _start("dpsdocs.cli", "worker")
    _say(f"dpsdocs kjører på http://{bind}/  (Ctrl+C stopper)")
    while not stopping and web.poll() is None:
        if worker.poll() is not None:
            time.sleep(1)
            worker = _start("dpsdocs.cli", "worker")
        time.sleep(0.2)
    for child in (web, worker):
        if child.poll() is None:
            child.terminate()
    for child in (web, worker):
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping else web.returncode or 1


def work(_args: Namespace) -> int:
    """Only the worker."""
    from . import worker

    settings = _settings()
    return 2 if settings is None else worker.run(settings)


def add_user(args: Namespace) -> int:
    """The first system administrator; prints the link to choose a password."""
    from .services import accounts
    from .services.errors import ServiceError

    settings = _settings()
    if settings is None:
        return 2
    prepare(settings)
    try:
        with make_session(settings.database_url) as session:
            token = accounts.first_admin(session, args.name, args.email)
    except ServiceError as error:
        _complain(str(error))
        return 1
    _say("Åpne denne lenken for å velge passord. Den gjelder én gang, i sju dager:")
    _say(f"  http://{settings.host}:{settings.port}/invitasjon/{token}")
    return 0


def backup(args: Namespace) -> int:
    """Take a backup that has been read back and checked."""
    from .services import backup as service

    return _looked_after(
        lambda url: service.backup(url, Path(args.target)), f"Sikkerhetskopien er lagret: {args.target}"
    )


def restore(args: Namespace) -> int:
    """Put a backup back."""
    from .services import backup as service

    done = f"Databasen er lagt tilbake fra {args.source}"
    return _looked_after(lambda url: service.restore(url, Path(args.source), force=args.force), done)


def _looked_after(act: object, done: str) -> int:
    from .services.errors import ServiceError

    settings = _settings()
    if settings is None:
        return 2
    try:
        act(settings.database_url)  # type: ignore[operator]
    except ServiceError as error:
        _complain(str(error))
        return 1
    except OSError as error:
        _complain(disk_words(error))
        return 1
    _say(done)
    return 0


def doctor(_args: Namespace) -> int:
    """Say what works and what is missing; 1 when something needed is missing."""
    from .doctor import examine

    settings = _settings()
    if settings is None:
        return 2
    found = examine(settings)
    for check in found:
        _say(
            f"{'ok     ' if check.ok else 'MANGLER' if check.needed else 'AV     '}  {check.name}: {check.words}"
        )
    return 1 if any(not check.ok and check.needed for check in found) else 0


def bench(args: Namespace) -> int:
    """Measure; figures are medians and ratios of one run."""
    from . import bench as benches

    return benches.run(args.names, rounds=args.rounds, as_json=args.json)
