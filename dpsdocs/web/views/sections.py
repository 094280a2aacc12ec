"""One topic per page: ask, save as one types, save and go on, and settle what two people changed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain import deadlines, derived
from dpsdocs.domain.questions import Section
from dpsdocs.services import asking, estimates, requirement_page, row_pages, sections
from dpsdocs.services.competitions import Opened
from dpsdocs.services.row_pages import Listing, Removed
from dpsdocs.web import hx, library, pictures, posted
from dpsdocs.web.context import actor, session
from dpsdocs.web.forms import answers
from dpsdocs.web.opened import opened, opened_answers
from dpsdocs.web.releases import releases

bp = Blueprint("sections", __name__, url_prefix="/konkurranser/<uuid:competition_id>/del/<section_id>")


@bp.get("")
def edit(competition_id: str, section_id: str) -> str:
    """The page with what is answered so far."""
    case = opened(competition_id)
    section = asking.section_of(case, section_id)
    return _page(case, section, tab=str(uuid.uuid4()))


@bp.post("")
def save(competition_id: str, section_id: str) -> ResponseReturnValue:
    """Save, and go on when nothing is wrong on the page."""
    saved, before = _save(competition_id, section_id)
    case = opened(competition_id)
    section = asking.section_of(case, section_id)
    if saved.clashes:
        return _clash_page(case, section, saved), 409
    if stays := library.stay(case, section):
        return stays
    if request.form.get("go") == "list":
        return redirect(url_for("competitions.show", competition_id=competition_id), 303)
    shown = [field for field in asking.fields(case, section) if field.visible]
    new = next((f.question.key for f in shown if f.question.key not in before), None)
    if new:
        flash("Svaret er lagret, og gir flere spørsmål på siden.")
        return redirect(
            url_for("sections.edit", competition_id=competition_id, section_id=section_id, _anchor=new), 303
        )
    if any(field.error or field.missing for field in shown):
        return _page(case, section, tab=posted.tab(), submitted=True), 422
    following = asking.neighbours(case, section)[1]
    if following is None:
        return redirect(url_for("check.show", competition_id=competition_id), 303)
    return redirect(url_for("sections.edit", competition_id=competition_id, section_id=following.id), 303)


@bp.post("/lagre")
def autosave(competition_id: str, section_id: str) -> ResponseReturnValue:
    """Save what is typed, and send back the time and the questions that came or went."""
    saved, before = _save(competition_id, section_id)
    case = opened(competition_id)
    section = asking.section_of(case, section_id)
    fields = asking.fields(case, section)
    swapped = [f for f in fields if f.question.visible.source and f.visible != (f.question.key in before)]
    page = render_template(
        "sections/_saved.html", case=case, section=section, saved=saved, swapped=swapped,
        **_beside(case, section, fields),
    )  # fmt: skip
    return hx.reply(page, 409 if saved.clashes else 200)


@bp.post("/velg")
def settle(competition_id: str, section_id: str) -> ResponseReturnValue:
    """Save the chosen answers where two people had changed the same."""
    section = asking.section_of(opened_answers(competition_id), section_id)
    asked = {question.key for question in section.questions}
    chosen = {key: raw for key, raw in posted.chosen().items() if key in asked}
    saved = sections.settle(session(), releases(), actor(), competition_id, chosen, posted.base())
    if saved.clashes:
        return _clash_page(opened(competition_id), section, saved), 409
    return redirect(url_for("sections.edit", competition_id=competition_id, section_id=section_id), 303)


def _save(competition_id: str, section_id: str) -> tuple[sections.Saved, set[str]]:
    """Save, and the keys the page asked when it was made."""
    case = opened_answers(competition_id)
    section = asking.section_of(case, section_id)
    stored = case.competition.case.answers
    submitted = answers.read(request.form, asking.question_options(case, section), stored)
    saved = sections.save(
        session(), releases(), actor(), competition_id, submitted,
        base=posted.base(), tab=posted.tab(), step=posted.step(),
    )  # fmt: skip
    return saved, posted.asked()


def _page(case: Opened, section: Section, *, tab: str, submitted: bool = False) -> str:
    before, after = asking.neighbours(case, section)
    fields = asking.fields(case, section)
    return render_template(
        "sections/edit.html", case=case, section=section, fields=fields, tab=tab, submitted=submitted,
        before=before, after=after, undo=_undo(case, fields), **_beside(case, section, fields),
    )  # fmt: skip


def _listings(case: Opened, fields: Sequence[asking.AskedField]) -> dict[str, Listing]:
    """The tables of the page, each with the rows the address asks for."""
    return {
        key: row_pages.listing(
            case, field.question, number=request.args.get(f"side-{key}", 1, type=int),
            text=request.args.get(f"finn-{key}", ""), only_faulty=request.args.get(f"feil-{key}") == "1",
        )
        for field in fields
        if (key := field.question.key) in case.competition.tables
    }  # fmt: skip


def _undo(case: Opened, fields: Sequence[asking.AskedField]) -> tuple[str, Removed] | None:
    """The row just taken away, with its table's key, as long as it can be put back."""
    row_id = request.args.get("angre", "")
    for field in fields if row_id and case.is_editable else ():
        if field.question.key in case.competition.tables:
            removed = row_pages.removed(session(), case, field.question, row_id)
            if removed:
                return field.question.key, removed
    return None


def _beside(case: Opened, section: Section, fields: Sequence[asking.AskedField]) -> dict[str, Any]:
    """What the page shows beside the fields: how a deadline is counted, what the answers add up to."""
    weighed = next((f for f in fields if f.question.kind == "weights"), None)
    return {
        "count": _count(case, section),
        "bars": pictures.weights(weighed.raw, weighed.options) if weighed else None,
        "offers": library.offers(case, section),
        "requirement_page_id": asking.page_of(case, library.KEY),
        "library": library.listing(case, section),
        "listings": _listings(case, fields),
        "hour_bars": pictures.hour_bars,
        "form_token": str(uuid.uuid4()),
        "estimate": estimates.estimate(case)
        if any(f.question.key == "estimated_value" for f in fields)
        else None,
        "chosen": requirement_page.tally(case) if library.is_on(section) else None,
    }


def _count(case: Opened, section: Section) -> deadlines.Count | None:
    """How the shortest deadline is counted, beside the page of dates."""
    sent = case.competition.day("sending_date")
    if sent is None or not any(q.key == "tender_deadline" for q in section.questions):
        return None
    return deadlines.count(sent, derived.extra_days(case.competition.values))


def _clash_page(case: Opened, section: Section, saved: sections.Saved) -> str:
    options = {q.key: (q, o) for q, o in asking.question_options(case, section)}
    rows = [
        (options[c.key][0], c, asking.typed(options[c.key][0], c.mine, options[c.key][1]),
         asking.typed(options[c.key][0], c.theirs, options[c.key][1]), json.dumps(c.mine, ensure_ascii=False))
        for c in saved.clashes
    ]  # fmt: skip
    return render_template("sections/clash.html", case=case, section=section, rows=rows, saved=saved)
