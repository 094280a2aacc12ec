"""Rows and facts about where: sites, lots, buyers and site visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from . import formats, reuse
from .answers import Contact
from .case import Case
from .identifiers import show_organisation_number
from .lots import Lot, lot_of
from .reuse import remembered
from .rows import AnsweredRow
from .scope import Scope
from .staffing import PostHours, days_words, total

Rows = tuple[Mapping[str, Any], ...]
Tables = Mapping[str, Sequence[AnsweredRow]]
SITE_KINDS = {
    "office": "Kontor og publikumsbygg", "housing": "Bolig", "supported": "Bolig med oppfølging",
    "school": "Skole og undervisning", "terminal": "Terminal og knutepunkt", "event": "Arrangementssted",
    "technical": "Teknisk anlegg og lager", "other": "Annet",
}  # fmt: skip
LISTED_MOST = 200  # a longer list of sites goes as a spreadsheet, with a summary in the text


_SITES = reuse.Rows(2)


def site_number(site: AnsweredRow) -> str:
    """«O-07»."""
    return f"O-{site.number:02d}"


def is_secret(site: AnsweredRow) -> bool:
    """Its name and address stand only in the confidential annex."""
    return bool(site.value("secret"))


def site_rows(case: Case, tables: Tables, scope: Scope, *, secret: bool) -> Rows:
    """The open or the confidential sites as the list of sites shows them, lot by lot."""
    buyers = {row.id: row.name for row in tables.get("buyers", ())}
    return _placed(tuple(tables.get("sites", ())), scope.lots, buyers, case.agency.name, secret)


@remembered(4)
def _placed(
    sites: tuple[AnsweredRow, ...], lots: tuple[Lot, ...], buyers: Mapping[str, str], agency: str, secret: bool
) -> Rows:  # fmt: skip
    placed = [(site, lot_of(site, lots)) for site in sites if is_secret(site) == secret]
    shown = sorted(placed, key=lambda found: found[1].number)

    def made(found: tuple[AnsweredRow, Lot], _number: int) -> Mapping[str, Any]:
        site, lot = found
        return _site(site, lot, buyers.get(str(site.value("buyer") or ""), agency))

    return _SITES.made("secret" if secret else "open", (lots, buyers, agency), shown, made)


def _site(site: AnsweredRow, lot: Lot, buyer: str) -> Mapping[str, Any]:
    homes = site.value("homes")
    return {
        "id": site.id, "number": site_number(site), "name": site.name, "address": site.value("address") or "",
        "kind": SITE_KINDS.get(str(site.value("kind")), ""), "homes": formats.number(homes) if homes else "",
        "homes_number": homes or 0, "opening": site.value("opening_hours") or "", "risk": site.value("risk") or "",
        "lot": lot.short, "lot_title": lot.title, "buyer": buyer, "note": site.value("note") or "",
        "secret_note": site.value("secret_note") or "",
    }  # fmt: skip


def site_summary(tables: Tables, scope: Scope) -> Rows:
    """Sites counted by lot, kind and risk class: what the text shows when the list is a spreadsheet."""
    counted: Counter[tuple[int, str, str]] = Counter()
    homes: Counter[tuple[int, str, str]] = Counter()
    titles = {lot.number: lot.title for lot in scope.lots}
    for site in tables.get("sites", ()):
        kind = SITE_KINDS.get(str(site.value("kind")), "Uten type")
        place = (lot_of(site, scope.lots).number, kind, str(site.value("risk") or ""))
        counted[place] += 1
        homes[place] += site.value("homes") or 0
    return tuple(
        {
            "id": f"{number}-{index}", "lot_title": titles[number], "kind": kind, "risk": risk or "–",
            "count": formats.number(counted[number, kind, risk]),
            "homes": formats.number(homes[number, kind, risk]) if homes[number, kind, risk] else "–",
        }
        for index, (number, kind, risk) in enumerate(sorted(counted), 1)
    )  # fmt: skip


def lot_rows(tables: Tables, scope: Scope) -> Rows:
    """The lots with what they hold; none when the competition is not divided."""
    sites = Counter(lot_of(site, scope.lots).id for site in tables.get("sites", ()))
    return tuple(
        {
            "id": lot.id, "number": str(lot.number), "name": lot.name, "title": lot.title,
            "description": lot.description, "value": formats.money(lot.value) if lot.value else "",
            "ceiling": formats.money(lot.ceiling) if lot.ceiling else "", "sites": formats.number(sites[lot.id]),
            "hours": formats.number(total(scope.hours_of(lot)["whole"])),
            "point_value": formats.money(lot.point_value) if lot.point_value else "",
        }
        for lot in scope.lots
        if lot.number
    )  # fmt: skip


def buyer_rows(case: Case, tables: Tables, contact: Contact | None = None) -> Rows:
    """Everyone who buys: the agency that leads first, then the others."""
    agency = case.agency
    first = {
        "id": "agency", "number": "1", "name": agency.name, "org_number": show_organisation_number(agency.org_number),
        "address": f"{agency.address}, {agency.postal}", "contact": _contact(contact), "role": "Leder konkurransen",
    }  # fmt: skip
    return (first, *(_buyer(row) for row in tables.get("buyers", ())))


def _buyer(row: AnsweredRow) -> Mapping[str, Any]:
    contact, number = row.value("contact"), row.value("org_number")
    return {
        "id": row.id, "number": str(row.number + 1), "name": row.name,
        "org_number": show_organisation_number(str(number)) if number else "",
        "address": row.value("address") or "", "role": "Kjøper",
        "contact": _contact(contact),
    }  # fmt: skip


def _contact(contact: Contact | None) -> str:
    return ", ".join(filter(None, (contact.name, contact.email))) if contact else ""


def visit_rows(tables: Tables, scope: Scope) -> Rows:
    """The site visits in the order they are held."""
    rows = [row for row in tables.get("visits", ()) if isinstance(row.value("at"), datetime)]
    rows.sort(key=lambda row: (row.value("at"), row.number))
    return tuple(
        {
            "id": row.id, "place": row.name, "when": formats.moment(row.value("at")), "at": row.value("at"),
            "lot": lot_of(row, scope.lots).short if row.value("lot") else "Alle" if scope.lots[0].number else "",
            "sign_up": formats.moment(row.value("sign_up")) if row.value("sign_up") else "",
            "sign_up_at": row.value("sign_up"), "guide": row.value("guide") or "",
            "meet": f"{row.name}. {row.value('guide')} viser rundt" if row.value("guide") else row.name,
        }
        for row in rows
    )  # fmt: skip


def post_rows(scope: Scope) -> Rows:
    """The manned posts of the long path lot by lot; a confidential site is shown by its number alone."""
    return tuple(_post(found, named=not found.post.is_secret) for found in _by_lot(scope))


def secret_post_rows(scope: Scope) -> Rows:
    """The posts at confidential sites, with the site's name."""
    return tuple(_post(found, named=True) for found in _by_lot(scope) if found.post.is_secret)


