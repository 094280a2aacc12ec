"""Who did what and when. For administrators; says nothing of what stands in a case."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.services import audit as service
from dpsdocs.services import people

from ..context import actor, session
from ..forms.base import whole
from ..pages import page

audit = Blueprint("audit", __name__, url_prefix="/logg")
PAGE = 50


@audit.get("")
def index() -> ResponseReturnValue:
    """The newest lines, or those before a given one."""
    before = whole(request.args.get("for")) or None
    events = service.events(session(), actor(), PAGE + 1, before)
    more = events[PAGE - 1].id if len(events) > PAGE else None
    names = {person.id: person.name for person in people.people(session(), actor())}
    return page("audit/index.html", events=events[:PAGE], more=more, before=before, names=names)
