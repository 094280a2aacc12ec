"""A draft of the masters weighed before it is sent in: what is wrong in it, and what ought to be looked at."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dpsdocs.services import master_check, master_drafts

from ..context import actor, session
from ..pages import page
from ..releases import releases

master_weighing = Blueprint("master_weighing", __name__, url_prefix="/maler/<uuid:draft_id>")


@master_weighing.get("/kontroll")
def check(draft_id: str) -> ResponseReturnValue:
    """Faults and remarks, document by document."""
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    found = master_check.checked(session(), working)
    return page("master_weighing/check.html", working=working, draft=working.draft, found=found)
