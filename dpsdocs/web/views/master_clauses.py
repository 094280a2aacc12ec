"""One clause of a draft of the masters: the form with what it becomes beside it, and its place among the others."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain.formats import OSLO
from dpsdocs.masters.condition_rows import COMPARISONS, JOINTS
from dpsdocs.services import (
    master_blocks,
    master_drafts,
    master_outline,
    master_samples,
    master_texts,
    master_theme,
    master_tree,
)
from dpsdocs.services.errors import Invalid
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_texts import LIBRARY, Clash, ClauseInput, Opened

from .. import clause_form, hx, posted
from ..context import actor, session
from ..forms.masters import HeadingForm, NewClauseForm
from ..pages import done, page
from ..releases import releases

bp = Blueprint("master_clauses", __name__, url_prefix="/maler/<uuid:draft_id>/<document_id>/<clause>")
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; frame-ancestors 'self'"


@bp.route("", methods=["GET", "POST"])
def edit(draft_id: str, document_id: str, clause: str) -> ResponseReturnValue:
    """The form of a clause; saved by the button, or by itself while one writes."""
    if request.method == "GET":
        return _shown(draft_id, document_id, clause)
    typed = clause_form.given(request.form)
    given = (document_id, clause, typed, posted.base(), posted.tab())
    try:
        version = master_texts.save(session(), releases(), actor(), draft_id, *given)
    except Clash as clash:
        session().rollback()
        return _refused(draft_id, document_id, clause, typed, {}, clash)
    except Invalid as error:
        session().rollback()
        return _refused(draft_id, document_id, clause, typed, error.problems)
    if hx.is_htmx():
        values = _values(_found(draft_id, document_id, clause), document_id)
        return hx.reply(
            render_template("master_clauses/_saved.html", at=datetime.now(OSLO), base=version, **values)
        )
    place = {
        "draft_id": draft_id,
        "document_id": document_id,
        "clause": clause,
        "eksempel": _sample() or None,
    }
    return done("Punktet er lagret.", "master_clauses.edit", **place)


@bp.get("/ramme")
def frame(draft_id: str, document_id: str, clause: str) -> Response:
    """The clause as it reads in a sample, in a frame of its own."""
    working = _found(draft_id, document_id, clause).working
    shown = page_of(working, document_id, clause)
    answer = make_response(shown)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@bp.route("/overskrift", methods=["GET", "POST"])
def heading(draft_id: str, document_id: str, clause: str) -> ResponseReturnValue:
    """Other words in a heading."""
    working = _working(draft_id)
    form = HeadingForm()
    if not form.is_submitted():
        form.heading.data = _heading_words(working, document_id, clause)
    if form.sent():
        with form.objections():
            given = (document_id, clause, form.heading.data)
            master_outline.save_heading(session(), releases(), actor(), draft_id, *given)
            return done("Overskriften er lagret.", "masters.show", draft_id=draft_id, dokument=document_id)
    return page(
        "master_clauses/heading.html", form=form, working=working, document_id=document_id, clause=clause
    )


@bp.route("/nytt", methods=["GET", "POST"])
def new(draft_id: str, document_id: str, clause: str) -> ResponseReturnValue:
    """A new clause after a heading or a clause."""
    working, form = _working(draft_id), NewClauseForm()
    if form.sent():
        with form.objections():
            given = (document_id, clause, form.name.data)
            made = master_outline.add(session(), releases(), actor(), draft_id, *given)
            return done("Skriv teksten i det nye punktet.", "master_clauses.edit", draft_id=draft_id,
                        document_id=document_id, clause=made)  # fmt: skip
    return page("master_clauses/new.html", form=form, working=working, document_id=document_id, clause=clause)


@bp.post("/<any(opp,ned,bort):way>")
def act(draft_id: str, document_id: str, clause: str, way: str) -> ResponseReturnValue:
    """Move a clause one place, or take it out."""
    shown = {"draft_id": draft_id, "dokument": document_id}
    if way == "bort":
        master_outline.remove(session(), releases(), actor(), draft_id, document_id, clause)
        return done("Punktet er tatt ut. Det står i historikken.", "masters.show", **shown)
    after = master_outline.neighbour(_working(draft_id), document_id, clause, way)
    if after:
        master_outline.move(session(), releases(), actor(), draft_id, document_id, clause, after)
    said = "Punktet er flyttet." if after else "Punktet kan ikke flyttes lenger."
    return done(said, "master_clauses.edit", draft_id=draft_id, document_id=document_id, clause=clause)


def page_of(working: Working, document_id: str, clause: str) -> str:
    """The frame's page; a line of words when the sample does not have the clause."""
    sample = _sample() or master_samples.first_with(releases(), working, document_id, clause)
    styles = url_for("master_theme.styles", draft_id=working.draft.id) if master_theme.differ(working) else ""
    return master_samples.frame(releases(), working, document_id, clause, sample, styles)


