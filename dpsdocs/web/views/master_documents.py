"""The documents of a draft: their heads and order, new ones, those taken out, and their headings."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.masters.wording import Wording
from dpsdocs.services import master_documents, master_drafts, master_headings
from dpsdocs.services.master_drafts import Working

from ..context import actor, session
from ..forms.master_documents import HeadForm, NewDocumentForm, NewHeadingForm
from ..pages import done, page
from ..releases import releases

bp = Blueprint("master_documents", __name__, url_prefix="/maler/<uuid:draft_id>/dokumenter")


@bp.get("")
def index(draft_id: str) -> ResponseReturnValue:
    """Every document with its place in the package."""
    working = _working(draft_id)
    return page(
        "master_documents/index.html", working=working, draft=working.draft, heads=master_documents.heads(working),
        packages=master_documents.PACKAGES, kinds=master_documents.KINDS, annexes=working.release.annexes,
        told=working.overlay.list_faults, writer=_writes(working),
    )  # fmt: skip


@bp.route("/nytt", methods=["GET", "POST"])
def new(draft_id: str) -> ResponseReturnValue:
    """A new document, last in its part of the package."""
    working, form = _working(draft_id), NewDocumentForm()
    if not form.is_submitted():
        form.kind.data, form.package.data = "text", "bidders"
    if form.sent():
        with form.objections():
            given = (form.title.data, form.package.data, form.kind.data)
            made = master_documents.add(session(), releases(), actor(), draft_id, *given)
            said = "Dokumentet er lagt til. Se over opplysningene om det."
            return done(said, "master_documents.head", draft_id=draft_id, document_id=made)
    return page("master_documents/new.html", form=form, working=working, draft=working.draft)


@bp.route("/<document_id>", methods=["GET", "POST"])
def head(draft_id: str, document_id: str) -> ResponseReturnValue:
    """The head of a document."""
    working = _working(draft_id)
    found = master_documents.head(working, document_id)
    form = HeadForm() if request.method == "POST" else HeadForm(obj=master_documents.shown(working, found))
    if form.sent():
        with form.objections():
            master_documents.save(session(), releases(), actor(), draft_id, document_id, form.read())
            return done("Dokumentet er lagret.", "master_documents.index", draft_id=draft_id)
    return page(
        "master_documents/head.html", form=form, working=working, draft=working.draft, found=found,
        writer=_writes(working), labels=sorted(_labels(working)),
    )  # fmt: skip


@bp.post("/<document_id>/<any(opp,ned,bort):way>")
def act(draft_id: str, document_id: str, way: str) -> ResponseReturnValue:
    """Move a document one place in the package, or take it out."""
    if way == "bort":
        master_documents.retire(session(), releases(), actor(), draft_id, document_id)
        said = "Dokumentet er tatt ut av settet. Malversjoner som er gitt ut, beholder det."
        return done(said, "master_documents.index", draft_id=draft_id)
    moved = master_documents.move(session(), releases(), actor(), draft_id, document_id, way)
    said = (
        "Dokumentet er flyttet og har fått et annet nummer."
        if moved
        else "Dokumentet kan ikke flyttes lenger."
    )
    return done(said, "master_documents.index", draft_id=draft_id)


@bp.route("/<document_id>/overskrifter/ny", methods=["GET", "POST"])
def new_heading(draft_id: str, document_id: str) -> ResponseReturnValue:
    """A new heading after a heading or a clause, or last in the document."""
    working, form = _working(draft_id), NewHeadingForm()
    found = master_documents.head(working, document_id)
    after = request.args.get("etter", "")[:80]
    if not form.is_submitted():
        form.level.data = "1"
    if form.sent():
        with form.objections():
            given = (document_id, after, form.heading.data, form.level.data)
            made = master_headings.add(session(), releases(), actor(), draft_id, *given)
            said = "Overskriften er lagt til. Legg til punkter under den."
            return done(said, "masters.show", draft_id=draft_id, dokument=document_id, _anchor=made)
    return page(
        "master_documents/heading.html",
        form=form,
        working=working,
        draft=working.draft,
        found=found,
        after=after,
    )


@bp.post("/<document_id>/overskrifter/<clause>/<any(opp,ned,bort):way>")
def act_heading(draft_id: str, document_id: str, clause: str, way: str) -> ResponseReturnValue:
    """Move a heading with all below it, or take it out."""
    back = {"draft_id": draft_id, "dokument": document_id}
    given = (session(), releases(), actor(), draft_id, document_id, clause)
    if way == "bort":
        master_headings.remove(*given)
        return done("Overskriften er tatt ut. Punktene under står igjen.", "masters.show", **back)
    moved = master_headings.move(*given, way)
    said = "Delen er flyttet." if moved else "Delen kan ikke flyttes lenger."
    return done(said, "masters.show", **back)


def _labels(working: Working) -> tuple[str, ...]:

    return tuple(Wording(working.release).vocabulary.labels.values())


def _working(draft_id: str) -> Working:
    return master_drafts.opened(session(), releases(), actor(), draft_id)


def _writes(working: Working) -> bool:
    return master_drafts.may_edit(actor()) and working.draft.is_editable
