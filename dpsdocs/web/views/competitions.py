"""«Mine konkurranser», a new one, the task list, copying and cancelling."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain import workflow
from dpsdocs.domain.formats import OSLO
from dpsdocs.services import approvals, asking, competitions, dps, packages
from dpsdocs.web import pictures
from dpsdocs.web.context import actor, session
from dpsdocs.web.opened import opened
from dpsdocs.web.releases import releases

bp = Blueprint("competitions", __name__, url_prefix="/konkurranser")
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
    waiting = approvals.waiting(session(), actor())
    can_start = bool(actor().agencies_with("drafter", "approver"))
    return render_template(
        "competitions/index.html", waiting=waiting, competitions=shown, tab=tab, counts=counts,
        can_start=can_start, labels=workflow.STATUS_LABELS,
    )  # fmt: skip


@bp.route("/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Choose agency and DPS, and begin."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        agency, system = request.form.get("agency", ""), request.form.get("dps", "")
        problems = _chosen(agency, system)
        if not problems:
            token = request.form.get("form_token", "")[:36] or str(uuid.uuid4())
            made = competitions.start(session(), releases(), actor(), agency, system, token)
            return redirect(url_for("competitions.show", competition_id=made), 303)
    agencies = competitions.agencies_to_draft_for(session(), actor())
    page = render_template(
        "competitions/new.html", agencies=agencies, systems=dps.all_dps(session()), problems=problems,
        form=request.form, form_token=str(uuid.uuid4()),
    )  # fmt: skip
    return page, 422 if problems else 200


def _chosen(agency: str, system: str) -> dict[str, str]:
    problems = {}
    if not agency:
        problems["agency"] = "Velg hvilken virksomhet konkurransen er for."
    if not system:
        problems["dps"] = "Velg en innkjøpsordning."
    return problems


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
    )  # fmt: skip


@bp.route("/<uuid:competition_id>/kopier", methods=["GET", "POST"])
def copy(competition_id: str) -> ResponseReturnValue:
    """Use the answers of this competition in a new draft."""
    agencies = competitions.agencies_to_draft_for(session(), actor())
    if request.method == "POST":
        token = request.form.get("form_token", "")[:36] or str(uuid.uuid4())
        agency = request.form.get("agency", "")
        made = competitions.copy(session(), releases(), actor(), competition_id, agency, token)
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
    if request.method == "POST":
        competitions.cancel(session(), actor(), competition_id, request.form.get("words", ""))
        return redirect(url_for("competitions.show", competition_id=competition_id), 303)
    return render_template("competitions/cancel.html", case=opened(competition_id))
