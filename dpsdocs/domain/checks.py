"""The checks the rulebook names: each looks at a competition and yields what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from . import (
    change_checks,
    criterion_checks,
    deadlines,
    environment_checks,
    formats,
    limit_checks,
    lot_checks,
    oslomodel_checks,
    post_checks,
    requirement_checks,
    row_checks,
    site_checks,
    subcriterion_checks,
    text_checks,
)
from .amounts import amount_on
from .competition import Competition
from .derived import extra_days
from .environment import day_of
from .identifiers import IdentifierError, cpv_code, organisation_number, show_cpv
from .rules import Check, Finding, Hit, Rulebook, judged
from .rules import findings as run


def required_answers(c: Competition) -> Iterator[Hit]:
    """Questions that must be answered and are not."""
    for key in c.missing:
        question = c.catalogue.questions.get(key)
        assert question is not None
        yield Hit(f"{question.name} mangler", question.error or "Svar på spørsmålet.", (key,))


def readable_answers(c: Competition) -> Iterator[Hit]:
    """Answers that cannot be used as they stand."""
    for key, message in c.errors.items():
        question = c.catalogue.questions.get(key)
        assert question is not None
        yield Hit(f"{question.name} kan ikke brukes", message, (key,))


def deadline_order(c: Competition) -> Iterator[Hit]:
    """The tender deadline comes after the sending day."""
    sent, deadline = c.day("sending_date"), c.moment("tender_deadline")
    if sent and deadline and deadline.date() <= sent:
        yield Hit("Tilbudsfristen er før utsendingen", "Sett en senere tilbudsfrist.", ("tender_deadline",))


def _counted(c: Competition) -> tuple[datetime, deadlines.Count] | None:
    sent, deadline = c.day("sending_date"), c.moment("tender_deadline")
    if not sent or not deadline or deadline.date() <= sent:
        return None
    return deadline, deadlines.count(sent, extra_days(c.values))


def _dates(deadline: datetime, counted: deadlines.Count) -> str:
    """What an override of a deadline holds for: these dates and no others."""
    return f"{counted.sent} {counted.days} {deadline}"


def deadline_minimum(c: Competition) -> Iterator[Hit]:
    """The deadline is not before the last counted day."""
    counted = _counted(c)
    if counted and deadlines.is_before_last_day(*counted):
        count = counted[1]
        mend = (
            f"Siste telledag er {formats.weekday(count.last_counted)}. "
            f"Velg {formats.moment(count.earliest)} eller senere."
        )
        yield Hit("Tilbudsfristen er for kort", mend, ("tender_deadline",), _dates(*counted))


def deadline_full_days(c: Competition) -> Iterator[Hit]:
    """A deadline on the last counted day is after that day has run out."""
    counted = _counted(c)
    if not counted or deadlines.is_before_last_day(*counted) or deadlines.has_full_days(*counted):
        return
    count = counted[1]
    mend = (
        f"Siste telledag, {formats.weekday(count.last_counted)}, er ikke ute når fristen går ut. "
        f"Velg {formats.moment(count.earliest)} eller senere."
    )
    days = formats.word(count.days)
    yield Hit(f"Tilbudsfristen gir ikke {days} hele dager", mend, ("tender_deadline",), _dates(*counted))


def deadline_working_day(c: Competition) -> Iterator[Hit]:
    """The deadline is on a working day."""
    deadline = c.moment("tender_deadline")
    if deadline and not deadlines.is_working_day(deadline.date()):
        name = deadlines.holiday_name(deadline.date()) or formats.WEEKDAYS[deadline.weekday()]
        other = formats.weekday(deadlines.next_working_day(deadline.date()))
        mend = f"Fristen er på en fridag ({name.lower()}). Vurder {other}."
        yield Hit("Tilbudsfristen er på en fridag", mend, ("tender_deadline",))


def question_deadline(c: Competition) -> Iterator[Hit]:
    """Questions close before answers are due, six days before the tender deadline."""
    deadline, asked = c.moment("tender_deadline"), c.moment("question_deadline")
    if not deadline or not asked:
        return
    latest = deadline.date() - timedelta(days=deadlines.QUESTION_DAYS)
    if asked.date() > latest:
        mend = f"Sett spørsmålsfristen til {formats.weekday(latest)} eller tidligere."
        yield Hit("Spørsmålsfristen er for sen", mend, ("question_deadline",))
    sent = c.day("sending_date")
    if sent and asked.date() <= sent:
        yield Hit(
            "Leverandørene får ikke tid til spørsmål",
            "Spørsmålsfristen kommer ikke etter utsendingen. Sett en senere tilbudsfrist.",
            ("tender_deadline",),
        )


def sending_in_past(c: Competition) -> Iterator[Hit]:
    """The sending day has not passed, as long as nothing is sent."""
    sent, today = c.day("sending_date"), c.case.suppliers_at.date()
    if sent and sent < today and c.case.replaces is None:
        mend = f"{formats.capital(formats.weekday(sent))} er passert. Velg en ny dag."
        yield Hit("Utsendingsdagen er passert", mend, ("sending_date",))


def dps_valid(c: Competition) -> Iterator[Hit]:
    """The DPS runs on the sending day."""
    dps, day = c.case.dps, c.day("sending_date") or c.case.suppliers_at.date()
    if not dps.valid_from <= day <= dps.valid_to:
        span = f"{formats.day(dps.valid_from)}–{formats.day(dps.valid_to)}"
        mend = f"Innkjøpsordning {dps.reference} gjelder {span}. Velg en annen dag eller en annen ordning."
        yield Hit("Innkjøpsordningen gjelder ikke den dagen", mend, ("sending_date",))


def dps_confirmed(c: Competition) -> Iterator[Hit]:
    """UKE has confirmed the DPS record."""
    missing = c.case.dps.confirmed.missing
    if missing:
        mend = f"UKE må bekrefte {formats.listing(missing)} for {c.case.dps.reference}. Ta kontakt med UKE."
        yield Hit("UKE har ikke bekreftet innkjøpsordningen", mend)


def suppliers_any(c: Competition) -> Iterator[Hit]:
    """Somebody is invited."""
    if not c.case.suppliers:
        yield Hit("Ingen leverandører er tatt opp", "UKE må legge inn de kvalifiserte leverandørene.")


def suppliers_fresh(c: Competition) -> Iterator[Hit]:
    """The list is read again when the invitation goes out later."""
    sent, read = c.day("sending_date"), c.case.suppliers_at
    if sent and (sent - read.date()) > timedelta(days=1) and c.case.replaces is None:
        mend = f"Listen er lest {formats.short_moment(read)}. Les den på nytt den dagen dere sender."
        yield Hit("Leverandørlisten kan bli endret før utsendingen", mend, ("sending_date",), str(sent))


def organisation_numbers(c: Competition) -> Iterator[Hit]:
    """Every organisation number has the right check digit."""
    for name, number in ((c.case.agency.name, c.case.agency.org_number),
                         *((s.name, s.org_number) for s in c.case.suppliers)):  # fmt: skip
        try:
            organisation_number(number)
        except IdentifierError as error:
            yield Hit(f"Organisasjonsnummeret til {name} er feil", str(error))


def cpv_codes(c: Competition) -> Iterator[Hit]:
    """Every CPV code is a code, and the main code is one the DPS covers."""
    dps = c.case.dps
    for code in (dps.cpv_main, *dps.cpv):
        try:
            cpv_code(code)
        except IdentifierError as error:
            yield Hit(f"CPV-koden {code} er feil", str(error))
    if dps.cpv_main not in dps.cpv:
        mend = f"{show_cpv(dps.cpv_main)} står ikke blant kodene i innkjøpsordningen. UKE må rette den."
        yield Hit("CPV-hovedkoden er ikke med i innkjøpsordningen", mend)


def weights_sum(c: Competition) -> Iterator[Hit]:
    """Weights are 100 in all."""
    weights = c.value("weights")
    if weights:
        total = sum(weights.values(), Decimal(0))
        if total != 100:
            off = formats.percent(abs(total - 100))
            verb = "Trekk fra" if total > 100 else "Legg til"
            mend = f"Vektene blir {formats.percent(total)} til sammen. {verb} {off}."
            yield Hit("Vektene blir ikke 100 %", mend, ("weights",))


def weights_range(c: Competition) -> Iterator[Hit]:
    """Each weight is within the announced range."""
    weights = c.value("weights") or {}
    for criterion in c.case.dps.criteria:
        weight = weights.get(criterion.id)
        if weight is not None and not criterion.minimum <= weight <= criterion.maximum:
            span = formats.percents(criterion.minimum, criterion.maximum)
            mend = f"{criterion.name} har {formats.percent(weight)}. Den kunngjorte rammen er {span}."
            yield Hit(f"{criterion.name} er utenfor den kunngjorte rammen", mend, ("weights",))


def value_against_lines(c: Competition) -> Iterator[Hit]:
    """The stated value is not lower than the price lines at the agency's own estimates."""
    value, lines = c.amount("estimated_value"), c.amount("estimate_total")
    if value is not None and lines is not None and value < lines:
        hours = c.amount("hours_total")
        basis = f"{formats.number(hours)} timer med den anslåtte timeprisen" if hours else "Prislinjene"
        basis += " og de andre anslagene" if hours and _has_other_estimates(c) else ""
        verb = "gir" if hours else "gir med anslagene deres"
        mend = (
            f"{basis} {verb} {formats.money(lines)} "
            f"Verdien er satt til {formats.money(value)} Rett verdien, mengdene eller prisene."
        )
        yield Hit("Verdien er lavere enn mengdene tilsier", mend, ("estimated_value", "hourly_estimate"))


