"""htmx: what the server says to it, its settings, and the subset of it that pages keep to."""

from __future__ import annotations

import json
import re
from pathlib import Path

from flask import Flask
from lxml import html

from dpsdocs.web import hx
from tests.web.strict import StrictClient

# what htmx 4 has changed or taken away, and what a strict policy refuses
LEFT_OUT = re.compile(
    r"\bhx-(?:ext|boost|on|vars|params|prompt|disable|disabled-elt|delete|put|inherit)\b"
    r"|hx-trigger=\"[^\"]*[\[\]]|HX-Trigger-After|['\"]js:"
)


def test_the_settings_are_the_ones_tried(client: StrictClient) -> None:
    page = html.document_fromstring(client.get("/logg-inn").text)
    settings = json.loads(page.xpath("//meta[@name='htmx-config']/@content")[0])
    assert settings["allowEval"] is settings["includeIndicatorStyles"] is False
    assert settings["historyCacheSize"] == 0 and settings["selfRequestsOnly"] is True
    assert {"code": "4(09|22)", "swap": True} in settings["responseHandling"]


def test_templates_keep_to_the_subset(root: Path) -> None:
    found = {
        path.name: LEFT_OUT.findall(path.read_text())
        for path in (root / "templates/pages").rglob("*.html")
        if LEFT_OUT.search(path.read_text())
    }
    assert found == {}


def test_a_reply_says_where_it_goes(app: Flask) -> None:
    with app.test_request_context(headers={"HX-Request": "true"}):
        assert hx.is_htmx()
        reply = hx.reply("x", 409, retarget="#a", reswap="outerHTML show:top", trigger={"saved": "kl. 12 æ"})
    assert reply.status_code == 409
    assert reply.headers["HX-Reswap"] == "outerHTML show:top"
    assert json.loads(reply.headers["HX-Trigger"]) == {"saved": "kl. 12 æ"}
    assert "HX-Push-Url" not in reply.headers


def test_an_ordinary_request_is_not_htmx(app: Flask) -> None:
    with app.test_request_context():
        assert not hx.is_htmx()
