"""Questions a draft of the masters no longer asks, and what becomes of their answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import master_drafts
from dpsdocs.services import master_moves as service
from dpsdocs.services.errors import Invalid

from .. import move_form
from ..context import actor, session
from ..pages import done, page
from ..releases import releases

master_moves = Blueprint("master_moves", __name__, url_prefix="/maler/<uuid:draft_id>/flyttinger")


@master_moves.get("")
def index(draft_id: str) -> ResponseReturnValue:
    """Every question that is gone, and what is said of it."""
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    return page(
        "master_moves/index.html", working=working, draft=working.draft, found=service.gone(working),
        names=service.labels(working), kinds=service.KINDS,
    )  # fmt: skip


@master_moves.route("/<key>", methods=["GET", "POST"])
def edit(draft_id: str, key: str) -> ResponseReturnValue:
    """What becomes of the answers to one question."""
    if request.method == "GET":
        return _page(draft_id, key, {})
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    given = move_form.given(service.one(working, key), request.form)
    try:
        service.save(session(), releases(), actor(), draft_id, key, given)
    except Invalid as error:
        session().rollback()
        return _page(draft_id, key, error.problems)
    if given.kind == "none":
        return done("Flyttingen er tatt bort.", "master_moves.index", draft_id=draft_id)
    return done("Flyttingen er lagret.", "master_moves.edit", draft_id=draft_id, key=key)


def _page(draft_id: str, key: str, problems: Mapping[str, str]) -> ResponseReturnValue:
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    found = service.one(working, key)
    form = move_form.fields(found, service.targets(working, key), request.form, problems)
    errors = [(f"f-{name.replace('.', '-')}", message) for name, message in problems.items()]
    return page(
        "master_moves/edit.html", working=working, draft=working.draft, found=found, f=form, errors=errors,
        writer=master_drafts.may_edit(actor()) and working.draft.is_editable,
    )  # fmt: skip
