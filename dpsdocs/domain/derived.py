"""What follows from the answers: dates, durations, hours and the words for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from . import deadlines, formats
from .answers import Contact
from .case import REGIMES, Case
from .identifiers import show_cpv
from .library import Service
from .months import add_months, months_between
from .months import words as month_words
from .scope import Scope
from .staffing import total

Derived = dict[str, tuple[str, Any, str, bool]]
CONFIDENTIAL_EXTRA_DAYS = 5
STANDSTILL_DAYS = 10
EVALUATION_DAYS = 21
BINDING_DAYS = 60


def facts(
    case: Case, services: Sequence[Service], values: Mapping[str, Any], found: Scope,
    sign_up: datetime | None = None,
) -> Derived:  # fmt: skip
    """Derived facts by key: label, value, how it is written (a filter name), and whether it is internal.

    ``sign_up`` is the first deadline for signing up for a site visit.
    """
    out: Derived = {}
    _records(out, case)
    _contact(out, values.get("contact"))
    _service_words(out, case, services, values)
    _contract(out, values)
    _term(out, values)
    _dates(out, values, sign_up)
    _hours(out, found)
    _criteria(out, case, values)
    return out


def _put(out: Derived, key: str, label: str, value: Any, form: str = "", internal: bool = False) -> None:
    if value not in (None, ""):
        out[key] = (label, value, form, internal)


def _records(out: Derived, case: Case) -> None:
    agency, dps = case.agency, case.dps
    _put(out, "agency_name", "Virksomhet", agency.name)
    _put(out, "agency_org_number", "Organisasjonsnummer", agency.org_number, "orgnr")
    _put(out, "agency_address", "Adresse", f"{agency.address}, {agency.postal}")
    _put(out, "dps_reference", "Innkjøpsordningens referanse", dps.reference)
    _put(out, "dps_title", "Innkjøpsordning", dps.title)
    _put(out, "dps_owner", "Ansvarlig for innkjøpsordningen", dps.owner)
    _put(out, "dps_valid_to", "Innkjøpsordningen gjelder til", dps.valid_to, "dato")
    _put(out, "dps_notice_id", "Kunngjøringens nummer", dps.notice_id)
    _put(out, "dps_contact", "Kontakt for innkjøpsordningen", f"{dps.contact_name}, {dps.contact_email}")
    _put(out, "regime", "Regelverk", dps.regime)
    _put(out, "regime_name", "Regelverk", REGIMES[dps.regime])
    _put(out, "penalty_terms", "Dagbot", dps.penalty_terms)
    _put(out, "suppliers_at", "Leverandørlisten er lest", case.suppliers_at, "kort_frist")
    _put(out, "suppliers_count", "Antall kvalifiserte leverandører", len(case.suppliers), "tall")
    _put(out, "version", "Versjon", case.version)
    _put(out, "example", "Eksempel", case.example)


def _contact(out: Derived, contact: Contact | None) -> None:
    if contact:
        title = f", {formats.lower(contact.title)}" if contact.title else ""
        _put(out, "contact_line", "Kontaktperson", contact.name + title)
        _put(out, "contact_name", "Kontaktperson", contact.name)
        _put(out, "contact_email", "E-postadresse", contact.email)


def _service_words(out: Derived, case: Case, services: Sequence[Service], values: Mapping[str, Any]) -> None:
    chosen = [s for s in services if s.id in (values.get("services") or ())]
    _put(out, "services_text", "Tjenester", formats.listing([s.noun for s in chosen]))
    covered = {code for service in chosen for code in service.cpv} - {case.dps.cpv_main}
    extra = [code for code in case.dps.cpv if code in covered]
    _put(out, "cpv_main", "CPV-hovedkode", show_cpv(case.dps.cpv_main))
    codes = [show_cpv(case.dps.cpv_main), *(show_cpv(code) for code in extra)]
    _put(out, "cpv_additional", "Flere CPV-koder", bool(extra))
    _put(out, "cpv_text", "CPV-koder", formats.listing(codes))


def _contract(out: Derived, values: Mapping[str, Any]) -> None:
    form = values.get("contract_form")
    if form:
        framework = form == "framework"
        _put(out, "contract_noun", "Avtaletype", "rammeavtale" if framework else "kontrakt")
        _put(out, "contract_definite", "Avtaletype", "rammeavtalen" if framework else "kontrakten")
        words = "Rammeavtale med én leverandør" if framework else "Kontrakt om ett oppdrag"
        words += " for hver delkontrakt" if values.get("has_lots") else ""
        _put(out, "contract_words", "Avtaletype", words)


def _term(out: Derived, values: Mapping[str, Any]) -> None:
    start, end = values.get("start_date"), values.get("end_date")
    count, months = values.get("option_count") or 0, values.get("option_months") or 0
    if not (isinstance(start, date) and isinstance(end, date)):
        return
    last = add_months(end, count * months)
    _put(out, "last_date", "Siste dag med alle forlengelser", last, "dato")
    _put(out, "term_months", "Lengste varighet i måneder", months_between(start, last), "tall")
    words = f"{formats.day(start)}–{formats.day(end)}"
    if count and months:
        times = "én gang" if count == 1 else f"{formats.word(count)} ganger"
        length = month_words(months)
        _put(out, "option_words", "Forlengelser", f"{length} om gangen, høyst {times}")
        words += f", med rett til å forlenge {length} {times}"
        base = months_between(start, end)
        if base % 12 == 0 and months % 12 == 0:
            pattern = f"{formats.NBSP}+{formats.NBSP}".join(
                formats.number(n // 12) for n in (base, *(months,) * count)
            )
            _put(out, "term_pattern", "Varighet i år", f"{pattern}{formats.NBSP}år")
    _put(out, "term_words", "Varighet", words)


def extra_days(values: Mapping[str, Any]) -> int:
    """Days added to the minimum deadline because parts are confidential (FOA § 20-3 (6))."""
    return CONFIDENTIAL_EXTRA_DAYS if values.get("confidential") else 0


def _dates(out: Derived, values: Mapping[str, Any], sign_up: datetime | None) -> None:
    deadline, sent = values.get("tender_deadline"), values.get("sending_date")
    if isinstance(sent, date):
        counted = deadlines.count(sent, extra_days(values))
        _put(out, "counted_days", "Minste antall dager", counted.days, "tall")
        _put(out, "last_counted_day", "Siste telledag", counted.last_counted, "dag")
        _put(out, "earliest_deadline", "Tidligste frist kl. 12", counted.earliest, "frist")
    if not isinstance(deadline, datetime):
        return
    questions = deadlines.question_deadline(deadline)
    _put(out, "question_deadline", "Spørsmålsfrist", questions, "frist")
    _put(out, "answers_due", "Siste svar på spørsmål", deadlines.answers_due(deadline), "frist")
    _put(out, "opening", "Åpning", deadline + timedelta(hours=1), "frist")
    asked = values.get("question_deadline") or questions
    last = deadlines.latest_sending(deadline, extra_days(values), asked, sign_up)
    _put(out, "last_sending_day", "Siste dag for utsending", last, "dag")
    _put(
        out,
        "binding_until",
        "Vedståelsesfrist",
        deadlines.next_working_day(deadline.date() + timedelta(days=BINDING_DAYS)),
        "dag",
    )
    award = deadlines.next_working_day(deadline.date() + timedelta(days=EVALUATION_DAYS))
    award = values.get("award_date") or award
    _put(out, "award_date", "Meddelelse om valg", award, "dag")
    standstill = award + timedelta(days=STANDSTILL_DAYS)
    _put(out, "standstill_until", "Karensperioden er ute", standstill, "dag")
    signing = deadlines.next_working_day(standstill + timedelta(days=1))
    _put(out, "signing_date", "Signering", signing, "dag")


def _hours(out: Derived, found: Scope) -> None:
    if found.term is None and not found.posts:
        return
    counted = found.hours_of()
    week = sum((post.week for post in found.posts), Decimal(0))
    for band in found.bands:
        name = band.label.lower()
        _put(out, f"hours_{band.id}", f"Timer {name}", counted["whole"][band.id], "tall")
        _put(out, f"hours_year_{band.id}", f"Timer {name} første avtaleår", counted["year"][band.id], "tall")
    if not found.posts:
        return
    _put(out, "hours_week", "Timer per uke", week, "tall")
    _put(out, "hours_year", "Timer første avtaleår", total(counted["year"]), "tall")
    _put(out, "hours_firm", "Timer uten forlengelser", total(counted["firm"]), "tall")
    _put(out, "hours_total", "Timer med alle forlengelser", total(counted["whole"]), "tall")
    _put(out, "estimate_total", "Prislinjene med egne anslag", found.estimate, "kr", True)


def _criteria(out: Derived, case: Case, values: Mapping[str, Any]) -> None:
    weights = values.get("weights")
    if not weights:
        return
    parts = [
        f"{c.name.lower()} {formats.percent(weights[c.id])}" for c in case.dps.criteria if c.id in weights
    ]
    _put(out, "weights_text", "Tildelingskriterier", formats.capital(", ".join(parts)))
    green = sum(
        (weights.get(c.id, Decimal(0)) for c in case.dps.criteria if c.kind == "environment"), Decimal(0)
    )
    _put(out, "environment_weight", "Vekt for klima og miljø", green, "prosent")
    _put(out, "has_environment", "Klima og miljø er kriterium", green > 0)
