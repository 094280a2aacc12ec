"""The demo's municipality on a server with its worker beside it, and the steps of those who work in it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy import select, update
from werkzeug.serving import make_server

from dpsdocs.app import create_app
from dpsdocs.config import ROOT, Config
from dpsdocs.demo import seed
from dpsdocs.demo.seed import _moved
from dpsdocs.domain import case_file
from dpsdocs.domain.answers import Raw, date_value
from dpsdocs.domain.deadlines import next_working_day
from dpsdocs.domain.questions import Question, Section
from dpsdocs.masters import loader
from dpsdocs.server import prepare
from dpsdocs.services import passwords
from dpsdocs.store import models
from dpsdocs.store.db import db, make_session
from tests.browser.entering import enter
from tests.web import world as worlds

PASSWORD = "hest batteri stift 42"
MASTERS = ROOT / "templates" / "masters" / "vektertjenester"
SECTIONS: tuple[Section, ...] = loader.load(MASTERS).catalogue.questions.sections
PARTS = ("moment", "timespan", "contact", "weights")


@dataclass(frozen=True)
class Demo:
    """A running demo."""

    url: str
    config: Config

    def case(self, title: str) -> str:
        """The address of the task list of a competition, by its title."""
        with make_session(self.config.database_url, read_only=True) as session:
            query = select(models.Competition.id).where(models.Competition.title == title)
            return f"{self.url}/konkurranser/{session.scalars(query).one()}"


@cache
def seeded() -> Path:
    """A folder with the demo's database, made once, with one password for everybody."""
    folder = Path(tempfile.mkdtemp(prefix="dpsdocs-journey-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    config = worlds.settings(folder, demo=True)
    _seed(config)
    with make_session(config.database_url) as session:
        session.connection().exec_driver_sql("COMMIT")
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def _seed(config: Config) -> None:
    prepare(config)
    seed(config, lambda _line: None)
    with make_session(config.database_url) as session:
        session.execute(update(models.User).values(password_hash=passwords.hashed(PASSWORD)))
        session.commit()


@contextmanager
def running(folder: Path) -> Iterator[Demo]:
    """A server and a worker on a copy of the seeded folder."""
    shutil.copytree(seeded(), folder, dirs_exist_ok=True)
    with serving(worlds.settings(folder, demo=True)) as made:
        yield made


@contextmanager
def running_on(database_url: str, folder: Path) -> Iterator[Demo]:
    """The same on a database of another kind, filled anew."""
    config = worlds.settings(folder, demo=True, database_url=database_url)
    _seed(config)
    with serving(config) as made:
        yield made


@contextmanager
def serving(config: Config) -> Iterator[Demo]:
    """A server and a worker on what there is."""
    app = create_app(config)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    worker = _worker(config)
    try:
        yield Demo(f"http://127.0.0.1:{server.server_port}", config)
    finally:
        worker.terminate()
        worker.wait(20)
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


def _worker(config: Config) -> subprocess.Popen[bytes]:
    # a process of its own: it forks, and this one is full of threads
    place = {"DPSDOCS_INSTANCE": str(config.instance), "DATABASE_URL": config.database_url}
    command = [sys.executable, "-c", "from dpsdocs.cli import main; raise SystemExit(main(['worker']))"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **place}, stdout=quiet, stderr=quiet)


def sign_in(page: Page, site: Demo, name: str) -> None:
    """Sign in as one of the demo's people, by first name."""
    enter(page, site.url, f"{name}@example.org", PASSWORD)


def case_a() -> dict[str, Raw]:
    """The answers of the sample, with dates ahead of today, as one types them."""
    moved = _moved(case_file.read((MASTERS / "samples" / "reception.json").read_bytes()))
    answers = dict(moved.answers)
    for key in ("sending_date", "start_date", "end_date"):
        answers[key] = date.fromisoformat(str(answers[key])).strftime("%d.%m.%Y")
    deadline = answers["tender_deadline"]
    if isinstance(deadline, str):
        at = datetime.fromisoformat(deadline)
        answers["tender_deadline"] = {"date": at.strftime("%d.%m.%Y"), "time": at.strftime("%H.%M")}
    return answers


def case_a_confidential() -> dict[str, Raw]:
    """The same with something to hide, and the longer deadline that takes."""
    answers = case_a()
    deadline = answers["tender_deadline"]
    assert isinstance(deadline, dict)
    later = date_value(deadline["date"]) + timedelta(days=10)
    moved = {**deadline, "date": next_working_day(later).strftime("%d.%m.%Y")}
    hidden = {"extras": ["secret"], "confidential_text": "Koden er 1234.", "confidential_access": "i KGV"}
    return {**answers, **hidden, "tender_deadline": moved}


def start(page: Page, site: Demo, dps: str = "24/1307") -> str:
    """Start an empty competition; the address of its task list."""
    page.goto(f"{site.url}/konkurranser/ny")
    page.get_by_label(dps).check()
    page.click("text=Start konkurransen")
    page.wait_for_selector("text=1. Behovet")
    return page.url


def answer(page: Page, question: Question, raw: Raw) -> None:
    """Answer one question the way a person does."""
    key = question.key
    if isinstance(raw, Mapping):
        for part, text in raw.items():
            page.fill(f"[name='{key}.{part}']", text)
    elif isinstance(raw, list):
        for box in page.locator(f"input[name='{key}']:not([disabled]):not([type=hidden])").all():
            if box.is_checked() != (box.get_attribute("value") in raw):
                for chapter in box.locator("xpath=ancestor::details[not(@open)]/summary").all():
                    chapter.click()
                box.set_checked(box.get_attribute("value") in raw)
    elif question.kind in ("choice", "yesno"):
        page.check(f"[name='{key}'][value='{raw}']")
    else:
        page.fill(f"[name='{key}']", raw)


def section_at(address: str) -> Section | None:
    """The section a page is about."""
    name = address.split("#", maxsplit=1)[0].rpartition("/del/")[2]
    return next((section for section in SECTIONS if section.id == name), None)


def fill(page: Page, section: Section, answers: Mapping[str, Raw]) -> int:
    """Answer what the page asks and go on until the next page comes; how many fields were asked."""
    here, asked = page.url.split("#")[0], 0
    for _ in range(3):
        asked = 0
        for question in section.questions:
            if question.key not in answers:
                continue
            wanted = page.locator(f"#{question.key}")
            if question.visible.source and page.locator("html.js").count():
                wanted.wait_for()  # it comes with the autosave
            if wanted.count():
                answer(page, question, answers[question.key])
                asked += 1
        page.click("text=Lagre og fortsett")
        page.wait_for_load_state()
        if page.url.split("#")[0] != here:
            break
    return asked


def waits_for_save(page: Page) -> None:
    """Until the last thing typed is saved."""
    page.wait_for_selector("#saved:has-text('Lagret kl')")
