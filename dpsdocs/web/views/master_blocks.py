"""A box, formula or signature field outside the clauses of a draft's document: its texts on a page of its own."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import master_blocks, master_drafts
from dpsdocs.services.errors import Invalid
from dpsdocs.services.master_texts import Clash, ClauseInput

from .. import clause_form, posted
from ..context import actor, session
from ..pages import done, page
from ..releases import releases

bp = Blueprint("master_blocks", __name__, url_prefix="/maler/<uuid:draft_id>/<document_id>/<clause>/del")


@bp.route("", methods=["GET", "POST"])
def edit(draft_id: str, document_id: str, clause: str) -> ResponseReturnValue:
    """The texts of the block; what cannot be kept stays in the form with why."""
    if request.method == "GET":
        return _page(draft_id, document_id, clause)
    typed = clause_form.given(request.form)
    try:
        given = (document_id, clause, typed, posted.base())
        master_blocks.save(session(), releases(), actor(), draft_id, *given)
    except (Clash, Invalid) as error:
        session().rollback()
        return _page(draft_id, document_id, clause, typed, error)
    return done("Teksten er lagret.", "masters.show", draft_id=draft_id, dokument=document_id)


def _page(
    draft_id: str, document_id: str, clause: str, typed: ClauseInput | None = None,
    error: Clash | Invalid | None = None,
) -> ResponseReturnValue:  # fmt: skip
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    found = master_blocks.block(session(), working, document_id, clause)
    problems = error.problems if isinstance(error, Invalid) else {}
    clash = error if isinstance(error, Clash) else None
    return page(
        "master_blocks/edit.html", 409 if clash else 422 if problems else 200, working=working, draft=working.draft,
        errors=[(clause_form.place(name), message) for name, message in problems.items()], clash=clash,
        document_id=document_id, clause=clause, name=master_blocks.name_of(found.wording, found.clause.body),
        kind=master_blocks.kind_of(found.clause.body), when=found.wording.condition(found.clause.when),
        pieces=clause_form.pieces(found, typed, problems), base=clash.version if clash else found.version,
        labels=sorted(found.wording.vocabulary.labels.values()),
        writer=master_drafts.may_edit(actor()) and working.draft.is_editable,
    )  # fmt: skip
