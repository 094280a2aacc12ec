"""«Prøv evalueringen»: invented tenders in, scores, ranking and where it turns out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.domain import trials as domain
from dpsdocs.domain.lots import Lot
from dpsdocs.domain.pricing import MODEL_NAMES
from dpsdocs.services import trials as services
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import Invalid
from dpsdocs.services.trials import TypedBid

from .. import curves
from ..context import actor, session
from ..forms import trials as forms
from ..opened import opened_answers
from ..pages import done, page
from ..releases import releases

trials = Blueprint("trials", __name__, url_prefix="/konkurranser/<uuid:competition_id>/evaluering")
_FORM = re.compile("[0-9a-f-]{36}")


@trials.get("")
def index(competition_id: str) -> ResponseReturnValue:
    """The form for those who can try, and every run so far. ``fra`` is a run to go on from."""
    case = opened_answers(competition_id)
    services.only_own(case)
    typed: tuple[TypedBid, ...] = ()
    lot = services.lot_of(case, request.args.get("del", ""))
    if start := request.args.get("fra", ""):
        found = services.result(session(), case, start)
        typed, lot = services.typed_bids(found), services.lot_of(case, found.lot_id)
    return _page(case, lot, typed)


@trials.post("")
def run(competition_id: str) -> ResponseReturnValue:
    """Store a run and show it; «Legg til et tilbud» only brings one more group of fields."""
    case = opened_answers(competition_id)
    lot = services.lot_of(case, request.form.get("lot", ""))
    typed = forms.read(request.form, domain.basis_of(case.competition, lot).scheme.parts)
    if request.form.get("go") == "more":
        return _page(case, lot, typed, count=request.form.get("count", 0, type=int) + 1)
    try:
        made = services.run(session(), releases(), actor(), competition_id, lot.id, typed, _token())
    except Invalid as error:
        session().rollback()
        return _page(opened_answers(competition_id), lot, typed, error.problems, len(typed))
    return done("Prøven er lagret.", "trials.show", competition_id=competition_id, trial_id=made)


@trials.get("/<uuid:trial_id>")
def show(competition_id: str, trial_id: str) -> ResponseReturnValue:
    """One run: scores, what gives pause, and where it turns, drawn for the tender one asks for."""
    case = opened_answers(competition_id)
    found = services.result(session(), case, trial_id)
    asked = request.args.get("tilbud", 0, type=int)
    drawn = asked - 1 if 1 <= asked <= len(found.bids) else found.order[1]
    return page(
        "trials/show.html", case=case, result=found, drawn=drawn, curve=curves.curve(found, drawn),
        models=services.by_model(found), can_try=services.can_try(case), turn_words=curves.turn_words,
        result_words=domain.result_words, model_names=MODEL_NAMES,
    )  # fmt: skip


def _page(
    case: Opened,
    lot: Lot,
    typed: Sequence[TypedBid],
    problems: Mapping[str, str] | None = None,
    count: int = 0,
) -> ResponseReturnValue:
    basis = domain.basis_of(case.competition, lot)
    groups = forms.bid_fields(typed, basis.scheme.parts, problems or {}, count)
    values: dict[str, Any] = {"errors": forms.summary(groups)} if problems else {}
    return page(
        "trials/index.html", case=case, lot=lot, basis=basis, lacking=domain.lacking(basis), groups=groups,
        runs=services.listed(session(), case), can_try=services.can_try(case), token=str(uuid.uuid4()),
        most=domain.MOST, model=MODEL_NAMES[basis.scheme.model], **values,
    )  # fmt: skip


def _token() -> str:
    """What makes two clicks one: the id the form was made with."""
    text = request.form.get("form_token", "")
    return text if _FORM.fullmatch(text) else str(uuid.uuid4())
