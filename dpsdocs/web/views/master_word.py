"""Word files of a draft of the masters: one is uploaded, gone through piece by piece, and taken in."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import master_drafts, master_word, master_word_marks, master_word_take
from dpsdocs.services.errors import Invalid
from dpsdocs.services.file_check import media_type
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_samples import title_of
from dpsdocs.services.master_word import WordImport

from .. import word_form
from ..clause_form import wording
from ..context import actor, session
from ..forms.base import whole
from ..forms.master_word import WordForm
from ..pages import done, page
from ..releases import releases

bp = Blueprint("master_word", __name__, url_prefix="/maler/<uuid:draft_id>/word")


@bp.route("/<document_id>", methods=["GET", "POST"])
def new(draft_id: str, document_id: str) -> ResponseReturnValue:
    """Upload a Word file for a document."""
    working, form = _working(draft_id), WordForm()
    if document_id not in working.release.masters:
        abort(404)
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            given = (draft_id, document_id, form.mode.data or "", name, data)
            made = master_word.upload(session(), releases(), actor(), *given)
            return done("", "master_word.show", draft_id=draft_id, word_id=made)
    waiting = [one for one in master_word.waiting(session(), working) if one.document == document_id]
    title = title_of(working.release, document_id)
    return page(
        "master_word/new.html", form=form, working=working, draft=working.draft, waiting=waiting,
        document_id=document_id, document=title,
    )  # fmt: skip


@bp.get("/<document_id>/fil")
def fetch(draft_id: str, document_id: str) -> Response:
    """The document as a Word file to be edited."""
    name, data = master_word.download(_working(draft_id), document_id)
    answer = Response(data, mimetype=media_type(name))
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.get("/filer/<uuid:word_id>")
def show(draft_id: str, word_id: str) -> ResponseReturnValue:
    """The pieces of a file, some on each page."""
    working = _working(draft_id)
    return _page(working, master_word.opened(session(), working, word_id), [])


@bp.post("/filer/<uuid:word_id>")
def save(draft_id: str, word_id: str) -> ResponseReturnValue:
    """Keep what was chosen on a page, and go on; or take the file in."""
    working = _working(draft_id)
    found = master_word.opened(session(), working, word_id)
    given = word_form.given(request.form, range(len(found.offer.items)))
    seen = whole(request.form.get("seen"))
    found = master_word.save(session(), releases(), actor(), draft_id, word_id, seen, given)
    if request.form.get("deed") != "take":
        onward = min(whole(request.form.get("next")) or 1, word_form.pages(found))
        return done("Valgene er lagret.", "master_word.show", draft_id=draft_id, word_id=word_id, side=onward)
    try:
        count = master_word_take.take_in(session(), releases(), actor(), draft_id, word_id)
    except Invalid as error:
        session().rollback()
        return _page(_working(draft_id), found, list(error.problems.values()))
    said = f"{count} {'del' if count == 1 else 'deler'} av filen er tatt inn i utkastet."
    return done(said, "masters.show", draft_id=draft_id, dokument=found.document)


@bp.post("/filer/<uuid:word_id>/forkast")
def drop(draft_id: str, word_id: str) -> ResponseReturnValue:
    """Leave the file out."""
    master_word.drop(session(), actor(), draft_id, word_id)
    return done("Filen er forkastet. Utkastet er uendret.", "masters.show", draft_id=draft_id)


def _working(draft_id: str) -> Working:
    return master_drafts.opened(session(), releases(), actor(), draft_id)


def _page(working: Working, found: WordImport, refused: list[str]) -> ResponseReturnValue:
    last = word_form.pages(found)
    number = min(max(whole(request.args.get("side") or request.form.get("side")), 1), last)
    words = wording(working)
    values: dict[str, Any] = {
        "working": working, "draft": working.draft, "found": found, "entries": word_form.entries(found, number),
        "number": number, "last": last, "hows": word_form.HOWS, "page_of": word_form.page_of,
        "labels": sorted(words.vocabulary.labels.values()), "lines": partial(master_word_marks.lines, words),
        "going": master_word_marks.going(words, working, found),
    }  # fmt: skip
    return page("master_word/show.html", errors=[("punkter", words) for words in refused], **values)
