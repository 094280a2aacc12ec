"""The deadline calculator: a sending day in, the count shown day by day out, and its dates as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from dpsdocs.domain import day_count, deadlines, formats
from dpsdocs.domain.answers import AnswerError, date_value
from dpsdocs.services import calendars
from dpsdocs.web import pictures

calculator = Blueprint("calculator", __name__, url_prefix="/fristkalkulator")


@calculator.get("")
def show() -> ResponseReturnValue:
    """The form, and the count when a day is given."""
    typed, plan, problem = request.args.get("dato", "")[:40], None, ""
    if "dato" in request.args:
        try:
            plan = _plan(typed)
        except AnswerError as error:
            problem = str(error) if typed.strip() else "Skriv dagen konkurransen skal sendes."
    today = datetime.now(formats.OSLO).date()
    page = render_template(
        "calculator/show.html", typed=typed, plan=plan, problem=problem, ticked=_ticked,
        line=_line(plan) if plan else None, errors=[("f-dato", problem)] if problem else [],
        example=formats.short_day(deadlines.next_working_day(today + timedelta(days=7))),
    )  # fmt: skip
    return make_response(page, 422 if problem else 200)


@calculator.get("/frist.ics")
def calendar() -> Response:
    """The dates of the count, for a calendar."""
    try:
        plan = _plan(request.args.get("dato", "")[:40])
    except AnswerError:
        abort(404)
    answer = Response(calendars.of_plan(plan, datetime.now(UTC)), content_type=calendars.MEDIA_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"frist_{plan.count.sent}.ics")
    return answer


def _ticked(name: str) -> bool:
    return request.args.get(name) == "yes"


def _plan(typed: str) -> day_count.Plan:
    return day_count.plan(date_value(typed), confidential=_ticked("skjermet"), visit=_ticked("befaring"))


def _line(plan: day_count.Plan) -> pictures.Timeline | None:
    dates = {
        "sending_date": plan.count.sent, "question_deadline": plan.questions, "last_counted": plan.count.last_counted,
        "tender_deadline": plan.deadline,
    }  # fmt: skip
    return pictures.timeline(dates, plan.count.sent)
