"""Rows for the tables of the documents, and options that come from records; row ids are stable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from . import formats, line_rows, oslomodel, places, pricing
from .case import Case, Dps
from .identifiers import show_cpv, show_organisation_number
from .library import Requirement, Service
from .openers import CALLS
from .questions import Option
from .rows import AnsweredRow
from .scope import Scope

Rows = tuple[Mapping[str, Any], ...]
Tables = Mapping[str, Sequence[AnsweredRow]]
CPV_NAMES = {
    "79000000": "Forretningstjenester",
    "79417000": "Sikkerhetsrådgivning",
    "79700000": "Etterforskning og sikkerhet",
    "79710000": "Sikkerhetstjenester",
    "79711000": "Alarmovervåkning",
    "79713000": "Vakttjenester",
    "79714000": "Overvåkning",
    "79715000": "Patruljetjenester",
    "79992000": "Resepsjonstjenester",
}
_TIMELINE = (
    ("sending_date", "Oppdragsgiveren sender invitasjonen til alle kvalifiserte leverandører samtidig", "normal"),
    ("change_date", "Oppdragsgiveren sender endringen til alle som har fått dokumentene", "normal"),
    ("question_deadline", "Frist for å stille spørsmål", "normal"),
    ("answers_due", "Siste svar på spørsmål blir publisert", "normal"),
    ("tender_deadline", "Tilbudsfrist", "hot"),
    ("opening", "To personer hos oppdragsgiveren åpner tilbudene. Leverandørene er ikke til stede", "normal"),
    ("award_date", "Alle som har gitt tilbud, får meddelelse om valg av leverandør", "normal"),
    ("standstill_until", "Karensperioden er ute", "normal"),
    ("signing_date", "Avtalen signeres", "normal"),
    ("binding_until", "Vedståelsesfristen er ute", "normal"),
    ("start_date", "Leverandøren begynner oppdraget", "normal"),
)  # fmt: skip
_MIDNIGHT = {"standstill_until", "binding_until"}


@dataclass(frozen=True, slots=True)
class Offers:
    """What a release lets one choose from: services, requirements and the chapters they stand in."""

    services: tuple[Service, ...]
    requirements: tuple[Requirement, ...]
    chapters: Mapping[str, str]
    documents: tuple[Option, ...] = ()


def rows(
    case: Case, offers: Offers, values: Mapping[str, Any], tables: Tables, found: Scope
) -> dict[str, Rows]:
    """Every table's rows by name."""
    weights = values.get("weights") or {}
    library = line_rows.adapted(offers.requirements, tables)
    chosen = requirement_rows(
        [r for r in library if r.when is None or r.when.holds(values)], values.get("requirements") or (),
        offers.chapters, line_rows.reaches(tables, found), line_rows.library_lots(tables),
    )  # fmt: skip
    own = line_rows.own_requirements(tables, found, offers.chapters)
    return {
        "criteria": criterion_rows(case.dps, weights),
        "lot_criteria": line_rows.lot_criteria(case.dps, found, weights),
        "subcriteria": pricing.subcriterion_rows(case.dps, tables),
        "services": service_rows(offers.services, values.get("services") or ()),
        "requirements": _by_chapter((*chosen, *own), offers.chapters),
        "price_lines": line_rows.price_rows(found),
        "volumes": tuple(r for r in line_rows.price_rows(found) if r["source"] == "unit"),
        "equipment": tuple(r for r in line_rows.price_rows(found) if r["source"] == "equipment"),
        "timeline": timeline_rows(values, places.visit_rows(tables, found)),
        "suppliers": supplier_rows(case),
        "bands": line_rows.band_rows(found, values),
        "lot_hours": line_rows.lot_hours(found),
        "lots": places.lot_rows(tables, found),
        "buyers": places.buyer_rows(case, tables, values.get("contact")),
        "sites": places.site_rows(case, tables, found, secret=False),
        "secret_sites": places.site_rows(case, tables, found, secret=True),
        "site_summary": places.site_summary(tables, found),
        "posts": places.post_rows(found),
        "secret_posts": places.secret_post_rows(found),
        "visits": places.visit_rows(tables, found),
        "extensions": line_rows.extension_rows(values),
        "grading": line_rows.grading_rows(tables, offers.documents),
        "work": oslomodel.rows(case, values),
    }


