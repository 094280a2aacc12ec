"""Checks of sites and site visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from . import deadlines, formats
from .competition import Competition
from .derived import extra_days
from .places import site_number
from .row_checks import place
from .rows import AnsweredRow
from .rules import Check, Hit


def sites_twins(c: Competition) -> Iterator[Hit]:
    """The same site is not listed twice."""
    seen: dict[tuple[str, str], AnsweredRow] = {}
    for row in c.tables.get("sites", ()):
        key = (row.name.casefold(), str(row.value("address") or "").casefold())
        if key in seen and key[1]:
            mend = f"{site_number(seen[key])} og {site_number(row)} har samme navn og adresse. Fjern det ene."
            yield Hit(f"Objektet «{row.name}» står to ganger", mend, (place("sites", row),))
            return
        seen[key] = row


def sites_vulnerable(c: Competition) -> Iterator[Hit]:
    """Where people who need support live is not told openly."""
    opened = [
        r for r in c.tables.get("sites", ()) if r.value("kind") == "supported" and not r.value("secret")
    ]
    if opened:
        count = "Ett objekt" if len(opened) == 1 else f"{formats.capital(formats.word(len(opened)))} objekter"
        mend = f"{count} er bolig med oppfølging og står åpent i objektlisten. Skjerm dem, eller fjern navn og adresse."
        yield Hit("Objektlisten viser hvor folk er sårbare", mend, (place("sites", opened[0], "secret"),))


def visits_deadline(c: Competition) -> Iterator[Hit]:
    """With site visits the deadline is longer than the shortest one."""
    sent, deadline = c.day("sending_date"), c.moment("tender_deadline")
    if not c.tables.get("visits") or not sent or not deadline:
        return
    counted = deadlines.count(sent, extra_days(c.values))
    if deadline <= counted.earliest:
        mend = f"Minstefristen gir {formats.moment(counted.earliest)}. Sett en senere tilbudsfrist."
        yield Hit("Tilbudsfristen er ikke lengre enn minstefristen", mend, ("tender_deadline",))


def visits_order(c: Competition) -> Iterator[Hit]:
    """Sign-up before the visit, the visit after the invitation and before questions close."""
    sent = c.day("sending_date")
    closes = c.moment("question_deadline") or c.moment("tender_deadline")
    for row in c.tables.get("visits", ()):
        at, sign_up = row.value("at"), row.value("sign_up")
        if not isinstance(at, datetime):
            continue
        key = (place("visits", row, "at"),)
        if sent and at.date() <= sent:
            yield Hit(
                f"Befaringen «{row.name}» er før leverandørene får vite om den", "Velg en senere dag.", key
            )
        if closes and at >= closes:
            mend = f"Leverandørene må rekke å spørre etter befaringen. Spørsmålsfristen er {formats.moment(closes)}."
            yield Hit(f"Befaringen «{row.name}» er etter spørsmålsfristen", mend, key)
        if isinstance(sign_up, datetime) and sign_up >= at:
            mend = "Sett påmeldingsfristen før befaringen."
            yield Hit(
                f"Påmeldingen til «{row.name}» er etter befaringen", mend, (place("visits", row, "sign_up"),)
            )


ALL: tuple[Check, ...] = (
    sites_twins,
    sites_vulnerable,
    visits_deadline,
    visits_order,
)
