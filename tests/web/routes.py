"""Every route with an address that exists in the test municipality."""

from __future__ import annotations

import uuid

from flask import Flask
from werkzeug.routing import Rule

from tests.web.world import World

PLAIN = {
    "filename": "css/app.css",
    "name": "logo.svg",
    "token": "ingen-slik-lenke",
    "group": "regime",
    "version": 1,
    "seen": 0,
    "section_id": "om",
    "document_id": "konkurransegrunnlag",
    "extension": "csv",
    "file_id": str(uuid.UUID(int=7)),
    "table": "sites",
    "row_id": str(uuid.UUID(int=7)),
    "attachment_id": str(uuid.UUID(int=7)),
    "annex": "standardkontrakt",
    "rule": "dps.beyond",
    "kind": "beyond",
    "mark": "0" * 32,
    "judgement_id": str(uuid.UUID(int=7)),
    "trial_id": str(uuid.UUID(int=7)),
    "clause": "verdi-mengder",
    "deed": "trekk",
    "face": "regular",
    "sha256": "0" * 64,
    "piece": 0,
    "way": "opp",
    "key": "tatt-ut",
    "proposal_id": str(uuid.UUID(int=7)),
    "sample": "reception",
    "word_id": str(uuid.UUID(int=7)),
    "kind_id": "sporsmal",
    "record_id": "need",
}


def rules(app: Flask, method: str = "") -> list[Rule]:
    """The routes, or those that take a method."""
    return [rule for rule in app.url_map.iter_rules() if not method or method in (rule.methods or ())]


def address(app: Flask, rule: Rule, world: World) -> str:
    """A path for the route, with ids of things that exist."""
    ids = {
        "person_id": world["drafter"],
        "agency_id": world["Boligetaten"],
        "dps_id": world["dps"],
        "admission_id": world["admission"],
        "competition_id": world["competition"],
        "draft_id": world["master_draft"],
        "release_id": world["release"],
    }
    values = {name: {**PLAIN, **ids}[name] for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))
