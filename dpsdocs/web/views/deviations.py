"""UKE's page of deviations from the masters: what waits for an answer, and what stands across agencies."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import deviations as service

from ..context import actor, session
from ..forms.deviations import AnswerForm
from ..pages import done, page
from ..releases import releases

deviations = Blueprint("deviations", __name__, url_prefix="/fravik")


@deviations.get("")
def index() -> ResponseReturnValue:
    """What waits for UKE, and everything that is said otherwise than in the masters."""
    wanted = request.args.get("side", 1, type=int)
    found = service.listing(session(), releases(), actor(), wanted)
    return page("deviations/index.html", listing=found, states=service.STATES)


@deviations.route("/<uuid:proposal_id>", methods=["GET", "POST"])
def decide(proposal_id: str) -> ResponseReturnValue:
    """A proposal with UKE's text marked, and the answer."""
    form = AnswerForm()
    if form.sent():
        with form.objections():
            given = (form.decision.data, form.words.data)
            service.decide(session(), releases(), actor(), proposal_id, *given)
            return done("Svaret er sendt til virksomheten.", "deviations.index")
    found = service.proposal(session(), releases(), actor(), proposal_id)
    return page("deviations/decide.html", form=form, p=found, d=found.deviation, states=service.STATES)
