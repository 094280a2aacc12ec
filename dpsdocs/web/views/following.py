"""A newer release of the masters offered to a draft: clause by clause, what becomes of the answers, and the step."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.domain.questions import Option
from dpsdocs.services import carrying
from dpsdocs.services import following as service
from dpsdocs.services.errors import Invalid
from dpsdocs.services.following import Choice
from dpsdocs.web.forms.shown import Shown
from dpsdocs.web.opened import opened_answers

from ..context import actor, session
from ..pages import done, page
from ..releases import releases

following = Blueprint("following", __name__, url_prefix="/konkurranser/<uuid:competition_id>/malversjon")


@following.get("")
def show(competition_id: str) -> ResponseReturnValue:
    """What a newer release would make of the draft; or which one it has, and what is kept aside."""
    return _page(competition_id, {})


@following.post("")
def take(competition_id: str) -> ResponseReturnValue:
    """Go on with the newer release as it was chosen."""
    names = [name.partition(".")[2] for name in request.form if name.startswith("key.")]
    chosen, why = (
        {request.form[f"key.{n}"]: request.form.get(f"{field}.{n}", "") for n in names}
        for field in ("choice", "reason")
    )
    wanted = request.form.get("release", "")[:36]
    try:
        seen = request.form.get("seen", "")
        service.take(session(), releases(), actor(), competition_id, wanted, chosen, why, seen)
    except Invalid as error:
        session().rollback()
        return _page(competition_id, error.problems)
    return done(
        "Konkurransen bruker nå den nye malversjonen.", "following.show", competition_id=competition_id
    )


def _page(competition_id: str, problems: Mapping[str, str]) -> ResponseReturnValue:
    if not service.newer(session(), releases(), competition_id):
        case = opened_answers(competition_id)
        asides = carrying.asides(session(), competition_id)
        moves = case.competition.case.followed
        return page("following/current.html", case=case, s=case.summary, asides=asides, moves=moves)
    offer = service.offer(session(), releases(), actor(), competition_id)
    fields = {choice.number: _fields(choice, problems) for choice in offer.choosable}
    errors = [(f"f-{name.replace('.', '-')}", message) for name, message in problems.items()]
    return page(
        "following/show.html", o=offer, case=offer.case, s=offer.case.summary, fields=fields, errors=errors
    )


def _fields(choice: Choice, problems: Mapping[str, str]) -> tuple[Shown, Shown]:
    n, form = choice.number, request.form
    mine = "teksten dere har tilpasset" if choice.own else "teksten slik den er"
    asks = " UKE må godkjenne det, og konkurransen venter på svaret." if choice.keep == "asked" else ""
    options = (
        Option("take", "Ta inn den nye teksten", "Tilpasningen legges bort." if choice.own else ""),
        Option("keep", f"Behold {mine}", f"Det vises som fravik fra malen.{asks}"),
    )
    reason = form.get(f"reason.{n}", choice.own.adapted.reason if choice.own else "")
    name, why = f"choice.{n}", f"reason.{n}"
    return (
        Shown(name, "choice", "Hva vil dere gjøre?", form.get(name, ""), error=problems.get(name, ""), options=options),
        Shown(why, "text", "Begrunnelse", reason, "Bare når dere beholder teksten", problems.get(why, ""),
              optional=True, rows=2),
    )  # fmt: skip
