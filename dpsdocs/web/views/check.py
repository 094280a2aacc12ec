"""Check answers: every finding, stops first, and every answer with a way to change it."""

from __future__ import annotations

from flask import Blueprint, render_template

from dpsdocs.services import approvals, asking, changing
from dpsdocs.web.opened import opened

bp = Blueprint("check", __name__, url_prefix="/konkurranser/<uuid:competition_id>/kontroller")


@bp.get("")
def show(competition_id: str) -> str:
    """The findings and the summary."""
    case = opened(competition_id)
    found = [(finding, asking.place_of(case, finding)) for finding in case.checked.findings]
    return render_template(
        "check/show.html",
        case=case,
        found=found,
        summary=asking.summary(case),
        blocking=approvals.blocking(case),
        change=changing.opened_change(case),
    )
