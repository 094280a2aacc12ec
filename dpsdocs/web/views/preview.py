"""The documents on screen, each in a frame of its own, and single drafts to download."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.services import asking, packages, previews
from dpsdocs.web.context import config
from dpsdocs.web.opened import opened

bp = Blueprint("preview", __name__, url_prefix="/konkurranser/<uuid:competition_id>/dokumenter")
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; frame-ancestors 'self'"
)


@bp.get("")
def index(competition_id: str) -> ResponseReturnValue:
    """The first document that has answers to look at; the index of files comes before it."""
    documents = [spec for spec, _ in previews.documents(opened(competition_id))]
    first = next((spec for spec in documents if spec.number), documents[0])
    return redirect(url_for("preview.show", competition_id=competition_id, document_id=first.id), 303)


@bp.get("/<document_id>")
def show(competition_id: str, document_id: str) -> str:
    """One document with its contents and what stands open."""
    case = opened(competition_id)
    documents = previews.documents(case)
    current = next(((spec, title) for spec, title in documents if spec.id == document_id), None)
    if current is None:
        abort(404)
    found = [(f, asking.place_of(case, f)) for f in case.checked.stops]
    return render_template(
        "preview/show.html", case=case, documents=documents, spec=current[0], title=current[1],
        document=case.checked.documents.get(document_id), found=found,
        price_lines=case.competition.rows["price_lines"], added=previews.added(case),
    )  # fmt: skip


@bp.get("/<document_id>/ramme")
def frame(competition_id: str, document_id: str) -> Response:
    """The document itself; its links lead to the pages where the answers are given."""
    case = opened(competition_id)
    urls = {
        question.key: url_for("sections.edit", competition_id=competition_id, section_id=question.section)
        + f"#{question.key}"
        for question in case.competition.asked
    }
    page = make_response(previews.frame(case, document_id, urls if case.is_editable else {}))
    page.headers["Content-Security-Policy"] = _POLICY
    return page


@bp.get("/<document_id>/utkast.<extension>")
def draft(competition_id: str, document_id: str, extension: str) -> Response:
    """The document as a watermarked draft."""
    made = previews.draft(opened(competition_id), document_id, extension, config().instance / "cache")
    page = Response(made.data, mimetype=packages.TYPES[extension])
    page.headers.set("Content-Disposition", "attachment", filename=made.name)
    return page
