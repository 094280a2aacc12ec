"""Ask UKE for help with a competition; the thread of questions and answers; all threads for UKE."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import assistance as service
from dpsdocs.services import assistance_lists
from dpsdocs.services.errors import Conflict

from ..context import actor, session
from ..forms.assistance import MessageForm
from ..pages import done, page
from ..releases import releases

assistance = Blueprint("assistance", __name__)
_CASE = "/konkurranser/<uuid:competition_id>/hjelp"


@assistance.get("/sporsmal")
def index() -> ResponseReturnValue:
    """Every request, what waits for UKE first."""
    wanted = request.args.get("side", 1, type=int)
    return page("assistance/index.html", listing=assistance_lists.listing(session(), actor(), wanted))


@assistance.get(_CASE)
def show(competition_id: str) -> ResponseReturnValue:
    """The thread, and the form for the next message."""
    return _page(competition_id, MessageForm())


@assistance.post(_CASE)
def send(competition_id: str) -> ResponseReturnValue:
    """Ask, or answer in the request the form was made for."""
    form, status = MessageForm(), 200
    if form.sent():
        try:
            with form.objections():
                _send(competition_id, form)
                return done("Meldingen er sendt.", "assistance.show", competition_id=competition_id)
        except Conflict as error:
            session().rollback()
            form.object({"text": str(error)})
            form.form_token.data = ""
            status = 409
    return _page(competition_id, form, status)


@assistance.post(f"{_CASE}/lukk")
def close(competition_id: str) -> ResponseReturnValue:
    """Close a request. The thread can still be read."""
    service.close(session(), actor(), competition_id, request.form.get("request_id", ""))
    return done("Forespørselen er lukket.", "assistance.show", competition_id=competition_id)


def _send(competition_id: str, form: MessageForm) -> None:
    text, about = form.text.data or "", {"place": form.place.data or "", "token": form.token()}
    if form.request_id.data:
        service.answer(session(), actor(), competition_id, form.request_id.data, text, **about)
    else:
        service.ask(session(), actor(), competition_id, text, **about)


def _page(competition_id: str, form: MessageForm, status: int = 200) -> ResponseReturnValue:
    thread = service.thread(session(), releases(), actor(), competition_id)
    came_from = request.args.get("fra", "")
    form.fit(thread, came_from)
    if about := " ".join(request.args.get("punkt", "")[:200].split()):
        form.text.data = form.text.data or f"Det gjelder {about}.\n\n"
    place = thread.place(form.place.data or came_from)
    return page("assistance/show.html", status, thread=thread, form=form, place=place)
