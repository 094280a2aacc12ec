"""A draft of the masters weighed before it is sent in: what is wrong in it, and what ought to be looked at."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.masters.release import Release
from dpsdocs.services import (
    master_check,
    master_drafts,
    master_impact,
    master_library,
    master_releases,
    master_samples,
    master_trials,
)
from dpsdocs.services.errors import Conflict, Invalid
from dpsdocs.services.master_drafts import Working

from .. import hx
from ..context import actor, session
from ..pages import done, page
from ..releases import releases

master_weighing = Blueprint("master_weighing", __name__, url_prefix="/maler/<uuid:draft_id>")


@master_weighing.get("/kontroll")
def check(draft_id: str) -> ResponseReturnValue:
    """Faults and remarks, document by document."""
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    found = master_check.checked(session(), working)
    return page("master_weighing/check.html", working=working, draft=working.draft, found=found)


@master_weighing.route("/prove", methods=["GET", "POST"])
def trial(draft_id: str) -> ResponseReturnValue:
    """Try the whole set: every document, every condition both ways; then the report."""
    if request.method == "POST":
        master_trials.order(session(), releases(), actor(), draft_id)
        return done(
            "Malene prøves nå. Det tar omtrent et minutt.", "master_weighing.trial", draft_id=draft_id
        )
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    found = master_trials.latest(session(), actor(), draft_id)
    shown = "_trial" if hx.is_htmx() else "trial"
    return page(f"master_weighing/{shown}.html", working=working, draft=working.draft, trial=found)


@master_weighing.get("/virkning")
def impact(draft_id: str) -> ResponseReturnValue:
    """What a release would do to competitions, packages, rules and samples."""
    working, live = _working(draft_id)
    found = master_impact.impact(session(), releases(), live, working)
    return page(
        "master_weighing/impact.html", working=working, draft=working.draft, live=live, found=found,
        samples=master_samples.changes(releases(), live, working),
    )  # fmt: skip


@master_weighing.get("/virkning/<sample>/<document_id>")
def beside(draft_id: str, sample: str, document_id: str) -> ResponseReturnValue:
    """A document of a sample, old beside new."""
    working, live = _working(draft_id)
    redline = master_samples.beside(releases(), live, working, sample, document_id)
    return page(
        "master_weighing/beside.html", working=working, draft=working.draft, live=live, redline=redline
    )


@master_weighing.get("/like")
def library(draft_id: str) -> ResponseReturnValue:
    """Shared clauses with their uses, near-twins to put into one, and variants beside each other."""
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    writes = master_drafts.may_edit(actor()) and working.draft.is_editable
    found = master_library.library(working)
    return page(
        "master_weighing/library.html", working=working, draft=working.draft, found=found, writer=writes
    )


@master_weighing.post("/like")
def merge(draft_id: str) -> ResponseReturnValue:
    """Put near-twins into one shared clause."""
    kept, *others = (_place(text) for text in [request.form.get("behold", ""), *request.form.getlist("sted")])
    rest = tuple(place for place in others if place != kept)
    try:
        made = master_library.merge(session(), releases(), actor(), draft_id, kept, rest)
    except (Conflict, Invalid) as error:
        session().rollback()
        return done(str(error), "master_weighing.library", draft_id=draft_id)
    said = f"Punktene er slått sammen til det felles punktet «{made}»."
    return done(said, "master_weighing.library", draft_id=draft_id)


def _place(text: str) -> tuple[str, str]:
    document, _, clause = text[:160].partition("/")
    return document, clause


def _working(draft_id: str) -> tuple[Working, Release]:
    """The draft, and what it is held against: what is live, or of a released one what it began from."""
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    if working.draft.status == "released":
        return working, working.base
    return working, master_releases.against(session(), releases(), working)
