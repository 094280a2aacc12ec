"""Dynamic purchasing systems. Everybody reads; DPS managers write and confirm."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dpsdocs.domain.formats import OSLO
from dpsdocs.services import dps as service
from dpsdocs.services import dps_documents, suppliers

from ..context import actor, session
from ..forms.base import whole
from ..forms.dps import DpsForm
from ..pages import done, page
from ..releases import releases

dps = Blueprint("dps", __name__, url_prefix="/innkjopsordninger")


@dps.get("")
def index() -> ResponseReturnValue:
    """All purchasing systems."""
    return page("dps/index.html", systems=service.all_dps(session()), manager=_manager())


@dps.get("/<uuid:dps_id>")
def show(dps_id: str) -> ResponseReturnValue:
    """One system: validity, regime, criteria, and what UKE has confirmed."""
    return page(
        "dps/show.html",
        dps=service.dps(session(), dps_id),
        admitted=suppliers.admitted(session(), dps_id, datetime.now(OSLO).date()),
        documents=dps_documents.documents(session(), dps_id),
        manager=_manager(),
    )


@dps.route("/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Record a system."""
    return _edit(DpsForm(), None)


@dps.route("/<uuid:dps_id>/endre", methods=["GET", "POST"])
def edit(dps_id: str) -> ResponseReturnValue:
    """Change the record of a system."""
    return _edit(DpsForm(), service.dps(session(), dps_id))


@dps.post("/<uuid:dps_id>/bekreft/<any(validity,regime,criteria):group>/<int:version>")
def confirm(dps_id: str, group: str, version: int) -> ResponseReturnValue:
    """Say for UKE that a group of fields is right, as it stood in this version."""
    service.confirm(session(), actor(), dps_id, group, version)
    return done("Bekreftelsen er lagret.", "dps.show", dps_id=dps_id)


@dps.post("/<uuid:dps_id>/trekk/<any(validity,regime,criteria):group>/<int:version>")
def unconfirm(dps_id: str, group: str, version: int) -> ResponseReturnValue:
    """Take a confirmation back."""
    service.unconfirm(session(), actor(), dps_id, group, version)
    return done("Bekreftelsen er trukket tilbake.", "dps.show", dps_id=dps_id)


def _manager() -> bool:
    return actor().is_central("dps_manager")


def _edit(form: DpsForm, view: service.DpsView | None) -> ResponseReturnValue:
    form.offer(releases().titles(session()))
    if view and not form.is_submitted():
        form.fill(view)
    if form.sent():
        with form.objections():
            saved = service.save_dps(
                session(), actor(), view.id if view else None, form.read(), whole(form.version.data)
            )
            return done(f"{form.title.data} er lagret.", "dps.show", dps_id=saved.id)
    return page("dps/edit.html", form=form, dps=view)