def _by_chapter(found: Sequence[Mapping[str, Any]], chapters: Mapping[str, str]) -> Rows:
    """Requirements chapter by chapter, the library's before the agency's own."""
    order = {chapter: number for number, chapter in enumerate(chapters)}
    return tuple(sorted(found, key=lambda row: order.get(row["chapter"], len(order))))


def criterion_rows(dps: Dps, weights: Mapping[str, Decimal]) -> Rows:
    """Announced criteria with the weight chosen."""
    return tuple(
        {
            "id": c.id, "name": c.name, "kind": c.kind, "assessed": c.assessed, "style": "main",
            "documentation": c.documentation,
            "weight": formats.percent(weights[c.id]) if c.id in weights else "",
        }
        for c in dps.criteria
    )  # fmt: skip


def service_rows(services: Sequence[Service], chosen: Sequence[str]) -> Rows:
    """The services chosen, in the order of the set."""
    return tuple(
        {"id": s.id, "name": s.label, "content": s.content, "by_call": "yes" if s.id in CALLS else "no"}
        for s in services
        if s.id in chosen
    )


def requirement_rows(
    requirements: Sequence[Requirement],
    chosen: Sequence[str],
    chapters: Mapping[str, str],
    reaches: Mapping[str, str],
    lots: Mapping[str, tuple[str, ...]],
) -> Rows:
    """Fixed and chosen requirements with their chapter's title; ids and numbers are those of the set."""
    return tuple(
        {
            "id": r.id, "number": r.number, "kind": r.kind, "text": r.text, "reply": r.reply,
            "documentation": r.documentation, "criterion": r.criterion,
            "chapter": r.chapter, "chapter_title": chapters.get(r.chapter, r.chapter),
            "reach": reaches.get(r.id, "Alle"), "form": r.form, "lots": lots.get(r.id, ()),
        }
        for r in requirements
        if r.fixed or r.id in chosen
    )  # fmt: skip


def timeline_rows(values: Mapping[str, Any], visits: Rows = ()) -> Rows:
    """Dates in the order they fall; those that are not known yet are left out."""
    out = [
        {"id": f"visit-{visit['id']}", "at": visit["at"], "date": formats.weekday(visit["at"].date()),
         "clock": formats.clock(visit["at"]), "what": f"Befaring. Oppmøte: {visit['place']}", "style": "normal"}
        for visit in visits
    ]  # fmt: skip
    for key, what, style in _TIMELINE:
        when = values.get(key)
        if isinstance(when, datetime):
            at, clock = when, formats.clock(when)
        elif isinstance(when, date):
            at = datetime.combine(when, datetime.min.time())
            clock = f"kl.{formats.NBSP}24.00" if key in _MIDNIGHT else "–"
        else:
            continue
        out.append({"id": key, "at": at, "date": formats.weekday(at.date()), "clock": clock,
                    "what": what, "style": style})  # fmt: skip
    return tuple(sorted(out, key=lambda row: row["at"]))


def supplier_rows(case: Case) -> Rows:
    """Admitted suppliers by name."""
    return tuple(
        {"id": s.org_number, "name": s.name, "org_number": show_organisation_number(s.org_number),
         "admitted_from": formats.short_day(s.admitted_from)}
        for s in sorted(case.suppliers, key=lambda s: (s.name.casefold(), s.org_number))
    )  # fmt: skip


def requirement_options(
    requirements: Sequence[Requirement], chapters: Mapping[str, str]
) -> tuple[Option, ...]:
    """Requirements as choices; the fixed ones are shown but cannot be left out."""
    return tuple(
        Option(
            r.id, f"{r.number} {r.text}", _requirement_hint(r), chapters.get(r.chapter, ""), r.fixed, r.number
        )
        for r in requirements
    )


def _requirement_hint(requirement: Requirement) -> str:
    kind = "Absolutt krav" if requirement.kind == "A" else "Evaluert krav"
    return f"{kind}. Dokumentasjon: {formats.lower(requirement.documentation)}"


def cpv_options(dps: Dps) -> tuple[Option, ...]:
    """The additional CPV codes a competition may use."""
    return tuple(
        Option(code, f"{show_cpv(code)} {CPV_NAMES.get(code, '')}".strip())
        for code in dps.cpv
        if code != dps.cpv_main
    )


def criterion_options(dps: Dps) -> tuple[Option, ...]:
    """The announced criteria with their range, or the one weight that is announced."""
    return tuple(
        Option(c.id, c.name, f"Kunngjort vekt: {formats.percents(c.minimum, c.maximum)}")
        for c in dps.criteria
    )
