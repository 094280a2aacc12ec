"""Changing what is sent: open a change, look at what it comes to, give it up."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.services import changing
from dpsdocs.web.context import actor, session
from dpsdocs.web.opened import opened
from dpsdocs.web.releases import releases

changes = Blueprint("changes", __name__, url_prefix="/konkurranser/<uuid:competition_id>/endring")


@changes.get("")
def show(competition_id: str) -> ResponseReturnValue:
    """What differs from the version the suppliers have."""
    case = opened(competition_id)
    change = changing.opened_change(case)
    if change is None:
        return redirect(url_for("competitions.show", competition_id=competition_id), 303)
    return render_template("changes/show.html", case=case, change=change)


@changes.post("/start")
def start(competition_id: str) -> ResponseReturnValue:
    """Take what is sent back to draft for a new version."""
    changing.start(session(), releases(), actor(), competition_id)
    return redirect(url_for("competitions.show", competition_id=competition_id), 303)


@changes.post("/avbryt")
def drop(competition_id: str) -> ResponseReturnValue:
    """Give up the change; what is sent stands."""
    changing.drop(session(), releases(), actor(), competition_id)
    return redirect(url_for("packages.show", competition_id=competition_id), 303)
