"""The group that tries a draft of the masters before it is live."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import agencies, master_drafts, tryouts
from dpsdocs.services.errors import Invalid

from ..context import actor, session
from ..pages import done, page
from ..releases import releases

bp = Blueprint("tryouts", __name__, url_prefix="/maler/<uuid:draft_id>/provegruppe")


@bp.get("")
def show(draft_id: str) -> ResponseReturnValue:
    """Who tries the draft, and the form that opens it for others."""
    return _page(draft_id, {})


@bp.post("")
def begin(draft_id: str) -> ResponseReturnValue:
    """Open the draft for a group."""
    given = (request.form.getlist("agencies"), request.form.get("emails", ""))
    try:
        tryouts.begin(session(), releases(), actor(), draft_id, *given)
    except Invalid as error:
        session().rollback()
        return _page(draft_id, error.problems)
    return done("Gruppen kan begynne å prøve malene.", "tryouts.show", draft_id=draft_id)


@bp.post("/avslutt")
def end(draft_id: str) -> ResponseReturnValue:
    """Close the group."""
    tryouts.end(session(), actor(), draft_id)
    return done("Prøven er avsluttet. Ingen nye prøver kan begynne.", "tryouts.show", draft_id=draft_id)


def _page(draft_id: str, problems: dict[str, str]) -> ResponseReturnValue:
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    found = tryouts.shown(session(), actor(), draft_id)
    chosen = request.form.getlist("agencies") or [id for id, _ in (found.agencies if found else ())]
    emails = request.form.get("emails") or "\n".join(email for email, _ in (found.people if found else ()))
    return page(
        "tryouts/show.html", errors=[(f"f-{name}", text) for name, text in problems.items()], problems=problems,
        working=working, draft=working.draft, found=found, chosen=chosen, emails=emails,
        why_not=tryouts.why_not(session(), working), writer=master_drafts.may_edit(actor()),
        agencies=[agency for agency in agencies.agencies(session()) if agency.active],
    )  # fmt: skip
