"""The web killed in the middle of saves, and the whole program killed: what was acknowledged is there."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, text

from dpsdocs.config import ROOT
from dpsdocs.services import jobs, packages
from dpsdocs.store import models
from tests.builders import PASSWORD
from tests.services.journey import Journey
from tests.worker.conftest import Installation, descendants, runs, until

pytestmark = pytest.mark.slow
AWAY = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow redirects."""

    def redirect_request(self, *_args: object) -> None:  # type: ignore[override]
        return None


@dataclass
class Visitor:
    """Somebody with a browser that knows cookies and forms, and nothing else."""

    base: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        """Status and body; a POST when there is a form."""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(self.base + path, data, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def token(self, path: str) -> str:
        """The CSRF token of a page."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.ask(path)[1])
        assert found
        return found[1]

    def sign_in(self, email: str) -> None:
        """Sign in."""
        token = self.token("/logg-inn")
        assert self.ask("/logg-inn", csrf_token=token, email=email, password=PASSWORD)[0] == 303


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def serve(installation: Installation, port: int) -> subprocess.Popen[str]:
    """The whole program, as ./run starts it."""
    place = {
        "DPSDOCS_INSTANCE": str(installation.folder), "DATABASE_URL": installation.url, "DPSDOCS_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-m", "dpsdocs.cli", "serve"], cwd=ROOT, env={**os.environ, **place}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    installation.started.append(child)
    return child


def answers(base: str) -> bool:
    """Whether the program is up."""
    try:
        return Visitor(base).ask("/helse")[0] == 200
    except AWAY:
        return False


def gunicorns(program: int) -> set[int]:
    """The processes that answer requests: children of the one that listens."""
    grown = {pid: _parent(pid) for pid in descendants(program)}
    listeners = {pid for pid, parent in grown.items() if parent == program and b"gunicorn" in _line(pid)}
    return {pid for pid, parent in grown.items() if parent in listeners}


def _parent(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return int(stat.read().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _line(pid: int) -> bytes:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as line:  # noqa: PTH123
            return line.read()
    except OSError:
        return b""


def type_on(visitor: Visitor, case: str, stop: threading.Event, acknowledged: list[int]) -> None:
    """Save a growing number until told to stop; a save that got no answer is sent again."""
    token, number = visitor.token(f"{case}/del/om"), 0
    while not stop.is_set():
        form = {"csrf_token": token, "asked": "title", "title": f"svar {number}", "base": "99999999",
                "tab": "11111111-1111-4111-8111-111111111111", "step": str(number)}  # fmt: skip
        try:
            status, _ = visitor.ask(f"{case}/del/om/lagre", **form)
        except AWAY:
            time.sleep(0.05)
            continue
        if status == 200:
            acknowledged.append(number)
        number += 1


def test_a_web_process_that_is_killed_loses_nothing_acknowledged(
    installation: Installation, journey: Journey
) -> None:
    made = journey.draft()
    journey.session.commit()
    port = free_port()
    program = serve(installation, port)
    base = f"http://127.0.0.1:{port}"
    assert until(lambda: answers(base), 60)
    visitor, stop, acknowledged = Visitor(base), threading.Event(), list[int]()
    visitor.sign_in(journey.drafter.email)
    typing = threading.Thread(target=type_on, args=(visitor, f"/konkurranser/{made}", stop, acknowledged))
    typing.start()
    for _ in range(4):
        heard = len(acknowledged)
        assert until(lambda: len(acknowledged) > heard + 2)  # noqa: B023
        time.sleep(random.uniform(0, 0.1))
        for pid in gunicorns(program.pid):
            os.kill(pid, signal.SIGKILL)
    heard = len(acknowledged)
    assert until(lambda: len(acknowledged) > heard + 2), "nobody answers after the last kill"
    stop.set()
    typing.join(30)
    changes = journey.session.scalars(
        select(models.AnswerChange).where(models.AnswerChange.competition_id == made)
    ).all()
    assert set(acknowledged) <= {int(change.new.split()[1]) for change in changes}
    revisions = sorted(change.revision for change in changes)
    assert revisions == list(range(1, len(revisions) + 1))
    if journey.session.get_bind().dialect.name == "sqlite":
        assert journey.session.scalar(text("PRAGMA integrity_check")) == "ok"
    journey.session.rollback()
    program.terminate()
    assert program.wait(20) == 0


def test_a_program_that_is_killed_leaves_nothing_running_and_starts_again(
    installation: Installation, journey: Journey
) -> None:
    """All at once, with a package on its way: the next start listens at the same address and finishes it."""
    made, port = journey.approved(), free_port()
    journey.session.commit()
    base = f"http://127.0.0.1:{port}"
    first = serve(installation, port)
    assert until(lambda: answers(base), 60)
    job_id = packages.issue(journey.session, journey.releases, journey.drafter, made)
    journey.session.commit()
    assert until(lambda: _state(journey, job_id) == "running")
    family = descendants(first.pid)
    assert len(family) >= 4
    first.kill()
    first.wait()
    assert until(lambda: not any(runs(pid) for pid in family), 40), "something outlives the program"
    second = serve(installation, port)
    assert until(lambda: answers(base), 60)
    assert until(lambda: _state(journey, job_id) == "done", 120)
    assert journey.row(made).status == "issued"
    journey.session.rollback()
    second.terminate()
    assert second.wait(20) == 0


def _state(journey: Journey, job_id: str) -> str:
    found = jobs.status(journey.session, job_id)
    journey.session.rollback()
    return found.state


def test_an_address_in_use_is_told_in_words(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said, _ = serve(installation, port).communicate(timeout=60)
        assert (
            said == f"Adressen 127.0.0.1:{port} er opptatt. Velg en annen med DPSDOCS_HOST og DPSDOCS_PORT.\n"
        )
        assert installation.started[-1].returncode == 2
