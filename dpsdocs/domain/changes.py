"""What differs between the version that is sent and the answers now, and what that means for the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from . import deadlines, formats
from .case import Case
from .competition import Competition, Fact
from .questions import Question

SECTION = "endring"
ATTACHMENTS = "attachments"
LEAVES_DAYS = deadlines.QUESTION_DAYS  # a change later than this before the deadline comes too late
_ROOM_DAYS = deadlines.MINIMUM_DAYS  # the proposal gives as long as a new invitation would
_MUCH = Decimal("1.10")
# what takes work from the suppliers when it changes, in the words of a finding
_WEIGHTY = {
    "services": "tjenestene", "lots": "delkontraktene", "lots_most": "delkontraktene", "extras": "innholdet",
    "buyers": "virksomhetene som kjøper", "site_name": "stedet", "site_address": "stedet", "sites": "objektene",
    "weekdays": "vaktene", "hours": "vaktene", "guards": "vaktene", "shifts": "vaktene", "volumes": "mengdene",
    "equipment": "utstyret", "response_high": "responstiden", "response_low": "responstiden",
    "contract_form": "avtaleformen", "estimated_value": "verdien", "ceiling": "den øvre rammen",
    "start_date": "avtaletiden", "end_date": "avtaletiden", "option_count": "avtaletiden",
    "option_months": "avtaletiden", "weights": "kriteriene", "requirements": "kravene",
    "own_requirements": "kravene", "adapted_requirements": "kravene", "visits": "befaringen",
    "question_deadline": "fristene", "binding_until": "fristene", "confidential_text": "de skjermede opplysningene",
    ATTACHMENTS: "vedleggene",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadline:
    """How the tender deadline stands after a change. ``left`` counts days from the change to the deadline.

    ``earliest`` leaves the time that must be left, ``proposal`` the time a new invitation would give.
    """

    before: datetime
    now: datetime
    sent: date
    left: int
    earliest: datetime
    proposal: datetime

    @property
    def is_moved(self) -> bool:
        """Whether the deadline is another than the suppliers have been told."""
        return self.now != self.before


def changed(now: Competition) -> tuple[str, ...]:
    """The questions answered otherwise than in the version that is sent, in the order they are asked."""
    before = now.previous
    if before is None:
        return ()
    own = {q.key for q in now.catalogue.questions if q.section == SECTION}
    keys = [
        q.key for q in now.catalogue.questions if q.key not in own and _answer(before, q) != _answer(now, q)
    ]
    return (*keys, *([ATTACHMENTS] if before.case.attachments != now.case.attachments else ()))


def _answer(competition: Competition, question: Question) -> Any:
    """The answer as it counts: its value, or what was typed where that has none; nothing when it isn't asked."""
    if question.key not in competition.facts or competition.facts[question.key].question is None:
        return None
    if question.kind == "table":
        return [(row.id, row.values, row.errors) for row in competition.tables.get(question.key, ())]
    value = competition.value(question.key)
    return competition.case.answers.get(question.key) if question.key in competition.errors else value


def weighty(now: Competition) -> tuple[str, ...]:
    """What takes work from the suppliers and has changed: «kravene», «mengdene i prisskjemaet» …"""
    before = now.previous
    if before is None:
        return ()
    words = [_WEIGHTY[key] for key in changed(now) if key in _WEIGHTY]
    if before.case.dps.criteria != now.case.dps.criteria:
        words.append("kriteriene")
    if _lines(before) != _lines(now):
        words.append("mengdene i prisskjemaet")
    return tuple(dict.fromkeys(words))


def _lines(competition: Competition) -> list[tuple[Any, ...]]:
    return [(x.number, x.lot.id, x.label, x.unit, x.quantity) for x in competition.scope.lines]


def material(now: Competition) -> tuple[str, ...]:
    """Changes so large that others might have taken part, or that the outcome might be another, in words."""
    return tuple(_material(now.previous, now)) if now.previous else ()


def _material(before: Competition, now: Competition) -> Iterator[str]:
    if set(before.value("services") or ()) != set(now.value("services") or ()):
        yield "tjenestene er andre"
    if before.value("contract_form") != now.value("contract_form"):
        yield "avtaleformen er en annen"
    old, new = before.amount("estimated_value"), now.amount("estimated_value")
    if old and new and new > old * _MUCH:
        yield f"verdien er økt med {formats.percent(((new / old - 1) * 100).quantize(Decimal(1)))}"
    lots = {lot.id: lot.title for lot in before.scope.lots if lot.number}
    gone = [title for key, title in lots.items() if key not in {lot.id for lot in now.scope.lots}]
    if gone:
        yield f"delkontrakter er tatt ut: {formats.listing(gone)}"
    if _weights(before) != _weights(now) or before.case.dps.criteria != now.case.dps.criteria:
        yield "kriteriene eller vektene er andre"


def _weights(competition: Competition) -> list[Any]:
    return [
        competition.value("weights"),
        *((lot.id, lot.weights) for lot in competition.scope.lots if lot.weights),
    ]


def deadline(now: Competition) -> Deadline | None:
    """How the deadline stands, or None while a date is missing."""
    before = now.previous.moment("tender_deadline") if now.previous else None
    after, sent = now.moment("tender_deadline"), now.day("change_date")
    if before is None or after is None or sent is None:
        return None
    return Deadline(
        before,
        after,
        sent,
        (after.date() - sent).days,
        _at(before, sent, LEAVES_DAYS),
        _at(before, sent, _ROOM_DAYS),
    )


def _at(before: datetime, sent: date, days: int) -> datetime:
    """The first working day so many days after the change, at the hour of the deadline, never before it."""
    day = deadlines.next_working_day(sent + timedelta(days=days))
    return max(before, datetime.combine(day, before.time()))


def last_sending_day(now: Competition) -> date | None:
    """The last day the change can be sent for the deadline to hold."""
    found = now.moment("tender_deadline")
    if found is None:
        return None
    return found.date() - timedelta(days=LEAVES_DAYS if weighty(now) else 1)


def facts(now: Competition) -> dict[str, Fact]:
    """What masters may say of a change."""
    if now.case.replaces is None:
        return {}
    version = now.case.replaces.version
    rows: list[tuple[str, str, Any, str]] = [("previous_version", "Versjonen som endres", version, "")]
    before = now.previous.moment("tender_deadline") if now.previous else None
    rows += (
        []
        if now.previous is None
        else [
            ("previous_deadline", "Tilbudsfristen som var satt", before, "frist"),
            ("deadline_moved", "Tilbudsfristen er flyttet", now.moment("tender_deadline") != before, ""),
            ("last_sending_day", "Siste dag for å sende endringen", last_sending_day(now), "dag"),
        ]
    )
    return {key: Fact(key, label, value, form=form) for key, label, value, form in rows if value is not None}


def next_version(case: Case) -> str:
    """The number of the version after this one: «2.0» after «1.0»."""
    first = case.version.partition(".")[0]
    return f"{int(first) + 1}.0" if first.isascii() and first.isdigit() else "2.0"
