"""The rules the program checks, with source and state, for everybody to read."""

from __future__ import annotations

from flask import Blueprint, render_template

from dpsdocs.domain.rules import RULE_STATES, SEVERITY_LABELS, rulebook

rules = Blueprint("rules", __name__, url_prefix="/regler")


@rules.get("")
def index() -> str:
    """All rules, in the order they are checked."""
    return render_template(
        "rules/index.html", book=rulebook(), states=RULE_STATES, severities=SEVERITY_LABELS
    )
