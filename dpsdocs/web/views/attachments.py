"""Attachments of a competition: the list, a new one, its title and who gets it, and the files themselves."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.services import asking, attachment_page
from dpsdocs.services import attachments as service

from ..context import actor, session, writing
from ..forms.attachments import AttachmentForm, NewAttachmentForm
from ..opened import opened_answers
from ..pages import done, page

attachments = Blueprint("attachments", __name__, url_prefix="/konkurranser/<uuid:competition_id>/vedlegg")


@attachments.get("")
def index(competition_id: str) -> ResponseReturnValue:
    """The list; just after one was taken away with a way to put it back."""
    case, gone = opened_answers(competition_id), request.args.get("angre", "")
    return page(
        "attachments/index.html",
        case=case,
        attachments=service.attachments(session(), actor(), competition_id),
        annexes=attachment_page.annexes(case),
        is_open=attachment_page.is_open(case),
        choice_page=asking.page_of(case, "extras"),
        gone=gone,
        undo=service.removed(session(), actor(), competition_id, gone) if gone else None,
        together=service.TOGETHER,
    )


@attachments.route("/ny", methods=["GET", "POST"])
def new(competition_id: str) -> ResponseReturnValue:
    """Add a file."""
    form = NewAttachmentForm()
    new_id = form.identity()
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            service.add(
                session(),
                actor(),
                competition_id,
                form.title.data or "",
                form.secret(),
                name,
                data,
                new_id=new_id,
            )
            return done(
                f"«{form.title.data}» er lagt til.", "attachments.index", competition_id=competition_id
            )
    return page("attachments/new.html", case=opened_answers(competition_id), form=form)


@attachments.route("/<uuid:attachment_id>/endre", methods=["GET", "POST"])
def edit(competition_id: str, attachment_id: str) -> ResponseReturnValue:
    """Another title, or open instead of confidential."""
    form = AttachmentForm()
    if form.sent():
        with form.objections():
            service.change(
                session(), actor(), competition_id, attachment_id, form.title.data or "", form.secret()
            )
            return done(f"«{form.title.data}» er lagret.", "attachments.index", competition_id=competition_id)
    view = service.attachment(session(), actor(), competition_id, attachment_id)
    if not form.is_submitted():
        form.fill(view)
    return page("attachments/edit.html", case=opened_answers(competition_id), form=form, attachment=view)


@attachments.get("/<uuid:attachment_id>")
def fetch(competition_id: str, attachment_id: str) -> Response:
    """The file itself, always to be saved and never shown as a page of ours."""
    name, kind, data = service.fetch(session(), actor(), competition_id, attachment_id)
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    service.note_fetch(writing(), actor(), attachment_id, name)
    return answer


@attachments.post("/<uuid:attachment_id>/gjor")
def act(competition_id: str, attachment_id: str) -> ResponseReturnValue:
    """Move an attachment, take it away, or put it back."""
    place, do = (session(), actor(), competition_id, attachment_id), request.form.get("do", "")
    if do in ("up", "down"):
        service.move(*place, -1 if do == "up" else 1)
    elif do == "remove":
        service.remove(*place)
        return redirect(url_for("attachments.index", competition_id=competition_id, angre=attachment_id), 303)
    elif do == "restore":
        service.restore(*place)
        return done("Vedlegget er lagt tilbake.", "attachments.index", competition_id=competition_id)
    anchor = f"vedlegg-{attachment_id}"
    return redirect(url_for("attachments.index", competition_id=competition_id, _anchor=anchor), 303)
