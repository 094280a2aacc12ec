"""Checks of sites and site visits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from . import deadlines, formats
from .competition import Competition
from .derived import extra_days
from .places import site_number
from .row_checks import place
from .rows import AnsweredRow
from .rules import Check, Hit

_WRITTEN = ("line", "text")
_OF_SITES = frozenset({("sites", "name"), ("sites", "address")})
_SHORTEST = 6


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


def sites_told(c: Competition) -> Iterator[Hit]:
    """Where a confidential site is does not stand in what everybody reads."""
    hidden = [row for row in c.tables.get("sites", ()) if row.value("secret")]
    streets = {street: row for row in hidden if (street := _street(row))}
    if not streets:
        return
    search = _search(tuple(streets))
    for name, key, text in _open_text(c):
        told = search.search(_squeezed(text))
        if told:
            mend = (
                f"«{name}» har adressen til {site_number(streets[told[0]])}, som er skjermet. Alle leverandørene leser "
                "teksten. Skriv den om, eller bruk bare nummeret."
            )
            yield Hit("Adressen til et skjermet objekt står åpent", mend, (key,))


def _street(site: AnsweredRow) -> str:
    """Street and number of a site as it is searched for; nothing when that could be any words."""
    street = _squeezed(str(site.value("address") or "").split(",")[0])
    return street if len(street) >= _SHORTEST and any(map(str.isdigit, street)) else ""


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=8)
def _search(streets: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(streets, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


def _open_text(c: Competition) -> Iterator[tuple[str, str, str]]:
    """What is typed for everybody: what it is called, its key, and the text. Open sites may share a building."""
    for question in c.asked:
        if question.kind in _WRITTEN and not (question.confidential or question.internal):
            yield question.name, question.key, str(c.value(question.key) or "")
        columns = [
            column for column in question.columns
            if column.kind in _WRITTEN and not (column.confidential or column.internal)
            and (question.key, column.key) not in _OF_SITES
        ]  # fmt: skip
        for row in c.tables.get(question.key, ()) if columns else ():
            for column in columns if not row.value("secret") else ():
                text = row.value(column.key)
                if text:
                    yield f"{column.name}, {row.name}", place(question.key, row, column.key), str(text)


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
    sites_told,
    visits_deadline,
    visits_order,
)
