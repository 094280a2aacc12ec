"""The deadline calculator: a sending day in, the count shown day by day out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from dpsdocs.domain import deadlines, derived, formats
from dpsdocs.domain.answers import AnswerError, date_value

calculator = Blueprint("calculator", __name__, url_prefix="/fristkalkulator")


@calculator.get("")
def show() -> ResponseReturnValue:
    """The form, and the count when a day is given."""
    typed, confidential = request.args.get("dato", "")[:40], request.args.get("skjermet") == "yes"
    count, problem = None, ""
    if "dato" in request.args:
        try:
            extra = derived.CONFIDENTIAL_EXTRA_DAYS if confidential else 0
            count = deadlines.count(date_value(typed), extra)
        except AnswerError as error:
            problem = str(error) if typed.strip() else "Skriv dagen konkurransen skal sendes."
    today = datetime.now(formats.OSLO).date()
    page = render_template(
        "calculator/show.html", typed=typed, confidential=confidential, count=count, problem=problem,
        days=_days(count) if count else [], errors=[("f-dato", problem)] if problem else [],
        example=formats.short_day(deadlines.next_working_day(today + timedelta(days=7))),
    )  # fmt: skip
    return make_response(page, 422 if problem else 200)


def _days(count: deadlines.Count) -> list[tuple[date, str, str]]:
    """Each day from the sending day to the earliest deadline: the day, what it is counted as, and its name."""
    out = []
    day = count.sent
    while day <= count.earliest.date():
        number = (day - count.sent).days
        if number == 0:
            word = "sendes, telles ikke"
        elif number <= count.days:
            word = f"dag {number}"
        elif day <= count.last_counted:
            word = "siste telledag, flyttet hit" if day == count.last_counted else "flyttes forbi"
        else:
            word = "tidligste frist kl. 12.00" if day == count.earliest.date() else "flyttes forbi"
        if number == count.days and day == count.last_counted:
            word += ", siste telledag"
        out.append((day, word, deadlines.holiday_name(day) or ""))
        day += timedelta(days=1)
    return out
