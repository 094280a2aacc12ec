"""UKE's masters: the sets, drafts of them from the first change to the release, and what each release says is new."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from dpsdocs.masters.wording import Wording
from dpsdocs.services import (
    deviations,
    master_changes,
    master_drafts,
    master_lists,
    master_releases,
    master_tree,
    master_trials,
)
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_texts import LIBRARY

from ..context import actor, session
from ..forms.masters import DecideForm, SubmitForm
from ..pages import done, page
from ..releases import releases

masters = Blueprint("masters", __name__, url_prefix="/maler")


@masters.get("")
def index() -> ResponseReturnValue:
    """The sets with what is live, the drafts and the releases."""
    found = master_releases.sets(session(), releases(), actor())
    proposals = deviations.count_waiting(session(), actor())
    return page("masters/index.html", sets=found, writer=master_drafts.may_edit(actor()), proposals=proposals)


@masters.post("/begynn")
def begin() -> ResponseReturnValue:
    """A draft from a release."""
    draft_id = master_drafts.begin(session(), releases(), actor(), request.form.get("release", "")[:36])
    return done(
        "Utkastet er laget. Ingenting gjelder før en annen har godkjent det.",
        "masters.show",
        draft_id=draft_id,
    )


@masters.get("/versjoner/<uuid:release_id>")
def release(release_id: str) -> ResponseReturnValue:
    """What a release says is new."""
    found = master_releases.release(session(), releases(), actor(), release_id)
    return page("masters/release.html", r=found, writer=master_drafts.may_edit(actor()))


@masters.get("/<uuid:draft_id>")
def show(draft_id: str) -> ResponseReturnValue:
    """A draft: its documents and clauses, what is wrong, and what comes next."""
    working = _working(draft_id)
    wording = Wording(working.release)
    branches = master_tree.branches(working)
    chosen = request.args.get("dokument", branches[0].id)
    if all(branch.id != chosen for branch in branches):
        abort(404)
    words = request.args.get("finn", "")[:200]
    return page(
        "masters/show.html", **_about(working), branches=branches, chosen=chosen, library=LIBRARY,
        leaves=master_tree.leaves(working, chosen, wording), words=words,
        hits=master_tree.search(working, words, wording), told=master_tree.told(working),
        history=master_releases.history(session(), working), list_faults=master_lists.told(working),
        lists=master_lists.branches(working),
    )  # fmt: skip


@masters.get("/<uuid:draft_id>/endringer")
def changes(draft_id: str) -> ResponseReturnValue:
    """Everything that is changed since the live release, with marks, and what a release would hit."""
    working = _working(draft_id)
    return page("masters/changes.html", **_about(working), **_changes(working))


@masters.route("/<uuid:draft_id>/send", methods=["GET", "POST"])
def submit(draft_id: str) -> ResponseReturnValue:
    """Send in for approval."""
    working, form = _working(draft_id), SubmitForm()
    if not form.is_submitted():
        draft = working.draft
        form.version.data = draft.version or master_drafts.suggested_version(session(), draft.set_id)
        form.notes.data = draft.notes
    if form.sent():
        with form.objections():
            given = (form.version.data, form.notes.data)
            master_drafts.submit(session(), releases(), actor(), draft_id, *given)
            master_trials.order_unless_tried(session(), releases(), actor(), draft_id)
            return done("Utkastet er sendt til godkjenning.", "masters.show", draft_id=draft_id)
    now = _working(draft_id)
    faults = [master_lists.named(now, fault) for fault in master_drafts.faults(now)]
    return page("masters/submit.html", form=form, **_about(working), faults=faults)


@masters.route("/<uuid:draft_id>/godkjenn", methods=["GET", "POST"])
def decide(draft_id: str) -> ResponseReturnValue:
    """The approver's page: what is changed and hit; yes from a day on, or no with words."""
    working, form = _working(draft_id), DecideForm()
    if form.sent():
        with form.objections():
            if form.decision.data == "return":
                master_drafts.send_back(session(), actor(), draft_id, form.words.data)
                return done("Utkastet er sendt tilbake.", "masters.show", draft_id=draft_id)
            given = (form.live_from.data, form.words.data)
            made = master_drafts.approve(session(), releases(), actor(), draft_id, *given)
            return done("Malversjonen er godkjent.", "masters.release", release_id=made)
    why_not = master_drafts.why_not_approve(session(), actor(), working.draft)
    trial = master_trials.latest(session(), actor(), draft_id)
    return page(
        "masters/decide.html", form=form, why_not=why_not, trial=trial, **_about(working), **_changes(working)
    )


@masters.post("/<uuid:draft_id>/<any(forkast, trekk):deed>")
def act(draft_id: str, deed: str) -> ResponseReturnValue:
    """Lay the draft away, or take it back from approval."""
    if deed == "forkast":
        master_drafts.drop(session(), actor(), draft_id)
        return done("Utkastet er forkastet. Historikken er tatt vare på.", "masters.index")
    master_drafts.take_back(session(), actor(), draft_id)
    return done("Utkastet er trukket tilbake og kan endres.", "masters.show", draft_id=draft_id)


def _working(draft_id: str) -> Working:
    return master_drafts.opened(session(), releases(), actor(), draft_id)


def _about(working: Working) -> dict[str, Any]:
    live = master_releases.against(session(), releases(), working)
    return {
        "working": working, "draft": working.draft, "live": live, "labels": master_drafts.STATUS_LABELS,
        "writer": master_drafts.may_edit(actor()), "behind": working.draft.status != "released"
        and live.digest != working.base.digest,
    }  # fmt: skip


def _changes(working: Working) -> dict[str, Any]:
    against = working.base if working.draft.status == "released" else _about(working)["live"]
    return {
        "changed": master_changes.redline(against, working), "against": against,
        "impact": master_changes.impact(session(), releases(), against, working),
    }  # fmt: skip
