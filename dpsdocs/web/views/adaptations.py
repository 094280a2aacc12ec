"""Clauses one competition has its own text of: the list, the form with marks against UKE's text, and the way back."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import adapting, deviations
from dpsdocs.services.adapting import Clash
from dpsdocs.services.errors import Invalid
from dpsdocs.services.master_texts import ClauseInput
from dpsdocs.web.forms.shown import Shown
from dpsdocs.web.opened import opened

from .. import clause_form
from ..context import actor, session
from ..pages import done, page
from ..releases import releases

adaptations = Blueprint(
    "adaptations", __name__, url_prefix="/konkurranser/<uuid:competition_id>/tilpasninger"
)
_SAID = {
    "used": "Teksten er lagret og brukes i denne konkurransen.",
    "asked": "Forslaget er sendt til UKE. UKEs tekst står til de har svart.",
}


@adaptations.get("")
def index(competition_id: str) -> ResponseReturnValue:
    """Every clause with a text of its own, what waits and what UKE said."""
    case = opened(competition_id)
    found = [
        (own, deviations.titles(case.release, own.adapted), adapting.shown_in(case, own.adapted))
        for own in adapting.owned(session(), competition_id)
    ]
    return page("adaptations/index.html", case=case, s=case.summary, found=found, states=deviations.STATES)


@adaptations.route("/<document_id>/<clause>", methods=["GET", "POST"])
def edit(competition_id: str, document_id: str, clause: str) -> ResponseReturnValue:
    """The text of a clause in this competition."""
    place = (competition_id, document_id, clause)
    if request.method == "GET":
        return _page(*place)
    typed, reason = clause_form.given(request.form), request.form.get("reason", "")
    try:
        said = (typed, reason, request.form.get("version", "")[:36])
        state = adapting.save(session(), releases(), actor(), *place, *said)
    except Clash as clash:
        session().rollback()
        return _page(*place, typed=typed, reason=reason, clash=clash)
    except Invalid as error:
        session().rollback()
        return _page(*place, typed=typed, reason=reason, problems=error.problems)
    shown = {"competition_id": competition_id, "document_id": document_id, "clause": clause}
    return done(_SAID[state], "adaptations.edit", **shown)


@adaptations.post("/<document_id>/<clause>/<any(tilbake, trekk):deed>")
def act(competition_id: str, document_id: str, clause: str, deed: str) -> ResponseReturnValue:
    """UKE's text again, or a proposal taken back."""
    place = (competition_id, document_id, clause)
    adapting.restore(session(), releases(), actor(), *place, only_asked=deed == "trekk")
    said = "Forslaget er trukket." if deed == "trekk" else "UKEs tekst står igjen i dokumentet."
    return done(
        said, "adaptations.edit", competition_id=competition_id, document_id=document_id, clause=clause
    )


def _page(
    competition_id: str, document_id: str, clause: str, *, typed: ClauseInput | None = None, reason: str = "",
    clash: Clash | None = None, problems: dict[str, str] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    told = problems or {}
    found = adapting.page(session(), releases(), actor(), competition_id, document_id, clause)
    latest = found.text.own[-1].adapted.reason if found.text.own else ""
    hint = "Begrunnelsen står i den interne dokumentasjonen. UKE kan også lese den."
    why = Shown("reason", "text", "Hvorfor må punktet endres?", reason if typed else latest, hint,
                error=told.get("reason", ""), rows=3)  # fmt: skip
    return page(
        "adaptations/edit.html", 409 if clash else 422 if told else 200, found=found, case=found.case,
        s=found.case.summary, text=found.text, reason=found.reason, document_id=document_id, clause=clause,
        pieces=clause_form.pieces(found.text, typed, told), why=why, clash=clash,
        errors=[(clause_form.place(name), message) for name, message in told.items()],
        version=clash.version if clash else found.text.version,
        labels=sorted(found.text.wording.vocabulary.labels.values()),
    )  # fmt: skip
