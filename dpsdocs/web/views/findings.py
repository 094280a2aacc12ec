"""Words on one finding: put it aside, confirm it, or override it with evidence; and take the words back."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from dpsdocs.services import asking, judgements

from ..context import actor, session, writing
from ..forms.findings import EvidenceForm, SayForm
from ..opened import opened
from ..pages import done, page
from ..releases import releases

findings = Blueprint("findings", __name__, url_prefix="/konkurranser/<uuid:competition_id>/kontroller/funn")
_DONE = {
    "aside": "Funnet er satt til side.",
    "confirmed": "Forslaget er bekreftet.",
    "override": "Fraviket er skrevet. Den som godkjenner konkurransen, må godkjenne det.",
}


@findings.route("/<mark>", methods=["GET", "POST"])
def say(competition_id: str, mark: str) -> ResponseReturnValue:
    """What one says of a finding, and why."""
    case = opened(competition_id)
    finding, form = judgements.found(case, mark), SayForm()
    kind = judgements.kind_of(finding)
    form.reason.render_kw = {**form.reason.render_kw, "optional": kind == "confirmed"}
    if form.sent():
        with form.objections():
            words, shown = form.reason.data or "", form.evidence.data or ""
            made = judgements.say(session(), releases(), actor(), competition_id, mark, words, shown)
            if kind == "override":
                return done(
                    _DONE[kind], "findings.evidence", competition_id=competition_id, judgement_id=made
                )
            return done(_DONE[str(kind)], "check.show", competition_id=competition_id)
    place = asking.place_of(case, finding)
    return page("findings/say.html", case=case, finding=finding, kind=kind, form=form, place=place)


@findings.route("/<uuid:judgement_id>/fil", methods=["GET", "POST"])
def evidence(competition_id: str, judgement_id: str) -> ResponseReturnValue:
    """A file that shows that the override is right; one may go on without."""
    form = EvidenceForm()
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            judgements.add_file(session(), actor(), competition_id, judgement_id, name, data)
            return done("Filen er lagt ved.", "check.show", competition_id=competition_id)
    return page("findings/evidence.html", case=opened(competition_id), judgement_id=judgement_id, form=form)


@findings.post("/<uuid:judgement_id>/tilbake")
def take_back(competition_id: str, judgement_id: str) -> ResponseReturnValue:
    """Let the finding count again."""
    judgements.take_back(session(), actor(), competition_id, judgement_id)
    return done("Funnet teller igjen.", "check.show", competition_id=competition_id)


@findings.get("/<uuid:judgement_id>/dokumentasjon")
def fetch(competition_id: str, judgement_id: str) -> Response:
    """The evidence itself, always to be saved and never shown as a page of ours."""
    name, kind, data = judgements.fetch(session(), actor(), competition_id, judgement_id)
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    judgements.note_fetch(writing(), actor(), judgement_id, name)
    return answer
