"""Rows for the tables of the documents, and options that come from records; row ids are stable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from . import formats, hours
from .case import Case, Dps
from .identifiers import show_cpv, show_organisation_number
from .library import PriceLinePattern, Requirement, Service
from .questions import Option

Rows = tuple[Mapping[str, Any], ...]
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


def rows(
    case: Case,
    services: Sequence[Service],
    requirements: Sequence[Requirement],
    patterns: Sequence[PriceLinePattern],
    values: Mapping[str, Any],
    chapters: Mapping[str, str],
) -> dict[str, Rows]:
    """Every table's rows by name."""
    return {
        "criteria": criterion_rows(case.dps, values.get("weights") or {}),
        "services": service_rows(services, values.get("services") or ()),
        "requirements": requirement_rows(
            [r for r in requirements if r.when is None or r.when.holds(values)],
            values.get("requirements") or (),
            chapters,
        ),
        "price_lines": price_rows(patterns, values),
        "timeline": timeline_rows(values),
        "suppliers": supplier_rows(case),
        "bands": band_rows(values),
    }


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
    return tuple({"id": s.id, "name": s.label, "content": s.content} for s in services if s.id in chosen)


def requirement_rows(
    requirements: Sequence[Requirement], chosen: Sequence[str], chapters: Mapping[str, str]
) -> Rows:
    """Fixed and chosen requirements with their chapter's title; ids and numbers are those of the set."""
    return tuple(
        {
            "id": r.id, "number": r.number, "kind": r.kind, "text": r.text, "reply": r.reply,
            "documentation": r.documentation, "criterion": r.criterion,
            "chapter": r.chapter, "chapter_title": chapters.get(r.chapter, r.chapter),
        }
        for r in requirements
        if r.fixed or r.id in chosen
    )  # fmt: skip


def price_rows(patterns: Sequence[PriceLinePattern], values: Mapping[str, Any]) -> Rows:
    """Price lines whose condition holds and whose quantity is above zero."""
    out = []
    for line in patterns:
        quantity = values.get(line.quantity)
        if (
            (line.when is None or line.when.holds(values))
            and isinstance(quantity, Decimal | int)
            and quantity
        ):
            out.append(
                {"id": line.id, "label": line.label, "unit": line.unit, "note": line.note,
                 "quantity": Decimal(quantity), "quantity_text": formats.number(quantity)}
            )  # fmt: skip
    return tuple(out)


def timeline_rows(values: Mapping[str, Any]) -> Rows:
    """Dates in the order they fall; those that are not known yet are left out."""
    out = []
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


def band_rows(values: Mapping[str, Any]) -> Rows:
    """The time bands that have hours."""
    return tuple(
        {"id": name, "name": hours.BAND_LABELS[name], "text": hours.BAND_TEXT[name],
         "hours": formats.number(values[f"hours_{name}"])}
        for name in hours.BANDS
        if values.get(f"hours_{name}")
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
    """The announced criteria with their range."""
    return tuple(
        Option(c.id, c.name, f"Kunngjort vekt: {formats.number(c.minimum)}–{formats.percent(c.maximum)}")
        for c in dps.criteria
    )
