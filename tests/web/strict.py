"""A test client that judges every page it gets: structure, labels, CSRF, nothing inline."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

INLINE = re.compile(r"^on[a-z]+$|^style$|^hx-on")
NAMELESS = {"hidden", "submit", "button"}


def faults(source: str) -> list[str]:
    """What is wrong with a page, or with a fragment of one."""
    if not source.strip():
        return []
    whole = "<html" in source
    root = (
        html.document_fromstring(source) if whole else html.fragment_fromstring(source, create_parent="div")
    )
    found = [*_inline(root), *_ids(root), *_forms(root), *_labels(root), *_names(root)]
    return found + (_page(root) if whole else [])


def _page(root: Any) -> list[str]:
    found = []
    if root.get("lang") != "nb":
        found.append("lang is not nb")
    if len(root.xpath("//h1")) != 1:
        found.append(f"{len(root.xpath('//h1'))} h1")
    if len(root.xpath("//head/title[normalize-space()]")) != 1:
        found.append("no title")
    levels = [int(heading.tag[1]) for heading in root.xpath("//h1|//h2|//h3|//h4")]
    jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
    return found + [f"heading jumps from {a} to {b}" for a, b in jumps]


def _inline(root: Any) -> list[str]:
    found = [f"inline <{e.tag}>" for e in root.xpath("//style|//script[not(@src)]")]
    for element in root.iter():
        names = element.attrib if isinstance(element.tag, str) else ()
        found += [f"{name} on <{element.tag}>" for name in names if INLINE.match(name)]
    return found


def _ids(root: Any) -> list[str]:
    ids = Counter(root.xpath("//@id"))
    found = [f"id {name} {count} times" for name, count in ids.items() if count > 1]
    wanted = {i for text in root.xpath("//@aria-describedby|//@aria-labelledby") for i in text.split()}
    wanted |= set(root.xpath("//@for"))
    wanted |= {target[1:] for target in root.xpath("//a/@href") if target.startswith("#")}
    return found + [f"nothing has id {name}" for name in sorted(wanted - ids.keys())]


def _forms(root: Any) -> list[str]:
    found = []
    for form in root.xpath("//form"):
        if not form.get("action") or form.get("method") not in ("get", "post"):
            found.append("form without action or method")
        if form.get("method") == "post" and len(form.xpath(".//input[@name='csrf_token']")) != 1:
            found.append(f"form {form.get('action')} without CSRF token")
    return found


def _labels(root: Any) -> list[str]:
    labelled = set(root.xpath("//label/@for"))
    found = []
    for field in root.xpath("//input|//select|//textarea"):
        if field.get("type") in NAMELESS or field.get("id") in labelled or field.xpath("ancestor::label"):
            continue
        if not field.get("aria-label") and field.get("aria-hidden") != "true":
            found.append(f"field {field.get('name')} without label")
    return found


def _names(root: Any) -> list[str]:
    silent = [e for e in root.xpath("//a|//button|//summary|//legend") if not _text(e)]
    return [f"<{e.tag}> without words" for e in silent] + [
        "img without alt" for _ in root.xpath("//img[not(@alt)]")
    ]


def _text(element: Any) -> str:
    return str(element.text_content()).strip() or element.get("aria-label", "")


class StrictClient(FlaskClient):
    """Fails on any page with faults."""

    def open(self, *args: Any, **values: Any) -> TestResponse:
        """The response, after a look at it."""
        response = super().open(*args, **{"buffered": True, **values})
        page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        if page and not response.request.path.endswith("/ramme"):  # a document, not a page
            wrong = faults(response.text)
            assert not wrong, f"{response.request.path}: {wrong}"
        return response

    def token(self, path: str = "/hjelp") -> str:
        """A CSRF token of this browser."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(path).text)
        assert found
        return found[1]

    def form(self, path: str, action: str = "") -> dict[str, Any]:
        """What a browser would send from the form on a page (the one with ``action``, else its own)."""
        root = html.document_fromstring(self.get(path).text)
        forms = root.xpath("//main//form[@method='post']")
        wanted = [form for form in forms if form.get("action") == (action or path)]
        assert wanted, [form.get("action") for form in forms]
        return {
            name: wanted[0].fields[name] for name in wanted[0].fields if wanted[0].fields[name] is not None
        }

    def send(self, path: str, action: str = "", **values: Any) -> TestResponse:
        """Fill in the form on a page and send it."""
        data = {**self.form(path, action), **values}
        data = {name: list(v) if isinstance(v, (set, html.CheckboxValues)) else v for name, v in data.items()}
        return self.post(action or path, data=data)
