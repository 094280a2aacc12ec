"""Addresses inside a competition: the page of a question, or the row of a table."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dpsdocs.domain.questions import Section
from dpsdocs.services import adapted, attachment_page
from dpsdocs.services.asking import Place


def place_url(competition_id: str, place: Place) -> str:
    """Where an answer can be mended: its page, or its row's."""
    page: dict[str, Any] = {"competition_id": competition_id, "section_id": place.section.id}
    if place.row_id:
        anchor = f"f-{place.column}" if place.column else None
        return url_for("rows.edit", **page, table=place.key, row_id=place.row_id, _anchor=anchor)
    return section_url(competition_id, place.section, place.key)


def section_url(competition_id: str, section: Section, key: str = "") -> str:
    """The address of a page on the task list; at the question ``key`` when it is given."""
    if section.id == attachment_page.SECTION.id:
        return url_for("attachments.index", competition_id=competition_id)
    if section.id == adapted.SECTION.id:
        return url_for("adaptations.index", competition_id=competition_id)
    return url_for("sections.edit", competition_id=competition_id, section_id=section.id, _anchor=key or None)
