"""A running server, and Chromium on it: console clean, axe without findings, no sideways scrolling."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from dpsdocs.app import create_app
from dpsdocs.config import ROOT, Config
from dpsdocs.services import accounts, people
from dpsdocs.store.db import db, make_session
from tests.browser.entering import enter
from tests.web import world as worlds
from tests.web.world import World

ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PICTURES = os.environ.get("SCREENSHOTS", "")  # they take their time: only when somebody will look at them
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# what the browser says of an answer that was meant to be an error, and tips that are no faults
HARMLESS = (
    "Response Status Error Code",
    "Failed to load resource: the server responded with a status of ",
    "[DOM]",
)
RUN_AXE = "async (levels) => (await axe.run(document, { runOnly: levels })).violations"


@dataclass(frozen=True)
class Live:
    """A server with the test municipality; ``folder`` is its installation, for the tests that look into it."""

    url: str
    world: World
    folder: Path | None = None


@contextmanager
def serving(config: Config) -> Iterator[str]:
    """A server on this installation; its address."""
    app = create_app(config)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of this module's own, with its own database."""
    folder = tmp_path_factory.mktemp("live")
    config = worlds.settings(folder, demo=True)
    world = worlds.build(config)
    with serving(config) as url:
        yield Live(url, world, folder)


@pytest.fixture(scope="module")
def approver(live: Live) -> str:
    """Somebody of UKE's who approves masters and has written nothing; who it is."""
    with make_session(f"sqlite:///{live.folder / 'test.db'}") as session:
        admin, _ = accounts.sign_in(session, worlds.email("admin"), worlds.PASSWORD)
        role = ((None, "master_approver"),)
        added = people.add_person(session, admin, "Nora Vik", worlds.email("nora"), False, role)
        accounts.accept_invite(session, accounts.new_invite(session, admin, added.id), worlds.PASSWORD)
    return "nora"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        yield browser
        browser.close()


Open = Callable[..., Page]


class Watched:
    """Pages whose consoles are listened to."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._said: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, *, script: bool = True, width: int = 1280) -> Page:
        """A page in a browser of its own."""
        context = self._chromium.new_context(
            locale="nb-NO",
            timezone_id="Europe/Oslo",
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._said.append(f"error: {error}"))
        return page

    def faults(self) -> list[str]:
        """What has been said since last time."""
        # htmx says this when a page that saves is left or typed in again; CSP breaches and errors are said otherwise
        left = ("error: htmx:afterRequest", "error: htmx:sendError", "error: htmx:sendAbort")
        found = [line for line in self._said if not line.startswith(left)]
        self._said.clear()
        return found

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _note(self, message: ConsoleMessage) -> None:
        if not any(harmless in message.text for harmless in HARMLESS):
            self._said.append(f"{message.type}: {message.text}")


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """Opens a page in a browser of its own; what its console says is a fault."""
    pages = Watched(chromium)
    yield pages.open
    pages.close()
    assert pages.faults() == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page at 1280 pixels."""
    return open_page()


def sign_in(page: Page, live: Live, role: str) -> None:
    """Sign in as a role of the test municipality."""
    enter(page, live.url, worlds.email(role), worlds.PASSWORD)


def axe(page: Page) -> list[str]:
    """What axe finds at WCAG 2.1 A and AA."""
    page.evaluate((ROOT / "tests/vendor/axe.min.js").read_text())
    found = page.evaluate(RUN_AXE, LEVELS)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page, width: int = 320) -> bool:
    """Whether the page scrolls sideways at a width; puts the window back."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    wide = bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
    if before:
        page.set_viewport_size(before)
    return wide


def hidden_focus(page: Page, steps: int = 40) -> list[str]:
    """The stops of the Tab key where the focus can't be seen."""
    unseen = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const s = getComputedStyle(e), r = e.getBoundingClientRect();
              const seen = parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none" && r.width > 0;
              return [seen, e.outerHTML.slice(0, 100)];
            }"""
        )
        if found is None:
            break
        if not found[0]:
            unseen.append(found[1])
    return unseen


def judge(page: Page, shots: Path, name: str) -> None:
    """What every page must hold; a picture of it is kept at 1280 and 375 pixels when somebody asks for them."""
    if PICTURES:
        page.screenshot(path=shots / f"{name}.png", full_page=True)
        page.set_viewport_size({"width": 375, "height": 800})
        page.screenshot(path=shots / f"{name}-375.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert axe(page) == []
    assert not too_wide(page)


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages go: SCREENSHOTS, else a temporary folder."""
    if not PICTURES:
        return tmp_path_factory.mktemp("shots")
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    return Path(PICTURES)
