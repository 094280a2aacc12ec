"""What the page templates may call: addresses of files, formats, icons, the menu."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from dpsdocs.domain import formats
from dpsdocs.domain.case import REGIMES
from dpsdocs.domain.identifiers import show_cpv, show_organisation_number
from dpsdocs.domain.workflow import STATUS_LABELS
from dpsdocs.services.hour_tables import figure

from . import menu, words
from .context import config, visitor
from .forms.shown import field_of, of_question, shown
from .howto import how_to
from .places import place_url, section_url

# as tried in both htmx 2 and 4: no inline style, no eval, nothing kept in the browser's storage
HTMX = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "timeout": 20000,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "4(09|22)", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}

# filters that are the functions of the same name in domain/formats
FORMATS = (
    "day", "weekday", "size", "short_day", "moment", "short_moment", "clock", "number", "percent", "money",
    "word", "listing", "capital",
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Hand the templates their words and functions."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        htmx_config=json.dumps(HTMX),
        menu_links=menu.links,
        workplace=menu.workplace,
        shown=shown,
        of_question=of_question,
        field_of=field_of,
        brand=brand,
        how_to=how_to,
        place_url=place_url,
        section_url=section_url,
        visitor=visitor,
        regimes=REGIMES,
        config_contact=lambda: config().contact,
        config_demo=lambda: config().demo,
    )
    app.jinja_env.filters.update(
        {name: getattr(formats, name) for name in FORMATS},
        clock_of=lambda moment: formats.clock(moment.astimezone(formats.OSLO)),
        status=lambda key: STATUS_LABELS.get(key, key),
        hours=figure,
        cpv=show_cpv,
        deed=words.deed,
        about=words.about,
        places=words.places,
        org_number=show_organisation_number,
    )


def asset(name: str) -> str:
    """The address of a static file, with the hash of its content so that browsers may keep it."""
    return url_for("static", filename=name, v=_digest(config().static / name))


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def brand(name: str) -> str:
    """The address of one of the operator's own files (logo.svg, brand.css), or nothing."""
    folder = config().brand
    if folder is None or not (folder / name).is_file():
        return ""
    return url_for("front.brand", name=name)
