"""A returned file against what was issued: Word clause by clause, a price schedule by its prices and its cells."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import returned as service
from dpsdocs.services.errors import Invalid
from dpsdocs.services.packages import TYPES
from dpsdocs.verify import ScheduleReport, change_words, verdict_words
from dpsdocs.verify.align import redline
from dpsdocs.verify.returned import LOCK_LABELS, STATE_LABELS, ReturnReport
from dpsdocs.web.context import actor, session
from dpsdocs.web.opened import opened

returned = Blueprint("returned", __name__, url_prefix="/konkurranser/<uuid:competition_id>/kontroller-fil")


@returned.route("", methods=["GET", "POST"])
def check(competition_id: str) -> ResponseReturnValue:
    """The upload, and the report under it or as a Word file."""
    errors: list[tuple[str, str]] = []
    report: ReturnReport | None = None
    prices: ScheduleReport | None = None
    if request.method == "POST":
        upload = request.files.get("file")
        name, data = (upload and upload.filename) or "", upload.read() if upload else b""
        given = (session(), actor(), competition_id, name, data, request.form.get("version", 0, type=int))
        try:
            if request.form.get("as") == "word":
                return _word_file(*service.marked(*given))
            if name.lower().endswith(".xlsx"):
                prices = service.prices(*given)
            else:
                report = service.check(*given)
        except Invalid as error:
            session().rollback()
            errors = [("f-file", message) for message in error.problems.values()]
    page = render_template(
        "returned/check.html", case=opened(competition_id), report=report, prices=prices, errors=errors,
        redline=redline, change_words=change_words, verdict_words=verdict_words,
        states=STATE_LABELS, locks=LOCK_LABELS, versions=service.versions(session(), actor(), competition_id),
    )  # fmt: skip
    return page, 422 if errors else 200


def _word_file(name: str, data: bytes) -> Response:
    page = Response(data, mimetype=TYPES["docx"])
    page.headers.set("Content-Disposition", "attachment", filename=name)
    return page
