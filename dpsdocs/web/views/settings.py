"""UKE's settings. For DPS managers."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dpsdocs.services import settings as service

from ..context import actor, session
from ..forms.dps import SettingsForm
from ..pages import done, page

settings = Blueprint("settings", __name__)


@settings.route("/innkjopsordninger/innstillinger", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """How strictly deadlines are counted."""
    form = SettingsForm(strict_deadline=service.case_settings(session()).strict_deadline)
    if form.sent():
        with form.objections():
            service.save_settings(session(), actor(), form.strict_deadline.data)
            return done("Innstillingene er lagret.", "dps.index")
    return page("settings/edit.html", form=form)
