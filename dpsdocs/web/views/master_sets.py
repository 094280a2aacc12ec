"""Master sets out and in: a release or a draft as a ZIP, and a ZIP that becomes a draft after it is shown."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import master_exchange, master_new_set

from ..context import actor, session, writing
from ..forms.master_sets import NewSetForm, SetFileForm
from ..pages import done, page
from ..releases import releases

bp = Blueprint("master_sets", __name__, url_prefix="/maler")


@bp.get("/versjoner/<uuid:release_id>/sett.zip")
def release(release_id: str) -> Response:
    """The files of a release."""
    name, data = master_exchange.export(session(), releases(), actor(), str(release_id))
    return _zip(str(release_id), name, data)


@bp.get("/<uuid:draft_id>/sett.zip")
def draft(draft_id: str) -> Response:
    """The files of a draft."""
    name, data = master_exchange.export_draft(session(), releases(), actor(), str(draft_id))
    return _zip(str(draft_id), name, data)


@bp.route("/nytt-sett", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A new set: from the simple one, or as a copy."""
    form = NewSetForm()
    form.offer(releases().titles(session()))
    if not form.is_submitted():
        form.copy_of.data = ""
    if form.sent():
        with form.objections():
            given = (form.title.data, form.copy_of.data)
            draft_id = master_new_set.begin(session(), releases(), actor(), *given)
            return done("Settet er begynt som utkast.", "masters.show", draft_id=draft_id)
    return page("master_sets/new.html", form=form)


@bp.route("/ta-inn", methods=["GET", "POST"])
def upload() -> ResponseReturnValue:
    """Choose a ZIP; what it would change is shown before anything is taken in."""
    form, told = SetFileForm(), tuple[str, ...]()
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            try:
                found = master_exchange.look(session(), releases(), actor(), name, data)
            except master_exchange.Faulty as error:
                told = error.told
                raise
            return done("", "master_sets.incoming", sha256=found.sha256)
    return page("master_sets/upload.html", form=form, told=told)


@bp.route("/ta-inn/<sha256>", methods=["GET", "POST"])
def incoming(sha256: str) -> ResponseReturnValue:
    """What a ZIP would change, clause by clause; the button makes it a draft."""
    if request.method == "POST":
        draft_id = master_exchange.take_in(session(), releases(), actor(), sha256)
        said = "Settet er tatt inn som utkast. Ingenting gjelder før en annen har godkjent det."
        return done(said, "masters.show", draft_id=draft_id)
    found = master_exchange.again(session(), releases(), actor(), sha256)
    return page("master_sets/incoming.html", found=found)


def _zip(object_id: str, name: str, data: bytes) -> Response:
    answer = Response(data, mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    master_exchange.note_export(writing(), actor(), object_id, name)
    return answer
