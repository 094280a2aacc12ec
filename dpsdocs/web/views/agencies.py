"""Agencies. For administrators."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dpsdocs.services import agencies as service

from ..context import actor, session
from ..forms.agencies import AgencyForm
from ..forms.base import whole
from ..pages import done, page

agencies = Blueprint("agencies", __name__, url_prefix="/virksomheter")


@agencies.get("")
def index() -> ResponseReturnValue:
    """All agencies."""
    return page("agencies/index.html", agencies=service.agencies(session()))


@agencies.route("/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add an agency."""
    form = AgencyForm(active=True)
    return _edit(form, None)


@agencies.route("/<uuid:agency_id>", methods=["GET", "POST"])
def edit(agency_id: str) -> ResponseReturnValue:
    """Change an agency."""
    agency = service.agency(session(), agency_id)
    return _edit(AgencyForm(obj=agency), agency)


def _edit(form: AgencyForm, agency: service.AgencyView | None) -> ResponseReturnValue:
    if form.sent():
        with form.objections():
            service.save_agency(
                session(), actor(), agency.id if agency else None, name=form.name.data, short=form.short.data,
                org_number=form.org_number.data, address=form.address.data, postal=form.postal.data,
                active=form.active.data, version=whole(form.version.data),
            )  # fmt: skip
            return done(f"{form.name.data} er lagret.", "agencies.index")
    return page("agencies/edit.html", form=form, agency=agency)
