"""The lists of a draft of the masters: questions with the page they make, requirements, prices and words."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain.formats import OSLO
from dpsdocs.masters.condition_rows import COMPARISONS, JOINTS
from dpsdocs.masters.record_kinds import ANSWERS, KINDS, RecordKind
from dpsdocs.services import (
    master_drafts,
    master_lists,
    master_question_preview,
    master_record_changes,
    master_record_outline,
    master_records,
    master_samples,
)
from dpsdocs.services.errors import Invalid
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_records import OpenedRecord, RecordInput
from dpsdocs.services.master_texts import Clash

from .. import hx, posted, record_form
from ..context import actor, session
from ..pages import done, page
from ..releases import releases
from .master_clauses import POLICY

bp = Blueprint("master_records", __name__, url_prefix="/maler/<uuid:draft_id>/lister/<kind_id>")


@bp.get("")
def index(draft_id: str, kind_id: str) -> ResponseReturnValue:
    """A list of the set in its order."""
    working, kind = _working(draft_id), master_lists.check_kind(kind_id)
    if not kind.array:
        return _page(_found(draft_id, kind_id, kind.id), tab=str(uuid.uuid4()))
    return page(
        "master_records/index.html", kind=kind, leaves=master_lists.leaves(working, kind), **_about(working)
    )


@bp.route("/nytt", methods=["GET", "POST"])
def new(draft_id: str, kind_id: str) -> ResponseReturnValue:
    """A new record after another, with what has to be said of it."""
    kind, problems = master_lists.check_kind(kind_id), dict[str, str]()
    typed = record_form.given(request.form, kind)
    after, name = request.values.get("etter", "")[:120], request.form.get("name", "")[:80]
    if request.method == "POST":
        try:
            given = (kind_id, after, name, typed)
            made = master_record_outline.add(session(), releases(), actor(), draft_id, *given)
            place = {"draft_id": draft_id, "kind_id": kind_id, "record_id": made}
            return done("Den er lagt til. Fyll ut resten.", "master_records.edit", **place)
        except Invalid as error:
            session().rollback()
            problems = dict(error.problems)
    return _new_page(_working(draft_id), kind, after, name, typed, problems)


@bp.route("/<record_id>", methods=["GET", "POST"])
def edit(draft_id: str, kind_id: str, record_id: str) -> ResponseReturnValue:
    """The form of a record; saved by the button, or by itself while one writes."""
    found = _found(draft_id, kind_id, record_id)
    if request.method == "GET":
        return _page(found, tab=str(uuid.uuid4()))
    typed = record_form.given(request.form, found.kind)
    given = (kind_id, record_id, typed, posted.base(), posted.tab())
    try:
        version = master_records.save(session(), releases(), actor(), draft_id, *given)
    except Clash as clash:
        session().rollback()
        return _refused(found, typed, {}, clash)
    except Invalid as error:
        session().rollback()
        return _refused(found, typed, dict(error.problems))
    if hx.is_htmx():
        return _saved(found, _found(draft_id, kind_id, record_id), version)
    place = {"draft_id": draft_id, "kind_id": kind_id, "record_id": record_id, "eksempel": _sample() or None}
    return done("Endringen er lagret.", "master_records.edit", **place)


@bp.get("/<record_id>/ramme")
def frame(draft_id: str, kind_id: str, record_id: str) -> Response:
    """The page a buyer will see, in a frame of its own."""
    found = _found(draft_id, kind_id, record_id)
    sample = _sample() or master_question_preview.first_asked(releases(), found)
    seen = master_question_preview.preview(releases(), found, sample)
    answer = make_response(render_template("master_records/frame.html", seen=seen))
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@bp.post("/<record_id>/<any(opp,ned,bort,flytt):way>")
def act(draft_id: str, kind_id: str, record_id: str, way: str) -> ResponseReturnValue:
    """Move a record, or take it out."""
    shown = {"draft_id": draft_id, "kind_id": kind_id}
    at = (session(), releases(), actor(), draft_id, kind_id, record_id)
    if way == "bort":
        master_record_outline.remove(*at)
        return done("Den er tatt ut. Den står i historikken.", "master_records.index", **shown)
    after = request.form.get("etter", "")[:120]
    if way != "flytt":
        after = master_record_outline.neighbour(_working(draft_id), kind_id, record_id, way)
    if after:
        master_record_outline.move(*at, after)
    said = "Den er flyttet." if after else "Den kan ikke flyttes lenger."
    return done(said, "master_records.edit", record_id=record_id, **shown)


def _working(draft_id: str) -> Working:
    return master_drafts.opened(session(), releases(), actor(), draft_id)


def _found(draft_id: str, kind_id: str, record_id: str) -> OpenedRecord:
    return master_records.opened(session(), _working(draft_id), kind_id, record_id)


def _sample() -> str:
    return request.values.get("eksempel", "")[:60]


def _about(working: Working) -> dict[str, Any]:
    return {
        "working": working, "draft": working.draft, "kinds": [KINDS[id] for id in master_lists.SHOWN],
        "writer": master_drafts.may_edit(actor()) and working.draft.is_editable,
    }  # fmt: skip


def _saved(before: OpenedRecord, found: OpenedRecord, version: int) -> ResponseReturnValue:
    """What stands beside is new, and the whole page when another kind of answer asks for other fields."""
    was, now = ([r.record.values.get(name) for name in ("kind", "options_from")] for r in (before, found))
    body = render_template(
        "master_records/_saved.html", at=datetime.now(OSLO), base=version, **_values(found)
    )
    return hx.reply(body, redirect=_address(found) if was != now else "")


def _address(found: OpenedRecord) -> str:
    draft_id, kind_id, record_id = found.working.draft.id, found.kind.id, found.record.id
    return url_for("master_records.edit", draft_id=draft_id, kind_id=kind_id, record_id=record_id)


def _new_page(
    working: Working, kind: RecordKind, after: str, name: str, typed: RecordInput, problems: dict[str, str]
) -> ResponseReturnValue:
    return page(
        "master_records/new.html", kind=kind, after=after, name=name, places=master_lists.places(working, kind),
        fields=record_form.new_fields(working, kind, typed, problems), problems=problems,
        errors=[(f"f-{field}", message) for field, message in problems.items()], **_about(working),
    )  # fmt: skip


def _refused(
    found: OpenedRecord, typed: RecordInput, problems: dict[str, str], clash: Clash | None = None
) -> ResponseReturnValue:
    """What was typed stays, with why it was not saved."""
    if hx.is_htmx():
        said = str(clash) if clash else next(iter(problems.values()))
        body = render_template("master_clauses/_refused.html", said=said, clash=clash)
        return hx.reply(body, 409 if clash else 422)
    return _page(found, typed=typed, problems=problems, clash=clash, tab=posted.tab())


def _page(
    found: OpenedRecord, *, tab: str, typed: RecordInput | None = None, problems: dict[str, str] | None = None,
    clash: Clash | None = None,
) -> ResponseReturnValue:  # fmt: skip
    told = problems or {}
    return page(
        "master_records/edit.html", 409 if clash else 422 if told else 200, tab=tab, clash=clash,
        theirs=master_record_changes.shown(found.working, found.record) if clash else (),
        errors=[(f"f-{name}", message) for name, message in told.items()],
        fields=record_form.fields(found, typed, told), base=clash.version if clash else found.version,
        comparisons=COMPARISONS, joints=JOINTS, labels=sorted(found.vocabulary.labels.values()),
        places=master_lists.places(found.working, found.kind), fixed_why=master_records.FIXED_WHY,
        **_values(found),
    )  # fmt: skip


def _values(found: OpenedRecord) -> dict[str, Any]:
    """What stands beside the form."""
    working, kind, id = found.working, found.kind, found.record.id
    sample = _sample() or master_question_preview.first_asked(releases(), found)
    seen = None
    if master_question_preview.has_page(found) and sample:
        seen = master_question_preview.preview(releases(), found, sample)
    return {
        "found": found, "kind": kind, "record": found.record, "answers": ANSWERS, "sample": sample, "seen": seen,
        "samples": master_samples.samples(releases(), working.base) if seen else (),
        "faults": master_lists.faults_of(working, kind, id), "notes": master_lists.notes_of(working, kind, id),
        "uses": master_lists.uses_of(working, kind, id), "follows": master_lists.follows(kind, id),
        "title_of": lambda document: master_samples.title_of(working.release, document),
        "leaves": master_lists.near(working, kind, found.record),
        "address": _address(found), "history": master_record_changes.history(session(), working, kind, id),
        **_about(working),
    }  # fmt: skip
