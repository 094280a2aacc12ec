"""One row of a table as a page of fields, and what can be done with a row from the list."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.questions import Question, Section
from dpsdocs.services import cells, row_pages
from dpsdocs.services import rows as service
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import Invalid, NotFound
from dpsdocs.services.row_pages import PAGE
from dpsdocs.services.rows import Gone
from dpsdocs.web import hx, posted
from dpsdocs.web.context import actor, session
from dpsdocs.web.forms import rows as forms
from dpsdocs.web.opened import opened_answers
from dpsdocs.web.releases import releases

bp = Blueprint("rows", __name__, url_prefix="/konkurranser/<uuid:competition_id>/del/<section_id>/<table>")
_ROW = "/<uuid:row_id>"


@bp.get("/ny")
def new(competition_id: str, section_id: str, table: str) -> ResponseReturnValue:
    """A row gets its id before anything is typed, so that it is made once however often it is sent."""
    row_pages.table_of(opened_answers(competition_id), section_id, table)
    return redirect(url_for("rows.edit", **_where(), row_id=str(uuid.uuid4())), 303)


@bp.get(_ROW)
def edit(competition_id: str, section_id: str, table: str, row_id: str) -> ResponseReturnValue:
    """The row with what is answered so far; one that is taken away can be put back from here."""
    case, section, question = _opened()
    removed = row_pages.removed(session(), case, question, row_id)
    if removed:
        gone = Gone(removed.by, removed.at)
        return _page(case, section, question, row_id, typed=removed.raw, gone=gone), 410
    page = row_pages.page(case, question, row_id)
    if not page.number and not case.is_editable:
        raise NotFound("Raden finnes ikke.")
    return _page(case, section, question, row_id, tab=str(uuid.uuid4()))


@bp.post(_ROW)
def save(competition_id: str, section_id: str, table: str, row_id: str) -> ResponseReturnValue:
    """Save, and go on when nothing is wrong in the row."""
    case, section, question = _opened()
    typed = forms.read(request.form, row_pages.options_by_column(case, question))
    try:
        saved = _save(row_id, typed, put_back=request.form.get("put_back") == "1")
    except Invalid as error:
        session().rollback()
        problem = " ".join(error.problems.values())
        return _page(case, section, question, row_id, typed=typed, problem=problem), 422
    if saved.gone:
        return _page(case, section, question, row_id, typed=typed, gone=saved.gone), 409
    case, section, question = _opened()
    if saved.clashes:
        return _clash_page(case, section, question, row_id, saved), 409
    return _after(case, section, question, row_id)


def _after(case: Opened, section: Section, table: Question, row_id: str) -> ResponseReturnValue:
    page = row_pages.page(case, table, row_id)
    shown = [field for field in page.fields if field.visible]
    fresh = next((f.question.key for f in shown if f.question.key not in posted.asked()), None)
    if fresh and page.number:
        flash("Svaret er lagret, og gir flere spørsmål på siden.")
        return redirect(url_for("rows.edit", **_where(), row_id=row_id, _anchor=f"f-{fresh}"), 303)
    if not page.number or any(field.error or field.missing for field in shown):
        return _page(case, section, table, row_id, submitted=True), 422
    if request.form.get("go") == "new":
        flash(f"«{page.name}» er lagret.")
        return redirect(url_for("rows.new", **_where()), 303)
    return redirect(_list_url(table.key, (page.number - 1) // PAGE + 1, row_id), 303)


@bp.post(f"{_ROW}/lagre")
def autosave(competition_id: str, section_id: str, table: str, row_id: str) -> ResponseReturnValue:
    """Save what is typed, and send back the time and the columns that came or went."""
    case, section, question = _opened()
    try:
        saved = _save(row_id, forms.read(request.form, row_pages.options_by_column(case, question)))
    except Invalid as error:
        session().rollback()
        return hx.reply(render_template("rows/_saved.html", problem=str(error)), 422)
    case, section, question = _opened()
    page, asked = row_pages.page(case, question, row_id), posted.asked()
    swapped = [f for f in page.fields if f.question.visible.source and f.visible != (f.question.key in asked)]
    body = render_template(
        "rows/_saved.html", case=case, section=section, table=question, page=page, saved=saved, swapped=swapped,
        of_column=forms.of_column, names=_names(case), overview=row_pages.overview(case, question.key),
    )  # fmt: skip
    return hx.reply(body, 409 if saved.clashes or saved.gone else 200)


@bp.post(f"{_ROW}/velg")
def settle(competition_id: str, section_id: str, table: str, row_id: str) -> ResponseReturnValue:
    """Save the chosen cells where two people had changed the same."""
    _opened()
    saved = service.save(
        session(), releases(), actor(), competition_id, table, row_id, posted.chosen(), base=posted.base()
    )
    if saved.clashes:
        return _clash_page(*_opened(), row_id, saved), 409
    return redirect(url_for("rows.edit", **_where(), row_id=row_id), 303)


@bp.post("/rad")
def act(competition_id: str, section_id: str, table: str) -> ResponseReturnValue:
    """Take away, put back, move or copy the row the button names."""
    case, _section, _question = _opened()
    deed, _, row_id = request.form.get("do", "").partition(" ")
    at = next((row.number for row in case.competition.tables[table] if row.id == row_id), 1)
    try:
        return redirect(_done(deed, table, row_id, (at - 1) // PAGE + 1), 303)
    except Invalid as error:
        session().rollback()
        flash(str(error))
        return redirect(_list_url(table, (at - 1) // PAGE + 1, row_id), 303)


def _done(deed: str, table: str, row_id: str, side: int) -> str:
    """Do it; the address to go on to."""
    place = (session(), releases(), actor(), _where()["competition_id"], table, row_id)
    if deed == "remove":
        position = service.remove(*place)
        return _list_url(table, side, angre=row_id, plass=position)
    if deed == "copy":
        copy = str(uuid.uuid5(uuid.UUID(posted.identity("form_token") or str(uuid.uuid4())), row_id))
        service.duplicate(*place, copy)
        return url_for("rows.edit", **_where(), row_id=copy)
    if deed == "restore":
        service.restore(*place, request.form.get("place", 1, type=int))
    elif deed in ("up", "down"):
        service.move(*place, 1 if deed == "down" else -1)
    return _list_url(table, side, row_id)


def _names(case: Opened) -> dict[str, str]:
    """What the tables are called, for columns that choose among their rows."""
    return {table.key: table.name for table in case.release.catalogue.questions.tables}


def _where() -> dict[str, Any]:
    """The table of the address."""
    values = request.view_args or {}
    return {name: values[name] for name in ("competition_id", "section_id", "table")}


def _list_url(key: str, side: int, row_id: str = "", **more: Any) -> str:
    values = request.view_args or {}
    pages: dict[str, Any] = {f"side-{key}": side} if side > 1 else {}
    anchor = f"rad-{row_id}" if row_id else key
    return url_for("sections.edit", competition_id=values["competition_id"], section_id=values["section_id"],
                   **pages, **more, _anchor=anchor)  # fmt: skip


def _opened() -> tuple[Opened, Section, Question]:
    where = _where()
    case = opened_answers(where["competition_id"])
    return case, *row_pages.table_of(case, where["section_id"], where["table"])


def _save(row_id: str, typed: Mapping[str, Raw], *, put_back: bool = False) -> service.SavedRow:
    where = _where()
    return service.save(
        session(), releases(), actor(), where["competition_id"], where["table"], row_id, typed,
        base=posted.base(), tab=posted.tab(), step=posted.step(), put_back=put_back,
    )  # fmt: skip


def _page(
    case: Opened, section: Section, table: Question, row_id: str, *, tab: str = "",
    typed: Mapping[str, Raw] | None = None, gone: Gone | None = None, problem: str = "", submitted: bool = False,
) -> str:  # fmt: skip
    return render_template(
        "rows/edit.html", case=case, section=section, table=table, page=row_pages.page(case, table, row_id, typed),
        tab=tab or posted.tab(), submitted=submitted, gone=gone, problem=problem, of_column=forms.of_column,
        names=_names(case), overview=row_pages.overview(case, table.key), form_token=str(uuid.uuid4()),
    )  # fmt: skip


def _clash_page(case: Opened, section: Section, table: Question, row_id: str, saved: service.SavedRow) -> str:
    options = row_pages.options_of(case, table)
    columns = {column.key: column for column in table.columns}
    rows = [
        (columns[c.key], c, cells.words(columns[c.key], c.mine, options[c.key]),
         cells.words(columns[c.key], c.theirs, options[c.key]), json.dumps(c.mine, ensure_ascii=False))
        for c in saved.clashes
    ]  # fmt: skip
    page = row_pages.page(case, table, row_id)
    return render_template(
        "rows/clash.html", case=case, section=section, table=table, page=page, rows=rows, saved=saved
    )
