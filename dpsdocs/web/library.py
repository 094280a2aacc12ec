"""The library of requirements on a page of questions: the part that is shown, searching, and adding what is offered."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.domain import formats
from dpsdocs.domain.questions import Section
from dpsdocs.services import recommended, requirement_page, sections
from dpsdocs.services.competitions import Opened
from dpsdocs.services.recommended import Offer
from dpsdocs.services.requirement_page import Listing

from .context import actor, session
from .releases import releases

KEY = recommended.REQUIREMENTS
# what the buttons of the page say as «go»
FIND, ADD = "find", "add-"


def is_on(section: Section) -> bool:
    """Whether the page asks for requirements."""
    return any(question.key == KEY for question in section.questions)


def listing(case: Opened, section: Section) -> Listing | None:
    """The part of the library the address asks for; after a save the part the page shows already."""
    if not is_on(section):
        return None
    return requirement_page.listing(
        case, text=request.args.get("finn", request.form.get("sok", "")), everything=_everything(),
        also=request.form.get(f"{KEY}.shown", "").split(),
    )  # fmt: skip


def offers(case: Opened, section: Section) -> tuple[Offer, ...]:
    """What can be added, on the page of requirements and beside the services."""
    asked = {question.key for question in section.questions}
    wanted = case.is_editable and not asked.isdisjoint((KEY, recommended.SERVICES))
    return recommended.offers(session(), case) if wanted else ()


def stay(case: Opened, section: Section) -> ResponseReturnValue | None:
    """Back to the page after «Finn» or adding what is offered; None for every other button."""
    go = request.form.get("go", "")
    if not is_on(section) or not (go == FIND or go.startswith(ADD)):
        return None
    if go.startswith(ADD):
        _add(case, go.removeprefix(ADD))
    text = request.form.get("finn", "")[: requirement_page.LONGEST].strip()
    return redirect(
        url_for(
            "sections.edit", competition_id=case.summary.id, section_id=section.id, _anchor=KEY,
            finn=text or None, alle="1" if _everything() else None,
        ), 303,
    )  # fmt: skip


def _add(case: Opened, service_id: str) -> None:
    """Add what is offered for a service; a second click finds nothing left."""
    offer = next((o for o in recommended.offers(session(), case) if o.service.id == service_id), None)
    if offer is None:
        return
    stored = case.competition.case.answers.get(KEY, "")
    chosen = [*(stored if isinstance(stored, list) else ()), *offer.ids]
    sections.save(session(), releases(), actor(), case.summary.id, {KEY: chosen}, base=case.summary.revision)
    count = len(offer.ids)
    words = "Ett krav" if count == 1 else f"{formats.capital(formats.word(count))} krav"
    flash(f"{words} for {offer.service.noun} er lagt til.")


def _everything() -> bool:
    return request.values.get("alle") == "1"
