"""UKE's own files for the annexes: everybody signed in reads, UKE puts in, replaces and takes away."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import annexes as service

from ..context import actor, session, writing
from ..forms.annexes import AnnexForm
from ..pages import done, page
from ..releases import releases

annexes = Blueprint("annexes", __name__, url_prefix="/bilag")


@annexes.get("")
def index() -> ResponseReturnValue:
    """Every annex with the file that is there, or that it is missing."""
    slots = service.slots(session(), releases(), actor())
    return page("annexes/index.html", slots=slots, writer=service.may_edit(actor()))


@annexes.route("/<annex>/fil", methods=["GET", "POST"])
def put(annex: str) -> ResponseReturnValue:
    """Put a file in, in place of the one that is there."""
    slot, form = service.slot(session(), releases(), actor(), annex, _set()), AnnexForm()
    if not form.is_submitted():
        form.seen.data = slot.file.id if slot.file else ""
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            service.put(
                session(),
                releases(),
                actor(),
                annex,
                form.note.data or "",
                name,
                data,
                seen=form.seen.data or "",
                set_id=slot.set_id,
            )
            return done(f"Filen for «{slot.spec.title}» er lagt inn.", "annexes.index")
    return page("annexes/put.html", slot=slot, form=form)


@annexes.post("/<annex>/fjern")
def remove(annex: str) -> ResponseReturnValue:
    """Take the file away; it stays among the earlier ones."""
    service.remove(session(), releases(), actor(), annex, request.form.get("file_id", ""), _set())
    return done("Filen er fjernet.", "annexes.index")


def _set() -> str | None:
    """The set an address is about; the first one when it names none."""
    return request.args.get("sett", "")[:60] or None


@annexes.get("/filer/<uuid:file_id>")
def fetch(file_id: str) -> Response:
    """The file itself, always to be saved and never shown as a page of ours."""
    name, kind, data = service.fetch(session(), actor(), file_id)
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    service.note_fetch(writing(), actor(), file_id, name)
    return answer
