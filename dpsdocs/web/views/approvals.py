"""Ask another person to approve; the page where that person decides."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.services import (
    approvals,
    asking,
    attachment_page,
    changing,
    judgements,
    previews,
    row_changes,
    row_pages,
    sections,
)
from dpsdocs.services.errors import Invalid
from dpsdocs.web.context import actor, session
from dpsdocs.web.opened import opened
from dpsdocs.web.releases import releases

bp = Blueprint("approvals", __name__, url_prefix="/konkurranser/<uuid:competition_id>/godkjenning")


@bp.route("/send", methods=["GET", "POST"])
def ask(competition_id: str) -> ResponseReturnValue:
    """Send to approval, with a few words if one likes."""
    message, problems = request.form.get("message", ""), dict[str, str]()
    if request.method == "POST":
        revision = request.form.get("revision", -1, type=int)
        try:
            approvals.submit(session(), releases(), actor(), competition_id, revision, message)
        except Invalid as error:
            session().rollback()
            problems = error.problems
        else:
            return redirect(url_for("competitions.show", competition_id=competition_id), 303)
    case = opened(competition_id)
    page = render_template(
        "approvals/ask.html", case=case, blocking=approvals.blocking(case), message=message, problems=problems
    )
    return make_response(page, 422 if problems else 200)


@bp.get("")
def show(competition_id: str) -> ResponseReturnValue:
    """What the approver looks at."""
    return _page(competition_id, {})


@bp.post("")
def decide(competition_id: str) -> ResponseReturnValue:
    """Approve, or send back with words."""
    form = request.form
    round_id, decision, words = form.get("round", ""), form.get("decision", ""), form.get("words", "")
    try:
        ticked = form.getlist("overrides")
        approvals.decide(session(), releases(), actor(), competition_id, round_id, decision, words, ticked)
    except Invalid as error:
        session().rollback()
        return make_response(_page(competition_id, error.problems), 422)
    return redirect(url_for("competitions.show", competition_id=competition_id), 303)


@bp.post("/ta-tilbake")
def reopen(competition_id: str) -> ResponseReturnValue:
    """Take it back to draft; the approval falls."""
    sections.reopen(session(), actor(), competition_id)
    return redirect(url_for("competitions.show", competition_id=competition_id), 303)


def _page(competition_id: str, problems: dict[str, str]) -> ResponseReturnValue:
    review = approvals.review(session(), releases(), actor(), competition_id)
    if review is None:
        return redirect(url_for("competitions.show", competition_id=competition_id), 303)
    questions = review.opened.release.catalogue.questions
    changes = (
        [
            (question, *(asking.typed(question, raw, question.options) for raw in (c.old, c.new)), c.by)
            for c in review.changes
            if (question := questions.get(c.key)) is not None
        ]
        + [
            (table, *row_changes.told(c, table, row_pages.options_of(review.opened, table)), c.by)
            for c in review.tables
            if (table := questions.get(c.key)) is not None
        ]
        + [
            (attachment_page.QUESTION, *attachment_page.told(c), c.by)
            for c in review.tables
            if c.key == attachment_page.QUESTION.key
        ]
    )
    return render_template(
        "approvals/show.html", review=review, case=review.opened, changes=changes, problems=problems,
        documents=previews.documents(review.opened), summary=asking.summary(review.opened), form=request.form,
        rounds=approvals.rounds(session(), competition_id), change=changing.opened_change(review.opened),
        waiting=judgements.waiting(review.opened), unconfirmed=judgements.unconfirmed(review.opened),
        standing=judgements.standing(session(), actor(), review.opened),
    )  # fmt: skip
