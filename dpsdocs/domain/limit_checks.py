"""Checks against the purchasing system, dated amounts and the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from . import deadlines, formats
from .amounts import amount_on
from .competition import Competition
from .environment import day_of
from .identifiers import show_cpv
from .months import add_months
from .rules import Check, Hit, rulebook

_SAME_KIND = 3  # the digits of a CPV code that say what kind of service it is
_AGE_MONTHS, _FEWEST_WORDS = 6, 5
_FRIDAY, _NOON = 4, 12
_EASTER = "Første påskedag"
_PATTERN = re.compile(r"\b(\d{1,2}(?:\s*\+\s*\d{1,2})+)\s*år", re.IGNORECASE)


def deadline_season(c: Competition) -> Iterator[Hit]:
    """The deadline is not in a holiday season or late on a Friday."""
    deadline = c.moment("tender_deadline")
    season = deadline and (_season(deadline.date()) or _late_friday(deadline.weekday(), deadline.hour))
    if deadline and season:
        at = formats.capital(formats.moment(deadline))
        mend = f"{at} er {season}. Færre leverandører rekker å gi et godt tilbud."
        yield Hit("Tilbudsfristen er på en dårlig tid", mend, ("tender_deadline",))


def _season(day: date) -> str:
    if day.month == 7:
        return "i sommerferien"
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3):
        return "i jule- og nyttårshelgen"
    sundays = (date(day.year, 3, 22) + timedelta(days=n) for n in range(35))
    easter = next(d for d in sundays if deadlines.holiday_name(d) == _EASTER)
    return "i påskeuken" if easter - timedelta(days=7) <= day <= easter + timedelta(days=1) else ""


def _late_friday(weekday: int, hour: int) -> str:
    return "sent på en fredag" if weekday == _FRIDAY and hour > _NOON else ""


def confidential_measures(c: Competition) -> Iterator[Hit]:
    """How suppliers get at what is confidential is told so that they can do it."""
    told = str(c.value("confidential_access") or "")
    if c.value("confidential") and told and len(told.split()) < _FEWEST_WORDS:
        mend = "Skriv hva leverandørene må gjøre for å få opplysningene, når de får dem, og hvordan de skal verne dem."
        yield Hit(
            "Tilgangen til de skjermede opplysningene er for kort beskrevet", mend, ("confidential_access",)
        )


def suppliers_admitted(c: Competition) -> Iterator[Hit]:
    """Everybody on the list is admitted on the day the invitation goes out."""
    sent = c.day("sending_date")
    if sent is None or c.case.replaces is not None:
        return
    for supplier in c.case.suppliers:
        until = supplier.admitted_until
        if supplier.admitted_from > sent or (until is not None and until < sent):
            mend = f"{supplier.name} er ikke tatt opp i innkjøpsordningen {formats.weekday(sent)}. UKE må rette listen."
            yield Hit(f"{supplier.name} kan ikke inviteres", mend, ("sending_date",))


def contract_beyond(c: Competition) -> Iterator[Hit]:
    """The contract does not run far beyond the purchasing system."""
    row, last = amount_on(c.case.settings, "beyond", day_of(c.case)), c.day("last_date")
    if row is None or last is None:
        return
    if last > add_months(c.case.dps.valid_to, int(row.amount)):
        mend = (
            f"Avtalen kan vare til {formats.day(last)}. "
            f"Innkjøpsordningen gjelder til {formats.day(c.case.dps.valid_to)}. Vurder en kortere avtale."
        )
        yield Hit("Avtalen varer lenge etter innkjøpsordningen", mend, ("end_date", "option_count"))


def term_words(c: Competition) -> Iterator[Hit]:
    """«2 + 1 + 1 år» in the drafter's own words is what the answers say."""
    pattern = str(c.value("term_pattern") or "")
    known = re.sub(r"\D", "", pattern)
    for key in ("need", "undivided_reason"):
        for told in _PATTERN.findall(str(c.value(key) or "")):
            if known and re.sub(r"\D", "", told) != known:
                mend = f"Teksten sier {told} år. Svarene om varighet gir {pattern}. Rett det som er feil."
                yield Hit("Varigheten i teksten er en annen enn i svarene", mend, (key,))


def value_announced(c: Competition) -> Iterator[Hit]:
    """Above the threshold the purchasing system has a notice."""
    kind = "special" if c.case.dps.regime == "foa2" else "eea"
    row, value = amount_on(c.case.settings, kind, day_of(c.case)), c.amount("estimated_value")
    if row is not None and value is not None and value > row.amount and not c.case.dps.notice_id:
        mend = (
            f"Verdien er over terskelverdien på {formats.money(row.amount)} Innkjøpsordningen er registrert uten "
            "kunngjøring. Spør UKE."
        )
        yield Hit("Det mangler en kunngjøring", mend, ("estimated_value",))


def penalty_rate(c: Competition) -> Iterator[Hit]:
    """Terms about dagbot have a rate."""
    terms = c.case.dps.penalty_terms
    if terms and not re.search(r"\d", terms):
        mend = f"Vilkårene om dagbot i {c.case.dps.reference} har ingen sats. UKE må fylle den ut."
        yield Hit("Dagboten har ingen sats", mend)


def cpv_family(c: Competition) -> Iterator[Hit]:
    """The main code is of the same kind as those of the services: others may be under other rules."""
    code = c.case.dps.cpv_main
    kinds = {known[:_SAME_KIND] for service in c.catalogue.services for known in service.cpv[:1]}
    if kinds and code[:_SAME_KIND] not in kinds:
        mend = (
            f"{show_cpv(code)} er ikke en kode for tjenestene i malen. Da kan andre regler gjelde. Spør UKE."
        )
        yield Hit("CPV-hovedkoden hører ikke til tjenestene i malen", mend)


def rules_age(c: Competition) -> Iterator[Hit]:
    """The table of rules is not old."""
    made, today = date.fromisoformat(rulebook().version[:10]), c.case.suppliers_at.date()
    if add_months(made, _AGE_MONTHS) < today:
        mend = f"Tabellen er fra {formats.day(made)}. Spør UKE om det er kommet nye regler."
        yield Hit("Regeltabellen er eldre enn seks måneder", mend, fact=rulebook().version)


ALL: tuple[Check, ...] = (
    deadline_season, confidential_measures, suppliers_admitted, contract_beyond, term_words, value_announced,
    penalty_rate, cpv_family, rules_age,
)  # fmt: skip
