"""Check answers: every finding, stops first, and every answer with a way to change it."""

from __future__ import annotations

from flask import Blueprint, render_template

from dpsdocs.domain import workflow
from dpsdocs.services import ahead, approvals, asking, changing, judgements, reasons
from dpsdocs.services.competitions import Opened
from dpsdocs.web.context import actor, session, writing
from dpsdocs.web.opened import opened

bp = Blueprint("check", __name__, url_prefix="/konkurranser/<uuid:competition_id>/kontroller")


@bp.get("")
def show(competition_id: str) -> str:
    """The findings and the summary."""
    case = opened(competition_id)
    found = [(finding, asking.place_of(case, finding)) for finding in case.checked.findings]
    page = render_template(
        "check/show.html",
        case=case,
        found=found,
        summary=asking.summary(case),
        used=reasons.used_in(case),
        blocking=approvals.blocking(case),
        standing=judgements.standing(session(), actor(), case),
        kind_of=judgements.kind_of,
        change=changing.opened_change(case),
    )
    _render_ahead(case)
    return page


def _render_ahead(case: Opened) -> None:
    """The files are made while the answers are looked through, so that issuing is quick."""
    s = case.summary
    ready = case.can_draft and workflow.is_before_issue(s.status) and not case.checked.stops
    if ready and not ahead.is_asked(session(), s.id, s.revision):
        ahead.ask(writing(), s.id, s.revision)
