"""The register of running and finished competitions: search, open, take out, and record the outcome."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain import workflow
from dpsdocs.services import exports, register, versions
from dpsdocs.services.errors import Invalid
from dpsdocs.services.register import Query
from dpsdocs.web.context import actor, session, writing
from dpsdocs.web.releases import releases

bp = Blueprint("register", __name__)
_YEAR, _PAGE = re.compile("(?:19|20)[0-9]{2}"), re.compile("[0-9]{1,6}")


def _query() -> Query:
    # an address can be edited by hand: what no database can look up is not asked for
    args = {key: value.replace("\x00", "") for key, value in request.args.items()}
    year, page = args.get("ar", ""), args.get("side", "")
    return Query(
        text=args.get("q", "")[:200], agency=args.get("virksomhet", "")[:36], status=args.get("tilstand", "")[:20],
        dps=args.get("ordning", "")[:36], year=int(year) if _YEAR.fullmatch(year) else None,
        sort=args.get("sorter", "deadline"), descending=args.get("retning", "ned") == "ned",
        page=int(page) if _PAGE.fullmatch(page) else 1,
    )  # fmt: skip


@bp.get("/register")
def index() -> str:
    """The entries that match."""
    query = _query()
    page = register.find(session(), actor(), query)
    return render_template("register/index.html", query=query, page=page, labels=workflow.STATUS_LABELS)


@bp.get("/register.<extension>")
def export(extension: str) -> Response:
    """All that match as a table."""
    if extension not in ("xlsx", "csv"):
        abort(404)
    entries = register.everything(session(), actor(), _query())
    data, kind = exports.register_table(entries, extension)
    page = Response(data, mimetype=kind)
    page.headers.set("Content-Disposition", "attachment", filename=f"register.{extension}")
    register.note_export(writing(), actor(), len(entries))
    return page


@bp.get("/register/<uuid:competition_id>")
def show(competition_id: str) -> str:
    """One entry."""
    entry = register.entry(session(), actor(), competition_id)
    issued = versions.standing(session(), actor(), competition_id)
    differences = versions.differences(session(), releases(), actor(), competition_id)
    return render_template(
        "register/show.html",
        entry=entry,
        issued=issued,
        differences=differences,
        labels=workflow.STATUS_LABELS,
    )


@bp.route("/konkurranser/<uuid:competition_id>/resultat", methods=["GET", "POST"])
def award(competition_id: str) -> ResponseReturnValue:
    """Record how a sent competition ended."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            register.award(session(), actor(), competition_id, request.form.to_dict())
        except Invalid as error:
            session().rollback()
            problems = error.problems
        else:
            return redirect(url_for("register.show", competition_id=competition_id), 303)
    entry = register.entry(session(), actor(), competition_id)
    page = render_template("register/award.html", entry=entry, problems=problems, form=request.form)
    return page, 422 if problems else 200
