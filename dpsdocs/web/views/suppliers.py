"""Suppliers admitted to a purchasing system: on a day, one by one, and from a file in two steps."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.domain.answers import AnswerError, date_value
from dpsdocs.domain.formats import OSLO
from dpsdocs.services import dps as systems
from dpsdocs.services import suppliers as service
from dpsdocs.services.errors import NotFound

from ..context import actor, session
from ..forms.dps import lines
from ..forms.suppliers import AdmissionForm, ApplyForm, UploadForm
from ..pages import done, page

suppliers = Blueprint("suppliers", __name__, url_prefix="/innkjopsordninger/<uuid:dps_id>/leverandorer")


@suppliers.get("")
def index(dps_id: str) -> ResponseReturnValue:
    """Who is admitted on a day; today when nothing else is asked."""
    typed, problem, day = request.args.get("dato", ""), "", datetime.now(OSLO).date()
    try:
        day = date_value(typed) if typed else day
    except AnswerError as error:
        problem = str(error)
    return page(
        "suppliers/index.html",
        dps=systems.dps(session(), dps_id),
        admitted=service.admitted(session(), dps_id, day),
        former=_former(dps_id, day),
        day=day,
        typed=typed,
        problem=problem,
        manager=actor().is_central("dps_manager"),
    )


@suppliers.route("/ny", methods=["GET", "POST"])
def new(dps_id: str) -> ResponseReturnValue:
    """Admit a supplier."""
    return _edit(dps_id, AdmissionForm(), None)


@suppliers.route("/<uuid:admission_id>", methods=["GET", "POST"])
def edit(dps_id: str, admission_id: str) -> ResponseReturnValue:
    """Change an admission, or end it."""
    found = next((a for a in service.admissions(session(), dps_id) if a.id == admission_id), None)
    if found is None:
        raise NotFound
    return _edit(dps_id, AdmissionForm(), found)


@suppliers.route("/fil", methods=["GET", "POST"])
def upload(dps_id: str) -> ResponseReturnValue:
    """Read a list from a file and show what it would change; nothing is changed yet."""
    form = UploadForm()
    system = systems.dps(session(), dps_id)
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            plan = service.plan_import(session(), dps_id, name, data)
            return page("suppliers/plan.html", dps=system, plan=plan, form=ApplyForm(token=plan.token))
    return page("suppliers/upload.html", dps=system, form=form)


@suppliers.post("/fil/utfor")
def plan(dps_id: str) -> ResponseReturnValue:
    """Do what the plan said."""
    form = ApplyForm()
    applied = service.apply_import(session(), actor(), dps_id, form.token.data or "")
    return done(f"Leverandørlisten er oppdatert: {applied} endringer.", "suppliers.index", dps_id=dps_id)


def _former(dps_id: str, day: date) -> list[service.Admitted]:
    everybody = service.admissions(session(), dps_id)
    return [a for a in everybody if not _covers(a, day)]


def _covers(admitted: service.Admitted, day: date) -> bool:
    supplier = admitted.supplier
    return supplier.admitted_from <= day and (
        supplier.admitted_until is None or day <= supplier.admitted_until
    )


def _edit(dps_id: str, form: AdmissionForm, found: service.Admitted | None) -> ResponseReturnValue:
    if found and not form.is_submitted():
        form.fill(found)
    if form.sent():
        with form.objections():
            service.save_admission(
                session(), actor(), dps_id, found.id if found else None, org_number=form.org_number.data,
                name=form.name.data, admitted_from=form.admitted_from.data,
                admitted_until=form.admitted_until.data, categories=lines(form.categories.data),
            )  # fmt: skip
            return done(f"{form.name.data} er lagret.", "suppliers.index", dps_id=dps_id)
    return page("suppliers/edit.html", form=form, dps=systems.dps(session(), dps_id), found=found)
