"""Calling a text back: pick a clause as it was, or a phrase, and see which competitions and packages have it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import master_recall, master_texts, recall_letter
from dpsdocs.services.errors import Invalid
from dpsdocs.services.master_recall import Sought
from dpsdocs.services.packages import TYPES

from ..context import actor, session, writing
from ..pages import page
from ..releases import releases

recalls = Blueprint("recalls", __name__, url_prefix="/maler/tilbakekall")
_FILES = {"xlsx": "tilbakekalling.xlsx", "docx": "tilbakekalling_brev.docx"}


@recalls.get("")
def index() -> ResponseReturnValue:
    """What to look for, and who has it."""
    sought, why = _sought(), request.args.get("hva", "")[:2000]
    values: dict[str, Any] = {"sought": sought, "why": why, "args": _args()}
    values["choices"] = master_recall.choices(session(), releases(), actor(), sought)
    if sought.is_empty:
        return page("recalls/index.html", **values)
    try:
        found = master_recall.find(session(), releases(), actor(), sought)
    except Invalid as error:
        return page("recalls/index.html", errors=list(error.problems.items()), **values)
    letter = recall_letter.letter(found, why)
    shown = page("recalls/index.html", found=found, letter=letter, **values)
    master_recall.note(writing(), actor(), found)
    return shown


@recalls.get("/liste.<extension>")
def fetch(extension: str) -> Response:
    """The list as a spreadsheet, or the letter as a Word file."""
    if extension not in _FILES or _sought().is_empty:
        abort(404)
    found = master_recall.find(session(), releases(), actor(), _sought())
    if extension == "xlsx":
        data = recall_letter.as_sheet(found)
    else:
        data = recall_letter.as_word(session(), releases(), found, request.args.get("hva", "")[:2000])
    answer = Response(data, mimetype=TYPES[extension])
    answer.headers.set("Content-Disposition", "attachment", filename=_FILES[extension])
    master_recall.note(writing(), actor(), found)
    return answer


def _sought() -> Sought:
    args = {key: value.replace("\x00", "") for key, value in request.args.items()}
    document = args.get("dokument", "")[:60]
    return Sought(
        args.get("versjon", "")[:36], "" if document == master_texts.LIBRARY else document,
        args.get("punkt", "")[:80], args.get("ord", "")[:400],
    )  # fmt: skip


def _args() -> dict[str, str]:
    return {
        key: request.args[key]
        for key in ("versjon", "dokument", "punkt", "ord", "hva")
        if request.args.get(key)
    }
