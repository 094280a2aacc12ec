"""Persons, their roles and invitations. For administrators."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from dpsdocs.services import accounts, agencies
from dpsdocs.services import people as service

from ..context import actor, session
from ..forms.people import PersonForm
from ..pages import done, page

people = Blueprint("people", __name__, url_prefix="/personer")
LINK = "invitation"


@people.get("")
def index() -> ResponseReturnValue:
    """Everybody."""
    names = {agency.id: agency.short or agency.name for agency in agencies.agencies(session())}
    return page("people/index.html", people=service.people(session(), actor()), agencies=names)


@people.route("/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add a person."""
    form = PersonForm()
    form.offer(agencies.agencies(session()))
    if form.sent():
        with form.objections():
            added = service.add_person(
                session(), actor(), form.name.data, form.email.data, form.is_admin.data, form.chosen()
            )
            return _invite(added.id)
    return page("people/edit.html", form=form, person=None)


@people.route("/<uuid:person_id>", methods=["GET", "POST"])
def edit(person_id: str) -> ResponseReturnValue:
    """Change a person's name, address and roles."""
    person = service.person(session(), actor(), person_id)
    form = PersonForm()
    form.offer(agencies.agencies(session()), person)
    if form.sent():
        with form.objections():
            service.update_person(
                session(), actor(), person_id, form.name.data, form.email.data, form.is_admin.data, form.chosen(),
                form.active.data,
            )  # fmt: skip
            return done(f"{form.name.data} er lagret.", "people.index")
    return page("people/edit.html", form=form, person=person)


@people.route("/<uuid:person_id>/invitasjon", methods=["GET", "POST"])
def invite(person_id: str) -> ResponseReturnValue:
    """Make a one-time link, and show it once."""
    if request.method == "POST":
        return _invite(person_id)
    token = cookie.pop(LINK, "")
    person = service.person(session(), actor(), person_id)
    link = url_for("accounts.invitation", token=token, _external=True) if token else ""
    return page("people/invite.html", person=person, link=link)


def _invite(person_id: str) -> ResponseReturnValue:
    cookie[LINK] = accounts.new_invite(session(), actor(), person_id)
    return redirect(url_for("people.invite", person_id=person_id), 303)
