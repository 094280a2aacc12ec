"""Rows of a table from a spreadsheet in two steps, and the table as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain.questions import Question, Section
from dpsdocs.services import row_exports, row_files, row_imports, row_pages
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import Conflict, Invalid
from dpsdocs.services.packages import TYPES
from dpsdocs.services.row_files import Sheet
from dpsdocs.services.row_imports import Plan
from dpsdocs.web.context import actor, session
from dpsdocs.web.forms.row_files import ApplyForm, PasteForm, UploadForm
from dpsdocs.web.opened import opened_answers
from dpsdocs.web.pages import page
from dpsdocs.web.releases import releases

bp = Blueprint(
    "row_files", __name__, url_prefix="/konkurranser/<uuid:competition_id>/del/<section_id>/<table>"
)
_PLAN = "/plan/<token>"


@bp.route("/fil", methods=["GET", "POST"])
def upload(competition_id: str, section_id: str, table: str) -> ResponseReturnValue:
    """Read a spreadsheet; nothing is in the table yet."""
    form, found = UploadForm(), _opened()
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            return _kept(name, row_files.read_file(name, data))
    return _page("rows/upload.html", *found, form=form)


@bp.route("/lim-inn", methods=["GET", "POST"])
def paste(competition_id: str, section_id: str, table: str) -> ResponseReturnValue:
    """Read cells copied from a spreadsheet; nothing is in the table yet."""
    form, found = PasteForm(), _opened()
    if form.sent():
        with form.objections():
            return _kept("Limt inn", row_files.read_pasted(form.text.data or ""))
    return _page("rows/paste.html", *found, form=form)


@bp.route(f"{_PLAN}/kolonner", methods=["GET", "POST"])
def columns(competition_id: str, section_id: str, table: str, token: str) -> ResponseReturnValue:
    """Say which column of the file is which."""
    found, errors = _opened(), []
    if request.method == "POST":
        chosen = {
            int(name[2:]): value
            for name, value in request.form.items()
            if name.startswith("k-") and name[2:].isascii() and name[2:].isdigit() and len(name) < 6
        }
        has_head = request.form.get("head") == "yes"
        try:
            row_imports.choose(session(), actor(), competition_id, table, token, chosen, has_head=has_head)
            return redirect(url_for("row_files.plan", **_where(), token=token), 303)
        except Invalid as error:
            session().rollback()
            errors = [("f-columns", str(error))]
    plan = _plan(*found, token)
    return _page("rows/columns.html", *found, plan=plan, errors=errors)


@bp.get(_PLAN)
def plan(competition_id: str, section_id: str, table: str, token: str) -> ResponseReturnValue:
    """What the file would do, every faulty row by name."""
    found = _opened()
    shown = _plan(*found, token)
    if shown.columns.needs_choice:
        return redirect(url_for("row_files.columns", **_where(), token=token), 303)
    return _page("rows/plan.html", *found, plan=shown, form=ApplyForm(mark=shown.mark, how="add"))


@bp.post(_PLAN)
def apply(competition_id: str, section_id: str, table: str, token: str) -> ResponseReturnValue:
    """Do what the plan said."""
    form, status = ApplyForm(), 422
    how: row_imports.How = "replace" if form.how.data == "replace" else "add"
    try:
        with form.objections():
            count = row_imports.apply(
                session(), releases(), actor(), competition_id, table, token, how, form.mark.data or ""
            )
            flash(row_imports.told(count))
            return redirect(_list_url(), 303)
    except Conflict as error:
        session().rollback()
        form.object({"how": str(error)})
        status = 409
    found = _opened()
    shown = _plan(*found, token)
    form.mark.data = shown.mark
    return _page("rows/plan.html", *found, status=status, plan=shown, form=form)


@bp.get(f"{_PLAN}/feil")
def faulty(competition_id: str, section_id: str, table: str, token: str) -> Response:
    """The faulty rows as a spreadsheet, with what is wrong in each."""
    case, section, question = _opened()
    shown = _plan(case, section, question, token)
    return _file(row_exports.faulty(case, question, shown), TYPES["xlsx"], f"{table}-feil.xlsx")


@bp.get("/mal")
def template(competition_id: str, section_id: str, table: str) -> Response:
    """An empty spreadsheet with the headings of the table."""
    case, _section, question = _opened()
    return _file(row_exports.template(case, question), TYPES["xlsx"], f"{table}-mal.xlsx")


@bp.get("/tabell.<extension>")
def export(competition_id: str, section_id: str, table: str, extension: str) -> Response:
    """The table as it stands."""
    case, _section, question = _opened()
    if extension not in ("xlsx", "csv"):
        abort(404)
    data, media_type = row_exports.export(case, question, extension)
    return _file(data, media_type, f"{table}.{extension}")


def _where() -> dict[str, Any]:
    """The table of the address."""
    values = request.view_args or {}
    return {name: values[name] for name in ("competition_id", "section_id", "table")}


def _opened() -> tuple[Opened, Section, Question]:
    where = _where()
    case = opened_answers(where["competition_id"])
    return case, *row_pages.table_of(case, where["section_id"], where["table"])


def _list_url() -> str:
    where = _where()
    key = where.pop("table")
    return url_for("sections.edit", **where, _anchor=key)


def _kept(source: str, sheet: Sheet) -> ResponseReturnValue:
    where = _where()
    token = row_imports.keep(session(), actor(), where["competition_id"], where["table"], source, sheet)
    return redirect(url_for("row_files.plan", **where, token=token), 303)


def _plan(case: Opened, _section: Section, table: Question, token: str) -> Plan:
    return row_imports.plan(session(), case, actor(), table, token)


def _page(
    name: str, case: Opened, section: Section, table: Question, *, status: int = 200, **values: Any
) -> ResponseReturnValue:
    if not case.is_editable:
        return redirect(_list_url(), 303)
    where, list_url = _where(), _list_url()
    return page(
        name, status, case=case, section=section, table=table, where=where, list_url=list_url, **values
    )


def _file(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
