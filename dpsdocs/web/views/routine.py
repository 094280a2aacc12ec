"""The routine: the page all read, and for UKE the writing of it, its versions and the way back to one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import routine as service
from dpsdocs.services.errors import Conflict

from .. import hx
from ..context import actor, session
from ..forms.base import whole
from ..forms.routine import RoutineForm
from ..pages import done, page
from ..releases import releases

routine = Blueprint("routine", __name__, url_prefix="/rutine")


@routine.get("")
def index() -> ResponseReturnValue:
    """How a competition is run, step by step."""
    version = service.current(session(), releases())
    return page("routine/index.html", version=version, guide=version.guide, writer=service.may_edit(actor()))


@routine.route("/endre", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Write; look at it before it is kept."""
    form = RoutineForm()
    now = service.current(session(), releases())
    if not form.is_submitted():
        form.text.data, form.version.data = now.text, str(now.number)
    if hx.is_htmx():
        return hx.reply(render_template("routine/_preview.html", writer=True, **_looks(form)))
    if form.sent() and request.form.get("go") != "preview":
        try:
            with form.objections():
                seen = whole(form.version.data)
                number = service.save(session(), releases(), actor(), form.text.data, form.note.data, seen)
                said = "Ingenting er endret." if number == seen else "Rutinen er lagret."
                return done(said, "routine.index")
        except Conflict:
            session().rollback()
            return _clash(form)
    return page("routine/edit.html", form=form, now=now, **_looks(form))


@routine.get("/versjoner")
def versions() -> ResponseReturnValue:
    """Every version: who, when and why."""
    return page("routine/versions.html", versions=service.versions(session(), releases(), actor()))


@routine.get("/versjoner/<int:version>")
def version(version: int) -> ResponseReturnValue:
    """The page as it was in one version."""
    old = service.version(session(), releases(), actor(), version)
    now = service.current(session(), releases())
    return page("routine/version.html", version=old, guide=old.guide, now=now)


@routine.post("/versjoner/<int:version>/bruk/<int:seen>")
def restore(version: int, seen: int) -> ResponseReturnValue:
    """Keep an old version anew as the newest."""
    number = service.restore(session(), releases(), actor(), version, seen)
    return done(f"Teksten er tilbake. Den er nå versjon {number}.", "routine.index")


def _looks(form: RoutineForm) -> dict[str, Any]:
    text = form.text.data or ""
    return {"guide": service.preview(text), "faults": service.faults(text)}


def _clash(form: RoutineForm) -> ResponseReturnValue:
    """Somebody else has saved: what was typed stays, and can be saved on top once it is compared."""
    now = service.current(session(), releases())
    form.version.data = str(now.number)
    return page("routine/edit.html", 409, form=form, now=now, clash=True, **_looks(form))
