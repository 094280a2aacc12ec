"""Signing in and out, passwords, invitations."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import accounts as service
from dpsdocs.services.errors import NotFound

from .. import context
from ..access import local_path
from ..context import actor, session
from ..forms.accounts import ChangePassword, Invitation, SignIn
from ..pages import done, page

accounts = Blueprint("accounts", __name__)


@accounts.route("/logg-inn", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, then on to where one was going."""
    onward = local_path(request.args.get("next", "/"))
    if context.visitor() and request.method == "GET":
        return redirect(onward, 303)
    form = SignIn()
    if form.sent():
        try:
            browser = request.user_agent.string[:200]
            person, token = service.sign_in(
                session(), form.email.data, form.password.data or "", browser, request.remote_addr
            )
        except service.SignInRefused as refusal:
            form.object({"email": str(refusal)})
        else:
            context.begin(person, token)
            return redirect(onward, 303)
    return page("accounts/sign_in.html", form=form, onward=onward)


@accounts.post("/logg-ut")
def sign_out() -> ResponseReturnValue:
    """End this session, here and on the server."""
    if context.visitor():
        service.sign_out(session(), context.token())
    context.end()
    return done("Du er logget ut.", "accounts.sign_in")


@accounts.route("/passord", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change one's own password."""
    form = ChangePassword()
    if form.sent():
        with form.objections():
            service.change_password(
                session(), actor(), form.old.data or "", form.new.data or "", context.token()
            )
            return done(
                "Passordet er endret. Andre nettlesere der du var logget inn, er logget ut.", "front.index"
            )
    return page("accounts/password.html", form=form)


@accounts.route("/invitasjon/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Choose a password with a one-time link."""
    person = service.invited_person(session(), token)
    if person is None:
        raise NotFound("Lenken er brukt eller for gammel. Be systemadministratoren om en ny.")
    form = Invitation()
    if form.sent():
        with form.objections():
            service.accept_invite(session(), token, form.password.data or "")
            return done("Passordet er lagret. Nå kan du logge inn.", "accounts.sign_in")
    return page("accounts/invitation.html", form=form, person=person)
