"""A table in or outside a clause: its list, columns, rows and looks on a page of its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import master_blocks, master_drafts, master_tables, master_texts
from dpsdocs.services.errors import Invalid
from dpsdocs.services.master_tables import ALIGNS, ROW_STYLES, TableInput
from dpsdocs.services.master_texts import Clash, Opened

from .. import posted
from ..context import actor, session
from ..forms import master_tables as forms
from ..pages import done, page
from ..releases import releases

bp = Blueprint("master_tables", __name__, url_prefix="/maler/<uuid:draft_id>/<document_id>/<clause>/tabell")


@bp.route("/<int:piece>", methods=["GET", "POST"])
def edit(draft_id: str, document_id: str, clause: str, piece: int) -> ResponseReturnValue:
    """The table; each button keeps what is typed and takes one step."""
    if request.method == "GET":
        return _page(_found(draft_id, document_id, clause), document_id, piece)
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    given = (document_id, clause, piece, TableInput(typed, request.form.get("go", "")), posted.base())
    try:
        master_tables.save(session(), releases(), actor(), draft_id, *given)
    except (Clash, Invalid) as error:
        session().rollback()
        return _page(_found(draft_id, document_id, clause), document_id, piece, typed, error)
    if request.form.get("go"):
        return done("Tabellen er lagret.", "master_tables.edit", draft_id=draft_id, document_id=document_id,
                    clause=clause, piece=piece)  # fmt: skip
    return _back("Tabellen er lagret.", _found(draft_id, document_id, clause), document_id)


@bp.route("/ny", methods=["GET", "POST"])
def new(draft_id: str, document_id: str, clause: str) -> ResponseReturnValue:
    """A new table last in the clause."""
    found, form = _clause(draft_id, document_id, clause), forms.NewTableForm()
    form.offer(found.working)
    if not form.is_submitted():
        form.columns.data = "3"
    if form.sent():
        with form.objections():
            given = (document_id, clause, form.listed.data, form.columns.data, found.version)
            piece = master_tables.add(session(), releases(), actor(), draft_id, *given)
            return done("Tabellen er lagt til sist i punktet.", "master_tables.edit", draft_id=draft_id,
                        document_id=document_id, clause=clause, piece=piece)  # fmt: skip
    return page("master_tables/new.html", form=form, **_values(found, document_id))


@bp.post("/<int:piece>/bort")
def remove(draft_id: str, document_id: str, clause: str, piece: int) -> ResponseReturnValue:
    """Take the table out of where it stands."""
    was, given = _found(draft_id, document_id, clause), (document_id, clause, piece, posted.base())
    master_tables.remove(session(), releases(), actor(), draft_id, *given)
    return _back("Tabellen er tatt ut. Den står i historikken.", was, document_id)


def _back(said: str, found: Opened, document_id: str) -> ResponseReturnValue:
    """The clause the table stands in, or the document when it stands outside them."""
    draft_id = found.working.draft.id
    if found.loose:
        return done(said, "masters.show", draft_id=draft_id, dokument=document_id)
    place = {"draft_id": draft_id, "document_id": document_id, "clause": found.place.clause}
    return done(said, "master_clauses.edit", **place)


def _found(draft_id: str, document_id: str, clause: str) -> Opened:
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    return master_blocks.opened(session(), working, document_id, clause)


def _clause(draft_id: str, document_id: str, clause: str) -> Opened:
    working = master_drafts.opened(session(), releases(), actor(), draft_id)
    return master_texts.opened(session(), working, master_texts.path_of(working, document_id, clause))


def _values(found: Opened, document_id: str) -> dict[str, Any]:
    working = found.working
    return {
        "working": working, "draft": working.draft, "document_id": document_id, "clause": found.place.clause,
        "loose": found.loose,
        "writer": master_drafts.may_edit(actor()) and working.draft.is_editable,
    }  # fmt: skip


def _page(
    found: Opened, document_id: str, piece: int, typed: dict[str, str] | None = None,
    error: Clash | Invalid | None = None,
) -> ResponseReturnValue:  # fmt: skip
    problems = error.problems if isinstance(error, Invalid) else {}
    clash = error if isinstance(error, Clash) else None
    view = forms.view(found, master_tables.table(found, piece), typed)
    errors = [
        (f"f-{name.replace('.', '-')}" if name != "table" else "innhold", m) for name, m in problems.items()
    ]
    return page(
        "master_tables/edit.html", 409 if clash else 422 if problems else 200, errors=errors, t=view, piece=piece,
        fields=forms.fields(view, problems), problems=problems, clash=clash, aligns=ALIGNS, row_styles=ROW_STYLES,
        base=clash.version if clash else found.version, labels=sorted(found.wording.vocabulary.labels.values()),
        **_values(found, document_id),
    )  # fmt: skip
