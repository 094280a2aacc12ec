"""The documents on screen, each in a frame of its own, and single drafts to download."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.services import asking, packages, previews, reasons, set_looks
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import NotFound
from dpsdocs.services.reasons import Reason
from dpsdocs.web import hx
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
    """One document with its contents, what stands open, and why the point that is chosen stands there."""
    case = opened(competition_id)
    documents = previews.documents(case)
    current = next(((spec, title) for spec, title in documents if spec.id == document_id), None)
    if current is None:
        abort(404)
    reason = _reason(case, document_id)
    chosen = {
        "case": case,
        "s": case.summary,
        "spec": current[0],
        "reason": reason,
        "gone": not reason and _point(),
    }
    if hx.is_htmx():
        return render_template("preview/_why.html", **chosen)
    found = [(f, asking.place_of(case, f)) for f in case.checked.stops]
    return render_template(
        "preview/show.html", **chosen, documents=documents, title=current[1],
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
    why = url_for("preview.show", competition_id=competition_id, document_id=document_id)
    page = make_response(
        previews.frame(
            case, document_id, urls if case.is_editable else {}, why=why, chosen=_point(),
            sheet=url_for("preview.styles", competition_id=competition_id),
            logo=url_for("preview.logo", competition_id=competition_id),
        )
    )  # fmt: skip
    page.headers["Content-Security-Policy"] = _POLICY
    return page


@bp.get("/utseende/ramme.css")
def styles(competition_id: str) -> Response:
    """The colours and sizes of the set, for its documents on the screen."""
    return Response(set_looks.sheet(previews.looks_of(opened(competition_id))), mimetype="text/css")


@bp.get("/utseende/skrift/<face>.ttf")
def font(competition_id: str, face: str) -> Response:
    """A face of the set's own font."""
    return Response(set_looks.face(previews.looks_of(opened(competition_id)), face), mimetype="font/ttf")


@bp.get("/utseende/logo.png")
def logo(competition_id: str) -> Response:
    """The logo of the set."""
    return Response(set_looks.logo(previews.looks_of(opened(competition_id))), mimetype="image/png")


def _point() -> str:
    """The point that is chosen, by its id."""
    return request.args.get("punkt", "")[:80]


def _reason(case: Opened, document_id: str) -> Reason | None:
    try:
        return reasons.reason(case, document_id, _point()) if _point() else None
    except NotFound:
        return None  # it stood there before an answer was changed


@bp.get("/<document_id>/utkast.<extension>")
def draft(competition_id: str, document_id: str, extension: str) -> Response:
    """The document as a watermarked draft."""
    made = previews.draft(opened(competition_id), document_id, extension, config().instance / "cache")
    page = Response(made.data, mimetype=packages.TYPES[extension])
    page.headers.set("Content-Disposition", "attachment", filename=made.name)
    return page