def _working(draft_id: str) -> Working:
    return master_drafts.opened(session(), releases(), actor(), draft_id)


def _found(draft_id: str, document_id: str, clause: str) -> Opened:
    working = _working(draft_id)
    return master_texts.opened(session(), working, master_texts.path_of(working, document_id, clause))


def _shown(draft_id: str, document_id: str, clause: str) -> ResponseReturnValue:
    """The form; a table or another block outside the clauses has a page of its own."""
    found = master_blocks.opened(session(), _working(draft_id), document_id, clause)
    if not found.loose:
        return _page(found, document_id, tab=str(uuid.uuid4()))
    place: dict[str, Any] = {"draft_id": draft_id, "document_id": document_id, "clause": clause}
    if found.pieces[0].kind == "table":
        return redirect(url_for("master_tables.edit", **place, piece=0), 303)
    return redirect(url_for("master_blocks.edit", **place), 303)


def _sample() -> str:
    return request.values.get("eksempel", "")[:60]


def _heading_words(working: Working, document_id: str, clause: str) -> str:
    for leaf in master_tree.leaves(working, document_id, clause_form.wording(working)):
        if leaf.kind == "heading" and leaf.id == clause:
            return leaf.label
    abort(404)


def _refused(
    draft_id: str, document_id: str, clause: str, typed: ClauseInput, problems: dict[str, str],
    clash: Clash | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """What was typed stays, with why it was not saved."""
    if hx.is_htmx():
        said = str(clash) if clash else next(iter(problems.values()))
        body = render_template("master_clauses/_refused.html", said=said, clash=clash)
        return hx.reply(body, 409 if clash else 422)
    found = _found(draft_id, document_id, clause)
    return _page(found, document_id, typed=typed, problems=problems, clash=clash, tab=posted.tab())


def _page(
    found: Opened, document_id: str, *, tab: str, typed: ClauseInput | None = None,
    problems: dict[str, str] | None = None, clash: Clash | None = None,
) -> ResponseReturnValue:  # fmt: skip
    told = problems or {}
    leaves = master_tree.leaves(found.working, document_id, found.wording)
    fields = clause_form.fields(found, typed, told)
    errors = [(clause_form.place(name), message) for name, message in told.items()]
    return page(
        "master_clauses/edit.html", 409 if clash else 422 if told else 200, errors=errors, tab=tab, clash=clash,
        theirs=found.wording.shown(clash.theirs, row=True) if clash else "", fields=fields,
        pieces=clause_form.pieces(found, typed, told), rows=None if typed else clause_form.rows(found),
        base=clash.version if clash else found.version, comparisons=COMPARISONS, joints=JOINTS,
        labels=sorted(found.wording.vocabulary.labels.values()),
        heading=master_tree.heading_of(leaves, found.place.clause), leaves=leaves,
        close=master_tree.near(leaves, found.place.clause),
        branches=master_tree.branches(found.working), **_values(found, document_id),
    )  # fmt: skip


def _values(found: Opened, document_id: str) -> dict[str, Any]:
    """What stands beside the form."""
    working, clause = found.working, found.place.clause
    used = master_samples.uses_of(working, clause) if document_id == LIBRARY else (document_id,)
    sample = _sample() or master_samples.first_with(releases(), working, document_id, clause)
    return {
        "found": found, "working": working, "draft": working.draft, "document_id": document_id, "clause": clause,
        "samples": master_samples.samples(releases(), working.base), "sample": sample,
        "stands": master_samples.stands(releases(), working, document_id, clause, sample),
        "faults": master_tree.faults_of(working, used, clause), "used": found.wording.fields(found.clause.body),
        "uses": [master_samples.title_of(working.release, id) for id in used] if document_id == LIBRARY else [],
        "writer": master_drafts.may_edit(actor()) and working.draft.is_editable,
        "late": bool(found.clause.review_by) and found.clause.review_by < datetime.now(OSLO).date().isoformat(),
        "address": url_for("master_clauses.edit", draft_id=working.draft.id, document_id=document_id, clause=clause),
    }  # fmt: skip
