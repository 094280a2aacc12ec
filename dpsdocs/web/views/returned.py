"""A returned Word file against what was issued: upload, and see what was changed clause by clause."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import returned as service
from dpsdocs.services.errors import Invalid
from dpsdocs.verify.align import redline
from dpsdocs.verify.returned import LOCK_LABELS, STATE_LABELS, ReturnReport
from dpsdocs.web.context import actor, session
from dpsdocs.web.opened import opened

returned = Blueprint("returned", __name__, url_prefix="/konkurranser/<uuid:competition_id>/kontroller-fil")


@returned.route("", methods=["GET", "POST"])
def check(competition_id: str) -> ResponseReturnValue:
    """The upload, and the report under it."""
    errors: list[tuple[str, str]] = []
    report: ReturnReport | None = None
    if request.method == "POST":
        upload = request.files.get("file")
        try:
            report = service.check(
                session(),
                actor(),
                competition_id,
                (upload and upload.filename) or "",
                upload.read() if upload else b"",
            )
        except Invalid as error:
            session().rollback()
            errors = [("f-file", message) for message in error.problems.values()]
    page = render_template(
        "returned/check.html", case=opened(competition_id), report=report, errors=errors, redline=redline,
        states=STATE_LABELS, locks=LOCK_LABELS,
    )  # fmt: skip
    return page, 422 if errors else 200
