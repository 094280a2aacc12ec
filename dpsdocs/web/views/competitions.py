"""«Mine konkurranser», a new one, the task list, copying and cancelling."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain import workflow
from dpsdocs.domain.formats import OSLO
from dpsdocs.services import (
    approvals,
    asking,
    assistance_lists,
    calendars,
    competitions,
    deviations,
    dps,
    following,
    packages,
    tryouts,
)
from dpsdocs.services.errors import Forbidden, Invalid
from dpsdocs.web import pictures
from dpsdocs.web.context import actor, session
from dpsdocs.web.opened import opened, opened_answers
from dpsdocs.web.releases import releases

bp = Blueprint("competitions", __name__, url_prefix="/konkurranser")
_FORM = re.compile("[0-9a-f-]{36}")
TABS = {
    "alle": (),
    "utkast": ("draft",),
    "godkjenning": ("submitted", "approved"),
    "sendt": ("issued", "sent"),
    "ferdig": ("awarded", "cancelled"),
}


@bp.get("")
def index() -> str:
    """What waits for me, and my agencies' competitions."""
    tab = request.args.get("vis", "alle")
    statuses = TABS.get(tab, ())
    found = competitions.mine(session(), actor())
    shown = [c for c in found if not statuses or c.status in statuses]
    counts = {name: sum(1 for c in found if not held or c.status in held) for name, held in TABS.items()}
    waiting = (*approvals.waiting(session(), actor()), *deviations.answered(session(), actor()))
    waiting = (*waiting, *assistance_lists.waiting(session(), actor()))
    can_start = bool(actor().agencies_with("drafter", "approver"))
    return render_template(
        "competitions/index.html", waiting=waiting, competitions=shown, tab=tab, counts=counts,
        can_start=can_start, labels=workflow.STATUS_LABELS,
    )  # fmt: skip


@bp.route("/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Choose agency and DPS, and begin."""
    problems: dict[str, str] = {}
    agencies, systems = competitions.agencies_to_draft_for(session(), actor()), dps.all_dps(session())
    if request.method == "POST":
        agency, system = request.form.get("agency", ""), request.form.get("dps", "")
        problems = _chosen(agency, [a.id for a in agencies], system, [s.id for s in systems])
        if not problems:
            chosen = (agency, system, _token(), request.form.get("tryout", "")[:36])
            made = competitions.start(session(), releases(), actor(), *chosen)
            return redirect(url_for("competitions.show", competition_id=made), 303)
    page = render_template(
        "competitions/new.html", agencies=agencies, systems=systems, problems=problems,
        form=request.form, form_token=str(uuid.uuid4()), tryouts=tryouts.offered(session(), actor()),
    )  # fmt: skip
    return page, 422 if problems else 200


def _chosen(agency: str, agencies: Sequence[str], system: str, systems: Sequence[str]) -> dict[str, str]:
    problems = {}
    if agency not in agencies:
        problems["agency"] = "Velg hvilken virksomhet konkurransen er for."
    if system not in systems:
        problems["dps"] = "Velg en innkjøpsordning."
    return problems


def _token() -> str:
    """What makes two clicks one: the id the form was made with."""
    text = request.form.get("form_token", "")
    return text if _FORM.fullmatch(text) else str(uuid.uuid4())


@bp.get("/<uuid:competition_id>")
def show(competition_id: str) -> str:
    """The task list."""
    case = opened(competition_id)
    issue = packages.issued(session(), actor(), competition_id)
    rounds = approvals.rounds(session(), competition_id)
    line = pictures.timeline(case.competition.values, datetime.now(OSLO).date())
    return render_template(
        "competitions/show.html", case=case, groups=asking.groups(case), issue=issue, rounds=rounds, line=line,
        blocking=approvals.blocking(case), labels=workflow.STATUS_LABELS,
        date_page=asking.page_of(case, "sending_date"),
        newer=following.newer(session(), releases(), competition_id),
    )  # fmt: skip


@bp.get("/<uuid:competition_id>/datoer.ics")
def calendar(competition_id: str) -> Response:
    """The dates of the competition, for a calendar."""
    name, data = calendars.of_competition(opened_answers(competition_id))
    answer = Response(data, content_type=calendars.MEDIA_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.route("/<uuid:competition_id>/kopier", methods=["GET", "POST"])
def copy(competition_id: str) -> ResponseReturnValue:
    """Use the answers of this competition in a new draft."""
    agencies = competitions.agencies_to_draft_for(session(), actor())
    if request.method == "POST":
        offered = [row.id for row in agencies]
        agency = request.form.get("agency", "")
        if agency not in offered:
            raise Forbidden("Du kan ikke starte konkurranser for denne virksomheten.")
        made = competitions.copy(session(), releases(), actor(), competition_id, agency, _token())
        return redirect(url_for("competitions.show", competition_id=made), 303)
    return render_template(
        "competitions/copy.html",
        competition_id=competition_id,
        agencies=agencies,
        form_token=str(uuid.uuid4()),
    )


@bp.route("/<uuid:competition_id>/avlys", methods=["GET", "POST"])
def cancel(competition_id: str) -> ResponseReturnValue:
    """Stop the competition; it stays in the register."""
    problems: dict[str, str] = {}
    words = request.form.get("words", "")
    if request.method == "POST":
        try:
            competitions.cancel(session(), actor(), competition_id, words)
        except Invalid as error:
            session().rollback()
            problems = error.problems
        else:
            return redirect(url_for("competitions.show", competition_id=competition_id), 303)
    page = render_template(
        "competitions/cancel.html", case=opened(competition_id), problems=problems, words=words
    )
    return page, 422 if problems else 200