def _has_other_estimates(c: Competition) -> bool:
    return any(line.source != "hours" and line.estimate is not None for line in c.scope.lines)


def value_far_above(c: Competition) -> Iterator[Hit]:
    """The stated value is not far above the hours at the estimated price."""
    value, lines = c.amount("estimated_value"), c.amount("estimate_total")
    if value is not None and lines and value > lines * 2:
        mend = f"Anslagene gir {formats.money(lines)} Verdien er satt til {formats.money(value)}"
        yield Hit("Verdien er over dobbelt så høy som mengdene tilsier", mend, ("estimated_value",))


def ceiling_below_value(c: Competition) -> Iterator[Hit]:
    """The ceiling holds the value."""
    value, ceiling = c.amount("estimated_value"), c.amount("ceiling")
    if value is not None and ceiling is not None and ceiling < value:
        mend = f"Sett den øvre rammen til minst {formats.money(value)}"
        yield Hit("Den øvre rammen er lavere enn verdien", mend, ("ceiling",))


def term_order(c: Competition) -> Iterator[Hit]:
    """The contract ends after it begins, and begins after the deadline."""
    start, end, deadline = c.day("start_date"), c.day("end_date"), c.moment("tender_deadline")
    if start and end and end < start:
        yield Hit("Avtalen slutter før den begynner", "Rett den første eller den siste dagen.", ("end_date",))
    if start and deadline and start <= deadline.date():
        mend = "Sett oppstarten etter tilbudsfristen."
        yield Hit("Oppdraget begynner før tilbudsfristen", mend, ("start_date",))


