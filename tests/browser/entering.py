"""The way in: once by the sign-in page, then with what the browser was given there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_given: dict[tuple[str, str], list[Any]] = {}


def enter(page: Page, url: str, email: str, password: str) -> None:
    """Sign in and stand on the first page. The page itself is tried the first time, and by the tests of it."""
    cookies = _given.get((url, email))
    if cookies:
        page.context.clear_cookies()
        page.context.add_cookies(cookies)
        page.goto(url)
        if "/logg-inn" not in page.url:
            return
    page.goto(f"{url}/logg-inn")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_url(lambda there: "/logg-inn" not in there)
    _given[url, email] = page.context.cookies()