def _by_lot(scope: Scope) -> list[PostHours]:
    counted = [found for found in scope.posts if found.post.id != "post"]
    return sorted(counted, key=lambda found: found.post.lot.number)


def _post(counted: PostHours, *, named: bool) -> Mapping[str, Any]:
    post, pattern = counted.post, counted.post.pattern
    place = "" if post.site is None else site_number(post.site)
    if post.site is not None and named:
        place = f"{place} {post.site.name}"
    period = [formats.short_day(d) if d else "" for d in (pattern.first, pattern.last)]
    days = formats.capital(days_words(pattern)) + (", også helligdager" if pattern.on_holidays else "")
    time = formats.span(pattern.span.start, pattern.span.end)
    return {
        "id": post.id, "number": post.number, "name": post.name, "place": place or "Ikke knyttet til ett objekt",
        "days": days, "time": time, "when": f"{days},\n{time}", "guards": formats.number(pattern.guards),
        "period": "–".join(period) if any(period) else "Hele avtaletiden", "lot_title": post.lot.title,
        "week": formats.number(counted.week), "year": formats.number(total(counted.year)),
        "total": formats.number(total(counted.whole)),
        **{f"year_{name}": formats.number(value) if value else "–" for name, value in counted.year.items()},
    }  # fmt: skip