def term_long(c: Competition) -> Iterator[Hit]:
    """A framework agreement is not longer than four years."""
    months = c.amount("term_months")
    row = amount_on(c.case.settings, "framework", day_of(c.case))
    if (
        c.value("contract_form") == "framework"
        and row is not None
        and months is not None
        and months > row.amount
    ):
        mend = (
            f"Rammeavtalen kan vare i {formats.number(months)} måneder med alle forlengelser. "
            f"Kort den ned til høyst {formats.number(row.amount)}."
        )
        yield Hit("Rammeavtalen er lengre enn fire år", mend, ("option_count", "end_date"))


def start_before_signing(c: Competition) -> Iterator[Hit]:
    """There is time between signing and start."""
    start, signing = c.day("start_date"), c.day("signing_date")
    deadline = c.moment("tender_deadline")
    if start and signing and deadline and deadline.date() < start <= signing:
        mend = f"Planen gir signering {formats.weekday(signing)}. Sett en senere oppstart eller en tidligere frist."
        yield Hit("Oppdraget begynner før avtalen er signert", mend, ("start_date",))


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        required_answers, readable_answers, deadline_order, deadline_minimum, deadline_full_days,
        deadline_working_day, question_deadline, sending_in_past, dps_valid, dps_confirmed, suppliers_any,
        suppliers_fresh, organisation_numbers, cpv_codes, weights_sum, weights_range,
        value_against_lines, value_far_above, ceiling_below_value, term_order, term_long, start_before_signing,
        *row_checks.ALL, *lot_checks.ALL, *post_checks.ALL, *site_checks.ALL, *requirement_checks.ALL,
        *change_checks.ALL, *criterion_checks.ALL, *environment_checks.ALL, *limit_checks.ALL,
        *oslomodel_checks.ALL, *text_checks.ALL, *subcriterion_checks.ALL,
    )
}  # fmt: skip


def findings(competition: Competition, book: Rulebook | None = None) -> tuple[Finding, ...]:
    """Everything the rules find about the answers, with what people have said of it, stops first."""
    return judged(run(competition, CHECKS, book), competition.case)
