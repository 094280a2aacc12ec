"""Documents of a purchasing system: everybody fetches, DPS managers add and remove."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from dpsdocs.services import dps as systems
from dpsdocs.services import dps_documents as service

from ..context import actor, session, writing
from ..forms.dps_documents import DocumentForm
from ..pages import done, page

dps_documents = Blueprint("dps_documents", __name__, url_prefix="/innkjopsordninger/<uuid:dps_id>/dokumenter")


@dps_documents.get("")
def index(dps_id: str) -> ResponseReturnValue:
    """The documents; for DPS managers those that are removed too."""
    manager = actor().is_central("dps_manager")
    return page(
        "dps_documents/index.html",
        dps=systems.dps(session(), dps_id),
        documents=service.documents(session(), dps_id),
        removed=service.removed(session(), actor(), dps_id) if manager else (),
        manager=manager,
    )


@dps_documents.route("/ny", methods=["GET", "POST"])
def new(dps_id: str) -> ResponseReturnValue:
    """Add a document."""
    form = DocumentForm()
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            service.add(session(), actor(), dps_id, form.title.data or "", name, data)
            return done(f"«{form.title.data}» er lagt til.", "dps_documents.index", dps_id=dps_id)
    return page("dps_documents/new.html", dps=systems.dps(session(), dps_id), form=form)


@dps_documents.get("/<uuid:file_id>")
def fetch(dps_id: str, file_id: str) -> Response:
    """The file itself, always to be saved and never shown as a page of ours."""
    name, kind, data = service.fetch(session(), actor(), dps_id, file_id)
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    service.note_fetch(writing(), actor(), file_id, name)
    return answer


@dps_documents.post("/<uuid:file_id>/fjern")
def remove(dps_id: str, file_id: str) -> ResponseReturnValue:
    """Take a document off the page."""
    service.remove(session(), actor(), dps_id, file_id)
    return done("Dokumentet er fjernet.", "dps_documents.index", dps_id=dps_id)
